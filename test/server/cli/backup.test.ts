/** The drill that the page "install, update, back up, restore" describes, with its own commands, on both engines. */
import { execFileSync } from 'node:child_process';
import { appendFile, cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { cli as commandLine } from '../../../server/cli/cli.ts';
import { openStore } from '../../../models/store/index.ts';
import type { Finished } from '../../support/run.ts';
import { newPostgresDatabase, postgresBinaries, requirePostgres, stopPostgres } from '../../support/postgres.ts';

async function cli(args: readonly string[], environment: Record<string, string> = {}): Promise<Finished> {
  const texts = { out: '', err: '' };
  const code = await commandLine(args, { out: (text) => Promise.resolve(void (texts.out += text)), say: (text) => void (texts.err += `${text}\n`) }, environment);
  return { code, ...texts };
}

interface Made {
  folder: string;
  manifest: { head: { sequence: number } };
}

describe('backup and restore by the command line', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shuijian-backup-'));
  });
  after(() => rm(folder, { recursive: true }));

  describe('on SQLite', () => {
    let made: Made;
    const data = () => ['--data', join(folder, 'data')];

    it('copies a folder that is in use, and the copy agrees with its manifest', async () => {
      expect((await cli(['round', 'create', '2018-Q1', '--plan', 'huilai', ...data()])).code).to.equal(0);
      const server = await openStore({ dataDir: join(folder, 'data') });
      const { code, out, err } = await cli(['backup', '--to', join(folder, 'backups'), ...data()]);
      expect(code, err).to.equal(0);
      made = JSON.parse(out) as Made;
      expect(made.manifest.head.sequence).to.equal(await server.revision());
      await server.close();
      const checked = await cli(['check-backup', made.folder]);
      expect([checked.code, JSON.parse(checked.out)]).to.deep.equal([0, made.manifest]);
    });

    it('puts it into an empty folder, which verifies', async () => {
      const restored = ['--data', join(folder, 'restored')];
      const { code, err } = await cli(['restore', made.folder, ...restored]);
      expect(code, err).to.equal(0);
      expect(err).to.match(/now: npm run -s cli -- verify --data /);
      // nobody else of the machine may read a backup, or what it was put into
      for (const path of [made.folder, join(folder, 'backups'), join(folder, 'restored')]) expect((await stat(path)).mode & 0o077, path).to.equal(0);
      const verified = await cli(['verify', ...restored]);
      expect([verified.code, (JSON.parse(verified.out) as { entries: number }).entries]).to.deep.equal([0, made.manifest.head.sequence]);
    });

    it('refuses to put it where data are, and leaves those alone', async () => {
      const { code, out, err } = await cli(['restore', made.folder, ...data()]);
      expect([code, out]).to.deep.equal([1, '']);
      expect(err).to.match(/already holds a store: restore into an empty folder/);
      expect((await cli(['verify', ...data()])).code).to.equal(0);
    });

    it('names a damaged backup, and restores nothing of it', async () => {
      const damaged = join(folder, 'damaged');
      await cp(made.folder, damaged, { recursive: true });
      await appendFile(join(damaged, 'shuijian.sqlite'), 'x');
      for (const args of [['check-backup', damaged], ['restore', damaged, '--data', join(folder, 'never')]]) {
        const { code, out, err } = await cli(args);
        expect([code, out]).to.deep.equal([1, '']);
        expect(err).to.match(/is damaged: shuijian\.sqlite hashes to/);
      }
      expect(await readdir(folder)).not.to.include('never');
    });

    it('says what is missing: the folder of backups, the store, the backup', async () => {
      expect((await cli(['backup', ...data()])).err).to.match(/--to is missing: Folder that holds the backups/);
      expect((await cli(['backup', '--to', join(folder, 'b'), '--data', join(folder, 'nowhere')])).err).to.match(/there is no store in .*nowhere/);
      expect((await cli(['check-backup', join(folder, 'data')])).err).to.match(/is not a backup: manifest\.json is missing/);
    });
  });

  describe('on PostgreSQL', function () {
    before(function () {
      requirePostgres(this);
    });
    after(stopPostgres);

    it('names the tools of PostgreSQL, and what they make verifies', async () => {
      const [from, to] = [await newPostgresDatabase(), await newPostgresDatabase()];
      const data = ['--data', join(folder, 'pg')];
      expect((await cli(['round', 'create', '2018-Q1', '--plan', 'huilai', ...data], { DATABASE_URL: from })).code).to.equal(0);
      const refused = await cli(['backup', '--to', join(folder, 'pg-backups'), ...data], { DATABASE_URL: from });
      expect(refused.code).to.equal(1);
      expect(refused.err).to.contain('pg_dump --format=custom --file=FILE "$DATABASE_URL"');
      const back = await cli(['restore', folder, ...data], { DATABASE_URL: to });
      expect(back.code).to.equal(1);
      expect(back.err).to.contain('pg_restore --dbname="$DATABASE_URL" FILE');

      const tool = (name: string) => join(postgresBinaries() ?? '', name);
      const file = join(folder, 'shuijian.dump');
      execFileSync(tool('pg_dump'), ['--format=custom', `--file=${file}`, from]);
      execFileSync(tool('pg_restore'), [`--dbname=${to}`, file]);
      const [before, after] = await Promise.all([from, to].map((DATABASE_URL) => cli(['verify', ...data], { DATABASE_URL })));
      expect(after?.code, after?.err).to.equal(0);
      expect(after?.out).to.equal(before?.out);
    });
  });
});
