/**
 * What a list of conditional changes amounts to: which rows become what, and which of them can go in one
 * statement. Pure but for giving way to the event loop.
 */
import { Fault } from '../errors.ts';
import type { Thing } from '../schemas/index.ts';
import { checkRow } from './checkRow.ts';
import { giveWay } from './giveWay.ts';
import { codecOf, type Bound } from './rowCodec.ts';
import type { RowChange } from './types.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface PlannedUpdate {
  before: Fields;
  next: Fields;
  /** Columns that change, the revision among them. */
  changes: ReadonlyMap<string, Bound>;
}

export interface UpdatePlan {
  /** Each step is one statement; steps follow each other. */
  steps: PlannedUpdate[][];
  /** For each change, the row as it is afterwards. */
  rows: Fields[];
}

const ROWS_AT_ONCE = 500;

/**
 * @param before the rows as they are, by id
 * @throws Fault `not-found`, `stale-revision`, `invalid`, `person-data-refused`
 */
export async function planUpdates<T extends Thing>(thing: T, changes: readonly RowChange<T>[], before: ReadonlyMap<string, Fields>): Promise<UpdatePlan> {
  const current = new Map(before);
  const stale: StaleRow[] = [];
  const planned: PlannedUpdate[] = [];
  const rows: Fields[] = [];
  for (const [index, { id, revision, patch }] of changes.entries()) {
    if (index > 0 && index % ROWS_AT_ONCE === 0) await giveWay();
    if ('id' in patch || 'revision' in patch) throw new Error(`a patch of ${thing.name} may not name "id" or "revision": the store raises the revision itself`);
    const row = current.get(id);
    if (row === undefined) throw notFoundFault(thing, id);
    if (row['revision'] !== revision) {
      stale.push({ id, expected: revision, current: row['revision'] });
      continue;
    }
    const next: Record<string, unknown> = { ...row, ...patch };
    const different = changedColumns(thing, row, next);
    if (different.size > 0) {
      next['revision'] = revision + 1;
      different.set('revision', revision + 1);
      checkRow(thing, next, changes.length === 1 ? '' : `/${index}`, different);
      planned.push({ before: row, next, changes: different });
      current.set(id, next);
      rows.push(next);
    } else rows.push(row);
  }
  if (stale.length > 0) throw staleFault(thing, stale);
  return { steps: inSteps(thing, planned), rows };
}

/**
 * Changes that touch a unique rule go one by one: within one statement the engine may reach the row that
 * takes a place before the one that leaves it. So do two changes of one record.
 */
function inSteps(thing: Thing, planned: readonly PlannedUpdate[]): PlannedUpdate[][] {
  const guarded = new Set(thing.unique.flatMap((rule) => [...rule.fields, ...Array.from((rule.where ?? '').matchAll(/"([^"]+)"/g), (match) => match[1] ?? '')]));
  const steps: PlannedUpdate[][] = [];
  let open: PlannedUpdate[] = [];
  let inOpen = new Set<unknown>();
  for (const update of planned) {
    const alone = [...update.changes.keys()].some((name) => guarded.has(name));
    if (alone || inOpen.has(update.before['id'])) {
      if (open.length > 0) steps.push(open);
      open = [];
      inOpen = new Set();
    }
    if (alone) steps.push([update]);
    else {
      open.push(update);
      inOpen.add(update.before['id']);
    }
  }
  if (open.length > 0) steps.push(open);
  return steps;
}

/** Columns whose bound value differs. @throws TypeError for a field the thing does not have */
export function changedColumns(thing: Thing, before: Fields, next: Fields): Map<string, Bound> {
  for (const name of Object.keys(next)) if (!(name in thing.schema.properties)) throw new TypeError(`${thing.name} has no field "${name}"`);
  const codec = codecOf(thing);
  const old = codec.bind(before);
  const bound = codec.bind(next);
  const changes = new Map<string, Bound>();
  for (const [index, column] of codec.columns.entries()) {
    const value = bound[index] ?? null;
    if (value !== old[index] || next[column.name] === undefined) changes.set(column.name, value);
  }
  return changes;
}

export interface StaleRow {
  id: string;
  expected: number;
  /** Revision now; undefined where the row is gone or not known. */
  current: unknown;
}

/** @param stale at least one */
export function staleFault(thing: Thing, stale: readonly StaleRow[]): Fault {
  const [first] = stale;
  const more = stale.length > 1 ? ` (and ${stale.length - 1} more)` : '';
  return new Fault('stale-revision', `${thing.name} "${first?.id ?? ''}" is at revision ${String(first?.current)}, not ${first?.expected ?? 0}${more}: read it again and decide anew`, {
    facts: { thing: thing.name, ...first, stale },
  });
}

export const notFoundFault = (thing: Thing, id: string): Fault => new Fault('not-found', `there is no ${thing.name} "${id}"`, { facts: { thing: thing.name, id } });
