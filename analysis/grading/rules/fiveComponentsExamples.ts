/** Worked cases of the five-component rule; a test runs each. All values are made up to show one clause. */
import type { GradingInputs, IssuedClass, RuleExample } from '../types.ts';
import { town, type Value } from './nemerowExamples.ts';

type Bottles = readonly (readonly [Value, Value])[];
const five = (meth: Value, ket: Value): Bottles => Array.from({ length: 5 }, () => [meth, ket] as const);

/** The same town in the quarter before, with what was issued then. */
function after(bottles: Bottles, before: Bottles, issued: Omit<IssuedClass, 'areaId'>): GradingInputs {
  const then = town(5, before);
  return { ...town(5, bottles), past: [{ round: { code: 'before', startsOn: '2017-10-01', endsOn: '2017-12-31' }, sites: then.sites, samples: then.samples, issued: [{ ...issued, areaId: 'town' }] }] };
}

export const fiveComponentsExamples: readonly RuleExample[] = [
  { title: { zh: '五个点位甲基苯丙胺均为参考值的 10 倍：严重', en: 'METH ten times its reference at five sites: severe' }, inputs: town(5, five(1000, 100)), expected: [{ code: 'T', grade: 'severe', firmness: 'firm', index: Math.sqrt(74.5), reasons: ['graded', 'components-left-out'] }] },
  { title: { zh: '不及参考值一半：一般严重', en: 'below half the reference: general' }, inputs: town(5, five(40, 40)), expected: [{ code: 'T', grade: 'general', firmness: 'firm' }] },
  { title: { zh: '定量限低于切分值的未检出是“一般严重”的证据', en: 'non-detects with the LOQ below the cut are evidence for general' }, inputs: town(5, five('<20', '<20')), expected: [{ code: 'T', grade: 'general', firmness: 'firm', index: null }] },
  { title: { zh: '定量限高于切分值的未检出不是证据', en: 'non-detects with the LOQ above the cut are no evidence' }, inputs: town(5, five('<500', '<500')), expected: [{ code: 'T', grade: 'insufficient', firmness: 'none', reasons: ['too-few-sites', 'limit-above-cut'] }] },
  { title: { zh: '五瓶丢失三瓶：证据不足', en: 'three bottles of five lost: insufficient' }, inputs: town(5, [[1000, 100], [1000, 100]]), expected: [{ code: 'T', grade: 'insufficient', firmness: 'none', index: null, reasons: ['too-few-sites', 'bottles'] }] },
  { title: { zh: '高于校准上限的值按右删失计入', en: 'values above the range enter as right-censored' }, inputs: town(5, five('>5000', 100)), expected: [{ code: 'T', grade: 'severe', firmness: 'firm', reasons: ['above-range'] }] },
  { title: { zh: '切分值附近：临界', en: 'close to a cut: borderline' }, inputs: town(5, [[110, 50], [160, 50], [220, 50], [290, 50], [380, 50]]), expected: [{ code: 'T', grade: 'general', firmness: 'borderline', reasons: ['near-cut'] }] },
  { title: { zh: '上季严重，本季首次偏低：维持，标为临界', en: 'severe last quarter, lower for the first time: it stands, marked borderline' }, inputs: after(five(150, 150), five(1000, 100), { own: 'severe', established: 'severe', explainedByRain: false }), expected: [{ code: 'T', grade: 'severe', firmness: 'borderline', reasons: ['held-first'] }] },
  { title: { zh: '连续两季偏低：下调', en: 'lower for two quarters: it falls' }, inputs: after(five(150, 150), five(150, 150), { own: 'moderately-severe', established: 'severe', explainedByRain: false }), expected: [{ code: 'T', grade: 'moderately-severe', firmness: 'borderline', reasons: ['lowered-twice'] }] },
];
