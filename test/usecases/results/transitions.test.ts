import { expect } from 'chai';
import type { Cell } from '../../../server/usecases/results/cellTypes.ts';
import type { Agent } from '../../support/app.ts';
import { ok, ROUND, sampleAt, startLaboratory, type Laboratory, type Moved, type Problem } from '../support/laboratory.ts';

describe('moving results on over HTTP', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 12 }); });
  after(() => laboratory.close());
  let next = 0;
  /** A sample of its own for each test. */
  const fresh = () => sampleAt(laboratory, next++);
  const refuse = async (action: string, cells: readonly Cell[], agent: Agent, more: object = {}): Promise<Problem & { status: number }> => {
    const answer = await agent.post('/api/result-transitions', { action, results: cells.map((cell) => ({ id: cell.resultId, revision: cell.revision })), ...more });
    expect(answer.status, answer.text).to.be.greaterThan(399);
    return { ...answer.as<Problem>(), status: answer.status };
  };

  it('submit, verify, release: one audit entry each, and the signature holds the hash of what was seen', async () => {
    const entered = await laboratory.bring(fresh(), 'meth', '40', 'entered');
    const counts = [await laboratory.auditCount()];
    let cell = entered;
    for (const action of ['submit', 'verify', 'release']) {
      const moved = await laboratory.move(action, [cell]);
      expect(moved.done).to.equal(1);
      cell = moved.change.cells[0] ?? cell;
      counts.push(await laboratory.auditCount());
    }
    expect(counts.map((count) => count - (counts[0] ?? 0))).to.deep.equal([0, 1, 2, 3]);
    expect(cell.state).to.equal('released');
    const detail = ok<{ events: { action: string; revisionSha256: string | null; actorName: string }[]; audit: { action: string }[] }>(await laboratory.technician.get(`/api/results/${String(cell.resultId)}`));
    expect(detail.events.map((event) => [event.action, event.actorName, event.revisionSha256 === null])).to.deep.equal([['submit', 'technician', true], ['verify', 'verifier', false], ['release', 'signatory', false]]);
    expect(detail.audit.map((entry) => entry.action)).to.deep.equal(['result.enter', 'result.submit', 'result.verify', 'result.release']);
  });

  it('nobody verifies what they wrote or submitted, whatever roles they hold', async () => {
    const sample = fresh();
    const both = await laboratory.app.person({ roles: ['technician', 'verifier'] });
    const first = (await laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision: 0, rawText: '40' }], both)).change.cells[0];
    // another technician rewrites and submits it: the first author is an earlier author still
    const second = (await laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision: first?.revision, rawText: '41' }])).change.cells[0];
    expect(second?.authorName).to.equal('technician');
    const submitted = (await laboratory.move('submit', second === undefined ? [] : [second])).change.cells;
    const own = await refuse('verify', submitted, both);
    expect([own.status, own.code]).to.deep.equal([403, 'own-work']);
    // one who only submitted it is no better
    const other = await laboratory.bring(fresh(), 'meth', '30', 'entered');
    const byBoth = (await laboratory.move('submit', [other], {}, both)).change.cells;
    expect((await refuse('verify', byBoth, both)).code).to.equal('own-work');
    expect((await laboratory.move('verify', byBoth)).done).to.equal(1);
  });

  it('verifying names the revision that was seen', async () => {
    const sample = fresh();
    const seen = await laboratory.bring(sample, 'meth', '4.0', 'submitted');
    // in between: returned, corrected, submitted again
    const returned = (await laboratory.move('return', [seen], { reasonCode: 'typing-error' }, laboratory.verifier)).change.cells[0];
    expect(returned?.flags.map((flag) => flag.code)).to.include('returned');
    const corrected = (await laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision: returned?.revision, rawText: '44' }])).change.cells[0];
    await laboratory.move('submit', corrected === undefined ? [] : [corrected]);
    const before = await laboratory.auditCount();
    const problem = await refuse('verify', [seen], laboratory.verifier);
    expect(problem.status).to.equal(412);
    expect((problem.facts?.['current'] as Cell).rawText).to.equal('44');
    expect(await laboratory.auditCount()).to.equal(before);
  });

  it('a reason of blanks is no reason', async () => {
    const cell = await laboratory.bring(fresh(), 'meth', '40', 'submitted');
    for (const more of [{}, { reason: '   ' }, { reasonCode: 'other' }, { reasonCode: 'other', reason: ' \n' }]) {
      expect((await refuse('return', [cell], laboratory.verifier, more)).details[0]?.sentence).to.match(/空白|blank/);
    }
    expect((await refuse('return', [cell], laboratory.verifier, { reasonCode: 'no-such-code' })).status).to.equal(422);
    expect((await laboratory.move('return', [cell], { reasonCode: 'other', reason: '峰未积分' }, laboratory.verifier)).done).to.equal(1);
  });

  it('bulk: what can be done is done, the rest is listed with its reason', async () => {
    const sample = fresh();
    const both = await laboratory.app.person({ roles: ['technician', 'verifier'] });
    const analytes = laboratory.panel.slice(0, 6);
    const cells: Cell[] = [];
    for (const [index, analyteId] of analytes.entries()) {
      const author = index < 2 ? both : laboratory.technician;
      const { change } = await laboratory.record([{ sampleId: sample.id, analyteId, revision: 0, rawText: '50' }], author);
      cells.push(...change.cells);
    }
    const submitted = (await laboratory.move('submit', cells)).change.cells;
    const stale = submitted.map((cell, index) => (index === 5 ? { ...cell, revision: cell.revision - 1 } : cell));
    const moved = await laboratory.move('verify', stale, {}, both);
    expect(moved.done).to.equal(3);
    expect(moved.refused.map((each) => each.code)).to.deep.equal(['own-work', 'own-work', 'stale-revision']);
    expect(moved.refused[2]?.current).to.include({ rawText: '50' });
    expect(moved.change.cells.map((cell) => cell.state)).to.deep.equal(['verified', 'verified', 'verified']);
  });

  it('illegal moves are refused as such', async () => {
    const cell = await laboratory.bring(fresh(), 'meth', '40', 'entered');
    for (const [action, agent] of [['verify', laboratory.verifier], ['release', laboratory.signatory], ['return', laboratory.verifier], ['amend', laboratory.signatory]] as const) {
      const problem = await refuse(action, [cell], agent, { reason: 'because' });
      expect([problem.status, problem.code], action).to.deep.equal([409, 'illegal-transition']);
    }
    expect((await refuse('release', [cell], laboratory.technician)).status).to.equal(403);
    expect((await laboratory.app.as('viewer').then((viewer) => refuse('verify', [cell], viewer))).status).to.equal(403);
  });

  it('an amendment is a new linked attempt that is checked again from the start', async () => {
    const sample = fresh();
    const released = await laboratory.bring(sample, 'meth', '4.4', 'released');
    const viewer = await laboratory.app.as('viewer');
    expect((await laboratory.grid(viewer)).cells.find((each) => each.resultId === released.resultId)?.reportedText).to.equal('4.40');
    expect((await refuse('amend', [released], laboratory.signatory, { reason: 'typing error', values: [{ id: released.resultId, rawText: '4.4' }] })).status).to.equal(409);
    expect((await refuse('amend', [released], laboratory.signatory, { reason: 'typing error', values: [{ id: released.resultId, rawText: 'abc' }] })).status).to.equal(422);
    const { change } = await laboratory.move('amend', [released], { reasonCode: 'typing-error', reason: '小数点错位', values: [{ id: released.resultId, rawText: '44' }] }, laboratory.technician);
    const amended = change.cells[0];
    expect(amended).to.include({ attempt: 2, state: 'entered', rawText: '44' });
    expect(amended?.flags.map((flag) => flag.code)).to.include('under-correction');
    expect(amended?.corrects).to.deep.equal({ resultId: released.resultId, revision: released.revision + 1, attempt: 1, reportedText: '4.40', reasonCode: 'typing-error', reason: '小数点错位' });
    // what was released stands, and says that it is being corrected
    const stands = (await laboratory.grid(viewer)).cells.find((each) => each.sampleId === sample.id && each.analyteId === 'meth');
    expect(stands).to.include({ reportedText: '4.40', state: 'released' });
    expect(stands?.flags.map((flag) => flag.code)).to.include('under-correction');
    const detail = ok<{ lineage: { attempt: number; state: string; reportedText: string; supersedesId: string | null; id: string }[]; revisions: { rawText: string; reason: string | null; authorName: string }[] }>(await laboratory.technician.get(`/api/results/${String(amended?.resultId)}`));
    expect(detail.lineage.map((each) => [each.attempt, each.state, each.reportedText])).to.deep.equal([[1, 'released', '4.40'], [2, 'entered', '44.0']]);
    expect(detail.lineage[1]?.supersedesId).to.equal(detail.lineage[0]?.id);
    expect(detail.revisions.map((each) => each.rawText)).to.deep.equal(['4.4', '44']);
    // the author of the first value may not verify the second either
    const both = await laboratory.app.person({ roles: ['technician', 'verifier'] });
    const submitted = (await laboratory.move('submit', amended === undefined ? [] : [amended], {}, both)).change.cells;
    expect((await refuse('verify', submitted, both)).code).to.equal('own-work');
  });

  it('a retest starts empty, whatever stood before', async () => {
    const sample = fresh();
    const verified = await laboratory.bring(sample, 'meth', '<0.5', 'verified');
    const retest = (await laboratory.move('retest', [verified], { reasonCode: 'quality-control' })).change.cells[0];
    expect(retest).to.include({ attempt: 2, state: 'pending', rawText: null, qualifier: null, limit: null, valueRevision: 0, dilution: null });
    expect(retest?.resultId).not.to.equal(verified.resultId);
    const entered = (await laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision: retest?.revision, rawText: '3' }])).change.cells[0];
    expect(entered).to.include({ attempt: 2, state: 'entered', qualifier: '=', value: '3' });
    expect((await refuse('retest', [verified], laboratory.technician, { reasonCode: 'quality-control' })).status).to.equal(412);
  });

  it('void, and not analysed with a code, also where nothing was written', async () => {
    const sample = fresh();
    const cell = await laboratory.bring(sample, 'meth', '40', 'submitted');
    expect((await laboratory.move('void', [cell], { reasonCode: 'sample-mix-up' })).change.cells[0]?.state).to.equal('voided');
    const body = { action: 'not-analysed', results: [{ sampleId: sample.id, analyteId: 'amph', revision: 0 }], reasonCode: 'volume-short' };
    const moved = ok<Moved>(await laboratory.technician.post('/api/result-transitions', body));
    expect(moved.change.cells[0]).to.include({ state: 'not-analysed', rawText: null, revision: 1 });
    const again = await laboratory.technician.post('/api/result-transitions', body);
    expect(again.status).to.equal(412);
    const voided = await laboratory.cell(sample.id, 'meth');
    const retest = (await laboratory.move('retest', [voided], { reasonCode: 'sample-mix-up' })).change.cells[0];
    expect(retest).to.include({ attempt: 2, state: 'pending' });
  });

  it('a jump of about 1000 against the site is held until somebody has looked', async () => {
    const sample = fresh();
    await laboratory.bring(sample, 'meth', '120', 'verified');
    ok(await laboratory.technician.post('/api/rounds', { code: '2018-Q2', plan: 'huilai' }));
    const second = ok<{ items: { id: string; revision: number; siteId: string }[] }>(await laboratory.technician.get('/api/rounds/2018-Q2/samples')).items.find((each) => each.siteId === sample.siteId);
    const event = (kind: string, revision: number, more: object = {}) => ({ sampleId: second?.id, revision, kind, at: '2018-04-10T09:00:00+08:00', ...more });
    ok(await laboratory.technician.post('/api/custody-events', { events: [event('collect', 1)] }));
    ok(await laboratory.technician.post('/api/custody-events', { events: [event('receive', 2, { temperatureC: 4 })] }));
    const write = (cell: object) => laboratory.record([{ sampleId: second?.id, analyteId: 'meth', ...cell }], laboratory.technician, '2018-Q2');
    const change = async () => {
      const [item] = ok<{ items: { changeRatio: number | null; changeBound: string | null }[] }>(await laboratory.verifier.get('/api/review?round=2018-Q2&state=entered')).items;
      return [item?.changeRatio, item?.changeBound];
    };
    // a limit far below what was there is held as well, and review says by how much it fell at least
    expect((await write({ revision: 0, rawText: 'ND' })).change.cells[0]?.flags.map((flag) => flag.code)).to.include('hold');
    expect(await change()).to.deep.equal([0.004167, '<']);
    expect((await write({ revision: 1, rawText: '240' })).change.cells[0]?.flags.map((flag) => flag.code)).not.to.include('hold');
    expect(await change()).to.deep.equal([2, null]);
    const held = (await write({ revision: 2, rawText: '0.12', unit: 'mg/L' })).change.cells[0];
    expect(held?.flags.map((flag) => flag.code)).to.include('hold');
    const problem = await refuse('submit', held === undefined ? [] : [held], laboratory.technician);
    expect([problem.status, problem.code]).to.deep.equal([409, 'held']);
    const confirmed = (await write({ revision: held?.revision, rawText: '0.12', confirmHold: true, reason: '谱图已核对' })).change.cells[0];
    expect(confirmed?.flags.map((flag) => flag.code)).not.to.include('hold');
    expect(confirmed?.valueRevision).to.equal((held?.valueRevision ?? 0) + 1);
    expect((await laboratory.move('submit', confirmed === undefined ? [] : [confirmed])).done).to.equal(1);
  });

  it('viewers get released values and nothing else', async () => {
    const sample = fresh();
    const verified = await laboratory.bring(sample, 'meth', '777', 'verified');
    const viewer = await laboratory.app.as('viewer');
    const grid = await viewer.get(`/api/rounds/${ROUND}/grid`);
    expect(grid.status).to.equal(200);
    expect(grid.text).not.to.contain('"rawText":"777"');
    expect((await viewer.get(`/api/results/${String(verified.resultId)}`)).status).to.equal(404);
    for (const path of [`/api/review?round=${ROUND}`, `/api/runs?round=${ROUND}`, '/api/audit-entries']) expect((await viewer.get(path)).status, path).to.equal(403);
    await laboratory.move('release', [verified]);
    expect((await viewer.get(`/api/rounds/${ROUND}/grid`)).text).to.contain('"rawText":"777"');
    expect((await viewer.get(`/api/results/${String(verified.resultId)}`)).status).to.equal(200);
  });
});
