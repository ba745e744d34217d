import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'better-sqlite3';
import { cli as commandLine } from '../../../server/cli/cli.ts';
import { readVerbs } from '../../../server/cli/registry.ts';
import { run, start, type Finished } from '../../support/run.ts';

describe('the command line', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shuijian-cli-'));
  });
  after(() => rm(folder, { recursive: true }));
  const cli = (...args: string[]) => run('server/cli.ts', args);
  /** The same without a process of its own. */
  const inProcess = async (...args: string[]): Promise<Finished> => {
    const texts = { out: '', err: '' };
    const streams = {
      out: (text: string) => Promise.resolve(void (texts.out += text)),
      say: (text: string) => void (texts.err += `${text}\n`),
    };
    return { code: await commandLine(args, streams, {}), ...texts };
  };
  const data = (name: string) => ['--data', join(folder, name)];

  it('lists its verbs, each with a sentence; one file is one verb', async () => {
    const verbs = await readVerbs();
    expect([...verbs.keys()]).to.include.members(['serve', 'verify', 'migrate', 'round create', 'example huilai', 'analyse', 'selftest']);
    const { code, out } = await inProcess('--help');
    expect(code).to.equal(0);
    for (const { name, summary } of verbs.values()) {
      expect(out).to.contain(`  ${name} `).and.contain(summary);
    }
  });

  it('exits 2 with a sentence, and nothing on stdout, when the command line is wrong', async () => {
    for (const [args, sentence] of [
      [['frobnicate'], /there is no verb "frobnicate"; expected one of /],
      [[], /VERB --data DIR/],
      [['round', 'create', '--plan', 'huilai', ...data('a')], /expected ROUND, got nothing/],
      [['round', 'create', '2018-Q1', ...data('a')], /--plan is missing/],
      [['verify', '--colour', 'red', ...data('a')], /--colour/],
      [['serve', '--port', 'x', ...data('a')], /--port is "x": expected a whole number/],
    ] as const) {
      const { code, out, err } = await inProcess(...args);
      expect(code, args.join(' ')).to.equal(2);
      expect(err).to.match(sentence);
      expect(out).to.equal('');
    }
  });

  it('explains a verb', async () => {
    const { code, out } = await inProcess('round', 'create', '--help');
    expect(code).to.equal(0);
    expect(out)
      .to.match(/^npm run -s cli -- round create ROUND \[options\]/)
      .and.match(/--plan PLAN .*required/)
      .and.match(/--data DIR/)
      .and.match(/Exit 0 done, 1 refused or failed, 2 command line wrong/);
  });

  it('makes a round once, in JSON on stdout: 65 samples, then 0', async () => {
    const first = await cli('round', 'create', '2018-Q1', '--plan', 'huilai', ...data('round'), '--json');
    expect(first.code, first.err).to.equal(0);
    expect(first.out.trim().split('\n')).to.have.length(1);
    expect(JSON.parse(first.out)).to.have.property('created', 65);
    const second = await inProcess('round', 'create', '2018-Q1', '--plan', 'huilai', ...data('round'));
    expect(JSON.parse(second.out)).to.have.property('created', 0);
    const wrong = await inProcess('round', 'create', '2018-Q7', '--plan', 'huilai', ...data('round'));
    expect([wrong.code, wrong.out]).to.deep.equal([1, '']);
    expect(wrong.err)
      .to.contain('2018-Q7')
      .and.not.match(/\n\s+at /);
  });

  it('verifies the chain, and names the first broken entry of an edited copy', async () => {
    const whole = await inProcess('verify', ...data('round'), '--json');
    expect(whole.code).to.equal(0);
    const report = JSON.parse(whole.out) as { ok: boolean; entries: number };
    expect(report.ok).to.equal(true);
    expect(report.entries).to.be.above(3);
    const database = new Database(join(folder, 'round', 'shuijian.sqlite'));
    for (const { name } of database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'").all() as {
      name: string;
    }[])
      database.exec(`DROP TRIGGER "${name}"`);
    database.exec(`UPDATE audit_entry SET reason = 'nothing to see' WHERE sequence = 2`);
    database.close();
    const broken = await cli('verify', ...data('round'), '--json');
    expect(broken.code).to.equal(1);
    expect(JSON.parse(broken.out)).to.have.nested.property('firstBroken.sequence', 2);
    expect(broken.err).to.contain('does not hold');
  });

  it('says that there is nothing where there is nothing', async () => {
    const { code, out, err } = await inProcess('verify', ...data('nothing-here'));
    expect([code, out]).to.deep.equal([1, '']);
    expect(err).to.contain('nothing-here');
  });

  it('serves until SIGTERM, prints the set-up link once and no log of it, and ends with 0', async () => {
    const server = start('server/cli.ts', ['serve', '--port', '0', ...data('served')]);
    const [, url = ''] = await server.says(/listens on (http:\/\/127\.0\.0\.1:\d+)/);
    const [, token = ''] = await server.says(/\/setup#([\w-]{43})/);
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).to.equal(200);
    const second = await cli('serve', '--port', '0', ...data('served'));
    expect(second.code).to.equal(1);
    expect(second.err).to.match(/served/);
    server.process.kill('SIGTERM');
    const { code, out } = await server.finished;
    expect(code).to.equal(0);
    expect(out).not.to.contain(token);
  });
});

describe('npm start', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shuijian-main-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('refuses wrong settings with a sentence and the table', async () => {
    const { code, out, err } = await run('server/main.ts', [], { PORT: 'eighty', DATA_DIR: folder });
    expect([code, out]).to.deep.equal([2, '']);
    expect(err)
      .to.match(/^PORT is "eighty": expected a whole number from 0 to 65535\./)
      .and.contain('SESSION_IDLE_MINUTES');
  });

  it('lets a request that is running finish after SIGTERM, and takes no new one', async () => {
    const server = start('server/main.ts', [], { PORT: '0', DATA_DIR: join(folder, 'drained') });
    const [, url = ''] = await server.says(/listens on (http:\/\/127\.0\.0\.1:\d+)/);
    const [, token = ''] = await server.says(/\/setup#([\w-]{43})/);
    // hashing the password keeps this one busy for a while
    const running = fetch(`${url}/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ token, username: 'head', displayName: 'Head', password: 'reeds by the river' }),
    });
    await new Promise((resolve) => setTimeout(resolve, 15));
    server.process.kill('SIGTERM');
    expect((await running).status).to.equal(201);
    const { code } = await server.finished;
    expect(code).to.equal(0);
    const refused = await fetch(url).then(
      () => 'answered',
      () => 'refused',
    );
    expect(refused).to.equal('refused');
  });
});
