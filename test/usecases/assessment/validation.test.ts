/** The validation of a rule: numbers that can be checked by hand, and the answer over HTTP. */
import { expect } from 'chai';
import { FIVE_COMPONENTS } from '../../../analysis/grading/rules/fiveComponents.ts';
import { compareClasses, validate, type AssessedRound } from '../../../analysis/grading/validate.ts';
import type { AreaAssessment } from '../../../models/schemas/assessment.ts';
import type { RuleValidation } from '../../../server/usecases/assessment/validateRule.ts';
import { startApp, type TestApp } from '../../support/app.ts';
import { seedCounty } from './smallCounty.ts';

const area = (areaId: string, own: 'severe' | 'general', severe: number, level = 80): AreaAssessment => ({
  areaId, code: areaId, name: { zh: areaId, en: areaId }, grade: own, firmness: 'firm', severity: level, index: 1, probability: { severe, moderatelySevere: 0, general: 1 - severe }, reasons: [], subIndices: [], sites: [],
  components: (['level', 'breadth', 'trend', 'cluster', 'history'] as const).map((key) => ({ key, value: key === 'level' ? level : null, weight: key === 'level' ? 1 : 0, used: key === 'level', note: null })),
  call: { own, ownFirm: true, previous: null, established: own, memory: 'none', explainedByRain: false },
});

describe('validation of a rule', () => {
  it('back-test, stability and agreement, worked by hand', () => {
    const rounds: AssessedRound[] = [
      { code: 'a', areas: [area('x', 'severe', 0.9), area('y', 'general', 0.2)] },
      { code: 'b', areas: [area('x', 'severe', 0.8), area('y', 'severe', 0.6)] },
    ];
    const { backTest, stability, agreement, weights } = validate(rounds, [], FIVE_COMPONENTS, 'unit-shifts', 1);
    // x: (0.1² + 0.1²) = 0.02; y: (0.8² + 0.8²) = 1.28
    expect(backTest?.pairs).to.equal(2);
    expect(backTest?.brier).to.be.closeTo((0.02 + 1.28) / 2, 1e-12);
    expect(backTest?.persistence).to.equal(1);
    expect(backTest?.climate).to.equal(0);
    expect(stability).to.deep.equal([{ from: 'a', to: 'b', changed: 1, of: 2 }]);
    expect(agreement).to.deep.equal([]);
    // with level alone the weight is 1 whatever the rule says
    expect(weights).to.have.length(10);
    expect(weights.every(({ changed, of }) => changed === 0 && of === 4)).to.equal(true);
    expect(validate(rounds.slice(0, 1), [], FIVE_COMPONENTS, 'unit-shifts', 1).backTest).to.equal(null);
  });

  it('reads counts by themselves and per shift, and unrelated ones show no agreement', () => {
    const towns = Array.from({ length: 8 }, (_, i) => area(`t${i}`, 'general', 0, 10 * i));
    const counts = towns.flatMap(({ areaId }, i) => [
      { round: 'a', areaId, kind: 'cases', count: 3 + 2 * i },
      { round: 'a', areaId, kind: 'treated', count: [5, 1, 7, 2, 6, 3, 8, 4][i] ?? 0 },
      { round: 'a', areaId, kind: 'unit-shifts', count: 10 },
    ]);
    const { agreement } = validate([{ code: 'a', areas: towns }], counts, FIVE_COMPONENTS, 'unit-shifts', 1);
    expect(agreement.map(({ kind, perEffort, verdict }) => `${kind} ${String(perEffort)} ${verdict}`)).to.deep.equal(['cases false agreement', 'cases true agreement', 'treated false none-shown', 'treated true none-shown']);
  });

  it('names the towns whose class another reading changes', () => {
    expect(compareClasses([area('x', 'severe', 1), area('y', 'general', 0)], [area('x', 'general', 0), area('y', 'general', 0)], 0.5)).to.deep.equal({ fraction: 0.5, changed: 1, of: 2, areas: [{ name: { zh: 'x', en: 'x' }, from: 'severe', to: 'general' }] });
  });

  describe('over HTTP', function () {
    this.timeout(60_000);
    let app: TestApp;
    before(async () => {
      app = await startApp();
      await seedCounty(app.store);
    });
    after(() => app.close());

    it('is answered once a round is assessed, before in words; the same twice', async () => {
      const planner = await app.as('planner');
      expect((await planner.get('/api/rules/validation?round=2018-Q1')).body).to.include({ code: 'nothing-to-assess' });
      await planner.post('/api/assessments', { round: '2018-Q1', seed: 1 });
      const answer = await planner.get('/api/rules/validation?round=2018-Q1');
      expect(answer.status, answer.text).to.equal(200);
      const { rule, rounds, backTest, substitution, weights } = answer.as<RuleValidation>();
      expect(rule).to.include({ id: 'five-components' });
      expect([rounds, backTest]).to.deep.equal([['2018-Q1'], null]);
      expect(substitution.map(({ fraction, of }) => [fraction, of])).to.deep.equal([[0, 2], [0.5, 2], [1, 2]]);
      expect(weights.every(({ of }) => of === 2)).to.equal(true);
      expect((await planner.get('/api/rules/validation?round=2018-Q1')).text).to.equal(answer.text);
      expect((await planner.get('/api/rules/validation?round=2031-Q1')).status).to.equal(404);
      expect((await (await app.as('sampler')).get('/api/rules/validation?round=2018-Q1')).status).to.equal(403);
    });
  });
});
