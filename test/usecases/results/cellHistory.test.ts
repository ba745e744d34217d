/** What was found at a site before, asked for by bottle and analyte: for a cell in which nothing stands yet. */
import { expect } from 'chai';
import type { EarlierValue } from '../../../server/usecases/results/cellHistory.ts';
import { listSamples, ok, receiveAll, startLaboratory, type Laboratory, type SampleItem } from '../support/laboratory.ts';

describe('history of a cell', () => {
  let laboratory: Laboratory;
  let next: SampleItem;
  before(async () => {
    laboratory = await startLaboratory({ receive: 3 });
    const [first] = laboratory.samples;
    if (first === undefined) throw new Error('no sample');
    await laboratory.bring(first, 'meth', '1e9', 'released');
    await laboratory.bring(first, 'mdma', '0.001', 'verified');
    await laboratory.bring(first, 'mor', '9', 'entered');
    ok(await laboratory.technician.post('/api/rounds', { code: '2018-Q2', plan: 'huilai' }));
    const samples = await listSamples(laboratory.technician, '2018-Q2');
    await receiveAll(laboratory.technician, samples.slice(0, 1));
    const same = samples.find((sample) => sample.siteId === first.siteId && sample.matrix === first.matrix);
    if (same === undefined) throw new Error('no bottle of the same site');
    next = same;
  });
  after(() => laboratory.close());

  const history = async (analyte: string, agent = laboratory.technician): Promise<EarlierValue[]> => ok<{ items: EarlierValue[] }>(await agent.get(`/api/samples/${next.id}/history?analyte=${analyte}`)).items;

  it('says value, qualifier, quarter and flags where the bottle has no result', async () => {
    const [meth, ...more] = await history('meth');
    expect(more).to.deep.equal([]);
    expect(meth).to.include({ round: '2018-Q1', qualifier: '>', unit: 'ng/L' });
    expect(meth?.reportedText).to.match(/^> /);
    expect(meth?.flags.map(({ code }) => code)).to.include('above-range');
    expect((await history('mdma'))[0]).to.include({ qualifier: '<', round: '2018-Q1' });
    expect(await history('mor'), 'what nobody has verified is no history').to.deep.equal([]);
  });

  it('a result says the same of its site, and viewers read released values only', async () => {
    const viewer = await laboratory.app.as('viewer');
    expect(await history('meth', viewer)).to.have.length(1);
    expect(await history('mdma', viewer)).to.deep.equal([]);
    const { change } = await laboratory.record([{ sampleId: next.id, analyteId: 'meth', revision: 0, rawText: '5' }], laboratory.technician, '2018-Q2');
    const detail = ok<{ history: EarlierValue[] }>(await laboratory.technician.get(`/api/results/${String(change.cells[0]?.resultId)}`));
    expect(detail.history).to.deep.equal(await history('meth'));
  });

  it('an unknown bottle is not found', async () => {
    expect((await laboratory.technician.get('/api/samples/nobody/history?analyte=meth')).status).to.equal(404);
    expect((await laboratory.technician.get(`/api/samples/${next.id}/history`)).status).to.equal(422);
  });
});
