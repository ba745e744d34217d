/** A folder that this account may not write in is not called damaged: the sentence says whose right is missing, and nothing is changed. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { openStore } from '../../../models/store/index.ts';
import { DATABASE_FILE } from '../../../models/store/sqlite/databaseFile.ts';
import { compiled } from '../../support/compiled.ts';
import { testEngine } from '../../support/engines.ts';
import { NEWEST_FOLDER, oldFolder } from '../../support/oldFolder.ts';
import { rejection } from '../../support/rejection.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const NOBODY = 65_534;

/** The folder belongs to nobody where the tests run as root, so that only its rights decide. */
function handOver(dataDir: string): void {
  if (process.getuid?.() !== 0) return;
  for (const path of [dataDir, ...readdirSync(dataDir).map((name) => join(dataDir, name))]) chownSync(path, NOBODY, NOBODY);
}

const said = (dataDir: string, ...how: string[]): string => spawnSync(process.execPath, [compiled('test/support/openAsNobody.ts'), dataDir, ...how], { encoding: 'utf8' }).stdout;

describe('a data folder that this account may not use', function () {
  this.timeout(30_000);
  testEngine('sqlite');

  it('is refused in a sentence when it may not be written, and opens when it may', async () => {
    const { dataDir } = await oldFolder(NEWEST_FOLDER, 'sqlite');
    handOver(dataDir);
    const before = readFileSync(join(dataDir, DATABASE_FILE));
    chmodSync(dataDir, 0o555);
    const names = readdirSync(dataDir);
    expect(said(dataDir)).to.match(/the data folder \S+ cannot be used: this account may not write \S+\. Give the account that runs Shuijian the right to read and write it, or choose another folder \(DATA_DIR\); nothing was changed/);
    expect(said(dataDir, 'read')).to.match(/cannot be opened, even to be read .*this account may not write there\. Give it that right, or look at a copy/);
    expect(readdirSync(dataDir)).to.deep.equal(names);
    expect(readFileSync(join(dataDir, DATABASE_FILE)).equals(before)).to.equal(true);
    chmodSync(dataDir, 0o700);
    chmodSync(join(dataDir, DATABASE_FILE), 0o444);
    expect(said(dataDir)).to.match(/this account may not write \S+shuijian\.sqlite\./);
    chmodSync(join(dataDir, DATABASE_FILE), 0o600);
    expect(said(dataDir)).to.equal('open');
  });

  it('is refused when it would have to be made where this account makes no folders', () => {
    const above = tempFolder();
    handOver(above);
    chmodSync(above, 0o555);
    expect(said(join(above, 'a', 'data'))).to.match(/cannot be used: this account may not write/);
    chmodSync(above, 0o755);
    expect(said(join(above, 'a', 'data'))).to.equal('open');
    expect(existsSync(join(above, 'a', 'data', DATABASE_FILE))).to.equal(true);
  });

  it('is refused when a file stands in its place, or above it', async () => {
    const file = join(tempFolder(), 'notes.txt');
    writeFileSync(file, 'mine');
    for (const dataDir of [file, join(file, 'data')]) expect((await rejection(openStore({ dataDir }))).message).to.match(/notes\.txt is a file and no folder\. Choose another folder \(DATA_DIR\); nothing was changed/);
    expect(readFileSync(file, 'utf8')).to.equal('mine');
  });

  it('is refused where a file system makes no folders, instead of trying for ever', () => {
    // rights say yes to root there, mkdir says no
    expect(said('/proc/shuijian/data')).to.match(/cannot be used/);
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', `import { makeFolder } from ${JSON.stringify(compiled('models/store/sqlite/folderAccess.ts'))}; try { makeFolder('/proc/shuijian/data') } catch (error) { process.stdout.write(error.message) }`], { encoding: 'utf8', timeout: 10_000 });
    expect(stdout).to.match(/\/proc\/shuijian cannot be written \(E|this account may not write \/proc\/shuijian/);
  });
});

describe('looking at a data folder before it is opened', () => {
  const engine = testEngine('sqlite');

  it('leaves the locks of a store that this process has open', async () => {
    const store = await engine.open();
    const { dataDir } = engine.placeOf(store);
    await rejection(openStore({ dataDir }));
    // another process that could have the file for itself would throw away the log under the open store
    const probe = `import Database from 'better-sqlite3'; const db = new Database(process.argv[1], { timeout: 0 }); try { db.pragma('locking_mode = EXCLUSIVE'); db.pragma('journal_mode = DELETE'); process.stdout.write(db.pragma('journal_mode', { simple: true })); } catch (error) { process.stdout.write(error.code); }`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', probe, join(dataDir, DATABASE_FILE)], { encoding: 'utf8' });
    expect(stdout).to.match(/^SQLITE_BUSY|^wal$/);
    const still = new Database(join(dataDir, DATABASE_FILE), { readonly: true });
    expect(still.pragma('journal_mode', { simple: true })).to.equal('wal');
    still.close();
  });
});
