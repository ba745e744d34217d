/** One connection of one engine, as the reader and the transaction use it. */
import type { Engine } from '../entities/index.ts';
import type { Thing } from '../schemas/index.ts';
import type { Bound, Raw } from './rowCodec.ts';

export type Parameter = string | number | boolean | null | readonly (string | number | boolean | null)[];

export interface Session {
  readonly engine: Engine;
  /** Rows of a SELECT, or of a RETURNING. An array parameter is one parameter; see sql.ts for how each engine takes it. */
  all(sql: string, parameters: readonly Parameter[]): Promise<Raw[]>;
  /** @returns how many rows were changed */
  run(sql: string, parameters: readonly Parameter[]): Promise<number>;
  /** Adds rows, giving way to the event loop between chunks. @throws the engine's error, with `row` (its index) where the engine knows it */
  insert(thing: Thing, rows: readonly Bound[][]): Promise<void>;
}
