/** The five-component rule: its numbers against the definition worked out by other means, its draws, and its memory. */
import { expect } from 'chai';
import { assess } from '../../../analysis/assess.ts';
import { decide, mostProbable } from '../../../analysis/grading/decide.ts';
import { severityCuts, usedWeights } from '../../../analysis/grading/components/severity.ts';
import { shapley } from '../../../analysis/grading/explain/shapley.ts';
import { fiveComponents } from '../../../analysis/grading/rules/fiveComponents.ts';
import type { GradingInputs, GradingSample, IssuedClass } from '../../../analysis/grading/types.ts';
import type { AreaAssessment } from '../../../models/schemas/assessment.ts';
import { ANALYTE_WEIGHTS, simulateCounty } from '../../campaigns/calibration/simulateCounty.ts';
import { classesByDefinition, figuresOfTown, hotSites, indexOfPlace, WEIGHTS } from '../../campaigns/calibration/severityByDefinition.ts';
import { grabs, town } from './town.ts';

const only = (inputs: GradingInputs, seed = 1): AreaAssessment => {
  const area = assess(inputs, fiveComponents, seed, { draws: 2000 }).result.areas[0];
  if (area === undefined) throw new Error('no area was graded');
  return area;
};

/** Every result as a measured value: half the limit where nothing was found. */
const measured = (samples: readonly GradingSample[]): GradingSample[] =>
  samples.map((sample) => ({ ...sample, measurements: sample.measurements.map((m) => ({ ...m, qualifier: '=' as const, value: m.qualifier === '<' ? (m.limit ?? 0) / 2 : (m.value ?? m.limit), limit: null })) }));

