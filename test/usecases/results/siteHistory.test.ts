import { expect } from 'chai';
import { siteHistory, type SiteValue } from '../../../models/store/repositories/results.ts';
import { ok, startLaboratory, type Laboratory, type SampleItem } from '../support/laboratory.ts';

describe('earlier values of sites', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 6 }); });
  after(() => laboratory.close());

  it('are the same whether one site is asked about or all', async () => {
    for (const [index, analyteId, text, state] of [[0, 'meth', '40', 'verified'], [0, 'mdma', '<0.5', 'released'], [1, 'meth', '5', 'released'], [1, 'mor', '9', 'submitted'], [2, 'meth', '1e9', 'verified']] as const) {
      const sample = laboratory.samples[index];
      if (sample === undefined) throw new Error('no sample');
      await laboratory.bring(sample, analyteId, text, state);
    }
    ok(await laboratory.technician.post('/api/rounds', { code: '2018-Q2', plan: 'huilai' }));
    const { read } = laboratory.app.store;
    const sites = [...new Set(laboratory.samples.map((sample: SampleItem) => sample.siteId))];
    const key = (value: SiteValue): string => `${value.siteId} ${value.analyteId}`;
    for (const options of [{}, { before: '2018-04-01' }, { before: '2018-01-01' }, { from: '2018-01-01' }, { from: '2018-02-01' }, { analyteId: 'meth' }, { analyteIds: ['mdma', 'mor'] }, { analyteIds: [] }]) {
      const together = await siteHistory(read, sites, options);
      const apart: SiteValue[] = [];
      for (const site of sites) apart.push(...(await siteHistory(read, [site], options)));
      const sorted = (values: SiteValue[]): SiteValue[] => [...values].sort((a, b) => (key(a) < key(b) ? -1 : 1));
      expect(sorted(apart), JSON.stringify(options)).to.deep.equal(sorted(together));
    }
    expect(await siteHistory(read, sites)).to.have.length(4);
  });
});
