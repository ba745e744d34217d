/** Before and after over HTTP: which towns had operations, which bottles count, who may see it, and what is not there yet. */
import { expect } from 'chai';
import { round as roundThing, sample as sampleThing, result as resultThing, resultRevision, type Sample } from '../../../models/schemas/index.ts';
import type { EffectView } from '../../../models/schemas/answers/effect.ts';
import type { ScheduleDetail } from '../../../models/schemas/answers/schedules.ts';
import type { GradingInputs, GradingMeasurement } from '../../../analysis/grading/types.ts';
import { sitePairs } from '../../../server/usecases/counts/sitePairs.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';
import { roundRow, sampleRow } from '../../support/laboratoryRows.ts';
import { released, seedCounty, type County } from '../assessment/smallCounty.ts';

const measured = (value: number, more: Partial<GradingMeasurement> = {}): GradingMeasurement => ({ resultId: 'r', analyte: 'meth', basis: 'concentration', unit: 'ng/L', qualifier: '=', value, limit: null, lod: null, loq: null, detected: true, reported: '', qcFlag: null, ...more });
const inputs = (samples: { site: string; on?: string; matrix?: 'sewage' | 'soil'; measurements: GradingMeasurement[] }[]): GradingInputs => ({
  round: { code: 'Q', startsOn: '2018-01-01', endsOn: '2018-03-31' },
  areas: [{ id: 'A', code: 'A', name: { zh: '甲', en: 'A' }, planned: 2 }],
  sites: ['s1', 's2'].map((id) => ({ id, code: id, areaId: 'A', asset: 'channel' as never })),
  samples: samples.map(({ site, on = '2018-05-10', matrix = 'sewage', measurements }, i) => ({ id: `b${i}`, siteId: site, matrix, mode: 'grab', collectedOn: on, rainMm: null, measurements })),
  references: [], analytes: [], relations: [],
});

describe('pairs of sites', () => {
  it('compares loads where both quarters have one, else concentrations; never one with the other', () => {
    const load = (value: number): GradingMeasurement => measured(value, { basis: 'load', unit: 'mg/d/1000' });
    const found = sitePairs(inputs([{ site: 's1', measurements: [measured(10), load(100)] }, { site: 's2', measurements: [measured(10), load(100)] }]), inputs([{ site: 's1', measurements: [measured(5), load(80)] }, { site: 's2', measurements: [measured(4)] }]), 'meth', new Map());
    expect(found).to.include({ load: 1, concentration: 1, unpaired: 0, tooEarly: 0 });
    expect(found.towns[0]?.pairs.map(({ before, after }) => [before.value, after.value])).to.deep.equal([[100, 80], [10, 4]]);
  });

  it('keeps limits as limits, takes the median of several bottles, and leaves out soil, other analytes and bottles from before the operations', () => {
    const below = measured(0, { qualifier: '<', value: null, limit: 2 });
    const before = inputs([{ site: 's1', measurements: [below] }, { site: 's2', measurements: [measured(9)] }, { site: 's2', matrix: 'soil', measurements: [measured(900)] }]);
    const after = inputs([{ site: 's1', measurements: [measured(3)] }, { site: 's1', measurements: [measured(5)] }, { site: 's1', measurements: [measured(8)] }, { site: 's2', on: '2018-04-01', measurements: [measured(1)] }, { site: 's2', measurements: [measured(6, { analyte: 'ket' })] }]);
    const found = sitePairs(before, after, 'meth', new Map([['A', '2018-04-20']]));
    expect(found).to.include({ tooEarly: 1, unpaired: 1 });
    expect(found.towns[0]?.pairs).to.deep.equal([{ before: { qualifier: '<', value: 2 }, after: { qualifier: '=', value: 5 } }]);
  });
});

