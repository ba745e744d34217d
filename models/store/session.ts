/** One connection of one engine, as the reader and the transaction use it. */
import type { Engine } from '../entities/index.ts';
import type { Thing } from '../schemas/index.ts';
import type { Bound, Raw } from './rowCodec.ts';

export type Parameter = string | number | boolean | null | readonly (string | number | boolean | null)[];

/** One record, to be changed if it is still at `revision`. */
export interface ConditionalUpdate {
  id: string;
  revision: number;
  /** The columns that change, the new revision among them. */
  changes: ReadonlyMap<string, Bound>;
}

export interface Session {
  readonly engine: Engine;
  /** Rows of a SELECT, or of a RETURNING. An array parameter is one parameter; see sql.ts for how each engine takes it. */
  all(sql: string, parameters: readonly Parameter[]): Promise<Raw[]>;
  /** @returns how many rows were changed */
  run(sql: string, parameters: readonly Parameter[]): Promise<number>;
  /** Adds rows, giving way to the event loop between chunks. @throws the engine's error, with `row` (its index) where the engine knows it */
  insert(thing: Thing, rows: readonly (readonly Bound[])[]): Promise<void>;
  /** Changes records that are still at their revision, in as few statements as the engine needs. @returns how many were */
  update(thing: Thing, updates: readonly ConditionalUpdate[]): Promise<number>;
}
