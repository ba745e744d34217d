import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { assessmentHeads } from '../../models/store/repositories/assessments.ts';
import { auditEntry } from '../../models/schemas/index.ts';
import { HEADS_FILE, openStore, readAnchors } from '../../models/store/index.ts';
import { readConfig } from '../../server/config.ts';
import { DEMO_PEOPLE } from '../../server/demo/people.ts';
import { demoLinks, prepareDemo, startOver } from '../../server/demo/prepare.ts';
import { ROLES } from '../../models/schemas/vocabulary.ts';
import { start } from '../support/run.ts';

describe('the demo', function () {
  this.timeout(180_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shuijian-demo-'));
  });
  after(() => rm(folder, { recursive: true }));
  const config = (name: string) => readConfig({ DATA_DIR: join(folder, name) });

  it('has a person for every role, with a sentence in both languages', () => {
    expect(new Set(DEMO_PEOPLE.map(({ role }) => role))).to.deep.equal(new Set(ROLES));
    for (const { zh, en } of DEMO_PEOPLE)
      expect(zh)
        .to.match(/\p{Script=Han}/u)
        .and.not.equal(en);
  });

  it('loads and assesses once, and uses the same folder again', async () => {
    const said: string[] = [];
    const store = await prepareDemo(config('data'), Date.now, (text) => said.push(text));
    const heads = await assessmentHeads(store.read);
    expect(heads.length).to.be.within(6, 8);
    const { links, byHash } = await demoLinks(store);
    expect(links.map(({ role }) => role)).to.deep.equal(DEMO_PEOPLE.map(({ role }) => role));
    expect(new Set(links.map(({ username }) => username)).size).to.equal(links.length);
    expect(byHash.size).to.equal(links.length);
    const revision = await store.revision();
    await store.close();

    const again = await prepareDemo(config('data'), Date.now, () => expect.fail('nothing had to be said'));
    expect(await again.revision()).to.equal(revision);
    expect(await assessmentHeads(again.read)).to.have.length(heads.length);
    await again.close();
  });

  it('begins again where an earlier start broke off, instead of being stuck', async () => {
    const dataDir = join(folder, 'broken-off');
    const half = await openStore({ dataDir });
    await half.write((tx) => Promise.resolve(tx.audit({ actorId: null, action: 'test.half', subject: 'test', subjectId: 'half' })));
    await half.close();
    await writeFile(join(dataDir, 'demo.json'), JSON.stringify({ synthetic: true, loaded: false }));
    const said: string[] = [];
    const store = await prepareDemo(config('broken-off'), Date.now, (text) => said.push(text));
    expect(said[0]).to.contain('broke off');
    expect(await store.read.count(auditEntry, { action: 'test.half' })).to.equal(0);
    await store.close();
  });

  it('starts over only in a folder of its own', async () => {
    const held = await openStore({ dataDir: join(folder, 'own') });
    await writeFile(join(folder, 'own', 'demo.json'), JSON.stringify({ synthetic: true, loaded: true }));
    expect(await startOver(config('own')).catch(() => 'refused')).to.equal('refused');
    await held.close();
    await startOver(config('own'));
    expect(existsSync(join(folder, 'own'))).to.equal(false);
    await mkdir(join(folder, 'home'));
    await writeFile(join(folder, 'home', 'thesis.txt'), 'ten years of work');
    const refused = await startOver(config('home')).catch((error: unknown) => String(error));
    expect(refused).to.contain('was not made by the demo');
    expect(existsSync(join(folder, 'home', 'thesis.txt'))).to.equal(true);
  });

  it('never mixes the example with other data', async () => {
    await mkdir(join(folder, 'real'));
    await writeFile(join(folder, 'real', 'shuijian.sqlite'), '');
    const refused = await prepareDemo(config('real'), Date.now, () => undefined).catch((error: unknown) => String(error));
    expect(refused).to.contain("not the demo's");
    expect(existsSync(join(folder, 'real', 'demo.json'))).to.equal(false);
  });

  it('signs the head of the audit chain when a server starts and ends', async () => {
    const dataDir = join(folder, 'anchored');
    const server = start('server/main.ts', [], { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' });
    const [, url = ''] = await server.says(/listens on (http:\/\/127\.0\.0\.1:\d+)/);
    const [, token = ''] = await server.says(/\/setup#([\w-]{43})/);
    const made = await fetch(`${url}/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ token, username: 'head', displayName: 'Head', password: 'reeds by the river' }),
    });
    expect(made.status).to.equal(201);
    server.process.kill('SIGTERM');
    expect((await server.finished).code).to.equal(0);
    expect(readAnchors(join(dataDir, HEADS_FILE)).map(({ sequence }) => sequence)).to.deep.equal([1, 2]);
  });
});
