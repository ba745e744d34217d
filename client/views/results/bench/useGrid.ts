/**
 * The grid of a round. An answer may have been read before a change that has reached the page meanwhile: a cell that is
 * shown at a later revision stays, or a saved text would wait for ever for the revision that the server has long had.
 */
import { useQuery, type QueryClient, type UseQueryResult } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { isNewer } from '../../../state/applyChange.ts';
import type { GridAnswer } from './gridTypes.ts';

const placeOf = ({ sampleId, analyteId, basis }: GridAnswer['cells'][number]): string => `${sampleId}|${analyteId}|${basis}`;

/** @param shown what the page has now; @param read what the server has answered */
export function withoutStepsBack(shown: GridAnswer | undefined, read: GridAnswer): GridAnswer {
  if (shown === undefined || shown.revision <= read.revision) return read;
  const known = new Map(shown.cells.map((cell) => [placeOf(cell), cell]));
  return {
    ...read,
    revision: shown.revision,
    cells: read.cells.map((cell) => {
      const before = known.get(placeOf(cell));
      return before === undefined || isNewer(cell, before) ? cell : before;
    }),
  };
}

export function useGrid(round: string | null): UseQueryResult<GridAnswer> {
  const queryKey = keys.grid(round ?? '');
  return useQuery({
    queryKey,
    queryFn: async ({ signal, client }: { signal: AbortSignal; client: QueryClient }) => {
      const read = await request<GridAnswer>(`/rounds/${encodeURIComponent(round ?? '')}/grid`, { signal });
      return withoutStepsBack(client.getQueryData<GridAnswer>(queryKey), read);
    },
    enabled: round !== null,
  });
}
