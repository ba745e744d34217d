/** A session on one PostgreSQL connection, or on the readers' pool. Statements are prepared once per connection, by name. */
import { createHash } from 'node:crypto';
import type { QueryArrayResult, QueryConfig, QueryResult } from 'pg';
import { columnsOf } from '../../entities/index.ts';
import type { Thing } from '../../schemas/index.ts';
import { giveWay } from '../giveWay.ts';
import type { Bound, Raw } from '../rowCodec.ts';
import type { ConditionalUpdate, Parameter, Session } from '../session.ts';
import { insertJson, insertRow, updateJson, updateRow } from '../sql.ts';

/** What of pg is used: a pool and a client have it in common. */
export interface Queryable {
  query(config: QueryConfig): Promise<QueryResult<Record<string, unknown>>>;
  query(config: QueryConfig & { rowMode: 'array' }): Promise<QueryArrayResult<unknown[]>>;
}

/** About 1 MB of JSON a statement; between statements the event loop has its turn anyway. */
const ROWS_AT_ONCE = 1000;

export class PostgresSession implements Session {
  readonly engine = 'postgres';
  readonly #connection: Queryable;

  constructor(connection: Queryable) {
    this.#connection = connection;
  }

  async all(sql: string, parameters: readonly Parameter[]): Promise<Raw[]> {
    return (await this.#query(sql, parameters)).rows;
  }

  async run(sql: string, parameters: readonly Parameter[]): Promise<number> {
    return (await this.#query(sql, parameters)).rowCount ?? 0;
  }

  async insert(thing: Thing, rows: readonly (readonly Bound[])[]): Promise<void> {
    const [only] = rows;
    if (only === undefined) return;
    if (rows.length === 1) {
      await this.#query(insertRow(thing, 'postgres'), only);
      return;
    }
    const names = columnsOf(thing).map((column) => column.name);
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      const chunk = rows.slice(from, from + ROWS_AT_ONCE).map((row) => Object.fromEntries(row.map((value, index) => [names[index] ?? '', value])));
      await this.#query(insertJson(thing), [JSON.stringify(chunk)]);
      await giveWay();
    }
  }

  /** One statement for all rows that change the same columns; each costs a round trip. */
  async update(thing: Thing, updates: readonly ConditionalUpdate[]): Promise<number> {
    const [only] = updates;
    if (updates.length === 1 && only !== undefined) {
      const { sql, parameters } = updateRow(thing, 'postgres', only.id, only.changes, only.revision);
      return this.run(sql, parameters);
    }
    const groups = new Map<string, ConditionalUpdate[]>();
    for (const update of updates) {
      const key = [...update.changes.keys()].sort().join(' ');
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [update]);
      else group.push(update);
    }
    let changed = 0;
    for (const group of groups.values()) {
      const columns = [...(group[0]?.changes.keys() ?? [])];
      for (let from = 0; from < group.length; from += ROWS_AT_ONCE) {
        const chunk = group.slice(from, from + ROWS_AT_ONCE).map(({ id, changes }) => ({ ...Object.fromEntries(changes), id }));
        changed += await this.run(updateJson(thing, columns), [JSON.stringify(chunk)]);
      }
    }
    return changed;
  }

  #query(sql: string, parameters: readonly Parameter[]): Promise<QueryResult<Record<string, unknown>>> {
    return this.#connection.query({ name: statementName(sql), text: sql, values: [...parameters] });
  }
}

const names = new Map<string, string>();

/** PostgreSQL cuts names at 63 bytes; the text itself would collide. */
function statementName(sql: string): string {
  const before = names.get(sql);
  if (before !== undefined) return before;
  const name = `s${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
  names.set(sql, name);
  return name;
}
