/** A store that could not keep its promises does not open, and says why. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { openStore } from '../../../models/store/index.ts';
import { assertDurable, prepareWriter, versionTooOld } from '../../../models/store/sqlite/checks.ts';
import { assertDurableServer } from '../../../models/store/postgres/checks.ts';
import { DATABASE_FILE } from '../../../models/store/sqlite/databaseFile.ts';
import { onBothEngines, testEngine } from '../../support/engines.ts';
import { rejection } from '../../support/rejection.ts';
import { requirePostgres } from '../../support/postgres.ts';
import { tempFolder } from '../../support/tempFolder.ts';

describe('starting on SQLite', () => {
  const engine = testEngine('sqlite');

  it('refuses versions that can corrupt a database', () => {
    for (const old of ['3.7.0', '3.40.1', '3.51.2', '2.99.99', 'nonsense']) expect(versionTooOld(old), old).to.have.length(1);
    for (const fit of ['3.51.3', '3.51.10', '3.53.2', '3.100.0', '4.0.0']) expect(versionTooOld(fit), fit).to.deep.equal([]);
  });

  it('refuses a connection that could lose what it acknowledged', () => {
    const connection = new Database(join(tempFolder(), 'x.sqlite'));
    try {
      prepareWriter(connection);
      assertDurable(connection);
      for (const [pragma, found] of [['synchronous = NORMAL', 'synchronous is 1, expected 2'], ['foreign_keys = OFF', 'foreign_keys is 0, expected 1'], ['journal_mode = DELETE', 'journal_mode is delete, expected wal']] as const) {
        prepareWriter(connection);
        connection.pragma(pragma);
        expect(() => assertDurable(connection)).to.throw(found);
      }
    } finally {
      connection.close();
    }
  });

  it('runs at synchronous = FULL', async () => {
    let found: unknown;
    await engine.open({ tamper: (connection) => (found = [connection.pragma('synchronous', { simple: true }), connection.pragma('journal_mode', { simple: true }), connection.pragma('foreign_keys', { simple: true })]) });
    expect(found).to.deep.equal([2, 'wal', 1]);
  });

  it('refuses a folder that another store of the same process holds, until that one is closed', async () => {
    const store = await engine.open();
    const place = engine.placeOf(store);
    expect((await rejection(engine.openAt(place))).message).to.match(/is in use by another Shuijian process \(process \d+\): stop that one first/);
    await store.close();
    await engine.openAt(place);
  });

  it('ends a second process on the same folder within 5 seconds, with a sentence; a killed one leaves no lock', async () => {
    const store = await engine.open();
    const place = engine.placeOf(store);
    const program = `import { openStore } from './models/store/index.ts'; const at = performance.now(); process.on('exit', () => console.log('within', performance.now() - at)); const store = await openStore({ dataDir: process.argv[1] }); console.log('open'); setInterval(() => undefined, 1000);`;
    const run = (): ReturnType<typeof spawn> => spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program, place.dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
    const second = run();
    let said = '';
    second.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    let told = '';
    second.stdout?.on('data', (chunk: Buffer) => (told += chunk.toString()));
    const status = await new Promise((resolve) => second.once('exit', resolve));
    expect(status).to.equal(1);
    expect(said).to.match(/is in use by another Shuijian process/);
    // counted from the attempt: before it, Node reads TypeScript
    expect(Number(/within ([\d.]+)/.exec(told)?.[1])).to.be.below(5000);

    await store.close();
    const third = run();
    await new Promise((resolve) => third.stdout?.once('data', resolve));
    expect((await rejection(engine.openAt(place))).message).to.match(/is in use/);
    third.kill('SIGKILL');
    await new Promise((resolve) => third.once('exit', resolve));
    await engine.openAt(place);
  }).timeout(60_000);

  it('looks read-only at a store that is in use, and at nothing where there is none', async () => {
    const store = await engine.open();
    const looking = await engine.openAt(engine.placeOf(store), { readOnly: true });
    expect(await looking.revision()).to.equal(0);
    const empty = tempFolder();
    expect((await rejection(openStore({ dataDir: empty, readOnly: true }))).message).to.match(/there is no store in/);
    expect(existsSync(join(empty, DATABASE_FILE))).to.equal(false);
  });
});

describe('starting on PostgreSQL', function () {
  this.timeout(60_000);
  before(function () {
    requirePostgres(this);
  });
  const engine = testEngine('postgres');

  it('refuses a database whose sessions commit asynchronously', async () => {
    const place = await engine.newPlace();
    const name = new URL(place.databaseUrl ?? '').pathname.slice(1);
    await engine.query(place, `ALTER DATABASE ${name} SET synchronous_commit = off`);
    expect((await rejection(engine.openAt(place))).message).to.match(/synchronous_commit = off, expected on/);
  });

  it('refuses a server that could lose what it acknowledged', async () => {
    const settings = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', server_encoding: 'UTF8', standard_conforming_strings: 'on' };
    const answering = (more: object): Parameters<typeof assertDurableServer>[0] => ({ query: () => Promise.resolve({ rows: Object.entries({ ...settings, ...more }).map(([name, setting]) => ({ name, setting: String(setting) })) } as never) });
    await assertDurableServer(answering({}));
    await assertDurableServer(answering({ synchronous_commit: 'remote_apply' }));
    for (const [name, setting] of [['fsync', 'off'], ['full_page_writes', 'off'], ['synchronous_commit', 'off'], ['synchronous_commit', 'local'], ['server_encoding', 'SQL_ASCII']] as const) {
      expect((await rejection(assertDurableServer(answering({ [name]: setting })))).message).to.match(new RegExp(`does not start: PostgreSQL has ${name} = ${setting}, expected`));
    }
  });
});

onBothEngines('the schema at the start', (engine) => {
  it('refuses a database written by a newer program, and one that lacks a migration', async () => {
    const store = await engine.open();
    const place = engine.placeOf(store);
    await store.close();
    await engine.shell(place, [`INSERT INTO "migrations" ("timestamp", "name") VALUES (9999999999999, 'FromTheFuture9999999999999')`]);
    expect((await rejection(engine.openAt(place))).message).to.match(/newer version of Shuijian \(FromTheFuture/);
    await engine.shell(place, [`DELETE FROM "migrations"`]);
    expect((await rejection(engine.openAt(place))).message).to.match(/its database is of an older version and lacks Initial\d+, WithdrawalTimesAndGuards\d+: bring it to this one with the command migrate/);
  });
});
