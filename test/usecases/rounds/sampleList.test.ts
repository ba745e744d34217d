import { expect } from 'chai';
import type { SamplePage } from '../../../server/usecases/rounds/sampleList.ts';
import { ok, ROUND, startLaboratory, type Laboratory } from '../support/laboratory.ts';

describe('the list of all samples over HTTP', () => {
  let laboratory: Laboratory;
  before(async () => {
    laboratory = await startLaboratory({ receive: 4 });
    ok(await laboratory.technician.post('/api/rounds', { code: '2018-Q2', plan: 'huilai' }));
  });
  after(() => laboratory.close());
  const page = async (query: string, agent = laboratory.technician): Promise<SamplePage> => ok<SamplePage>(await agent.get(`/api/samples${query}`));

  it('goes from page to page by number, each sample once', async () => {
    const seen: string[] = [];
    let after: string | null = '';
    let pages = 0;
    while (after !== null) {
      const answer: SamplePage = await page(`?limit=50${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`);
      expect(answer.total).to.equal(130);
      seen.push(...answer.items.map((item) => item.number));
      after = answer.next;
      pages += 1;
    }
    expect(pages).to.equal(3);
    expect(new Set(seen).size).to.equal(130);
    expect([...seen].sort()).to.deep.equal(seen);
  });

  it('is narrowed by round, state, area, due date and the beginning of a number, which means nothing but itself', async () => {
    expect((await page(`?round=${ROUND}&state=received`)).items.map((item) => [item.state, item.collectedOn])).to.deep.equal(Array.from({ length: 4 }, () => ['received', '2018-01-09']));
    expect((await page('?number=2018Q2')).total).to.equal(65);
    for (const number of ['%', '_018Q2', '2018Q2%']) expect((await page(`?number=${encodeURIComponent(number)}`)).total).to.equal(0);
    const [first] = (await page('?limit=1')).items;
    const ofArea = await page(`?area=${String(first?.area.id)}`);
    expect(ofArea.total).to.be.within(1, 129);
    expect(new Set(ofArea.items.map((item) => item.area.code)).size).to.equal(1);
    expect((await page('?dueBefore=2018-04-01')).total).to.be.within(1, 65);
    expect((await laboratory.technician.get('/api/samples?dueBefore=soon')).status).to.equal(422);
  });

  it('shows an account that is limited to an area nothing of another', async () => {
    const all = (await page('?limit=200')).items;
    const [own] = all;
    const sampler = await laboratory.app.person({ roles: ['sampler'], areaCodes: [own?.area.code ?? ''] });
    const seen = await page('?limit=200', sampler);
    expect(seen.items.map((item) => item.number)).to.deep.equal(all.filter((item) => item.area.code === own?.area.code).map((item) => item.number));
    const other = all.find((item) => item.area.code !== own?.area.code);
    expect((await page(`?area=${String(other?.area.id)}`, sampler)).total).to.equal(0);
  });
});
