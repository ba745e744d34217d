/** Worked cases of the Nemerow rule; a test runs each. All values are made up to show one clause. */
import type { GradingInputs, GradingMeasurement, GradingSample, RuleExample } from '../types.ts';

export type Value = number | `<${number}` | `>${number}`;

const METH = { id: 'meth', name: { zh: '甲基苯丙胺', en: 'Methamphetamine' }, abbreviation: 'METH', priority: true };
const KET = { id: 'ket', name: { zh: '氯胺酮', en: 'Ketamine' }, abbreviation: 'KET', priority: false };
const REFERENCE = { matrix: 'sewage' as const, basis: 'concentration' as const, unit: 'ng/L', value: 100, version: 'example', source: 'made up' };

function measurement(sampleId: string, analyte: string, value: Value): GradingMeasurement {
  const qualifier = typeof value === 'number' ? '=' : value.startsWith('<') ? '<' : '>';
  const number = typeof value === 'number' ? value : Number(value.slice(1));
  const limits = { lod: 10, loq: qualifier === '<' ? number : 20 };
  return { resultId: `${sampleId}-${analyte}`, analyte, basis: 'concentration', unit: 'ng/L', qualifier, value: qualifier === '=' ? number : null, limit: qualifier === '=' ? null : number, ...limits, detected: qualifier !== '<', reported: String(value), qcFlag: null };
}

/** One town, one grab at each of its sites: METH, KET in ng/L against references of 100. */
export function town(planned: number, bottles: readonly (readonly [Value, Value])[]): GradingInputs {
  const sites = bottles.map((_, i) => ({ id: `s${i + 1}`, code: `S${i + 1}`, areaId: 'town', asset: 'open-channel' as const }));
  const samples: GradingSample[] = bottles.map(([meth, ket], i) => ({
    id: `b${i + 1}`,
    siteId: `s${i + 1}`,
    matrix: 'sewage',
    mode: 'grab',
    collectedOn: '2018-02-01',
    rainMm: null,
    measurements: [measurement(`b${i + 1}`, 'meth', meth), measurement(`b${i + 1}`, 'ket', ket)],
  }));
  return {
    round: { code: 'example', startsOn: '2018-01-01', endsOn: '2018-03-31' },
    areas: [{ id: 'town', code: 'T', name: { zh: '例镇', en: 'Example town' }, planned }],
    sites,
    samples,
    references: [
      { ...REFERENCE, analyte: 'meth' },
      { ...REFERENCE, analyte: 'ket' },
    ],
    analytes: [METH, KET],
    relations: [],
  };
}

export const nemerowExamples: readonly RuleExample[] = [
  {
    title: { zh: '五个点位甲基苯丙胺均为参考值的 10 倍：严重', en: 'METH ten times its reference at five sites: severe' },
    inputs: town(5, Array.from({ length: 5 }, () => [1000, 100] as const)),
    // weights 2 : 1, mean (2·10 + 1·1)/3 = 7, largest 10: √((49 + 100)/2) = 8.631…
    expected: [{ code: 'T', grade: 'severe', firmness: 'firm', index: Math.sqrt(74.5), reasons: ['graded', 'decided-by'] }],
  },
  {
    title: { zh: '恰为切分值的一半：一般严重', en: 'at half the lowest cut: general' },
    inputs: town(5, Array.from({ length: 5 }, () => [100, 100] as const)),
    expected: [{ code: 'T', grade: 'general', firmness: 'firm', index: 1 }],
  },
  {
    title: { zh: '定量限低于切分值的未检出是“一般严重”的证据', en: 'non-detects with the LOQ below the cut are evidence for general' },
    inputs: town(5, Array.from({ length: 5 }, () => ['<20', '<20'] as const)),
    expected: [{ code: 'T', grade: 'general', firmness: 'firm', index: null, reasons: ['below-limits'] }],
  },
  {
    title: { zh: '定量限高于切分值的未检出不是证据', en: 'non-detects with the LOQ above the cut are no evidence' },
    inputs: town(5, Array.from({ length: 5 }, () => ['<500', '<500'] as const)),
    expected: [{ code: 'T', grade: 'insufficient', firmness: 'none', reasons: ['too-few-sites', 'limit-above-cut'] }],
  },
  {
    title: { zh: '五瓶丢失三瓶：证据不足', en: 'three bottles of five lost: insufficient' },
    inputs: town(5, [
      [1000, 100],
      [1000, 100],
    ]),
    expected: [{ code: 'T', grade: 'insufficient', firmness: 'none', index: null, reasons: ['too-few-sites', 'bottles'] }],
  },
  {
    title: { zh: '高于校准上限的值按下限计入', en: 'values above the range enter as lower bounds' },
    inputs: town(5, Array.from({ length: 5 }, () => ['>5000', 100] as const)),
    expected: [{ code: 'T', grade: 'severe', firmness: 'firm', reasons: ['above-range'] }],
  },
  {
    title: { zh: '切分值附近：临界', en: 'close to a cut: borderline' },
    inputs: town(5, Array.from({ length: 5 }, () => [310, 310] as const)),
    expected: [{ code: 'T', grade: 'severe', firmness: 'borderline', index: 3.1, reasons: ['near-cut'] }],
  },
  {
    title: { zh: '一个点位极高：至少较严重', en: 'one site far above the rest: at least moderately severe' },
    inputs: town(5, [
      [2000, 50],
      [50, 50],
      [50, 50],
      [50, 50],
      [50, 50],
    ]),
    expected: [{ code: 'T', grade: 'moderately-severe', firmness: 'firm', index: 0.5, reasons: ['single-site'] }],
  },
];
