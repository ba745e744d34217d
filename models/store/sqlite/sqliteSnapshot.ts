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
      const statement = connection.prepare(`SELECT ${names} FROM ${quote(thing.table)} ORDER BY ${quote(orderBy)}`).raw(true);
      let chunk: unknown[][] = [];
      for (const row of statement.iterate() as IterableIterator<unknown[]>) {
        chunk.push(row);
        if (chunk.length === ROWS_AT_ONCE) {
          yield chunk;
          chunk = [];
          await giveWay();
        }
      }
      if (chunk.length > 0) yield chunk;
    },
    count: (thing) => Promise.resolve(connection.prepare(`SELECT count(*) FROM ${quote(thing.table)}`).pluck().get() as number),
    pendingDigests: () => Promise.resolve([]),
  };
}
