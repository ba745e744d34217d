/** Worked cases of the ordered rule; a test runs each. All values are made up to show one clause. */
import type { GradingInputs, IssuedClass, RuleExample } from '../types.ts';
import { town, type Value } from './nemerowExamples.ts';

type Bottles = readonly (readonly [Value, Value])[];
const five = (meth: Value, ket: Value): Bottles => Array.from({ length: 5 }, () => [meth, ket] as const);

function after(bottles: Bottles, before: Bottles, issued: Omit<IssuedClass, 'areaId'>): GradingInputs {
  const then = town(5, before);
  return { ...town(5, bottles), past: [{ round: { code: 'before', startsOn: '2017-10-01', endsOn: '2017-12-31' }, sites: then.sites, samples: then.samples, issued: [{ ...issued, areaId: 'town' }] }] };
}

export const orderedLevelExamples: readonly RuleExample[] = [
  { title: { zh: '五个点位甲基苯丙胺均为参考值的 10 倍：严重', en: 'METH ten times its reference at five sites: severe' }, inputs: town(5, five(1000, 100)), expected: [{ code: 'T', grade: 'severe', firmness: 'firm', index: Math.sqrt(74.5), reasons: ['graded', 'at-least', 'sampled-sites'] }] },
  { title: { zh: '不及参考值一半：一般严重', en: 'below half the reference: general' }, inputs: town(5, five(40, 40)), expected: [{ code: 'T', grade: 'general', firmness: 'firm' }] },
  { title: { zh: '定量限低于切分值的未检出是“一般严重”的证据', en: 'non-detects with the LOQ below the cut are evidence for general' }, inputs: town(5, five('<20', '<20')), expected: [{ code: 'T', grade: 'general', firmness: 'firm', index: null }] },
  { title: { zh: '五瓶丢失三瓶：证据不足', en: 'three bottles of five lost: insufficient' }, inputs: town(5, [[1000, 100], [1000, 100]]), expected: [{ code: 'T', grade: 'insufficient', firmness: 'none', index: null, reasons: ['too-few-sites', 'bottles'] }] },
  { title: { zh: '高于校准上限的值按右删失计入', en: 'values above the range enter as right-censored' }, inputs: town(5, five('>5000', 100)), expected: [{ code: 'T', grade: 'severe', firmness: 'firm', reasons: ['above-range'] }] },
  { title: { zh: '重点分析物在参考值 2 倍附近：临界，不因一个概率而“确定”', en: 'a priority analyte near twice its reference: borderline, never firm by one probability' }, inputs: town(5, five(205, 10)), expected: [{ code: 'T', grade: 'moderately-severe', firmness: 'borderline', reasons: ['near-cut'] }] },
  { title: { zh: '上季严重，本季首次偏低：维持，一律为临界', en: 'severe last quarter, lower for the first time: it stands, and is always borderline' }, inputs: after(five(250, 150), five(1000, 100), { own: 'severe', established: 'severe', explainedByRain: false }), expected: [{ code: 'T', grade: 'severe', firmness: 'borderline', reasons: ['held-first'] }] },
];
