/** PostgreSQL: one process chains for all; none of them loses an entry when that one is gone. */
import { expect } from 'chai';
import pg from 'pg';
import { user } from '../../../models/schemas/index.ts';
import type { Store } from '../../../models/store/index.ts';
import { isReadOnly } from '../../../models/store/postgres/isReadOnly.ts';
import { testEngine } from '../../support/engines.ts';
import { userRow } from '../../support/laboratoryRows.ts';
import { requirePostgres } from '../../support/postgres.ts';

async function add(store: Store): Promise<number> {
  let heard = -1;
  const row = userRow();
  await store.write(async (tx) => {
    await tx.insert(user, [row]);
    tx.audit({ actorId: null, action: 'user.create', subject: 'user', subjectId: row.id });
    tx.afterCommit((sequence) => (heard = sequence));
  });
  return heard;
}

/** Lets the appender hear late what is there to be chained. */
function slowLooking(delayMs: number): { under: () => Promise<void>; end: () => void } {
  const { prototype } = pg.Client;
  const query = Object.getOwnPropertyDescriptor(prototype, 'query');
  if (query === undefined) throw new Error('pg.Client has no query');
  const original = query.value as (...args: unknown[]) => unknown;
  let begun: (() => void) | undefined;
  const slow = async function (this: unknown, ...args: unknown[]): Promise<unknown> {
    const answer = await original.apply(this, args);
    begun?.();
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return answer;
  };
  const value = function (this: unknown, ...args: unknown[]): unknown {
    return typeof args[0] === 'string' && args[0].startsWith('SELECT "position", "body"') ? slow.apply(this, args) : original.apply(this, args);
  };
  Object.defineProperty(prototype, 'query', { ...query, value });
  return {
    under: () => new Promise((resolve) => (begun = resolve)),
    end: () => void Object.defineProperty(prototype, 'query', query),
  };
}

describe('the appender of the audit chain', function () {
  this.timeout(60_000);
  before(function () {
    requirePostgres(this);
  });
  const engine = testEngine('postgres');

  it('gives entries of two processes one order, and tells each its numbers', async () => {
    const place = await engine.newPlace();
    const [a, b] = [await engine.openAt(place), await engine.openAt(place)];
    const heard = await Promise.all(Array.from({ length: 120 }, (_, index) => add(index % 2 === 0 ? a : b)));
    expect([...heard].sort((x, y) => x - y)).to.deep.equal(Array.from({ length: 120 }, (_, index) => index + 1));
    for (const store of [a, b]) {
      expect(await store.revision()).to.equal(120);
      expect(await store.verify()).to.include({ ok: true, entries: 120 });
    }
  });

  it('is taken over when the process that chains ends', async () => {
    const place = await engine.newPlace();
    const [a, b] = [await engine.openAt(place), await engine.openAt(place)];
    expect(await add(b)).to.equal(1);
    await a.close();
    expect(await add(b)).to.equal(2);
  });

  it('is taken over when its connection is cut, and loses nothing', async () => {
    const place = await engine.newPlace();
    const store = await engine.openAt(place);
    expect(await add(store)).to.equal(1);
    await engine.query(place, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'shuijian-appender'`);
    expect(await add(store)).to.equal(2);
    expect(await store.verify()).to.include({ ok: true, entries: 2 });
  });

  it('chains at the next start what was committed and not chained', async () => {
    const place = await engine.newPlace();
    const store = await engine.openAt(place);
    await add(store);
    await store.close();
    // an entry as a process leaves it that is killed right after COMMIT
    const id = userRow().id;
    const body = `{"action":"user.create","actorId":null,"at":"2018-01-15T09:00:00.000Z","detail":{},"digests":[],"id":"${id}","reason":null,"subject":"user","subjectId":"${id}"}`;
    await engine.query(place, `INSERT INTO "audit_pending" ("id", "body") VALUES ('${id}', '${body}')`);
    const again = await engine.openAt(place);
    expect(await again.revision()).to.equal(2);
    expect(await again.verify()).to.include({ ok: true, entries: 2 });
    expect(await engine.query(place, `SELECT * FROM "audit_pending"`)).to.deep.equal([]);
  });

  it('leaves nothing unchained behind when a process ends right after its last job', async () => {
    const place = await engine.newPlace();
    const looking = slowLooking(50);
    try {
      for (let turn = 1; turn <= 5; turn += 1) {
        const store = await engine.openAt(place);
        await looking.under();
        // committed after the appender looked and before it heard what there was; nobody waits for the number
        await store.write((tx) => Promise.resolve(tx.audit({ actorId: null, action: 'test.last', subject: 'test', subjectId: String(turn) })));
        await store.close();
        expect(await engine.query(place, `SELECT "id" FROM "audit_pending"`), `turn ${String(turn)}`).to.deep.equal([]);
      }
    } finally {
      looking.end();
    }
  });
});

describe('whether a statement only reads (postgres)', () => {
  it('says yes to reading, with words in names and strings, and with row locks', () => {
    for (const sql of ['SELECT 1', ' with x as (select 1) select * from x', `SELECT 'delete', "update" FROM "t" -- drop`, 'SELECT * FROM t FOR UPDATE', 'select * from t for no key update;', 'EXPLAIN SELECT 1', `SELECT "updatedAt", inserted FROM t /* insert */`, `SELECT 'it''s; insert'`]) {
      expect(isReadOnly(sql), sql).to.equal(true);
    }
  });

  it('says no to everything else, and to what it cannot read', () => {
    for (const sql of [
      'DELETE FROM t', 'WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x', 'SELECT 1; DELETE FROM t', 'SELECT * INTO x FROM t', 'EXPLAIN ANALYZE INSERT INTO t VALUES (1)', `SELECT setval('s', 1)`, `SELECT set_config('a', 'b', false)`,
      'BEGIN', 'COMMIT', 'SET session_replication_role = replica', `SELECT E'\\'; DELETE FROM t; --'`, `SELECT $$x$$; DROP TABLE t`, 'SELECT pg_advisory_lock(1)', 'COPY t TO STDOUT', '', 'CALL p()', 'DO $$ BEGIN END $$',
    ]) {
      expect(isReadOnly(sql), sql).to.equal(false);
    }
  });
});
