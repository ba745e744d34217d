/** A PostgreSQL snapshot: one read-only REPEATABLE READ transaction on a connection of its own, read by cursors. */
import pg from 'pg';
import { AUDIT_PENDING_TABLE, columnsOf } from '../../entities/index.ts';
import type { AuditBody } from '../auditChain.ts';
import { quote } from '../sql.ts';
import type { Snapshot } from '../verify.ts';

const ROWS_AT_ONCE = 2000;

/** @param work gets the snapshot; the connection is closed when it ends */
export async function withPostgresSnapshot<T>(url: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'shuijian-verify' });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await work(snapshotOf(client));
  } finally {
    await client.end();
  }
}

function snapshotOf(client: pg.Client): Snapshot {
  return {
    async *rows(thing, orderBy) {
      const names = columnsOf(thing).map((column) => quote(column.name)).join(', ');
      await client.query(`DECLARE chunk NO SCROLL CURSOR FOR SELECT ${names} FROM ${quote(thing.table)}${orderBy === undefined ? '' : ` ORDER BY ${quote(orderBy)}`}`);
      for (;;) {
        const { rows } = await client.query<unknown[]>({ text: `FETCH ${ROWS_AT_ONCE} FROM chunk`, rowMode: 'array' });
        if (rows.length > 0) yield rows;
        if (rows.length < ROWS_AT_ONCE) break;
      }
      await client.query('CLOSE chunk');
    },
    async count(thing) {
      const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${quote(thing.table)}`);
      return rows[0]?.n ?? 0;
    },
    async pendingDigests() {
      const { rows } = await client.query<{ body: string }>(`SELECT "body" FROM "${AUDIT_PENDING_TABLE}" ORDER BY "position"`);
      return rows.flatMap((row) => (JSON.parse(row.body) as AuditBody).digests);
    },
  };
}
