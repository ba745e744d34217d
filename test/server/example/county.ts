/** Numbers out of the generated county, for the tests of its story. */
import { readResult } from '../../../models/schemas/readResult.ts';
import type { GeneratedResult, HuilaiData } from '../../../server/example/huilai/types.ts';
import { requireMethod } from '../../../server/example/huilai/requireMethod.ts';

export interface Value {
  round: string;
  area: string;
  site: string;
  matrix: string;
  analyte: string;
  qualifier: '=' | '<' | '>';
  /** Unrounded; for '>' what the instrument showed; null for a limit alone. */
  value: number | null;
  flow: number | null;
}

/** Every reported value of the county: the last typing of the attempt that stands. */
export function valuesOf(data: HuilaiData): Value[] {
  const samples = new Map(data.samples.map((sample) => [sample.number, sample]));
  return data.results.filter(({ state }) => state !== 'superseded').map((result: GeneratedResult) => {
    const sample = samples.get(result.sampleNumber);
    const entry = result.entries.at(-1);
    if (sample === undefined || entry === undefined) throw new Error(`${result.sampleNumber} ${result.analyte} hangs in the air`);
    const reading = readResult(entry.rawText, requireMethod(result.analyte, sample.matrix), { unit: entry.unit, dilution: entry.dilution });
    if (!reading.ok) throw new Error(`${result.sampleNumber} ${result.analyte} "${entry.rawText}": ${reading.en}`);
    return { round: result.roundCode, area: sample.areaCode, site: sample.siteCode, matrix: sample.matrix, analyte: result.analyte, qualifier: reading.qualifier, value: reading.value === null ? null : Number(reading.value), flow: sample.flowM3PerDay };
  });
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  if (low === undefined || high === undefined) throw new Error('the median of nothing was asked for');
  return (low + high) / 2;
};

/** Quantified amounts of an analyte at the water sites of a town in a round; above the range included. */
export const amounts = (values: readonly Value[], area: string, round: string, analyte: string, matrix?: string): number[] =>
  values.flatMap((v) => (v.area === area && v.round === round && v.analyte === analyte && (matrix === undefined ? v.matrix !== 'soil' : v.matrix === matrix) && v.qualifier !== '<' && v.value !== null ? [v.value] : []));

/** Ratios of two analytes, bottle by bottle, where both were quantified. */
export function ratios(values: readonly Value[], area: string, round: string, above: string, below: string): number[] {
  const at = new Map(values.filter((v) => v.area === area && v.round === round && v.matrix !== 'soil').map((v) => [`${v.site} ${v.analyte}`, v]));
  return [...new Set([...at.values()].map(({ site }) => site))].flatMap((site) => {
    const a = at.get(`${site} ${above}`);
    const b = at.get(`${site} ${below}`);
    return a?.qualifier === '<' || b?.qualifier === '<' || a?.value === undefined || b?.value === undefined || a.value === null || b.value === null ? [] : [a.value / b.value];
  });
}
