/** What must hold of a rule whose classes are ordered, over thousands of made-up towns; each check is shown to catch a planted violation. */
import { expect } from 'chai';
import { Random } from '../../../analysis/random.ts';
import { CLASSES } from '../../../analysis/grading/classify.ts';
import { hangsOnChance, highestAtLeast } from '../../../analysis/grading/ordered.ts';
import { fiveComponents } from '../../../analysis/grading/rules/fiveComponents.ts';
import { gradeAll } from '../../../analysis/grading/gradeByIndex.ts';
import { orderedLevel } from '../../../analysis/grading/rules/orderedLevel.ts';
import { town, type Value } from '../../../analysis/grading/rules/nemerowExamples.ts';
import type { GradingInputs, GradingRule } from '../../../analysis/grading/types.ts';

type Bottle = [meth: Value, ket: Value];
const TOWNS = 1500;
const DRAWS = 300;
const rank = (grade: string): number => CLASSES.findIndex((each) => each === grade);

const random = new Random(20261201);
const level = (): number => Math.round(1000 * 100 * 2 ** (3 * random.uniform() - 1)) / 1000;
const value = (): Value => (random.uniform() < 0.1 ? '<20' : level());
const bottles = (): Bottle[] => Array.from({ length: 3 + random.below(4) }, (): Bottle => [value(), value()]);

const graded = (rule: GradingRule, inputs: GradingInputs, seed: number, draws = DRAWS) => {
  const [area] = gradeAll(rule.prepare(inputs, seed, { draws, explain: false })).areas;
  if (area === undefined || area.probability === null) throw new Error('one graded town was expected');
  return { ...area, probability: area.probability };
};
const atLeast = ({ probability }: ReturnType<typeof graded>): [number, number] => [probability.severe + probability.moderatelySevere, probability.severe];

/** In how many of the towns raising one concentration lowered a probability of at least a class, or the class. */
function loweredByRaising(rule: GradingRule): number {
  let violations = 0;
  for (let n = 0; n < TOWNS; n += 1) {
    const before = bottles();
    const at = random.below(before.length);
    const raised = before.map((bottle, i): Bottle => (i === at ? [typeof bottle[0] === 'number' ? bottle[0] * (1 + 2 * random.uniform()) : bottle[0], typeof bottle[1] === 'number' ? bottle[1] * (1 + random.uniform()) : bottle[1]] : [...bottle]));
    const [low, high] = [graded(rule, town(before.length, before), n), graded(rule, town(before.length, raised), n)];
    if (atLeast(high).some((p, k) => p < (atLeast(low)[k] ?? 0) - 1e-12) || rank(high.grade) < rank(low.grade)) violations += 1;
  }
  return violations;
}

/** In how many towns the class issued is not the highest one with P(at least) of a half, or is called firm below four fifths. */
function issuedAgainstItsProbability(rule: GradingRule): number {
  let violations = 0;
  for (let n = 0; n < TOWNS; n += 1) {
    const own = bottles();
    const { grade, firmness, probability } = graded(rule, town(own.length, own), n);
    const share = { severe: probability.severe, 'moderately-severe': probability.moderatelySevere, general: probability.general }[grade as 'severe'];
    if (grade !== highestAtLeast(probability, 0.5) || (firmness === 'firm' && share < 0.8)) violations += 1;
  }
  return violations;
}

/** The same rule on water that is clean where it is dirty: what a sign turned round would do. */
const upsideDown: GradingRule = {
  ...orderedLevel,
  prepare: (inputs, seed, options) => orderedLevel.prepare({ ...inputs, samples: inputs.samples.map((sample) => ({ ...sample, measurements: sample.measurements.map((each) => (each.value === null ? each : { ...each, value: 40_000 / each.value })) })) }, seed, options),
};

