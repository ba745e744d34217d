/** A SQLite snapshot on a connection of its own: the writer goes on meanwhile, the snapshot does not see it. */
import Database from 'better-sqlite3';
import { columnsOf } from '../../entities/index.ts';
import { giveWay } from '../giveWay.ts';
import { quote } from '../sql.ts';
import type { Snapshot } from '../verify.ts';
import { prepareReader } from './checks.ts';

const ROWS_AT_ONCE = 500;

/** @param work gets the snapshot; the connection is closed when it ends */
export async function withSqliteSnapshot<T>(file: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const connection = new Database(file, { readonly: true });
  try {
    prepareReader(connection);
    connection.exec('BEGIN');
    return await work(snapshotOf(connection));
  } finally {
    connection.close();
  }
}

function snapshotOf(connection: Database.Database): Snapshot {
  return {
    async *rows(thing, orderBy) {
      const names = columnsOf(thing).map((column) => quote(column.name)).join(', ');
      // by rowid the table is read as it lies; by id every row would be looked up through the index
      const key = orderBy === undefined ? 'rowid' : quote(orderBy);
      const statement = connection.prepare(`SELECT ${names}, ${key} FROM ${quote(thing.table)} WHERE ${key} > ? ORDER BY ${key} LIMIT ${ROWS_AT_ONCE}`).raw(true);
      // from far below: a key that somebody made negative must not be passed over
      for (let after = Number.MIN_SAFE_INTEGER; ; ) {
        const chunk = statement.all(after) as unknown[][];
        if (chunk.length > 0) yield chunk;
        if (chunk.length < ROWS_AT_ONCE) return;
        after = Number(chunk.at(-1)?.at(-1));
        await giveWay();
      }
    },
    count: (thing) => Promise.resolve(connection.prepare(`SELECT count(*) FROM ${quote(thing.table)}`).pluck().get() as number),
    pendingDigests: () => Promise.resolve([]),
  };
}
