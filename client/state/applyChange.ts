/**
 * The one place where a Change enters the caches: the answer to one's own write and the
 * server-sent event of somebody else's take the same way. A cell, sample or point that is
 * older than what is shown is ignored, so late or repeated events can never undo a newer value.
 * What can be patched is patched without a request; counts are computed by the server and asked for again.
 */
import type { QueryClient } from '@tanstack/react-query';
import type { Cell, Change, GridCell, SampleItem } from '../api/types.ts';

interface GridData {
  revision: number;
  cells: GridCell[];
  samples: { id: string }[];
}
interface ResultData {
  cell: Cell;
}
interface TrendData {
  points: {
    resultId: string;
    reportedText: string | null;
    value: string | number | null;
    qualifier: string | null;
    limit: string | number | null;
  }[];
}
interface MapData {
  assessment: { id: string; stale: boolean } | null;
}
/** What may lie in a cache: the answer itself, a bare list, or a list inside an answer. */
type Maybe<T> = T | undefined;

const identity = (cell: Pick<Cell, 'sampleId' | 'analyteId' | 'basis'>): string => `${cell.sampleId}|${cell.analyteId}|${cell.basis}`;

/** True when `incoming` says at least as much as `shown`: a later attempt, or the same attempt at the same or a later revision. */
export function isNewer(incoming: Pick<Cell, 'attempt' | 'revision'>, shown: Pick<Cell, 'attempt' | 'revision'>): boolean {
  return incoming.attempt > shown.attempt || (incoming.attempt === shown.attempt && incoming.revision >= shown.revision);
}

/**
 * The same array when nothing changed, so that nothing is drawn again.
 * @param asOf the audit sequence up to which what is shown is known, and that of the change: a correction that was given up
 *   leads back to an earlier attempt, which is newer only by that
 */
function patchCells<T extends GridCell>(shown: readonly T[], incoming: ReadonlyMap<string, Cell>, asOf?: { shown: number; change: number }): T[] {
  let changed = false;
  const samples = new Set([...incoming.values()].map((cell) => cell.sampleId));
  const next = shown.map((cell) => {
    if (!samples.has(cell.sampleId)) return cell;
    const fresh = incoming.get(identity(cell));
    if (fresh === undefined || !(isNewer(fresh, cell) || (asOf !== undefined && fresh.attempt < cell.attempt && asOf.change > asOf.shown))) return cell;
    changed = true;
    const next: T = { ...cell, ...fresh };
    // what was asked or corrected before and is not any more
    if (fresh.corrects === undefined) delete next.corrects;
    if (fresh.asked === undefined) delete next.asked;
    return next;
  });
  return changed ? next : (shown as T[]);
}

function patchSamples<T extends { id: string; revision?: number }>(shown: readonly T[], samples: NonNullable<Change['samples']>): T[] {
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  let changed = false;
  const next = shown.map((sample) => {
    const fresh = byId.get(sample.id);
    if (fresh === undefined || (sample.revision !== undefined && fresh.revision < sample.revision)) return sample;
    changed = true;
    return { ...sample, ...fresh };
  });
  return changed ? next : (shown as T[]);
}

function applyToGrids(client: QueryClient, change: Change, cells: ReadonlyMap<string, Cell>): void {
  client.setQueriesData<Maybe<GridData>>({ queryKey: ['grid', change.round] }, (grid) => {
    if (grid === undefined) return grid;
    const nextCells = patchCells(grid.cells, cells, { shown: grid.revision, change: change.revision });
    const nextSamples = patchSamples(grid.samples, change.samples ?? []);
    const revision = Math.max(grid.revision, change.revision);
    // an earlier attempt in a change that came late: only the server knows which one stands
    if (nextCells.some((cell) => (cells.get(identity(cell))?.attempt ?? cell.attempt) < cell.attempt)) void client.invalidateQueries({ queryKey: ['grid', change.round] });
    if (nextCells === grid.cells && nextSamples === grid.samples && revision === grid.revision) return grid;
    return { ...grid, revision, cells: nextCells, samples: nextSamples };
  });
}

function applyToReviews(client: QueryClient, change: Change, cells: ReadonlyMap<string, Cell>): void {
  for (const [key, data] of client.getQueriesData<Cell[] | { items: Cell[] }>({ queryKey: ['review', change.round] })) {
    if (data === undefined) continue;
    const state = key[2];
    const patch = (items: Cell[]): Cell[] => {
      const next = patchCells(items, cells);
      // A result that moved on is no longer waiting in this list.
      return next === items ? items : next.filter((cell) => typeof state !== 'string' || state === '' || (state === 'asked' ? cell.asked !== undefined : cell.state === state));
    };
    client.setQueryData(key, Array.isArray(data) ? patch(data) : { ...data, items: patch(data.items) });
  }
}

function applyToResults(client: QueryClient, change: Change): void {
  for (const cell of change.cells) {
    if (cell.resultId === null) continue;
    client.setQueryData<Maybe<ResultData>>(['result', cell.resultId], (data) =>
      data === undefined || !isNewer(cell, data.cell) ? data : { ...data, cell },
    );
    void client.invalidateQueries({ queryKey: ['result', cell.resultId] });
  }
}

function applyToTrends(client: QueryClient, change: Change): void {
  const byResult = new Map(change.cells.flatMap((cell) => (cell.resultId === null ? [] : [[cell.resultId, cell] as const])));
  client.setQueriesData<Maybe<TrendData>>({ queryKey: ['trend'] }, (trend) => {
    if (trend === undefined || !trend.points.some((point) => byResult.has(point.resultId))) return trend;
    return {
      ...trend,
      points: trend.points.map((point) => {
        const cell = byResult.get(point.resultId);
        if (cell === undefined) return point;
        return { ...point, reportedText: cell.reportedText, value: cell.value, qualifier: cell.qualifier, limit: cell.limit };
      }),
    };
  });
}

function applyToMaps(client: QueryClient, change: Change): void {
  if (change.stale.assessments.length === 0) return;
  client.setQueriesData<Maybe<MapData>>({ queryKey: ['map', change.round] }, (map) =>
    map === undefined || map.assessment === null || !change.stale.assessments.includes(map.assessment.id)
      ? map
      : { ...map, assessment: { ...map.assessment, stale: true } },
  );
  void client.invalidateQueries({ queryKey: ['assessments', change.round] });
}

/** Put a change into every cache that shows what it touches. */
export function applyChange(client: QueryClient, change: Change): void {
  if (change.reload === true) {
    // More was changed than was worth sending: what shows the round is read again.
    for (const queryKey of [['grid', change.round], ['review', change.round], ['samples', change.round], ['result']]) void client.invalidateQueries({ queryKey });
  }
  const cells = new Map(change.cells.map((cell) => [identity(cell), cell]));
  applyToGrids(client, change, cells);
  applyToReviews(client, change, cells);
  applyToResults(client, change);
  applyToTrends(client, change);
  applyToMaps(client, change);
  if ((change.samples ?? []).length > 0) {
    client.setQueriesData<Maybe<SampleItem[]>>({ queryKey: ['samples', change.round] }, (samples) =>
      samples === undefined ? samples : patchSamples(samples, change.samples ?? []),
    );
  }
  // whether a review between verification and release is done is not part of a cell; a released one may be asked to be withdrawn
  if (change.cells.some((cell) => cell.state === 'verified' || cell.asked !== undefined || cell.flags.some(({ code }) => code === 'under-correction'))) void client.invalidateQueries({ queryKey: ['review', change.round] });
  for (const queryKey of [['worklist'], ['rounds'], ['runs', change.round]]) void client.invalidateQueries({ queryKey });
}
