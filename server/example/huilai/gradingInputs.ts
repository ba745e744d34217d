/**
 * The generated county as the inputs of a grading rule, without a store: for holding rules against
 * many seeds. Reads the typed texts by the laboratory's own function. Knows no rule.
 */
import type { GradingInputs, GradingMeasurement, GradingSample } from '../../../analysis/grading/types.ts';
import { analytes } from '../../../models/reference/analytes.ts';
import { huilaiAreas } from '../../../models/reference/areas.ts';
import { referenceValues } from '../../../models/reference/referenceValues.ts';
import { readResult } from '../../../models/schemas/readResult.ts';
import { requireMethod } from './requireMethod.ts';
import type { GeneratedResult, GeneratedSample, HuilaiData } from './types.ts';

const number = (text: string | null): number | null => (text === null ? null : Number(text));

function measurementOf(result: GeneratedResult, sample: GeneratedSample): GradingMeasurement {
  const entry = result.entries[result.entries.length - 1];
  const method = requireMethod(result.analyte, sample.matrix);
  const read = entry === undefined ? undefined : readResult(entry.rawText, method, { unit: entry.unit, dilution: entry.dilution });
  if (read?.ok !== true) throw new RangeError(`${sample.number} ${result.analyte}: "${entry?.rawText ?? ''}" cannot be read: ${read?.en ?? 'nothing was typed'}`);
  return {
    resultId: `${sample.number}.${result.analyte}`, analyte: result.analyte, basis: 'concentration', unit: read.unit, qualifier: read.qualifier,
    value: number(read.value), limit: number(read.limit), lod: number(read.lod), loq: number(read.loq), detected: read.detected, reported: read.reportedText, qcFlag: null,
  };
}

/** Loads where the day's flow and the population served are known; limits become loads too. */
function loadOf(measurement: GradingMeasurement, litresPerHead: number): GradingMeasurement {
  // ng/L × L per head and day × 1000 heads × 10⁻⁶ mg/ng
  const scale = (value: number | null): number | null => (value === null ? null : (value * litresPerHead) / 1000);
  return { ...measurement, resultId: `${measurement.resultId}.load`, basis: 'load', unit: 'mg/1000inh/d', value: scale(measurement.value), limit: scale(measurement.limit), lod: scale(measurement.lod), loq: scale(measurement.loq) };
}

/** WGS-84 as far as clustering needs it: the generator's plan is in it, and a shift shared by all sites moves no neighbour. */
const positionOf = ([longitude, latitude]: readonly [number, number]): { longitude: number; latitude: number } => ({ longitude, latitude });

/** @throws RangeError when the round is not of the example or a typed text cannot be read */
export function gradingInputsOf(data: HuilaiData, roundCode: string): GradingInputs {
  const round = data.rounds.find(({ code }) => code === roundCode);
  if (round === undefined) throw new RangeError(`round "${roundCode}" is not of the example; expected one of ${data.rounds.map(({ code }) => code).join(', ')}`);
  const sites = data.plan.areas.flatMap((area) => area.sites.map((site) => ({ site, areaCode: area.code })));
  const results = new Map<string, GeneratedResult[]>();
  for (const result of data.results) {
    if (result.roundCode !== roundCode || result.state !== 'released') continue;
    results.set(result.sampleNumber, [...(results.get(result.sampleNumber) ?? []), result]);
  }
  const samples = data.samples.filter((sample) => sample.roundCode === roundCode);
  return {
    round: { code: round.code, startsOn: round.startsOn, endsOn: round.endsOn },
    areas: data.plan.areas.map(({ code }) => {
      const area = huilaiAreas.areas.find((each) => each.codeSystem === data.plan.codeSystem && each.code === code);
      return { id: code, code, name: { zh: area?.nameZh ?? code, en: area?.nameEn ?? code }, planned: samples.filter((sample) => sample.areaCode === code && sample.replaces === null).length };
    }),
    sites: sites.map(({ site, areaCode }) => ({ id: site.code, code: site.code, areaId: areaCode, asset: site.asset, position: positionOf(site.coordinate) })),
    samples: samples.flatMap((sample): GradingSample[] => {
      const own = results.get(sample.number) ?? [];
      if (own.length === 0) return [];
      const population = sites.find(({ site }) => site.code === sample.siteCode)?.site.populationServed;
      const litres = population === undefined || sample.flowM3PerDay === null ? undefined : (sample.flowM3PerDay / population) * 1000;
      const measurements = own.map((result) => measurementOf(result, sample)).flatMap((each) => (litres === undefined ? [each] : [each, loadOf(each, litres)]));
      return [{ id: sample.number, siteId: sample.siteCode, matrix: sample.matrix, mode: sample.mode, collectedOn: sample.visitedOn, rainMm: sample.rainMm, measurements }];
    }),
    references: referenceValues,
    analytes: analytes.map(({ id, nameZh, nameEn, abbreviation, priority }) => ({ id, name: { zh: nameZh, en: nameEn }, abbreviation, priority })),
    relations: sites.flatMap(({ site }) => (site.downstream ?? []).map((next) => ({ upstreamSiteId: site.code, downstreamSiteId: next.site }))),
  };
}
