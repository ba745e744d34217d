/** What counts as evidence, and what is said where there is too little. */
import { expect } from 'chai';
import { assess } from '../../../analysis/assess.ts';
import { nemerowFixedCuts } from '../../../analysis/grading/rules/nemerowFixedCuts.ts';
import type { GradingInputs } from '../../../analysis/grading/types.ts';
import { grabs, town, typed, type Bottle } from './town.ts';

const grade = (inputs: GradingInputs) => {
  const area = assess(inputs, nemerowFixedCuts, 0).result.areas[0];
  if (area === undefined) throw new Error('no area was graded');
  return area;
};
const codes = (inputs: GradingInputs): string[] => grade(inputs).reasons.map(({ code }) => code);

describe('evidence of a grade', () => {
  it('wants three sites of grabs', () => {
    expect(grade(town(grabs([['50', '50'], ['50', '50']]), { planned: 5 }))).to.include({ grade: 'insufficient', firmness: 'none', severity: null, index: null, probability: null });
    expect(grade(town(grabs([['50', '50'], ['50', '50'], ['50', '50']]), { planned: 5 }))).to.include({ grade: 'general', firmness: 'firm' });
  });

  it('says in words how many bottles there were', () => {
    const { reasons } = grade(town(grabs([['50', '50'], ['50', '50']]), { planned: 5 }));
    expect(reasons.find(({ code }) => code === 'too-few-sites')?.en).to.equal('2 valid sites and 0 composite days at one plant; at least 3 valid sites, or 3 days of composites at one plant, are needed.');
    expect(reasons.find(({ code }) => code === 'bottles')?.zh).to.equal('计划样品 5 个，其中 2 个有已签发结果。');
  });

  const plant = (days: number, asset: Bottle['asset'] = 'plant-influent', mode: Bottle['mode'] = 'time-proportional'): Bottle[] =>
    Array.from({ length: days }, (_, day) => ({ site: 'P', asset, mode, on: `2018-02-0${day + 1}`, values: [{ analyte: 'meth', text: '500', basis: 'pnml', unit: 'mg/1000inh/d' }] }));

  it('takes three days of composites at one plant instead', () => {
    expect(grade(town(plant(2))).grade).to.equal('insufficient');
    expect(grade(town(plant(3)))).to.include({ grade: 'severe', firmness: 'firm', index: 5 });
  });

  it('counts a day once, and grabs or other places never as plant days', () => {
    const sameDay = plant(3).map((bottle) => ({ ...bottle, on: '2018-02-01' }));
    expect(grade(town(sameDay)).grade).to.equal('insufficient');
    expect(grade(town(plant(3).map((bottle) => ({ ...bottle, on: null })))).grade).to.equal('insufficient');
    expect(grade(town(plant(3, 'plant-influent', 'grab'))).grade).to.equal('insufficient');
    expect(grade(town(plant(3, 'open-channel'))).grade).to.equal('insufficient');
  });

  it('gives no grade to a place without bottles, and insufficient to one whose bottles gave nothing', () => {
    expect(grade(town([], { planned: 0 }))).to.include({ grade: 'not-graded', severity: null });
    expect(codes(town([], { planned: 5 }))).to.deep.equal(['no-released-result']);
  });

  it('lets a priority analyte without evidence soften "general", never lift it', () => {
    const silent = grabs(Array.from({ length: 5 }, () => ['<500', '<20'] as const)).map((bottle) => ({
      ...bottle,
      values: [...bottle.values.map((value) => (value.analyte === 'meth' ? { ...value, loq: 500 } : value)), { analyte: 'mdma', text: '<20' }],
    }));
    const area = grade(town(silent));
    expect(area).to.include({ grade: 'general', firmness: 'borderline' });
    expect(area.reasons.map(({ code }) => code)).to.include.members(['priority-not-known', 'limit-above-cut']);
  });

  it('takes a zero published without a limit for what it is: no evidence', () => {
    const zero = grabs([['50', '50'], ['50', '50'], ['50', '50']]).map((bottle) => ({ ...bottle, values: bottle.values.map((value) => ({ ...value, text: '<0', loq: null })) }));
    const inputs = town(zero);
    const unlimited = { ...inputs, samples: inputs.samples.map((sample) => ({ ...sample, measurements: sample.measurements.map((m) => ({ ...m, limit: null, loq: null, lod: null })) })) };
    expect(grade(unlimited).grade).to.equal('insufficient');
  });

  it('judges by the LOQ, not by the LOD under it', () => {
    // "< 150" with an LOQ of 300 against a reference of 100 and a cut of 2: 1.5 is below the cut, 3 is not
    const at = (loq: number) => town(grabs(Array.from({ length: 5 }, () => ['<150', '50'] as const)).map((b) => ({ ...b, values: b.values.map((v) => (v.analyte === 'meth' ? { ...v, loq } : v)) })));
    expect(codes(at(150))).not.to.include('limit-above-cut');
    expect(codes(at(300))).to.include('limit-above-cut');
  });

  it('lets grabs of several matrices reach three sites together, each with its own reference', () => {
    const bottles: Bottle[] = [
      { site: 'A', values: [{ analyte: 'meth', text: '1000' }] },
      { site: 'B', values: [{ analyte: 'meth', text: '1000' }] },
      { site: 'C', matrix: 'surface-water', values: [{ analyte: 'meth', text: '100' }] },
    ];
    const area = grade(town(bottles));
    expect(area.subIndices.map(({ matrix, index, validSites }) => ({ matrix, index, validSites }))).to.deep.equal([
      { matrix: 'sewage', index: 10, validSites: 2 },
      { matrix: 'surface-water', index: 1, validSites: 1 },
    ]);
    expect(area.index).to.be.closeTo((2 * 10 + 1) / 3, 1e-12);
    expect(area.reasons.map(({ code }) => code)).to.include('decided-by-mean');
  });

  it('does not let a clean matrix thin a dirty one that has evidence of its own', () => {
    const dirty = grabs(Array.from({ length: 3 }, () => ['1000', '1000'] as const));
    const clean: Bottle[] = Array.from({ length: 6 }, (_, i) => ({ site: `W${i}`, matrix: 'surface-water', values: [{ analyte: 'meth', text: '10' }] }));
    expect(grade(town([...dirty, ...clean]))).to.include({ grade: 'severe', index: 10 });
  });

  it('marks a grade borderline that rests on runs with failed quality control', () => {
    const bottles = grabs(Array.from({ length: 5 }, () => ['1000', '1000'] as const));
    const resting = bottles.map((b, i) => (i < 3 ? { ...b, values: b.values.map((v) => ({ ...v, qcFlag: 'qc-fail' })) } : b));
    expect(grade(town(resting))).to.include({ grade: 'severe', firmness: 'borderline' });
    const one = bottles.map((b, i) => (i < 1 ? { ...b, values: b.values.map((v) => ({ ...v, qcFlag: 'qc-fail' })) } : b));
    expect(grade(town(one))).to.include({ grade: 'severe', firmness: 'firm' });
  });

  it('names a reach only where relations were entered and both ends are known', () => {
    const bottles = grabs([['50', '50'], ['50', '50'], ['2000', '2000'], ['50', '50'], ['50', '50']]);
    expect(codes(town(bottles))).not.to.include('reach');
    expect(codes(town(bottles, { relations: [{ upstreamSiteId: 'S2', downstreamSiteId: 'S3' }] }))).to.include('reach');
    expect(codes(town(bottles, { relations: [{ upstreamSiteId: 'S3', downstreamSiteId: 'S4' }] }))).not.to.include('reach');
  });
});

