/**
 * The filter of one round, person and session. It lies in the query cache, which is emptied whenever somebody signs in, so
 * that no choice outlives the session it was made in; a reload and another round begin without one.
 */
import { useCallback, useMemo } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Draft } from './draft.ts';
import type { GridIndex, GridSample } from './gridTypes.ts';
import { filterBottles, NO_FILTER, type FilterChoice } from './sheetFilter.ts';

interface Applied {
  choice: FilterChoice;
  /** The bottles that passed when it was applied; null: all. */
  ids: ReadonlySet<string> | null;
}
const NOTHING: Applied = { choice: NO_FILTER, ids: null };

export interface SheetFilter {
  choice: FilterChoice;
  samples: GridSample[];
  hidden: number;
  /** Bottles that stand although they no longer fit, and those that would fit now and are hidden. */
  outdated: number;
  /** Applies the choice, changed or as it is, to what the grid says now. */
  apply: (change?: Partial<FilterChoice>) => void;
  clear: () => void;
}

/** @param drafts as they are at the moment of a call of `apply`, and for the count of what is out of date */
export function useSheetFilter(round: string, userId: string, index: GridIndex, drafts: ReadonlyMap<string, Draft>): SheetFilter {
  const client = useQueryClient();
  const queryKey = useMemo(() => ['bench-filter', round, userId] as const, [round, userId]);
  const { data } = useQuery<Applied>({ queryKey, queryFn: () => NOTHING, initialData: NOTHING, staleTime: Infinity, gcTime: Infinity });
  const { choice, ids } = data;
  const apply = useCallback((change: Partial<FilterChoice> = {}) => {
    const next = { ...choice, ...change };
    client.setQueryData<Applied>(queryKey, { choice: next, ids: filterBottles(index, drafts, next) });
  }, [client, queryKey, choice, index, drafts]);
  const clear = useCallback(() => client.setQueryData<Applied>(queryKey, NOTHING), [client, queryKey]);
  const all = index.grid.samples;
  const samples = useMemo(() => (ids === null ? all : all.filter(({ id }) => ids.has(id))), [all, ids]);
  const outdated = useMemo(() => {
    if (ids === null) return 0;
    const now = filterBottles(index, drafts, choice);
    return all.filter(({ id }) => ids.has(id) !== (now === null || now.has(id))).length;
  }, [ids, index, drafts, choice, all]);
  return { choice, samples, hidden: all.length - samples.length, outdated, apply, clear };
}
