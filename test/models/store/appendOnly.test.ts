/** The database itself refuses what the program never does. */
import { expect } from 'chai';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { things } from '../../../models/schemas/index.ts';
import { DATABASE_FILE } from '../../../models/store/sqlite/databaseFile.ts';
import { onBothEngines, type Place } from '../../support/engines.ts';
import { addHeads, enterValue, seedLaboratory } from '../../support/laboratoryRows.ts';
import { rejection } from '../../support/rejection.ts';

/** A plain connection, triggers in force. */
async function direct(place: Place, sql: string): Promise<void> {
  if (place.databaseUrl === undefined) {
    const connection = new Database(join(place.dataDir, DATABASE_FILE));
    try {
      connection.exec(sql);
    } finally {
      connection.close();
    }
    return;
  }
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

onBothEngines('append-only triggers', (engine) => {
  it('refuse UPDATE and DELETE of evidence, DELETE of records, and let a record change', async () => {
    const store = await engine.open();
    const laboratory = await seedLaboratory(store);
    const [head] = await addHeads(store, laboratory, 1);
    if (head === undefined) throw new Error('no head');
    await store.write((tx) => enterValue(tx, head, laboratory.user.id));
    const place = engine.placeOf(store);
    await store.close();
    const refused = [
      `UPDATE "result_revision" SET "value" = '1'`,
      `DELETE FROM "result_revision"`,
      `UPDATE "audit_entry" SET "actorId" = 'x'`,
      `DELETE FROM "audit_entry"`,
      `DELETE FROM "result"`,
      `DELETE FROM "sample"`,
      ...(engine.name === 'postgres' ? [`TRUNCATE "audit_entry"`, `TRUNCATE "result" CASCADE`] : []),
    ];
    for (const sql of refused) expect((await rejection(direct(place, sql))).message, sql).to.match(/is append-only: (UPDATE|DELETE|TRUNCATE) is refused/);
    await direct(place, `UPDATE "result" SET "state" = 'submitted'`);
    const again = await engine.openAt(place);
    expect((await again.verify()).firstBroken).to.include({ thing: 'result', id: head.id });
  });

  it('are there for every thing that is kept', async () => {
    const store = await engine.open();
    const place = engine.placeOf(store);
    await store.close();
    const names = await engine.query(place, engine.name === 'sqlite' ? `SELECT name FROM sqlite_master WHERE type = 'trigger'` : `SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal`);
    const found = new Set(names.map((row) => row['name']));
    for (const thing of things.values()) {
      expect(found.has(`tr_${thing.table}_update`), `${thing.name} update`).to.equal(thing.keeping === 'evidence');
      expect(found.has(`tr_${thing.table}_delete`), `${thing.name} delete`).to.equal(thing.keeping !== 'working');
    }
  });

  it('are asserted at the start', async () => {
    const store = await engine.open();
    const place = engine.placeOf(store);
    await store.close();
    await direct(place, engine.name === 'sqlite' ? `DROP TRIGGER "tr_result_revision_update"` : `ALTER TABLE "result_revision" DISABLE TRIGGER "tr_result_revision_update"`);
    expect((await rejection(engine.openAt(place))).message).to.match(/does not start: tr_result_revision_update should refuse/);
    const looking = await engine.openAt(place, { readOnly: true });
    expect(await looking.verify()).to.deep.include({ ok: true, unprotected: ['tr_result_revision_update'] });
    expect((await rejection(looking.write(() => Promise.resolve()))).message).to.match(/read only/);
    const mended = await engine.openAt(place, { migrate: true });
    expect(await mended.verify()).to.deep.include({ ok: true, unprotected: [] });
  });
});
