/** The grid that did not change costs no reading; no change, and no other person, is missed. */
import { expect } from 'chai';
import { setting } from '../../../models/schemas/index.ts';
import type { Reader } from '../../../models/store/types.ts';
import { onBothEngines } from '../../support/engines.ts';
import type { Agent } from '../../support/app.ts';
import { ok, ROUND, sampleAt, startLaboratory, type Laboratory } from '../support/laboratory.ts';

const PATH = `/api/rounds/${ROUND}/grid`;

onBothEngines('the tag of the grid', (engine) => {
  let laboratory: Laboratory;
  before(async function () {
    this.timeout(60_000);
    const { databaseUrl } = await engine.newPlace();
    laboratory = await startLaboratory({ receive: 6, ...(databaseUrl === undefined ? {} : { app: { environment: { DATABASE_URL: databaseUrl } } }) });
  });
  after(() => laboratory.close());

  const ask = async (agent: Agent, tag?: string): Promise<{ status: number; tag: string; text: string }> => {
    const answer = await agent.get(PATH, tag === undefined ? {} : { headers: { 'if-none-match': tag } });
    return { status: answer.status, tag: answer.headers.get('etag') ?? '', text: answer.text };
  };

  it('answers 304 without reading a result', async () => {
    const { technician, app } = laboratory;
    const first = await ask(technician);
    expect(first.status).to.equal(200);
    const reader = app.store.read;
    const read: string[] = [];
    const watched: Reader = { manager: reader.manager, get: (...of) => reader.get(...of), count: (...of) => reader.count(...of), find: (thing, options) => { read.push(thing.name); return reader.find(thing, options); } };
    const store = app.server.services.store as { read: Reader };
    store.read = watched;
    try {
      expect(await ask(technician, first.tag)).to.deep.equal({ status: 304, tag: first.tag, text: '' });
      expect(read.filter((name) => name !== 'session' && name !== 'user')).to.deep.equal([]);
      expect((await ask(technician, 'W/"1", ' + `W/${first.tag}`)).status, 'weakened by a proxy').to.equal(304);
      expect((await ask(technician, '"other"')).status).to.equal(200);
      expect(read).to.include('result');
    } finally {
      store.read = reader;
    }
  });

  it('is of one person: nobody gets 304 for what another one holds', async () => {
    const { technician, verifier, signatory } = laboratory;
    const tags = await Promise.all([technician, verifier, signatory].map((agent) => ask(agent)));
    expect(new Set(tags.map(({ tag }) => tag))).to.have.property('size', 3);
    for (const { tag } of tags.slice(1)) expect((await ask(technician, tag)).status).to.equal(200);
  });

  it('another tag follows from every change that the grid could show', async () => {
    const { technician, verifier, manager, app } = laboratory;
    const admin = await app.as('admin');
    const bottle = sampleAt(laboratory, 0);
    const technicianAccount = app.user(technician);
    const run = { id: '', revision: 0 };
    const changes: [string, () => Promise<unknown>][] = [
      ['a value', async () => laboratory.record([{ sampleId: bottle.id, analyteId: 'meth', revision: (await laboratory.cell(bottle.id, 'meth')).revision, rawText: '40' }])],
      ['submit', async () => laboratory.move('submit', [await laboratory.cell(bottle.id, 'meth') as never])],
      ['verify', async () => laboratory.move('verify', [await laboratory.cell(bottle.id, 'meth') as never])],
      ['a run', async () => Object.assign(run, ok<{ id: string; revision: number }>(await technician.post('/api/runs', { round: ROUND, matrix: bottle.matrix, methodCode: bottle.matrix === 'sewage' ? 'SJ-LCMSMS-W' : 'SJ-LCMSMS-R', instrument: 'LC 1', samples: [bottle.id] }), 201))],
      ['quality control', async () => Object.assign(run, ok<{ revision: number }>(await technician.post(`/api/runs/${run.id}/qc-samples`, { samples: [{ analyteId: 'meth', unit: 'ng/L', kind: 'method-blank', rawText: '50' }] })))],
      ['an override', async () => ok(await manager.patch(`/api/runs/${run.id}`, { overrideReason: '空白污染已查明' }, run.revision))],
      ['custody', async () => ok(await technician.post('/api/custody-events', { events: [{ sampleId: sampleAt(laboratory, 10).id, revision: sampleAt(laboratory, 10).revision, kind: 'collect', at: '2018-01-09T09:00:00+08:00' }] }))],
      ['a setting', async () => app.store.write(async (tx) => {
        await tx.insert(setting, [{ id: 'tag-test', value: 1, revision: 1 }]);
        tx.audit({ actorId: null, action: 'setting.change', subject: 'setting', subjectId: 'tag-test' });
      })],
      ['a role', async () => {
        const user = ok<{ items: { id: string; revision: number }[] }>(await admin.get('/api/users')).items.find(({ id }) => id === technicianAccount.id);
        ok(await admin.patch(`/api/users/${technicianAccount.id}`, { roles: ['technician', 'sampler'] }, user?.revision));
      }],
    ];
    for (const [what, change] of changes) {
      const held = await ask(technician);
      expect((await ask(technician, held.tag)).status, `before ${what}`).to.equal(304);
      await change();
      const after = await ask(technician, held.tag);
      expect(after.status, `after ${what}`).to.equal(200);
      expect(after.tag, what).not.to.equal(held.tag);
    }
    void verifier;
  }).timeout(30_000);
});
