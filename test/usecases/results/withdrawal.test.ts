/** What is released is withdrawn by two, stands until then, and is never blank while a correction of it is worked on. */
import { expect } from 'chai';
import type { Cell } from '../../../server/usecases/results/cellTypes.ts';
import type { Grid } from '../../../server/usecases/results/grid.ts';
import type { Agent } from '../../support/app.ts';
import { listSamples, ok, ROUND, sampleAt, startLaboratory, type Laboratory, type Moved, type Problem, type SampleItem } from '../support/laboratory.ts';

describe('withdrawing what is released', () => {
  let laboratory: Laboratory;
  let viewer: Agent;
  let other: Agent;
  before(async () => {
    laboratory = await startLaboratory({ receive: 20 });
    viewer = await laboratory.app.as('viewer');
    other = await laboratory.app.person({ roles: ['signatory', 'technician'], username: 'second-signatory' });
  });
  after(() => laboratory.close());
  let next = 0;
  const fresh = (): SampleItem => sampleAt(laboratory, next++);
  const act = async (action: string, cell: Pick<Cell, 'resultId' | 'revision'>, agent: Agent, more: object = {}): Promise<Cell> => {
    const { change } = ok<Moved>(await agent.post('/api/result-transitions', { action, results: [{ id: cell.resultId, revision: cell.revision }], ...more }));
    const [first] = change.cells;
    if (first === undefined) throw new Error('the change holds no cell');
    return first;
  };
  const refusal = async (action: string, cell: Pick<Cell, 'resultId' | 'revision'>, agent: Agent, more: object = {}): Promise<[number, string]> => {
    const answer = await agent.post('/api/result-transitions', { action, results: [{ id: cell.resultId, revision: cell.revision }], ...more });
    const { facts } = answer.as<Problem>();
    return [answer.status, (facts?.['reason'] as { code: string } | undefined)?.code ?? answer.as<Problem>().code];
  };
  const seen = async (agent: Agent, sample: SampleItem, analyteId = 'meth') => ok<Grid>(await agent.get(`/api/rounds/${ROUND}/grid`)).cells.find((cell) => cell.sampleId === sample.id && cell.analyteId === analyteId);
  const codes = (cell: { flags: { code: string }[] } | undefined): string[] => cell?.flags.map(({ code }) => code) ?? [];

  for (const action of ['void', 'invalidate'] as const) {
    it(`${action}: the first person only asks, with a reason; another with the right to release carries it out`, async () => {
      const sample = fresh();
      const released = await laboratory.bring(sample, 'meth', '40', 'released');
      expect(await refusal(action, released, laboratory.technician)).to.deep.equal([422, 'reason-required']);
      const answer = ok<Moved & { asked: number }>(await laboratory.technician.post('/api/result-transitions', { action, results: [{ id: released.resultId, revision: released.revision }], reasonCode: 'sample-mix-up', reason: '瓶签贴反' }));
      expect([answer.done, answer.asked]).to.deep.equal([1, 1]);
      const asked = await laboratory.cell(sample.id, 'meth');
      expect(asked).to.include({ state: 'released', reportedText: '40.0' });
      expect(asked.asked).to.include({ action, actorName: 'technician', reasonCode: 'sample-mix-up', reason: '瓶签贴反' });
      // it stands for those who decide, and is marked
      expect(await seen(viewer, sample)).to.include({ reportedText: '40.0', state: 'released' });
      expect(codes(await seen(viewer, sample))).to.include('withdrawal-asked');
      // once is enough, and neither a technician nor what was seen before can end it
      expect(await refusal(action, asked, laboratory.manager, { reasonCode: 'sample-mix-up' })).to.deep.equal([409, 'asked-already']);
      expect((await refusal('withdraw', asked, laboratory.technician))[0]).to.equal(403);
      expect(await refusal('withdraw', released, laboratory.signatory)).to.deep.equal([412, 'stale-revision']);
      const gone = await act('withdraw', asked, laboratory.signatory);
      expect(gone).to.include(action === 'void' ? { state: 'voided', attempt: 1 } : { state: 'pending', attempt: 2, rawText: null });
      expect(await seen(viewer, sample)).to.include({ reportedText: null, state: 'pending' });
    });
  }

  it('who asked cannot agree, whatever roles they hold; nobody withdraws what nobody asked for', async () => {
    const released = await laboratory.bring(fresh(), 'meth', '40', 'released');
    expect(await refusal('withdraw', released, laboratory.signatory)).to.deep.equal([409, 'nothing-asked']);
    const asked = await act('void', released, other, { reasonCode: 'quality-control' });
    expect(await refusal('withdraw', asked, other)).to.deep.equal([403, 'second-person']);
    expect(await act('withdraw', asked, laboratory.signatory)).to.include({ state: 'voided' });
  });

  it('a request is turned down with a reason, and may be made again', async () => {
    const released = await laboratory.bring(fresh(), 'meth', '40', 'released');
    const asked = await act('void', released, laboratory.technician, { reasonCode: 'interference' });
    expect(await refusal('keep', asked, laboratory.signatory)).to.deep.equal([422, 'reason-required']);
    const kept = await act('keep', asked, laboratory.signatory, { reasonCode: 'confirmed' });
    expect([kept.state, kept.asked, codes(kept)]).to.deep.equal(['released', undefined, []]);
    expect((await act('void', kept, laboratory.technician, { reasonCode: 'interference' })).asked?.action).to.equal('void');
  });

  it('what waits for a second person is counted and listed for those who may decide, and not for who asked', async () => {
    const sample = fresh();
    const released = await laboratory.bring(sample, 'mdma', '40', 'released');
    const waiting = async (agent: Agent): Promise<number> => ok<{ counts: { key: string; count: number }[] }>(await agent.get('/api/worklist')).counts.find(({ key }) => key === 'toWithdraw')?.count ?? -1;
    const before = [await waiting(laboratory.signatory), await waiting(other), await waiting(laboratory.technician)];
    await act('void', released, other, { reasonCode: 'interference' });
    expect([await waiting(laboratory.signatory), await waiting(other), await waiting(laboratory.technician)]).to.deep.equal([(before[0] ?? 0) + 1, before[1], -1]);
    const listed = ok<{ items: { sampleId: string; asked?: { actorName: string } }[] }>(await laboratory.signatory.get(`/api/review?round=${ROUND}&state=asked`)).items;
    expect(listed.find(({ sampleId }) => sampleId === sample.id)?.asked?.actorName).to.equal('second-signatory');
  });

  it('a correction goes the whole way beside what stands, one at a time; given up, what stands is back', async () => {
    const sample = fresh();
    const released = await laboratory.bring(sample, 'meth', '40', 'released');
    const amended = await act('amend', released, laboratory.technician, { reasonCode: 'typing-error', values: [{ id: released.resultId, rawText: '44' }] });
    expect(await refusal('retest', { resultId: released.resultId, revision: released.revision + 1 }, laboratory.technician, { reasonCode: 'quality-control' })).to.deep.equal([409, 'under-correction']);
    expect(await act('void', amended, laboratory.technician, { reasonCode: 'interference' })).to.include({ resultId: released.resultId, state: 'released', reportedText: '40.0' });
    const again = await laboratory.cell(sample.id, 'meth');
    const third = await act('amend', again, laboratory.technician, { reasonCode: 'typing-error', values: [{ id: again.resultId, rawText: '45' }] });
    expect(third).to.include({ attempt: 3, state: 'entered' });
    let cell: Cell = third;
    for (const [action, agent] of [['submit', laboratory.technician], ['verify', laboratory.verifier], ['release', laboratory.signatory]] as const) {
      expect(await seen(viewer, sample)).to.include({ reportedText: '40.0' });
      cell = await act(action, cell, agent);
    }
    expect(cell).to.include({ state: 'released', reportedText: '45.0' });
    expect(await seen(viewer, sample)).to.include({ reportedText: '45.0' });
    const { lineage, events } = ok<{ lineage: { state: string }[]; events: { action: string }[] }>(await laboratory.signatory.get(`/api/results/${String(cell.resultId)}`));
    expect(lineage.map(({ state }) => state)).to.deep.equal(['superseded', 'voided', 'released']);
    expect(events.map(({ action }) => action)).to.include('supersede');
  });

  it('exports say which value a correction took the place of, and which is under correction or asked to be withdrawn', async () => {
    const samples = [fresh(), fresh(), fresh()];
    const released = [];
    for (const sample of samples) released.push(await laboratory.bring(sample, 'ket', '40', 'released'));
    const [first, second, third] = released;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three are wanted');
    let cell = await act('amend', first, laboratory.technician, { reasonCode: 'typing-error', values: [{ id: first.resultId, rawText: '44' }] });
    for (const [action, agent] of [['submit', laboratory.technician], ['verify', laboratory.verifier], ['release', laboratory.signatory]] as const) cell = await act(action, cell, agent);
    await act('retest', second, laboratory.technician, { reasonCode: 'quality-control' });
    await act('void', third, laboratory.technician, { reasonCode: 'interference' });
    const answer = await laboratory.signatory.get(`/api/exports/results?round=${ROUND}&format=csv&language=en`);
    expect(answer.status, answer.text.slice(0, 300)).to.equal(200);
    const lines = answer.text.split(/\r?\n/).filter((line) => !line.startsWith('#') && line.includes('ket'));
    const of = (sample: SampleItem): string => lines.find((line) => line.includes(sample.number)) ?? '';
    expect(of(samples[0] ?? fresh())).to.match(/,44\.0,,,40\.0,/);
    expect(of(samples[1] ?? fresh())).to.contain('under correction');
    expect(of(samples[2] ?? fresh())).to.contain('withdrawal asked for');
  });

  it('a bottle with a released value is not rejected under it; withdrawn and rejected, its replacement knows it, both ways', async () => {
    const sample = fresh();
    const released = await laboratory.bring(sample, 'meth', '40', 'released');
    const reject = async () => ok<{ done: unknown[]; refused: { code: string; sentence: string }[] }>(await laboratory.technician.post('/api/custody-events', {
      events: [{ sampleId: sample.id, revision: (await listSamples(laboratory.technician, ROUND)).find(({ id }) => id === sample.id)?.revision, kind: 'reject', at: '2018-01-10T09:00:00+08:00', reasons: ['leaking'] }],
    }));
    expect((await reject()).refused[0]?.code).to.equal('has-released-results');
    await act('withdraw', await act('void', released, laboratory.technician, { reasonCode: 'sample-mix-up' }), laboratory.signatory);
    const expectedNow = async () => ok<{ items: { code: string; results: { expected: number } }[] }>(await laboratory.technician.get('/api/rounds')).items.find(({ code }) => code === ROUND)?.results.expected ?? 0;
    const [withBottle, panel] = [await expectedNow(), laboratory.panel.length];
    expect((await reject()).done).to.have.length(1);
    // its voided result was not waited for any more; the others of it are not now
    expect(withBottle - (await expectedNow())).to.equal(panel - 1);
    ok(await laboratory.technician.post('/api/rounds', { code: ROUND, plan: 'huilai', replace: [sample.number] }));
    const all = await listSamples(laboratory.technician, ROUND);
    const replacement = all.find(({ replaces }) => replaces?.id === sample.id);
    expect(replacement?.number).to.equal(`${sample.number}-R2`);
    expect(all.find(({ id }) => id === sample.id)?.replacedBy).to.deep.equal({ id: replacement?.id, number: replacement?.number });
  });

  it('what was voided or not analysed is not waited for any more', async () => {
    const sample = fresh();
    const sums = async () => ok<{ items: { code: string; results: { expected: number; missing: number; voided: number; notAnalysed: number } }[] }>(await laboratory.technician.get('/api/rounds')).items.find(({ code }) => code === ROUND)?.results;
    const before = await sums();
    const entered = await laboratory.bring(sample, 'meth', '40', 'entered');
    await act('void', entered, laboratory.technician, { reasonCode: 'interference' });
    ok(await laboratory.technician.post('/api/result-transitions', { action: 'not-analysed', results: [{ sampleId: sample.id, analyteId: 'amph', revision: 0 }], reasonCode: 'volume-short' }));
    const after = await sums();
    expect([(after?.expected ?? 0) - (before?.expected ?? 0), (after?.missing ?? 0) - (before?.missing ?? 0)]).to.deep.equal([-2, -2]);
    expect([(after?.voided ?? 0) - (before?.voided ?? 0), (after?.notAnalysed ?? 0) - (before?.notAnalysed ?? 0)]).to.deep.equal([1, 1]);
  });
});