describe('before and after over HTTP', function () {
  this.timeout(60_000);
  let app: TestApp;
  let county: County;
  let planner: Agent;
  const view = async (agent: Agent, query: string): Promise<EffectView | null> => {
    const answer = await agent.get(`/api/operations-effect?${query}`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.as<{ effect: EffectView | null }>().effect;
  };

  before(async () => {
    app = await startApp();
    county = await seedCounty(app.store);
    planner = await app.as('planner');
    await planner.post('/api/assessments', { round: '2018-Q1' });
    const second = await app.person({ roles: ['planner'] });
    const draft = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, seed: 3 })).as<ScheduleDetail>();
    const approved = (await second.post(`/api/schedules/${draft.id}/transitions`, { action: 'approve', revision: draft.revision })).as<ScheduleDetail>();
    const out = (await planner.post(`/api/schedules/${draft.id}/transitions`, { action: 'release', revision: approved.revision })).as<ScheduleDetail>();
    const officer = await app.as('unit-officer');
    for (const wanted of ['premises-check', 'area-check']) {
      const task = out.tasks.find(({ kind, area }) => kind === wanted && area?.code === (wanted === 'area-check' ? 'K' : 'D'));
      expect((await officer.post(`/api/tasks/${task?.id ?? ''}/transitions`, { action: 'start', revision: task?.revision ?? 0 })).status).to.equal(200);
      expect((await officer.post(`/api/tasks/${task?.id ?? ''}/outcomes`, { unitShifts: 1, premisesDone: 3, cases: 0, reasonCode: 'done' })).status).to.equal(201);
    }
  });
  after(() => app.close());

  it('says that the next quarter is not there yet', async () => {
    const found = await view(planner, 'operations=2018-Q1');
    expect(found).to.include({ waterRound: null, verdict: 'cannot-tell', operationsRound: '2018-Q1' });
    expect(found?.sentences[0]?.en).to.include('has not been released');
    expect(await view(planner, 'water=2018-Q1')).to.equal(null);
    expect((await planner.get('/api/operations-effect')).status).to.equal(422);
    expect((await planner.get('/api/operations-effect?operations=2018-Q1&water=2018-Q1')).status).to.equal(422);
    expect((await planner.get('/api/operations-effect?operations=1999-Q1')).status).to.equal(404);
    expect((await (await app.as('technician')).get('/api/operations-effect?operations=2018-Q1')).status).to.equal(403);
  });

  it('holds towns with a targeted operation against the others once the water is there, and cannot tell with one of three', async () => {
    await app.store.write(async (tx) => {
      const later = { ...roundRow(county.round.planId), code: '2018-Q2', startsOn: '2018-04-01', endsOn: '2018-06-30', synthetic: true };
      await tx.insert(roundThing, [later]);
      for (const site of county.sites) {
        const bottle: Sample = { ...sampleRow(later.id, site.id), number: `2018-Q2-${site.code}`, synthetic: true, collectedOn: site.code === 'D-1' ? '2018-04-01' : '2018-05-20' };
        await tx.insert(sampleThing, [bottle]);
        const { head, revision } = released(bottle, 'meth', site.code.startsWith('D') ? '900' : site.code === 'K-1' ? '<0.5' : site.code.startsWith('L') ? '300' : '15', county.authorId);
        await tx.insert(resultThing, [head]);
        await tx.insert(resultRevision, [revision]);
      }
      tx.audit({ actorId: county.authorId, action: 'test.seed', subject: 'round', subjectId: later.id });
    });
    const found = await view(planner, 'water=2018-Q2');
    expect(found).to.include({ operationsRound: '2018-Q1', waterRound: '2018-Q2', verdict: 'cannot-tell', analyte: 'meth', load: 0, synthetic: true });
    expect(found?.towns.map(({ code, operated }) => [code, operated]), 'an area check is in every town and judges nothing').to.deep.equal([['D', true], ['K', false], ['L', false], ['N', false]]);
    expect(found?.operated).to.include({ towns: 1, pairs: 4 });
    expect(found?.effect?.ratio).to.be.below(1);
    expect(found?.effect).to.include({ lower: null, upper: null });
    const said = found?.sentences.map(({ en }) => en).join(' ') ?? '';
    expect(said).to.include('Cannot tell').and.include('smallest possible p').and.include('Compared by concentration').and.include('began, left out: 1');
    expect((await view(planner, 'operations=2018-Q1'))?.waterRound).to.equal('2018-Q2');
  });

  it('shows others the answer and not the places', async () => {
    const found = await view(await app.as('viewer'), 'water=2018-Q2');
    expect(found?.verdict).to.equal('cannot-tell');
    expect(found?.towns).to.deep.equal([]);
  });
});
