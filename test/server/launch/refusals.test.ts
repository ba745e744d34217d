/** A start that cannot be: one sentence in both languages with what to do, exit 1, nothing changed. Each is spawned for real. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { run, runNode, type Finished } from '../../support/run.ts';
import { skeleton } from './skeleton.ts';

/** Nobody may make a folder there, not even root. */
const UNWRITABLE = '/sys/kernel';

/** Two lines, one per language, and no stack. */
function expectSentence({ code, out, err }: Finished, english: RegExp, chinese: RegExp): void {
  expect(code, err).to.equal(1);
  expect(out).to.equal('');
  const lines = err.trim().split('\n');
  expect(lines.filter((line) => !line.startsWith('Building ')), err).to.have.length(2);
  expect(lines.at(-2)).to.match(english);
  expect(lines.at(-1)).to.match(chinese).and.match(/\p{Script=Han}/u);
}

describe('a start that cannot be', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shuijian-refusals-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('a Node too old is told so before anything of the program is read', async () => {
    const old = join(folder, 'old.cjs');
    await writeFile(old, "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });");
    for (const command of ['cli', 'demo', 'start', 'build']) {
      expectSentence(await runNode(['--require', old, resolve('server/launch.cjs'), command]), /^This is Node 20\.20\.2; Shuijian needs Node 22 or newer.*npm ci/, /20\.20\.2.*npm ci/);
    }
  });

  it('packages of this system that were left out are named, with what to do', async () => {
    const project = await skeleton(join(folder, 'no-optional'), { natives: false });
    expectSentence(await project.launch('cli', '--help'), new RegExp(`${process.platform}-${process.arch}.*not installed.*npm ci.*without --omit=optional`), /npm ci/);
    expect(existsSync(join(project.root, 'dist'))).to.equal(false);
  });

  it('a checkout that cannot be written says which account must build', async () => {
    const project = await skeleton(join(folder, 'read-only'));
    await symlink(UNWRITABLE, join(project.root, 'dist'));
    for (const command of ['demo', 'start', 'build']) {
      expectSentence(await project.launch(command, ...(command === 'build' ? ['server'] : [])), /cannot be written \((EACCES|EPERM|EROFS)\): run "npm run build"/, /npm run build/);
    }
    // the command line needs nothing built
    const { code, out } = await project.launch('cli');
    expect([code, out]).to.deep.equal([0, 'ran the sources\n']);
  });

  it('a data folder that cannot be written', async () => {
    const DATA_DIR = join(UNWRITABLE, 'shuijian');
    for (const program of ['server/main.ts', 'server/demo.ts']) {
      expectSentence(await run(program, [], { DATA_DIR, PORT: '0' }), /^The data folder \/sys\/kernel\/shuijian cannot be written .*DATA_DIR=/, /DATA_DIR=/);
    }
    expectSentence(await run('server/cli.ts', ['round', 'create', '2018-Q1', '--plan', 'huilai', '--data', DATA_DIR]), /^The data folder/, /DATA_DIR=/);
    // a file where the folder should be
    const file = join(folder, 'a-file');
    await writeFile(file, 'mine');
    expectSentence(await run('server/main.ts', [], { DATA_DIR: file, PORT: '0' }), /a-file is not a folder/, /a-file/);
  });

  it('a port that another program has; the one that was asked for is named', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    try {
      const said = new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is taken by another program: stop it, or choose another port: PORT=8081`);
      expectSentence(await run('server/main.ts', [], { PORT: port, DATA_DIR: join(folder, 'taken') }), said, new RegExp(port));
      const { code, err } = await run('server/cli.ts', ['serve', '--port', port, '--data', join(folder, 'taken')]);
      expect(code).to.equal(1);
      expect(err).to.match(said);
    } finally {
      other.close();
    }
  });

  it('an address that is not of this machine', async () => {
    expectSentence(await run('server/main.ts', [], { HOST: '192.0.2.1', PORT: '0', DATA_DIR: join(folder, 'elsewhere') }), /^192\.0\.2\.1 is no address of this machine/, /HOST=/);
  });

  it('a PostgreSQL that does not answer; its password is not printed', async () => {
    const finished = await run('server/main.ts', [], { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/x', PORT: '0', DATA_DIR: join(folder, 'pg') });
    expectSentence(finished, /^PostgreSQL does not answer at 127\.0\.0\.1:1 \(ECONNREFUSED\): start it, or correct DATABASE_URL/, /DATABASE_URL/);
    expect(finished.err).not.to.contain('secret');
  });

  it('a command that there is not is answered with those there are', async () => {
    const project = await skeleton(join(folder, 'unknown'));
    const { code, out, err } = await project.launch('frobnicate');
    expect([code, out]).to.deep.equal([2, '']);
    expect(err).to.match(/no command "frobnicate"/).and.match(/cli VERB/);
    await mkdir(join(project.root, 'dist'), { recursive: true });
    expect(await readdir(join(project.root, 'dist'))).to.deep.equal([]);
  });
});
