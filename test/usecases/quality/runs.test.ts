import { expect } from 'chai';
import type { Static } from '@sinclair/typebox';
import type { RunView, RunDetailView } from '../../../server/resources/quality/runs.ts';
import { ok, ROUND, sampleAt, startLaboratory, type Laboratory, type Moved, type Problem } from '../support/laboratory.ts';

type Run = Static<typeof RunView>;

describe('runs and their quality control over HTTP', () => {
  let laboratory: Laboratory;
  let sewage: number[];
  before(async () => {
    laboratory = await startLaboratory({ receive: 20 });
    sewage = laboratory.samples.flatMap((sample, index) => (index < 20 && sample.matrix === 'sewage' ? [index] : []));
  });
  after(() => laboratory.close());
  const at = (index: number) => sampleAt(laboratory, sewage[index] ?? -1);
  const open = async (samples: string[], more: object = {}): Promise<Run> =>
    ok<Run>(await laboratory.technician.post('/api/runs', { round: ROUND, matrix: 'sewage', methodCode: 'SJ-LCMSMS-W', instrument: 'LC-MS/MS 1', samples, ...more }), 201);
  const measure = async (run: Run, ...samples: object[]): Promise<Run> => ok<Run>(await laboratory.technician.post(`/api/runs/${run.id}/qc-samples`, { samples: samples.map((sample) => ({ analyteId: 'meth', unit: 'ng/L', ...sample })) }));

  it('numbers runs by itself and knows which results are in them', async () => {
    const run = await open([at(0).id]);
    expect(run).to.include({ number: '2018-Q1-W01', status: 'none', blocked: false, results: laboratory.panel.length });
    const cell = await laboratory.cell(at(0).id, 'meth');
    expect(cell).to.include({ runId: run.id, state: 'pending' });
    const entered = (await laboratory.record([{ sampleId: at(0).id, analyteId: 'meth', revision: cell.revision, rawText: '40' }])).change.cells[0];
    expect(entered?.runId).to.equal(run.id);
    const taken = await laboratory.technician.post('/api/runs', { round: ROUND, matrix: 'sewage', methodCode: 'SJ-LCMSMS-W', instrument: 'x', number: run.number });
    expect(taken.status).to.equal(409);
  });

  it('a failed run blocks verification until it is overridden with a reason', async () => {
    const run = await open([at(1).id]);
    const failed = await measure(run, { kind: 'method-blank', rawText: 'ND' }, { kind: 'laboratory-control', rawText: '10', expected: '100' });
    expect(failed).to.include({ status: 'fail', blocked: true });
    expect(failed.findings.map((finding) => `${finding.kind}: ${String(finding.ok)}`)).to.have.members(['method-blank: true', 'laboratory-control: false']);
    const cell = await laboratory.bring(at(1), 'meth', '40', 'submitted');
    expect(cell.flags.map((flag) => flag.code)).to.include('qc-fail');
    const refused = await laboratory.verifier.post('/api/result-transitions', { action: 'verify', results: [{ id: cell.resultId, revision: cell.revision }] });
    expect([refused.status, refused.as<Problem>().code]).to.deep.equal([409, 'quality-control-failed']);
    expect((await laboratory.technician.patch(`/api/runs/${run.id}`, { overrideReason: 'spike lost' }, run.revision)).status).to.equal(403);
    expect((await laboratory.manager.patch(`/api/runs/${run.id}`, { overrideReason: '   ' }, run.revision)).status).to.equal(422);
    const overridden = ok<Run>(await laboratory.manager.patch(`/api/runs/${run.id}`, { overrideReason: '加标操作失误，样品不受影响' }, run.revision));
    expect(overridden).to.include({ status: 'fail', blocked: false, overrideReason: '加标操作失误，样品不受影响' });
    expect((await laboratory.move('verify', [cell])).done).to.equal(1);
  });

  it('a passing repeat lifts the block, a failing one does not', async () => {
    const run = await open([at(2).id]);
    await measure(run, { kind: 'method-blank', rawText: '5' });
    const cell = await laboratory.bring(at(2), 'meth', '40', 'submitted');
    const verify = () => laboratory.verifier.post('/api/result-transitions', { action: 'verify', results: [{ id: cell.resultId, revision: cell.revision }] });
    expect((await verify()).status).to.equal(409);
    const repeat = await open([], { repeatsRunId: run.id });
    await measure(repeat, { kind: 'method-blank', rawText: '5' });
    expect((await verify()).status).to.equal(409);
    const second = await open([], { repeatsRunId: repeat.id });
    await measure(second, { kind: 'method-blank', rawText: 'ND' });
    expect(ok<Moved>(await verify()).done).to.equal(1);
  });

  it('a duplicate compares with the sample, a spike takes its amount off', async () => {
    const run = await open([at(3).id]);
    await laboratory.record([{ sampleId: at(3).id, analyteId: 'meth', revision: (await laboratory.cell(at(3).id, 'meth')).revision, rawText: '50' }]);
    const view = await measure(run, { kind: 'duplicate', rawText: '58', sampleId: at(3).id }, { kind: 'matrix-spike', rawText: '0.14', unit: 'µg/L', expected: '0.1', sampleId: at(3).id });
    // the method compares by relative deviation: 8 / 108
    expect(view.findings.map((finding) => [finding.code, finding.value, finding.ok])).to.deep.equal([['duplicate', '7.4074', true], ['recovery', '90', true]]);
  });

  it('refuses unreadable quality control, every error at once, and writes nothing', async () => {
    const run = await open([]);
    const answer = await laboratory.technician.post(`/api/runs/${run.id}/qc-samples`, {
      samples: [
        { kind: 'method-blank', analyteId: 'meth', rawText: 'abc', unit: 'ng/L' },
        { kind: 'laboratory-control', analyteId: 'meth', rawText: '5', unit: 'ng/L' },
        { kind: 'method-blank', analyteId: 'meth', rawText: '5', unit: 'ppm' },
        { kind: 'method-blank', analyteId: 'nothing', rawText: '5', unit: 'ng/L' },
      ],
    });
    expect(answer.status).to.equal(422);
    expect(answer.as<Problem>().details.map((detail) => detail.pointer)).to.deep.equal(['/samples/0/rawText', '/samples/1/expected', '/samples/2/unit', '/samples/3/analyteId']);
    expect(ok<Static<typeof RunDetailView>>(await laboratory.technician.get(`/api/runs/${run.id}`)).qc).to.deep.equal([]);
  });

  it('a closed run takes nothing more', async () => {
    const run = await open([]);
    expect((await laboratory.technician.patch(`/api/runs/${run.id}`, { state: 'closed' })).status).to.equal(428);
    const closed = ok<Run>(await laboratory.technician.patch(`/api/runs/${run.id}`, { state: 'closed' }, run.revision));
    expect(closed.state).to.equal('closed');
    const answer = await laboratory.technician.post(`/api/runs/${run.id}/qc-samples`, { samples: [{ kind: 'method-blank', analyteId: 'meth', rawText: 'ND', unit: 'ng/L' }] });
    expect(answer.status).to.equal(409);
    expect((await laboratory.technician.post('/api/results', { round: ROUND, run: run.number, cells: [] })).status).to.equal(409);
  });

  it('counts blocked runs and waiting work on the home page', async () => {
    const list = ok<{ counts: { key: string; count: number; room: string; query: string }[]; recent: { sentence: { en: string } }[] }>(await laboratory.verifier.get('/api/worklist'));
    const count = (key: string) => list.counts.find((each) => each.key === key);
    expect(count('toVerify')).to.include({ room: 'review' });
    expect(count('toEnter')).to.equal(undefined);
    expect(list.recent.length).to.be.greaterThan(0);
    const technician = ok<typeof list>(await laboratory.technician.get('/api/worklist'));
    expect(technician.counts.map((each) => each.key)).to.include.members(['toCollect', 'toReceive', 'toEnter', 'toSubmit', 'returned', 'late', 'qcFailing']);
    const expected = 20 * laboratory.panel.length;
    const entered = technician.counts.find((each) => each.key === 'toEnter')?.count ?? 0;
    expect(entered).to.be.lessThan(expected);
    expect(entered).to.be.greaterThan(expected - 20);
  });
});
