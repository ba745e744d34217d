/** A disk that is full, and a disk that fails: nothing is acknowledged that is not there. */
import { execFileSync, spawnSync } from 'node:child_process';
import type Database from 'better-sqlite3';
import { expect } from 'chai';
import { user } from '../../../models/schemas/index.ts';
import type { Store } from '../../../models/store/index.ts';
import { compiled } from '../../support/compiled.ts';
import { testEngine } from '../../support/engines.ts';
import { userRow } from '../../support/laboratoryRows.ts';
import { rejection } from '../../support/rejection.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const write = (store: Store, displayName = 'x'): Promise<string> =>
  store.write(async (tx) => {
    const row = userRow({ displayName });
    await tx.insert(user, [row]);
    tx.audit({ actorId: null, action: 'user.create', subject: 'user', subjectId: row.id });
    return row.id;
  });

/** SQLite's own errors, as better-sqlite3 throws them. */
const diskError = (): Error => Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
const diskFull = (): Error => Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });

/** Makes COMMIT fail with whatever `failure` answers, while it answers something. */
const failingCommit = (failure: () => Error | undefined) => (connection: Database.Database): void => {
  const prepare = connection.prepare.bind(connection);
  connection.prepare = ((sql: string) => {
    const statement = prepare(sql);
    if (sql !== 'COMMIT') return statement;
    const run = statement.run.bind(statement);
    statement.run = () => {
      const error = failure();
      if (error !== undefined) throw error;
      return run();
    };
    return statement;
  }) as typeof connection.prepare;
};

describe('a full disk', () => {
  const engine = testEngine('sqlite');

  it('refuses writes, answers reads, keeps every acknowledged write, and goes on when there is space', async () => {
    let database: Database.Database | undefined;
    const store = await engine.open({ tamper: (connection) => (database = connection) });
    const pages = (limit: number): unknown => database?.pragma(`max_page_count = ${limit}`);
    const before = await write(store);
    pages(1);
    const acknowledged: string[] = [before];
    let refused = 0;
    for (let round = 0; round < 30; round += 1) {
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => write(store, 'y'.repeat(80))));
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') acknowledged.push(outcome.value);
        else {
          expect(outcome.reason).to.include({ code: 'storage-full' });
          refused += 1;
        }
      }
      if (refused > 100) break;
    }
    expect(refused).to.be.above(100);
    expect((await store.read.find(user)).map((row) => row.id)).to.have.members(acknowledged);
    pages(1_000_000);
    acknowledged.push(await write(store));
    expect((await store.read.find(user)).map((row) => row.id)).to.have.members(acknowledged);
    expect(await store.verify()).to.include({ ok: true, entries: acknowledged.length });
  });
});

describe('a disk that is full at COMMIT', () => {
  const engine = testEngine('sqlite');

  it('refuses the whole batch, and the next one follows on from the last entry that is there', async () => {
    let full = false;
    const store = await engine.open({ tamper: failingCommit(() => (full ? diskFull() : undefined)) });
    const kept = await write(store);
    full = true;
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => write(store)));
    for (const outcome of outcomes) expect(outcome.status === 'rejected' ? outcome.reason : undefined).to.include({ code: 'storage-full' });
    full = false;
    const next = await write(store);
    expect((await store.read.find(user)).map((row) => row.id)).to.have.members([kept, next]);
    expect(await store.verify()).to.include({ ok: true, entries: 2 });
  });
});

describe('a disk that fails at COMMIT', () => {
  const engine = testEngine('sqlite');

  it('acknowledges nothing of the batch, nothing after it, and tells once', async () => {
    let failing = false;
    const fatal: Error[] = [];
    const store = await engine.open({
      onFatal: (error) => fatal.push(error),
      tamper: failingCommit(() => (failing ? diskError() : undefined)),
    });
    const place = engine.placeOf(store);
    const kept = await write(store);
    failing = true;
    const lost = await Promise.allSettled(Array.from({ length: 100 }, () => write(store)));
    expect(lost.every((outcome) => outcome.status === 'rejected')).to.equal(true);
    expect(fatal.map((error) => error.message)).to.deep.equal(['disk I/O error']);
    failing = false;
    expect((await rejection(write(store))).message).to.match(/has stopped after a disk error/);
    expect(fatal).to.have.length(1);
    await store.close();
    const again = await engine.openAt(place);
    expect((await again.read.find(user)).map((row) => row.id)).to.deep.equal([kept]);
    expect(await again.verify()).to.include({ ok: true });
  });

  it('ends the process with a sentence when the system call itself fails', function () {
    if (spawnSync('strace', ['-V']).status !== 0) {
      process.stderr.write('\n*** SKIPPED: strace is not installed: fsync was not made to fail for real ***\n');
      this.skip();
    }
    const dataDir = tempFolder();
    const child = compiled('test/support/entryChild.ts');
    const trace = ['-f', '-o', '/dev/null', '-e', 'trace=fdatasync,fsync', '-e', 'inject=fdatasync,fsync:error=EIO:when=200+'];
    const { status, stdout, stderr } = spawnSync('strace', [...trace, process.execPath, child, dataDir], { encoding: 'utf8', timeout: 100_000 });
    expect(stderr).to.match(/Shuijian stops: the disk answered an error/);
    expect(status).to.equal(74);
    const acknowledged = stdout.split('\n').filter((line) => line.startsWith('ack '));
    expect(acknowledged.length).to.be.above(0);
    // the same program, on a disk that works again, checks what it was told before
    const check = execFileSync(process.execPath, [child, dataDir, '--check'], { encoding: 'utf8', input: stdout });
    expect(JSON.parse(check)).to.include({ lost: 0, ok: true });
  }).timeout(120_000);
});