describe('five components', () => {
  it('agree with the definition worked out by other means, in a first and in a sixth quarter', () => {
    for (const rounds of [1, 6]) {
      const county = simulateCounty(4, rounds);
      const last = county.rounds.at(-1);
      if (last === undefined) throw new Error('a round was expected');
      const inputs: GradingInputs = { ...last.inputs, samples: measured(last.inputs.samples), past: (last.inputs.past ?? []).map((each) => ({ ...each, samples: measured(each.samples) })) };
      const series = last.naive.map((_, t) => county.rounds.map(({ naive }) => figuresOfTown({ places: naive[t] ?? [] }, ANALYTE_WEIGHTS)));
      const sites = last.naive.flatMap((own, t) => own.map((factors, s) => ({ t, x: county.coordinates[t]?.[s]?.x ?? 0, y: (county.coordinates[t]?.[s]?.y ?? 0) * 1.087, value: Math.log2(indexOfPlace(factors, ANALYTE_WEIGHTS)) })));
      const hot = hotSites(sites);
      const expected = classesByDefinition(county.years, series, last.naive.map((_, t) => 20 * sites.filter((site, i) => site.t === t && hot[i]).length));
      const { areas } = assess(inputs, fiveComponents, 1, { draws: 20 }).result;
      expect(areas.some(({ components }) => components.some(({ key, value }) => key === 'cluster' && (value ?? 0) > 0))).to.equal(true);
      areas.forEach(({ explanation, code }, t) => expect(explanation?.central, `${code} of ${rounds}`).to.be.closeTo(expected[t]?.severity ?? Number.NaN, 0.05));
    }
  });

  it('severity is the weighted sum of what is shown, and left-out weights go to the others', () => {
    const area = only(town(grabs([['300', '50'], ['500', '90'], ['200', '<20'], ['250', '40'], ['700', '60']])));
    const used = area.components.filter((each) => each.used);
    expect(used.map(({ key }) => key)).to.deep.equal(['level', 'breadth']);
    expect(used.reduce((sum, { weight }) => sum + weight, 0)).to.be.closeTo(1, 1e-12);
    expect(used.reduce((sum, { weight, value }) => sum + weight * (value ?? Number.NaN), 0)).to.be.closeTo(area.severity ?? Number.NaN, 1e-9);
    expect(area.reasons.find(({ code }) => code === 'components-left-out')?.en).to.include('Trend, cluster, history could not be computed');
    expect(area.severityCuts).to.deep.equal({ moderatelySevere: 0.75 * 50, severe: 0.75 * 50 * Math.log2(3) });
  });

  it('cuts are those of a place that stands still at the index, whatever is left out', () => {
    const all = severityCuts(WEIGHTS, { moderatelySevere: 2, severe: 3, quantity: 'index' });
    expect(all.moderatelySevere).to.be.closeTo(25, 1e-12);
    const some = usedWeights(WEIGHTS, (key) => key !== 'trend' && key !== 'history');
    expect(severityCuts(some, { moderatelySevere: 2, severe: 3, quantity: 'index' }).moderatelySevere).to.be.closeTo(30, 1e-12);
    expect(() => usedWeights({ ...WEIGHTS, level: Number.NaN }, () => true)).to.throw(RangeError, /weight of level is NaN/);
    expect(() => usedWeights(WEIGHTS, () => false)).to.throw(RangeError, /no component/);
  });

  it('probabilities are shares of the draws, sum to one, and another seed gives others', () => {
    const inputs = town(grabs([['200', '50'], ['350', '90'], ['250', '20'], ['300', '40'], ['150', '60']]));
    const [first, again, other] = [only(inputs, 7), only(inputs, 7), only(inputs, 8)];
    expect(JSON.stringify(again)).to.equal(JSON.stringify(first));
    expect(JSON.stringify(other.probability)).not.to.equal(JSON.stringify(first.probability));
    const { severe, moderatelySevere, general } = first.probability ?? { severe: Number.NaN, moderatelySevere: Number.NaN, general: Number.NaN };
    expect(severe + moderatelySevere + general).to.be.closeTo(1, 1e-12);
    expect(Number.isInteger(Math.round(severe * 2000 * 1e6) / 1e6)).to.equal(true);
    expect(first.firmness).to.equal('borderline');
  });

  it('the order of sites, bottles, results and references changes no byte', () => {
    const inputs = { ...town(grabs([['200', '50'], ['350', '<90'], ['250', '20'], ['>2000', '40'], ['150', '60']])) };
    const turned: GradingInputs = { ...inputs, sites: [...inputs.sites].reverse(), samples: [...inputs.samples].reverse().map((sample) => ({ ...sample, measurements: [...sample.measurements].reverse() })), references: [...inputs.references].reverse() };
    expect(JSON.stringify(only(turned))).to.equal(JSON.stringify(only(inputs)));
  });

  it('a priority analyte surely above its reference makes a place at least moderately severe', () => {
    const area = only(town(grabs(Array.from({ length: 15 }, () => ['165', '<20'] as const))));
    expect(area).to.include({ grade: 'moderately-severe', firmness: 'firm' });
    expect(area.reasons.map(({ code }) => code)).to.include('priority-analyte');
    const ketamine = only(town(grabs(Array.from({ length: 7 }, () => ['<20', '170'] as const))));
    expect(ketamine.grade).to.equal('general');
  });

  it('a fall that rain explains is said to be so, and lowers no class', () => {
    const rain = (inputs: GradingInputs, mm: number, factor: number): GradingInputs => ({
      ...inputs,
      areas: [...inputs.areas, { id: 'other', code: 'U', name: { zh: '邻镇', en: 'Other town' }, planned: 12 }],
      sites: [...inputs.sites, ...Array.from({ length: 12 }, (_, i) => ({ id: `O${i}`, code: `O${i}`, areaId: 'other', asset: 'open-channel' as const }))],
      samples: [
        ...inputs.samples.map((sample) => ({ ...sample, rainMm: mm })),
        ...Array.from({ length: 12 }, (_, i): GradingSample => ({ id: `o${i}-${mm}`, siteId: `O${i}`, matrix: 'sewage', mode: 'grab', collectedOn: '2018-02-01', rainMm: mm, measurements: (['meth', 'ket'] as const).map((analyte) => ({ resultId: `o${i}-${mm}-${analyte}`, analyte, basis: 'concentration', unit: 'ng/L', qualifier: '=', value: 60 * factor, limit: null, lod: 1, loq: 2, detected: true, reported: '', qcFlag: null })) })),
      ],
    });
    const issued: IssuedClass[] = [{ areaId: 'town', own: 'severe', established: 'severe', explainedByRain: false }];
    const then = rain(town(grabs(Array.from({ length: 5 }, () => ['600', '60'] as const))), 2, 1);
    const past = [{ round: { code: '2017-Q4', startsOn: '2017-10-01', endsOn: '2017-12-31' }, sites: then.sites, samples: then.samples, issued }];
    const at = (value: string, factor: number, mm: number): AreaAssessment => {
      const now = rain(town(grabs(Array.from({ length: 5 }, () => [value, String(60 * factor)] as const))), mm, factor);
      return only({ ...now, past });
    };
    const wet = at('180', 0.3, 90);
    expect(wet).to.include({ grade: 'severe', firmness: 'borderline' });
    expect(wet.reasons.map(({ code }) => code)).to.include.members(['held-rain', 'fall-explained-by-rain']);
    const dry = at('60', 1, 3);
    expect(dry).to.include({ grade: 'general', firmness: 'firm' });
    expect(dry.reasons.map(({ code }) => code)).to.include('lowered-certain');
  });

  it('explains: Shapley values add up, and the counterfactual crosses the cut', () => {
    const inputs = town(grabs([['900', '50'], ['1100', '90'], ['700', '20'], ['800', '40'], ['1500', '60']]));
    const area = only(inputs);
    const { explanation } = area;
    if (explanation === undefined) throw new Error('an explanation was expected');
    expect(explanation.analytes.reduce((sum, { points }) => sum + points, 0)).to.be.closeTo(explanation.central, 1e-9);
    expect(explanation.sites.reduce((sum, { points }) => sum + points, 0)).to.be.closeTo(explanation.central, 1e-9);
    expect(explanation.analytes[0]?.key).to.equal('meth');
    const { counterfactual } = explanation;
    expect(counterfactual).to.include({ grade: 'moderately-severe', analyte: 'meth', unit: 'ng/L', siteCode: null });
    const fell = (factor: number): AreaAssessment => only({ ...inputs, samples: inputs.samples.map((sample) => ({ ...sample, measurements: sample.measurements.map((m) => (m.analyte === 'meth' && m.value !== null ? { ...m, value: m.value * factor } : m)) })) });
    const factor = 1 + (counterfactual?.change ?? Number.NaN);
    const cut = area.severityCuts?.severe ?? Number.NaN;
    expect(fell(factor * 0.999).explanation?.central).to.be.below(cut);
    expect(fell(factor * 1.001).explanation?.central).to.be.at.least(cut);
    for (const text of [explanation.sentence.zh, explanation.sentence.en]) expect(text).not.to.match(/NaN|undefined|null/);
  });
});

