/**
 * Checks, binds and digests rows before the job that inserts them, so that a large import holds up the
 * writer only while it writes. Prepared rows are frozen: what is inserted is what was checked.
 */
import type { Row, Thing } from '../schemas/index.ts';
import { checkRow } from './checkRow.ts';
import { giveWay } from './giveWay.ts';
import { codecOf, type Bound } from './rowCodec.ts';

export interface PreparedRow {
  thing: Thing;
  bound: readonly Bound[];
  sha256: string;
}

/** About 10 ms of work. */
const ROWS_AT_ONCE = 500;

const prepared = new WeakMap<object, PreparedRow>();

/**
 * Optional, for thousands of rows; `tx.insert` takes the same row objects and does not check them again.
 * Gives way to the event loop between chunks.
 * @throws Fault `invalid`, `person-data-refused` with pointers that begin with the row's index
 */
export async function prepareRows<T extends Thing>(thing: T, rows: readonly Row<T>[]): Promise<void> {
  for (const [index, row] of rows.entries()) {
    if (index > 0 && index % ROWS_AT_ONCE === 0) await giveWay();
    const ready = prepareRow(thing, row, index);
    prepared.set(Object.freeze(row as object), ready);
  }
}

/** @returns what prepareRows left, or does its work now */
export function preparedRow(thing: Thing, row: Readonly<Record<string, unknown>>, index: number): PreparedRow {
  const ready = prepared.get(row);
  return ready?.thing === thing ? ready : prepareRow(thing, row, index);
}

function prepareRow(thing: Thing, row: Readonly<Record<string, unknown>>, index: number): PreparedRow {
  checkRow(thing, row, `/${index}`);
  const codec = codecOf(thing);
  const bound = codec.bind(row);
  return { thing, bound, sha256: thing.keeping === 'working' ? '' : codec.digest(bound) };
}
