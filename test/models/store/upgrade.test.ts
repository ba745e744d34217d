/** An upgrade keeps a copy first, changes all or nothing wherever it is killed, and an older program changes nothing in a newer folder. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { migrations } from '../../../models/migrations/index.ts';
import { anchorsIn, checkBackup, openStore } from '../../../models/store/index.ts';
import { openPostgres } from '../../../models/store/postgres/openPostgres.ts';
import { DATABASE_FILE } from '../../../models/store/sqlite/databaseFile.ts';
import { openSqlite } from '../../../models/store/sqlite/openSqlite.ts';
import type { Store } from '../../../models/store/types.ts';
import { compiled } from '../../support/compiled.ts';
import { onBothEngines, type Place, type TestEngine } from '../../support/engines.ts';
import { NEWEST_FOLDER, oldFolder, OLD_FOLDERS } from '../../support/oldFolder.ts';
import { rejection } from '../../support/rejection.ts';
import { AddDepth9999999999998 } from '../../support/sampleMigration.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const LATER = [...migrations, AddDepth9999999999998];
/** Every statement in the campaign; here some from each part. */
const KILLS = Number(process.env['UPGRADE_KILLS'] ?? '8');

const openLater = ({ dataDir, databaseUrl }: Place, more: { migrate?: boolean; backedUp?: boolean; onCopy?: (folder: string) => void } = {}): Promise<Store> =>
  databaseUrl === undefined ? openSqlite({ dataDir, migrations: LATER, ...more }) : openPostgres({ dataDir, databaseUrl, migrations: LATER, ...more });

const bytesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).sort().map((name) => [name, createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')]));

onBothEngines('an upgrade', (engine) => {
  it('is refused until it is asked for, and on PostgreSQL until a backup was made', async () => {
    const place = await oldFolder(NEWEST_FOLDER, engine.name);
    expect((await rejection(openLater(place))).message).to.match(/older version and lacks AddDepth9999999999998: bring it to this one with the command migrate/);
    if (engine.name === 'postgres') expect((await rejection(openLater(place, { migrate: true }))).message).to.match(/make one with pg_dump, then say so with --backed-up\. Nothing was changed/);
    const unchanged = await engine.openAt(place);
    expect(await unchanged.verify({ anchors: anchorsIn(place.dataDir) })).to.deep.include({ ok: true, unprotected: [] });
  });

  it('keeps every row, digest, trigger and signed head', async () => {
    const place = await oldFolder(NEWEST_FOLDER, engine.name);
    let copy: string | undefined;
    const store = await openLater(place, { migrate: true, backedUp: true, onCopy: (folder) => (copy = folder) });
    try {
      expect(await store.verify({ anchors: anchorsIn(place.dataDir) })).to.deep.include({ ok: true, unprotected: [], ...OLD_FOLDERS[NEWEST_FOLDER] });
    } finally {
      await store.close();
    }
    expect((await engine.query(place, 'SELECT count(*) AS n FROM "depth_survey"')).map(({ n }) => Number(n))).to.deep.equal([15]);
    if (engine.name === 'postgres') {
      expect(copy).to.equal(undefined);
      return;
    }
    expect(copy).to.match(/before-upgrade/);
    const before = new Database(join(copy ?? '', DATABASE_FILE), { readonly: true });
    expect(before.prepare(`SELECT count(*) FROM sqlite_master WHERE name = 'depth_survey'`).pluck().get()).to.equal(0);
    before.close();
    await checkBackup(copy ?? '');
  });

  it('is whole or not there, wherever it is killed, and can be started again', async () => {
    const child = compiled('test/support/upgradeChild.ts');
    const run = (place: Place, at: number): ReturnType<typeof spawnSync> => spawnSync(process.execPath, [child, place.databaseUrl ?? place.dataDir, String(at)], { encoding: 'utf8' });
    const total = Number(run(await oldFolder(NEWEST_FOLDER, engine.name), 0).stdout);
    expect(total).to.be.greaterThan(100);
    const kills = Math.min(KILLS, total);
    const place = await oldFolder(NEWEST_FOLDER, engine.name);
    for (let k = 0; k < kills; k++) {
      const at = 1 + Math.round((k * (total - 1)) / Math.max(1, kills - 1));
      const { signal } = run(place, at);
      expect(signal, `killed at statement ${String(at)} of ${String(total)}`).to.equal('SIGKILL');
      const seen = (await engine.query(place, 'SELECT "name" FROM "migrations"')).length;
      // all of it or nothing; the last statements come after COMMIT
      if (seen === LATER.length) expect(at).to.be.greaterThan(total - 10);
      else expect((await rejection(engine.query(place, 'SELECT "depthM" FROM "site"'))).message).to.match(/depthM/);
    }
    const store = await openLater(place, { migrate: true, backedUp: true });
    try {
      expect(await store.verify({ anchors: anchorsIn(place.dataDir) })).to.deep.include({ ok: true, unprotected: [], rows: OLD_FOLDERS[NEWEST_FOLDER].rows });
    } finally {
      await store.close();
    }
  }).timeout(60_000 + 2_000 * KILLS);

  it('leaves a folder that an older program refuses in words and does not touch', async () => {
    const place = await oldFolder(NEWEST_FOLDER, engine.name);
    await (await openLater(place, { migrate: true, backedUp: true })).close();
    const before = await contentOf(place, engine);
    expect((await rejection(openStore({ ...place }))).message).to.match(/written by a newer version of Shuijian \(AddDepth9999999999998\): start that version/);
    expect((await rejection(openStore({ ...place, migrate: true, backedUp: true }))).message).to.match(/newer version/);
    expect(await contentOf(place, engine)).to.deep.equal(before);
  });
});

describe('the copy before an upgrade', () => {
  it('is whole or not there, wherever it is killed, and the upgrade waits for it', async () => {
    const child = compiled('test/support/copyChild.ts');
    const run = (dataDir: string, at: number): ReturnType<typeof spawnSync> => spawnSync(process.execPath, [child, dataDir, String(at)], { encoding: 'utf8' });
    const total = Number(run((await oldFolder(NEWEST_FOLDER, 'sqlite')).dataDir, 0).stdout);
    expect(total).to.be.within(6, 20);
    const { dataDir } = await oldFolder(NEWEST_FOLDER, 'sqlite');
    const copies = (): string[] => (existsSync(join(dataDir, 'before-upgrade')) ? readdirSync(join(dataDir, 'before-upgrade')).filter((name) => !name.startsWith('.')) : []);
    for (let at = 1; at <= total; at++) {
      expect(run(dataDir, at).signal, `killed at operation ${String(at)} of ${String(total)}`).to.equal('SIGKILL');
      const store = await openStore({ dataDir });
      expect(await store.verify({ anchors: anchorsIn(dataDir) })).to.deep.include({ ok: true, unprotected: [], ...OLD_FOLDERS[NEWEST_FOLDER] });
      await store.close();
      for (const name of copies()) await checkBackup(join(dataDir, 'before-upgrade', name));
    }
    expect(run(dataDir, 0).status).to.equal(0);
    expect(copies()).to.have.length.greaterThan(0);
    expect((await rejection(openStore({ dataDir }))).message).to.match(/newer version/);
  }).timeout(90_000);
});

/** Every file of a folder; on PostgreSQL what each statement of an older program would leave a trace in. */
async function contentOf(place: Place, engine: TestEngine): Promise<unknown> {
  if (place.databaseUrl === undefined) return bytesOf(without(place.dataDir));
  return [
    readdirSync(place.dataDir).sort(),
    await engine.query(place, `SELECT relname, relfilenode FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname`),
    await engine.query(place, `SELECT oid::text, tgname FROM pg_trigger ORDER BY oid`),
    await engine.query(place, `SELECT xmin::text, "name" FROM "migrations" ORDER BY "name"`),
  ];
}
/** Readers of a database in WAL mode make its shared memory; it is no content. */
function without(dataDir: string): string {
  const copy = tempFolder();
  for (const name of readdirSync(dataDir)) if (!/-shm$|-wal$|^before-upgrade$/.test(name)) writeFileSync(join(copy, name), readFileSync(join(dataDir, name)));
  return copy;
}

describe('a folder that is not what it should be', () => {
  it('a file that is no database, or another program’s, is refused and left as it is', async () => {
    const dataDir = tempFolder();
    const file = join(dataDir, DATABASE_FILE);
    writeFileSync(file, 'not a database at all, but long enough to be read as one');
    expect((await rejection(openStore({ dataDir }))).message).to.match(/is no SQLite database, or is damaged: nothing was changed/);
    const other = tempFolder();
    const foreign = new Database(join(other, DATABASE_FILE));
    foreign.exec('CREATE TABLE invoices (id INTEGER)');
    foreign.close();
    const before = bytesOf(other);
    expect((await rejection(openStore({ dataDir: other, migrate: true }))).message).to.match(/database of another program \(its tables are invoices …\): nothing was changed/);
    expect(bytesOf(other)).to.deep.equal(before);
  });

  it('a damaged one is named', async () => {
    const { dataDir } = await oldFolder(NEWEST_FOLDER, 'sqlite');
    const file = join(dataDir, DATABASE_FILE);
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(4000, 0xff), bytes.subarray(4100)]));
    expect((await rejection(openStore({ dataDir }))).message).to.match(/cannot be read \(.*\): nothing was changed\. Keep a copy/);
  });

  it('signed heads without a database are not begun anew', async () => {
    const dataDir = tempFolder();
    writeFileSync(join(dataDir, 'audit-heads.jsonl'), '');
    expect((await rejection(openStore({ dataDir }))).message).to.match(/holds the signed heads of a store and no database: if the store is on PostgreSQL, set DATABASE_URL/);
    expect(existsSync(join(dataDir, DATABASE_FILE))).to.equal(false);
  });

  it('a folder of the other engine is refused, whichever way round', async () => {
    const { dataDir } = await oldFolder(NEWEST_FOLDER, 'sqlite');
    expect((await rejection(openStore({ dataDir, databaseUrl: 'postgres://nobody@127.0.0.1:1/none' }))).message).to.match(/holds a SQLite store \(shuijian\.sqlite\) while DATABASE_URL names PostgreSQL/);
  });
});

onBothEngines('a database of somebody else', (engine) => {
  if (engine.name === 'sqlite') return;
  it('is refused and left as it is', async () => {
    const place = await engine.newPlace();
    await engine.query(place, 'CREATE TABLE invoices (id integer)');
    expect((await rejection(openStore({ ...place, migrate: true, backedUp: true }))).message).to.match(/tables of another program \(invoices …\): nothing was changed/);
    expect((await engine.query(place, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).map(({ tablename }) => tablename)).to.deep.equal(['invoices']);
  });
});
