/** The programs as a person starts them, on data that are not theirs to open: one sentence, exit code 1, nothing changed. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { DATABASE_FILE } from '../../models/store/sqlite/databaseFile.ts';
import { readConfig } from '../../server/config.ts';
import { prepareDemo, startOver } from '../../server/demo/prepare.ts';
import { NEWEST_FOLDER, oldFolder } from '../support/oldFolder.ts';
import { rejection } from '../support/rejection.ts';
import { run } from '../support/run.ts';
import { tempFolder } from '../support/tempFolder.ts';

/** A folder that a newer version has upgraded. */
async function newerFolder(): Promise<string> {
  const { dataDir } = await oldFolder(NEWEST_FOLDER, 'sqlite');
  const connection = new Database(join(dataDir, DATABASE_FILE));
  connection.prepare('INSERT INTO "migrations" ("timestamp", "name") VALUES (9999999999999, ?)').run('FromTheFuture9999999999999');
  connection.close();
  return dataDir;
}

/** Names and content; readers of a database in WAL mode make its shared memory, which is no content. */
const contentOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => !/-(shm|wal)$/.test(name))
      .sort()
      .map((name) => [name, createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')]),
  );

describe('data that a program may not open', function () {
  this.timeout(120_000);

  const programs: [string, string[]][] = [
    ['server/main.ts', []],
    ['server/cli.ts', ['migrate']],
    ['server/cli.ts', ['verify']],
  ];

  it('a folder of a newer version is refused by the server and the command line, and is not even locked', async () => {
    const dataDir = await newerFolder();
    const before = contentOf(dataDir);
    for (const [program, args] of programs) {
      const { code, out, err } = await run(program, args, { DATA_DIR: dataDir, PORT: '0' });
      expect(code, `${program} ${args.join(' ')}: ${err}`).to.equal(1);
      expect(out).to.equal('');
      expect(err.trim().split('\n')).to.have.length(1);
      expect(err).to.match(/written by a newer version of Shuijian \(FromTheFuture9999999999999\): start that version/);
    }
    expect(contentOf(dataDir)).to.deep.equal(before);
  });

  it('a file in the place of the folder is named', async () => {
    const file = join(tempFolder(), 'notes.txt');
    writeFileSync(file, 'mine');
    for (const [program, args] of programs.slice(0, 2)) {
      const { code, err } = await run(program, args, { DATA_DIR: file, PORT: '0' });
      expect(code).to.equal(1);
      expect(err).to.match(/^The data folder \S+ is not a folder, or lies below a file \(ENOTDIR\)/).and.not.match(/\n\s+at |Port/);
    }
    expect(readFileSync(file, 'utf8')).to.equal('mine');
  });

  it('the demo refuses its own folder of a newer version, also with --fresh and after a start that broke off', async () => {
    for (const loaded of [true, false]) {
      const dataDir = await newerFolder();
      writeFileSync(join(dataDir, 'demo.json'), JSON.stringify({ loaded }));
      const before = contentOf(dataDir);
      const config = readConfig({ DATA_DIR: dataDir });
      expect((await rejection(prepareDemo(config, Date.now, () => undefined))).message).to.match(/newer version/);
      expect((await rejection(startOver(config))).message).to.match(/newer version/);
      expect(contentOf(dataDir)).to.deep.equal(before);
    }
  });
});
