import { expect } from 'chai';
import { ok, ROUND, sampleAt, startLaboratory, type Laboratory, type Recorded } from '../support/laboratory.ts';

describe('recording results over HTTP', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 6 }); });
  after(() => laboratory.close());
  const at = (index: number) => sampleAt(laboratory, index);
  const one = async (input: object): Promise<Recorded> => laboratory.record([input]);

  it('generates 65 samples, then 0', async () => {
    const again = ok<{ created: number; round: { counts: { planned: number; received: number } } }>(await laboratory.technician.post('/api/rounds', { code: ROUND, plan: 'huilai' }));
    expect(again.created).to.equal(0);
    expect(again.round.counts).to.include({ planned: 59, received: 6 });
    const fresh = ok<{ created: number }>(await laboratory.technician.post('/api/rounds', { code: '2018-Q2', plan: 'huilai' }));
    expect(fresh.created).to.equal(65);
  });

  it('has one cell for each sample and analyte, with what may be done and why not', async () => {
    const grid = await laboratory.grid();
    expect(grid.cells).to.have.length(65 * laboratory.panel.length);
    const locked = grid.samples.find((sample) => sample.state === 'planned');
    expect(locked?.locked?.code).to.equal('not-received');
    const cell = grid.cells.find((each) => each.sampleId === at(0).id);
    expect(cell).to.include({ resultId: null, state: 'pending', revision: 0, rawText: null });
    const actions = grid.actionSets[cell?.actions ?? -1];
    expect(actions?.find((each) => each.action === 'enter')).to.deep.equal({ action: 'enter', allowed: true });
    expect(actions?.find((each) => each.action === 'verify')?.reason?.code).to.equal('role');
    expect(actions?.find((each) => each.action === 'submit')?.reason?.code).to.equal('illegal-transition');
  });

  it('keeps the text as typed beside what was read', async () => {
    const { change, refused } = await one({ sampleId: at(0).id, analyteId: 'meth', revision: 0, rawText: ' １２３．４５ ' });
    expect(refused).to.deep.equal([]);
    expect(change.cells[0]).to.include({ rawText: ' １２３．４５ ', value: '123.45', reportedText: '123', qualifier: '=', state: 'entered', revision: 1, attempt: 1, authorName: 'technician' });
    expect(change.revision).to.be.greaterThan(0);
  });

  it('a save that changes nothing writes nothing', async () => {
    const before = await laboratory.auditCount();
    const cell = await laboratory.cell(at(0).id, 'meth');
    const { change } = await one({ sampleId: at(0).id, analyteId: 'meth', revision: cell.revision, rawText: cell.rawText });
    expect(change.cells[0]).to.include({ revision: cell.revision, valueRevision: cell.valueRevision });
    // sent twice, as after a cut network, with the revision of before
    await one({ sampleId: at(0).id, analyteId: 'meth', revision: 0, rawText: cell.rawText });
    expect(await laboratory.auditCount()).to.equal(before);
  });

  it('a refused cell keeps what was typed and blocks no other', async () => {
    const { change, refused } = await laboratory.record([
      { sampleId: at(1).id, analyteId: 'meth', revision: 0, rawText: 'abc' },
      { sampleId: at(1).id, analyteId: 'amph', revision: 0, rawText: '50' },
      { sampleId: at(1).id, analyteId: 'ket', revision: 0, rawText: '12,5' },
      { sampleId: at(1).id, analyteId: 'norket', revision: 0, rawText: '5', unit: 'ppm' },
    ]);
    expect(change.cells.map((cell) => cell.analyteId)).to.deep.equal(['amph']);
    expect(refused.map(({ rawText, code }) => [rawText, code])).to.deep.equal([['abc', 'not-a-number'], ['12,5', 'decimal-comma'], ['5', 'unknown-unit']]);
    expect((await laboratory.cell(at(1).id, 'meth')).resultId).to.equal(null);
  });

  it('speaks the language that was asked for', async () => {
    const body = { round: ROUND, cells: [{ sampleId: at(1).id, analyteId: 'meth', revision: 0, rawText: '12,5' }] };
    const zh = ok<Recorded>(await laboratory.technician.post('/api/results', body, { headers: { 'accept-language': 'zh-CN' } }));
    const en = ok<Recorded>(await laboratory.technician.post('/api/results', body, { headers: { 'accept-language': 'en' } }));
    expect(zh.refused[0]?.sentence).to.contain('逗号');
    expect(en.refused[0]?.sentence).to.contain('decimal comma');
  });

  it('refuses a result before receipt, of another round, and of an analyte outside the panel', async () => {
    const planned = laboratory.samples.find((sample) => sample.state === 'planned');
    const { refused } = await laboratory.record([
      { sampleId: planned?.id, analyteId: 'meth', revision: 0, rawText: '5' },
      { sampleId: 'nowhere', analyteId: 'meth', revision: 0, rawText: '5' },
      { sampleId: at(1).id, analyteId: 'no-such-analyte', revision: 0, rawText: '5' },
    ]);
    expect(refused.map((each) => each.code)).to.deep.equal(['not-received', 'not-found', 'not-in-panel']);
    const other = ok<Recorded>(await laboratory.technician.post('/api/results', { round: '2018-Q2', cells: [{ sampleId: at(1).id, analyteId: 'meth', revision: 0, rawText: '5' }] }));
    expect(other.refused[0]?.code).to.equal('not-found');
    expect((await laboratory.technician.post('/api/results', { round: '1999-Q1', cells: [] })).status).to.equal(404);
  });

  it('a stale grid is refused with the value that now stands', async () => {
    const { change } = await one({ sampleId: at(2).id, analyteId: 'meth', revision: 0, rawText: '40' });
    const second = await one({ sampleId: at(2).id, analyteId: 'meth', revision: 0, rawText: '44' });
    expect(second.refused[0]).to.include({ code: 'stale-revision', rawText: '44' });
    expect(second.refused[0]?.current).to.include({ rawText: '40', revision: change.cells[0]?.revision });
  });

  it('two writes of one cell in one request: the second is stale', async () => {
    const { change, refused } = await laboratory.record([{ sampleId: at(2).id, analyteId: 'amph', revision: 0, rawText: '40' }, { sampleId: at(2).id, analyteId: 'amph', revision: 0, rawText: '41' }]);
    expect(change.cells[0]?.rawText).to.equal('40');
    expect(refused[0]?.code).to.equal('stale-revision');
  });

  it('clearing a cell leaves a blank, never a 0, and both revisions', async () => {
    const entered = (await one({ sampleId: at(3).id, analyteId: 'meth', revision: 0, rawText: '40' })).change.cells[0];
    const { change } = await one({ sampleId: at(3).id, analyteId: 'meth', revision: entered?.revision, rawText: '' });
    expect(change.cells[0]).to.include({ state: 'pending', rawText: null, value: null, reportedText: null, valueRevision: 2 });
    const detail = ok<{ revisions: { rawText: string }[] }>(await laboratory.technician.get(`/api/results/${String(entered?.resultId)}`));
    expect(detail.revisions.map((each) => each.rawText)).to.deep.equal(['40', '']);
    // blank on blank writes nothing
    const before = await laboratory.auditCount();
    await laboratory.record([{ sampleId: at(3).id, analyteId: 'meth', revision: 2, rawText: '  ' }, { sampleId: at(3).id, analyteId: 'amph', revision: 0, rawText: '' }]);
    expect(await laboratory.auditCount()).to.equal(before);
    // and may be entered again
    const again = await one({ sampleId: at(3).id, analyteId: 'meth', revision: 2, rawText: '41' });
    expect(again.change.cells[0]).to.include({ state: 'entered', rawText: '41', valueRevision: 3 });
  });

  it('an absent unit and dilution leave those that stand', async () => {
    const first = (await one({ sampleId: at(3).id, analyteId: 'ket', revision: 0, rawText: '0.05', unit: 'μg/L', dilution: '10' })).change.cells[0];
    expect(first).to.include({ value: '500', typedUnit: 'µg/L', dilution: '10', unit: 'ng/L' });
    const second = (await one({ sampleId: at(3).id, analyteId: 'ket', revision: 1, rawText: '0.06' })).change.cells[0];
    expect(second).to.include({ value: '600', typedUnit: 'µg/L', dilution: '10' });
  });

  it('a non-detect keeps its qualifier, limit and number', async () => {
    const { change } = await laboratory.record([
      { sampleId: at(4).id, analyteId: 'meth', revision: 0, rawText: '未检出' },
      { sampleId: at(4).id, analyteId: 'amph', revision: 0, rawText: '0' },
      { sampleId: at(4).id, analyteId: 'ket', revision: 0, rawText: '1e9' },
    ]);
    const [nd, zero, above] = change.cells;
    expect(nd).to.include({ qualifier: '<', value: null, limit: '0.5', detected: false, reportedText: '< 0.5' });
    expect(zero).to.include({ qualifier: '<', value: '0', limit: '1', reportedText: '< 1' });
    expect(above).to.include({ qualifier: '>', value: '1000000000', detected: true });
    expect(above?.flags.map((flag) => flag.code)).to.include('above-range');
  });

  it('refuses personal data in a remark, cell by cell', async () => {
    const { refused, change } = await laboratory.record([
      { sampleId: at(5).id, analyteId: 'meth', revision: 0, rawText: '5', remark: '联系 13912345678' },
      { sampleId: at(5).id, analyteId: 'amph', revision: 0, rawText: '5', remark: '峰形拖尾' },
    ]);
    expect(refused[0]?.code).to.equal('person-data-refused');
    expect(change.cells[0]?.remark).to.equal('峰形拖尾');
  });

  it('only technicians enter', async () => {
    const answer = await laboratory.verifier.post('/api/results', { round: ROUND, cells: [] });
    expect(answer.status).to.equal(403);
  });
});
