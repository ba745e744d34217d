/**
 * The round: the one global choice. It lives in the address (`?round=2018-Q2`), every page obeys it
 * and every link within the product carries it on. Without it the newest round is meant, and where grades are
 * shown or planned from the newest that was assessed: a round still in the laboratory has none.
 */
import { useCallback } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import type { RoundProgress } from '../../models/schemas/answers/rounds.ts';
import { useRounds } from '../api/useRecords.ts';
import { ROOM_PLACES, ROUND_ROOMS } from './rooms.ts';

export interface RoundChoice {
  /** Code of the round, or null while there is none or the list is not read yet. */
  code: string | null;
  round: RoundProgress | null;
  /** Newest first. */
  rounds: RoundProgress[];
  loading: boolean;
  choose: (code: string) => void;
}

/** Where somebody works in a room; everything else in its address (filters, an open bottle, a plan) belongs to the round it was chosen in. */
const STAYS: ReadonlySet<string> = new Set(['step']);

const GRADED_ROOMS = ['/map', '/operations'];

const newestFirst = (a: RoundProgress, b: RoundProgress): number => b.startsOn.localeCompare(a.startsOn) || b.code.localeCompare(a.code);

export function useRound(): RoundChoice {
  const [search, setSearch] = useSearchParams();
  const { pathname } = useLocation();
  const query = useRounds();
  const rounds = [...(query.data ?? [])].sort(newestFirst);
  const named = search.get('round');
  const graded = GRADED_ROOMS.some((room) => pathname === room || pathname.startsWith(`${room}/`)) ? rounds.find(({ assessed }) => assessed) : undefined;
  const code = named ?? graded?.code ?? rounds[0]?.code ?? null;
  const ofOneRound = ROOM_PLACES.some(({ room, path }) => ROUND_ROOMS.has(room) && (pathname === path || pathname.startsWith(`${path}/`)));
  const choose = useCallback(
    (next: string) =>
      setSearch((previous) => {
        const changed = ofOneRound ? new URLSearchParams([...previous].filter(([name]) => STAYS.has(name))) : new URLSearchParams(previous);
        changed.set('round', next);
        return changed;
      }),
    [setSearch, ofOneRound],
  );
  return { code, round: rounds.find((one) => one.code === code) ?? null, rounds, loading: query.isPending, choose };
}

/** Carries the round of this page to another page: `to('/map')`, `to('/review', { state: 'submitted' })`. */
export function useTo(): (path: string, query?: string | Record<string, string>) => { pathname: string; search: string } {
  const [search] = useSearchParams();
  const round = search.get('round');
  return useCallback(
    (path, query = '') => {
      const next = new URLSearchParams(query);
      if (round !== null && !next.has('round')) next.set('round', round);
      return { pathname: path, search: next.toString() };
    },
    [round],
  );
}
