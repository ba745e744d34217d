/** What laboratory.md pins about levels of review, persons and bulk, through HTTP. */
import { expect } from 'chai';
import { auditEntry, method, result, type Method } from '../../../models/schemas/index.ts';
import { newId } from '../../../models/store/index.ts';
import type { Cell } from '../../../server/usecases/results/cellTypes.ts';
import type { Agent } from '../../support/app.ts';
import { ok, ROUND, sampleAt, startLaboratory, type Laboratory, type Moved, type Problem, type SampleItem } from '../support/laboratory.ts';

describe('levels of review, persons and bulk over HTTP', function () {
  this.timeout(30_000);
  let laboratory: Laboratory;
  let next = 0;
  before(async () => { laboratory = await startLaboratory({ receive: 65 }); });
  after(() => laboratory.close());
  const fresh = (): SampleItem => sampleAt(laboratory, next++);
  const refused = async (action: string, cell: Cell, agent: Agent, more: object = {}): Promise<string> => {
    const answer = await agent.post('/api/result-transitions', { action, results: [{ id: cell.resultId, revision: cell.revision }], ...more });
    expect(answer.status, answer.text).to.be.greaterThan(399);
    const reason = answer.as<Problem>().facts?.['reason'] as { code: string } | undefined;
    return reason?.code ?? answer.as<Problem>().code;
  };
  const now = async (action: string, cell: Cell, agent: Agent, more: object = {}): Promise<Cell> => {
    const [moved] = (await laboratory.move(action, [cell], more, agent)).change.cells;
    if (moved === undefined) throw new Error('nothing moved');
    return moved;
  };
  const levels = async (value: 1 | 2 | 3): Promise<void> => {
    const admin = await laboratory.app.as('admin');
    const { items } = ok<{ items: { id: string; revision: number }[] }>(await admin.get('/api/settings'));
    ok(await admin.patch('/api/settings/reviewLevels', { value }, items.find((each) => each.id === 'reviewLevels')?.revision ?? 0));
  };

  it('one level: the verification is the release', async () => {
    await levels(1);
    const cell = await laboratory.bring(fresh(), 'meth', '40', 'submitted');
    expect(await now('verify', cell, laboratory.verifier)).to.include({ state: 'released' });
    await levels(2);
  });

  it('two levels: verification and release need different persons, neither an author', async () => {
    const both = await laboratory.app.person({ roles: ['verifier', 'signatory'] });
    const cell = await laboratory.bring(fresh(), 'meth', '40', 'submitted');
    const verified = await now('verify', cell, both);
    expect(await refused('release', verified, both)).to.equal('second-person');
    expect(await refused('review', verified, laboratory.signatory)).to.equal('not-needed');
    expect(await now('release', verified, laboratory.signatory)).to.include({ state: 'released' });
  });

  it('three levels: verified, reviewed and released, the review by another person than the verification', async () => {
    await levels(3);
    const both = await laboratory.app.person({ roles: ['verifier', 'signatory'] });
    const cell = await laboratory.bring(fresh(), 'meth', '40', 'submitted');
    const verified = await now('verify', cell, both);
    expect(await refused('release', verified, laboratory.signatory)).to.equal('not-reviewed');
    const waits = async (reviewed: boolean): Promise<boolean> => {
      const { items } = ok<{ items: { resultId: string }[] }>(await laboratory.signatory.get(`/api/review?round=${ROUND}&state=verified&reviewed=${String(reviewed)}`));
      return items.some((item) => item.resultId === verified.resultId);
    };
    expect([await waits(false), await waits(true)], 'waits for the review').to.deep.equal([true, false]);
    expect(await refused('review', verified, both)).to.equal('second-person');
    const before = await laboratory.auditCount();
    const reviewed = await now('review', verified, laboratory.signatory);
    expect(await laboratory.auditCount()).to.equal(before + 1);
    expect([await waits(false), await waits(true)], 'waits for the release').to.deep.equal([false, true]);
    expect(await refused('review', reviewed, laboratory.signatory)).to.equal('illegal-transition');
    expect(await refused('release', reviewed, laboratory.signatory), 'three levels, three persons').to.equal('second-person');
    const other = await laboratory.app.person({ roles: ['signatory'] });
    expect(await now('release', reviewed, other)).to.include({ state: 'released' });
    await levels(2);
  });

  it('a method that asks for two verifications gets them from two persons', async () => {
    const { store } = laboratory.app;
    const sample = fresh();
    const [newest] = await store.read.find(method, { where: { analyteId: 'mdma', matrix: sample.matrix }, order: ['-version'] });
    if (newest === undefined) throw new Error('no method');
    const row: Method = { ...newest, id: newId(), version: newest.version + 1, verificationsRequired: 2 };
    await store.write(async (tx) => {
      await tx.insert(method, [row]);
      tx.audit({ actorId: null, action: 'test.method', subject: 'method', subjectId: row.id });
    });
    const cell = await laboratory.bring(sample, 'mdma', '40', 'submitted');
    const once = await now('verify', cell, laboratory.verifier);
    expect(once.state).to.equal('submitted');
    expect(await refused('verify', once, laboratory.verifier)).to.equal('second-person');
    expect(await refused('release', once, laboratory.signatory)).to.equal('illegal-transition');
    const second = await laboratory.app.person({ roles: ['verifier'] });
    expect(await now('verify', once, second)).to.include({ state: 'verified' });
  });

  it('invalidate, asked for and agreed to, takes a released result back with a code, and the repeat is linked both ways', async () => {
    const released = await laboratory.bring(fresh(), 'meth', '40', 'released');
    expect(await refused('invalidate', released, laboratory.manager)).to.be.oneOf(['reason-required', 'invalid']);
    const before = await laboratory.auditCount();
    const asked = await now('invalidate', released, laboratory.manager, { reasonCode: 'quality-control' });
    expect(asked).to.include({ attempt: 1, state: 'released', rawText: '40' });
    const repeat = await now('withdraw', asked, laboratory.signatory);
    expect(await laboratory.auditCount()).to.equal(before + 2);
    expect(repeat).to.include({ attempt: 2, state: 'pending', rawText: null });
    for (const id of [released.resultId, repeat.resultId]) {
      const { lineage } = ok<{ lineage: { id: string; state: string; supersedesId: string | null }[] }>(await laboratory.technician.get(`/api/results/${String(id)}`));
      expect(lineage.map((each) => [each.id, each.state, each.supersedesId])).to.deep.equal([[released.resultId, 'superseded', null], [repeat.resultId, 'pending', released.resultId]]);
    }
  });

  it('each transition writes one entry, with its code and reason; what changes nothing writes none', async () => {
    const sample = fresh();
    const steps: [string, Agent, object][] = [
      ['submit', laboratory.technician, {}], ['return', laboratory.verifier, { reasonCode: 'typing-error', reason: '小数点' }], ['submit', laboratory.technician, { reason: '原值无误' }], ['verify', laboratory.verifier, {}], ['release', laboratory.signatory, {}],
      ['amend', laboratory.technician, { reasonCode: 'integration' }], ['void', laboratory.manager, { reasonCode: 'sample-mix-up' }], ['retest', laboratory.technician, { reasonCode: 'sample-mix-up' }], ['not-analysed', laboratory.technician, { reasonCode: 'volume-short' }],
    ];
    let cell = await laboratory.bring(sample, 'meth', '40', 'entered');
    for (const [action, agent, more] of steps) {
      const before = await laboratory.auditCount();
      cell = await now(action, cell, agent, action === 'amend' ? { ...more, values: [{ id: cell.resultId, rawText: '44' }] } : more);
      expect(await laboratory.auditCount(), action).to.equal(before + 1);
    }
    const before = await laboratory.auditCount();
    await laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision: cell.revision, rawText: '' }]);
    expect(await laboratory.auditCount()).to.equal(before);
    const { audit } = ok<{ audit: { action: string; reason: string | null }[] }>(await laboratory.technician.get(`/api/results/${String(cell.resultId)}`));
    expect(audit.map((entry) => [entry.action, entry.reason])).to.deep.equal([
      ['result.enter', null], ['result.submit', null], ['result.return', 'typing-error: 小数点'], ['result.submit', '原值无误'], ['result.verify', null], ['result.release', null], ['result.amend', 'integration'], ['result.void', 'sample-mix-up'], ['result.retest', 'sample-mix-up'], ['result.not-analysed', 'volume-short'],
    ]);
    expect(await laboratory.app.store.read.count(result, { sampleId: sample.id, analyteId: 'meth', reportable: true })).to.equal(1);
  });

  it('bulk verify of 650 with 3 of one\'s own: 647 done, 3 listed with the reason', async () => {
    ok(await laboratory.technician.post('/api/rounds', { code: '2018-Q2', plan: 'huilai' }));
    const samples = ok<{ items: SampleItem[] }>(await laboratory.technician.get('/api/rounds/2018-Q2/samples')).items;
    const events = (kind: string, revision: number, more: object) => ({ events: samples.map((sample) => ({ sampleId: sample.id, revision, kind, ...more })) });
    ok(await laboratory.technician.post('/api/custody-events', events('collect', 1, { at: '2018-04-09T09:00:00+08:00' })));
    ok(await laboratory.technician.post('/api/custody-events', events('receive', 2, { at: '2018-04-09T15:00:00+08:00', temperatureC: 4 })));
    const both = await laboratory.app.person({ roles: ['technician', 'verifier'] });
    const cells = samples.flatMap((sample) => laboratory.panel.map((analyteId) => ({ sampleId: sample.id, analyteId, revision: 0, rawText: '50' })));
    expect(cells).to.have.length(650);
    const own = await laboratory.record(cells.slice(0, 3), both, '2018-Q2');
    const rest = await laboratory.record(cells.slice(3), laboratory.technician, '2018-Q2');
    const entered = [...own.change.cells, ...rest.change.cells];
    const held = entered.filter((cell) => cell.flags.some((flag) => flag.code === 'hold'));
    expect(held).to.deep.equal([]);
    const submitted = (await laboratory.move('submit', entered)).change.cells;
    const before = await laboratory.auditCount();
    const moved = ok<Moved>(await both.post('/api/result-transitions', { action: 'verify', results: submitted.map((cell) => ({ id: cell.resultId, revision: cell.revision })) }));
    expect([moved.done, moved.refused.length]).to.deep.equal([647, 3]);
    expect(moved.refused.map((each) => [each.code, own.change.cells.some((cell) => cell.resultId === each.id)])).to.deep.equal([['own-work', true], ['own-work', true], ['own-work', true]]);
    const entries = (await laboratory.app.store.read.find(auditEntry, { order: ['sequence'] })).filter((entry) => entry.sequence > before);
    expect(entries.filter((entry) => entry.action !== 'result.verify').map((entry) => entry.action)).to.deep.equal([]);
    // the digests of the last entry, which covers every row of the request, go on in a second part
    expect(new Set(entries.map((entry) => entry.subjectId)).size).to.equal(647);
    expect(entries.filter((entry) => entry.detail['part'] === undefined)).to.have.length(647);
  });
});