describe('ordered classes', function () {
  this.timeout(120_000);

  it(`raising a concentration never lowers a class or a probability of at least it, in ${String(TOWNS)} towns`, () => {
    expect(loweredByRaising(orderedLevel)).to.equal(0);
  });

  it('… and a sign turned round is caught', () => {
    expect(loweredByRaising(upsideDown)).to.be.greaterThan(TOWNS / 10);
  });

  it('the class issued is the highest with P(at least) of a half, and firm is four fifths of its own probability', () => {
    expect(issuedAgainstItsProbability(orderedLevel)).to.equal(0);
  });

  it('… which five-components@1.0.0 breaks: it lifts a class after the draws and issues the most probable one', () => {
    expect(issuedAgainstItsProbability(fiveComponents)).to.be.greaterThan(0);
  });

  it('a bottle more that agrees makes nothing less firm', () => {
    for (let n = 0; n < 60; n += 1) {
      const at = level();
      const same = (count: number) => town(count, Array.from({ length: count }, (): Bottle => [at, at / 4]));
      const [five, seven] = [graded(orderedLevel, same(5), n, 4000), graded(orderedLevel, same(7), n, 4000)];
      if (five.firmness === 'firm') expect(seven.firmness, String(at)).to.equal('firm');
    }
  });

  it('order of bottles and names of places change probabilities by no more than chance', () => {
    for (let n = 0; n < 40; n += 1) {
      const own = bottles();
      const inputs = town(own.length, own);
      const renamed: GradingInputs = {
        ...inputs,
        areas: inputs.areas.map((area) => ({ ...area, name: { zh: '别名', en: 'Other' } })),
        sites: [...inputs.sites].reverse(), samples: [...inputs.samples].reverse(),
      };
      const [a, b] = [graded(orderedLevel, inputs, n, 4000), graded(orderedLevel, renamed, n, 4000)];
      atLeast(a).forEach((p, k) => expect(Math.abs(p - (atLeast(b)[k] ?? 0)), String(n)).to.be.at.most(5 * Math.sqrt(0.5 / 4000)));
    }
  });

  it('earlier rounds stand beside the grade and move neither probabilities nor severity', () => {
    const own: Bottle[] = [[180, 50], [220, 60], [260, 70], [150, 40], [240, 90]];
    const alone = town(5, own);
    const past = Array.from({ length: 5 }, (_, k) => ({ round: { code: `p${String(k)}`, startsOn: `201${String(k + 2)}-01-01`, endsOn: `201${String(k + 2)}-03-31` }, sites: alone.sites, samples: alone.samples, issued: [] }));
    const [without, withPast] = [graded(orderedLevel, alone, 5), graded(orderedLevel, { ...alone, past }, 5)];
    expect([withPast.probability, withPast.severity, withPast.grade]).to.deep.equal([without.probability, without.severity, without.grade]);
    expect(withPast.components.filter(({ key, used }) => key !== 'level' && used).map(({ weight }) => weight)).to.satisfy((weights: number[]) => weights.length >= 2 && weights.every((weight) => weight === 0));
  });

  it('severity has the same cuts in every town and every round: 50 at twice the references, 79.2 at three times', () => {
    const { severityCuts } = graded(orderedLevel, town(5, bottles().slice(0, 3)), 1);
    expect(severityCuts?.moderatelySevere).to.equal(50);
    expect(severityCuts?.severe).to.be.closeTo((100 * Math.log2(3)) / 2, 1e-12);
  });

  it('what hangs on chance is said: near a half, near four fifths, and nowhere else', () => {
    const decision = { issueAt: 0.5, priorityCut: 2, shared: { townDay: 0, batch: 0 }, mostDraws: 1, standardErrors: 3 };
    const of = (severe: number, moderatelySevere: number, count: number): boolean => hangsOnChance({ severe, moderatelySevere, general: 1 - severe - moderatelySevere }, count, null, decision, { firmAt: 0.8, downAt: 0.95 });
    expect(of(0.51, 0.4, 10_000)).to.equal(true);
    expect(of(0.51, 0.4, 160_000)).to.equal(false);
    expect(of(0.05, 0.806, 10_000)).to.equal(true);
    expect(of(0, 0, 10_000)).to.equal(false);
    expect(of(0.65, 0.3, 10_000)).to.equal(false);
  });

  it('a bottle counts once: the loads worked out from its concentrations add nothing', () => {
    const own: Bottle[] = [[250, 50], [250, 50], [250, 50]];
    const inputs = town(3, own);
    const doubled: GradingInputs = {
      ...inputs,
      samples: inputs.samples.map((sample) => ({ ...sample, measurements: sample.measurements.flatMap((each) => [each, { ...each, resultId: `${each.resultId}.load`, basis: 'load' as const, unit: 'mg/d' }]) })),
      references: inputs.references.flatMap((each) => [each, { ...each, basis: 'load' as const, unit: 'mg/d' }]),
    };
    expect(graded(orderedLevel, doubled, 3).subIndices.map(({ basis }) => basis)).to.deep.equal(['load']);
    expect(graded(orderedLevel, inputs, 3).subIndices.map(({ basis }) => basis)).to.deep.equal(['concentration']);
  });
});
