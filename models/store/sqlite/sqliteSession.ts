/** A session on one better-sqlite3 connection. Statements are prepared once and kept. */
import type Database from 'better-sqlite3';
import type { Thing } from '../../schemas/index.ts';
import { giveWay } from '../giveWay.ts';
import { spell, type Bound, type Raw } from '../rowCodec.ts';
import type { ConditionalUpdate, Parameter, Session } from '../session.ts';
import { insertRow, updateRow } from '../sql.ts';

/** Awaits on better-sqlite3 never yield; this many rows take about 4 ms. */
const ROWS_AT_ONCE = 500;
const STATEMENTS_KEPT = 500;

export class SqliteSession implements Session {
  readonly engine = 'sqlite';
  readonly #connection: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(connection: Database.Database) {
    this.#connection = connection;
  }

  all(sql: string, parameters: readonly Parameter[]): Promise<Raw[]> {
    return attempt(() => this.#prepare(sql).all(...parameters) as Raw[]);
  }

  run(sql: string, parameters: readonly Parameter[]): Promise<number> {
    return attempt(() => {
      this.#assertTransaction();
      return this.#prepare(sql).run(...parameters).changes;
    });
  }

  async insert(thing: Thing, rows: readonly (readonly Bound[])[]): Promise<void> {
    this.#assertTransaction();
    const statement = this.#prepare(insertRow(thing, 'sqlite'));
    for (const [index, row] of rows.entries()) {
      if (index > 0 && index % ROWS_AT_ONCE === 0) await giveWay();
      try {
        statement.run(...spell(row, 'sqlite'));
      } catch (error) {
        // PostgreSQL names the constraint; here only the row is known
        if (error instanceof Error) Object.assign(error, { row: index });
        throw error;
      }
    }
  }

  /** A statement per row: prepared once per set of columns, it is faster here than any that takes many rows. */
  async update(thing: Thing, updates: readonly ConditionalUpdate[]): Promise<number> {
    let changed = 0;
    for (const [index, { id, revision, changes }] of updates.entries()) {
      if (index > 0 && index % ROWS_AT_ONCE === 0) await giveWay();
      const { sql, parameters } = updateRow(thing, 'sqlite', id, changes, revision);
      try {
        changed += await this.run(sql, parameters);
      } catch (error) {
        if (error instanceof Error) Object.assign(error, { row: index });
        throw error;
      }
    }
    return changed;
  }

  /** BEGIN, SAVEPOINT, COMMIT and their like; the writer's alone. */
  control(sql: string): void {
    this.#prepare(sql).run();
  }

  get inTransaction(): boolean {
    return this.#connection.inTransaction;
  }

  /** A full disk makes SQLite roll back by itself; a statement after that would commit alone, outside every job. */
  #assertTransaction(): void {
    if (!this.#connection.inTransaction) throw new Error('the transaction was rolled back by SQLite itself; nothing more is written in it');
  }

  #prepare(sql: string): Database.Statement {
    const before = this.#statements.get(sql);
    if (before !== undefined) return before;
    const statement = this.#connection.prepare(sql);
    if (this.#statements.size >= STATEMENTS_KEPT) {
      const [oldest] = this.#statements.keys();
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** better-sqlite3 throws where it stands; callers await a promise. */
function attempt<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