describe('Shapley values', () => {
  it('are exact: a glove game worked by hand, symmetry, a player who adds nothing', () => {
    // one left glove, two right ones: 2/3, 1/6, 1/6
    const glove = shapley(3, (coalition) => ((coalition & 1) !== 0 && (coalition & 6) !== 0 ? 1 : 0));
    [2 / 3, 1 / 6, 1 / 6].forEach((value, i) => expect(glove[i]).to.be.closeTo(value, 1e-12));
    expect(shapley(2, (coalition) => (coalition & 1 ? 5 : 0))).to.deep.equal([5, 0]);
    expect(shapley(0, () => 3)).to.deep.equal([]);
    expect(() => shapley(40, () => 0)).to.throw(RangeError);
    expect(() => shapley(1, () => Number.NaN)).to.throw(RangeError, /coalition 0 is NaN/);
  });
});

describe('the class that is issued', () => {
  const p = (severe: number, moderatelySevere: number) => ({ severe, moderatelySevere, general: 1 - severe - moderatelySevere });
  const constants = { firmAt: 0.8, downAt: 0.95 };
  const before = (established: IssuedClass['established'], own: IssuedClass['own'] = established ?? 'general', explainedByRain = false): IssuedClass[] => [{ areaId: 'a', own, established, explainedByRain }];

  it('rises when firm, falls after two quarters or at 95 %, and stands still in between', () => {
    expect(decide(p(0.9, 0.1), 'severe', true, before('general'), false, constants)).to.include({ grade: 'severe', firm: true, memory: 'raised', established: 'severe' });
    expect(decide(p(0.6, 0.3), 'severe', false, before('general'), false, constants)).to.include({ grade: 'general', firm: false, memory: 'not-yet-firm', established: 'general' });
    expect(decide(p(0.1, 0.2), 'general', false, before('severe'), false, constants)).to.include({ grade: 'severe', firm: false, memory: 'held-first', established: 'severe' });
    expect(decide(p(0.1, 0.2), 'general', false, before('severe', 'general'), false, constants)).to.include({ grade: 'general', memory: 'lowered-twice', established: 'general' });
    expect(decide(p(0.04, 0.1), 'general', true, before('severe'), false, constants)).to.include({ grade: 'general', memory: 'lowered-certain' });
    expect(decide(p(0.01, 0.1), 'general', true, before('severe'), true, constants)).to.include({ grade: 'severe', memory: 'held-rain' });
    expect(decide(p(0.1, 0.2), 'general', false, before('severe', 'general', true), false, constants)).to.include({ grade: 'severe', memory: 'held-first' });
  });

  it('a class that never was firm holds nothing', () => {
    expect(decide(p(0.5, 0.3), 'severe', false, [], false, constants)).to.include({ grade: 'severe', firm: false, established: null, memory: 'none' });
    expect(decide(p(0.1, 0.3), 'general', false, before(null, 'severe'), false, constants)).to.include({ grade: 'general', memory: 'none' });
    expect(mostProbable(p(0.4, 0.4))).to.equal('moderately-severe');
  });
});