describe('inputs that no rule can read', () => {
  const readable = grabs(Array.from({ length: 3 }, () => ['50', '50'] as const));
  const broken = (change: (inputs: GradingInputs) => GradingInputs) => () => assess(change(town(readable)), nemerowFixedCuts, 0);
  const withFirst = (inputs: GradingInputs, change: object): GradingInputs => ({
    ...inputs,
    samples: inputs.samples.map((sample, i) => (i === 0 ? { ...sample, measurements: sample.measurements.map((m, j) => (j === 0 ? { ...m, ...change } : m)) } : sample)),
  });

  it('are refused with the value and where it stands', () => {
    expect(broken((inputs) => withFirst(inputs, { value: Number.NaN }))).to.throw(RangeError, /result r\d+: qualifier '=' with value NaN/);
    expect(broken((inputs) => withFirst(inputs, { value: null }))).to.throw(RangeError, /value null; a finite number was expected/);
    expect(broken((inputs) => withFirst(inputs, { value: -1 }))).to.throw(RangeError, /lower bound is -1/);
    expect(broken((inputs) => withFirst(inputs, { unit: 'µg/L' }))).to.throw(RangeError, /is in µg\/L, its reference in ng\/L/);
    expect(broken((inputs) => ({ ...inputs, samples: [...inputs.samples, ...inputs.samples] }))).to.throw(RangeError, /bottle b0 stands twice/);
    expect(broken((inputs) => ({ ...inputs, sites: [] }))).to.throw(RangeError, /is of site S1, which is not among the sites/);
    expect(broken((inputs) => ({ ...inputs, references: inputs.references.map((r) => ({ ...r, value: 0 })) }))).to.throw(RangeError, /reference of \w+ is 0/);
    expect(broken((inputs) => ({ ...inputs, references: [...inputs.references, ...inputs.references] }))).to.throw(RangeError, /is given twice/);
    expect(() => assess(town(readable), { ...nemerowFixedCuts, cuts: { moderatelySevere: Number.NaN, severe: 3, quantity: 'index' } }, 0)).to.throw(RangeError, /cuts are NaN and 3/);
  });

  it('keeps a typed helper honest', () => {
    expect(typed({ analyte: 'meth', text: '<20d' })).to.include({ qualifier: '<', limit: 20, detected: true, value: null });
  });
});
