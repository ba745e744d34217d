/**
 * Whole generated counties, loaded and assessed by the use cases that serve people, and what the product then says
 * where nothing is: no severe town, no agreement, no reach. Each silence is held against a county where it speaks.
 */
import { expect } from 'chai';
import { fiveComponents } from '../../../analysis/grading/rules/fiveComponents.ts';
import { Random } from '../../../analysis/random.ts';
import { siteRelation } from '../../../models/schemas/index.ts';
import type { IndicatorView } from '../../../models/schemas/answers/indicators.ts';
import type { AreaEvidence, MapView } from '../../../models/schemas/answers/map.ts';
import { loadExample } from '../../../server/example/loadExample.ts';
import type { HuilaiOptions } from '../../../server/example/huilai/types.ts';
import type { RuleValidation } from '../../../server/usecases/assessment/validateRule.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';

const ROUND = '2018-Q1';
const QISHI = '445224109';

describe('whole counties in which nothing is to be found', function () {
  this.timeout(120_000);
  let app: TestApp;
  let planner: Agent;
  const get = async <T>(path: string): Promise<T> => {
    const answer = await planner.get(path);
    expect(answer.status, answer.text).to.equal(200);
    return answer.as<T>();
  };
  const load = async (options: HuilaiOptions, seed: number): Promise<void> => {
    app = await startApp();
    await loadExample(app.store, { seed, at: Date.UTC(2020, 0, 6), ...options });
    planner = await app.as('planner');
    const made = await planner.post('/api/assessments', { round: options.rounds?.at(-1), seed });
    expect(made.status, made.text).to.equal(201);
  };
  const agreementOf = async (): Promise<string[]> => {
    const counts = (await get<IndicatorView>(`/api/indicators?round=${ROUND}`)).agreement;
    const page = (await get<RuleValidation>(`/api/rules/validation?round=${ROUND}`)).agreement;
    expect([counts.length, page.length].every((tests) => tests >= 6), 'both pages test').to.equal(true);
    return [...counts, ...page].map(({ verdict }) => verdict);
  };

  describe('a county without contamination', () => {
    const rounds = [ROUND];
    before(() => load({ nullCounty: true, rounds }, 31));
    after(() => app.close());

    it('has no severe town beyond the stated rate, on the map, in the grades of its rounds and among its places', async () => {
      let severe = 0;
      let towns = 0;
      for (const round of rounds) {
        const view = await get<MapView>(`/api/map?round=${round}`);
        const graded = view.seats.features.map(({ properties }) => properties).filter(({ grade }) => !['insufficient', 'not-graded'].includes(grade));
        expect(graded.length, round).to.be.at.least(10);
        severe += graded.filter(({ grade }) => grade === 'severe').length + view.further.filter(({ grade }) => grade === 'severe').length;
        towns += graded.length;
        expect(view.sentence.en).not.to.match(/are? severe/);
      }
      expect(severe).to.be.at.most(Math.floor((fiveComponents.falseSevere ?? 0) * towns));
      expect((await get<RuleValidation & { falseSevere: number | null }>(`/api/rules/validation?round=${ROUND}`)).falseSevere, 'the rate is stated').to.equal(fiveComponents.falseSevere);
    });

    it('and counts that follow nothing read "no agreement shown", on both pages', async () => {
      expect(new Set(await agreementOf())).to.deep.equal(new Set(['none-shown']));
    });
  });

  describe('a contaminated county whose streams nobody entered', () => {
    before(() => load({ streams: false, rounds: [ROUND] }, 20180101));
    after(() => app.close());

    it('finds what is high all the same, and names no reach', async () => {
      const view = await get<MapView>(`/api/map?round=${ROUND}`);
      expect(view.seats.features.filter(({ properties }) => properties.grade === 'severe').map(({ properties }) => properties.code)).to.include(QISHI);
      expect([view.relations.features.length, await app.store.read.count(siteRelation)]).to.deep.equal([0, 0]);
      for (const { properties } of view.seats.features) {
        const { standing } = await get<AreaEvidence>(`/api/areas/${properties.areaId}/evidence?round=${ROUND}`);
        expect(standing?.reasons.map(({ code }) => code) ?? [], properties.code).not.to.include('reach');
      }
    });

    it('reads "agreement" on its own counts, and "no agreement shown" once they are put right by unrelated ones', async () => {
      expect(await agreementOf(), 'the counts of the story follow the water').to.include('agreement');
      const { towns } = await get<IndicatorView>(`/api/indicators?round=${ROUND}`);
      const draw = new Random(7);
      const lines = towns.map(({ code }) => [code, ROUND, ...Array.from({ length: 6 }, () => 3 + Math.floor(draw.uniform() * 40))].join(','));
      const text = ['区域代码,时期,案件数,查获人数,戒治人数,宣传次数,投入班次,检查场所数', ...lines].join('\n');
      const sent = await planner.post('/api/indicators/imports', { file: Buffer.from(text).toString('base64'), fileName: 'counts.csv', source: '县禁毒办', dryRun: false, reason: '原表作废' });
      expect(sent.as<{ errors: unknown[] }>().errors).to.deep.equal([]);
      expect(sent.as<{ written: number }>().written).to.be.above(60);
      expect(new Set(await agreementOf())).to.deep.equal(new Set(['none-shown']));
    });
  });
});
