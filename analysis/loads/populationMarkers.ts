/**
 * How many people stand behind a flow, from what people leave in it: cotinine, nitrogen, phosphorus,
 * ammonia, organic load. Against mobile-phone population single markers reached |r| of 0.46 at most:
 * they are combined, their disagreement is shown, and they want calibrating per site.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireInRange } from '../finite.ts';
import { medianSorted, sortedCopy } from '../quantile.ts';
import type { Decision, Step } from '../step.ts';

/**
 * Population from cotinine.
 * @param cotinineNgPerL >= 0
 * @param flowM3PerDay > 0
 * @param domesticShare (0, 1]
 * @param cigarettesPerHeadAndDay over the whole population, > 0
 * @param mgPerCigarette cotinine reaching the sewage per cigarette, > 0
 * @returns inhabitants
 * @throws RangeError naming the argument out of range
 */
export function populationFromCotinine(cotinineNgPerL: number, flowM3PerDay: number, domesticShare: number, cigarettesPerHeadAndDay: number, mgPerCigarette: number): number {
  requireInRange('cigarettesPerHeadAndDay', cigarettesPerHeadAndDay, { above: 0 });
  requireInRange('mgPerCigarette', mgPerCigarette, { above: 0 });
  return populationFromMarker(cotinineNgPerL, flowM3PerDay, domesticShare, cigarettesPerHeadAndDay * mgPerCigarette);
}

/**
 * Population from a marker with a known amount per head.
 * @param markerNgPerL >= 0; 1 mg/L is 10⁶ ng/L
 * @param mgPerHeadAndDay > 0
 * @returns inhabitants
 * @throws RangeError naming the argument out of range
 */
export function populationFromMarker(markerNgPerL: number, flowM3PerDay: number, domesticShare: number, mgPerHeadAndDay: number): number {
  requireInRange('markerNgPerL', markerNgPerL, { from: 0 });
  requireInRange('flowM3PerDay', flowM3PerDay, { above: 0 });
  requireInRange('domesticShare', domesticShare, { above: 0, to: 1 });
  requireInRange('mgPerHeadAndDay', mgPerHeadAndDay, { above: 0 });
  return (markerNgPerL * flowM3PerDay * domesticShare * 1e-3) / mgPerHeadAndDay;
}

export interface MarkerPopulation {
  marker: string;
  inhabitants: number;
}

export interface CombinedPopulation {
  /** Median of the markers. */
  inhabitants: number;
  lowest: number;
  highest: number;
}

export interface CombinedPopulationDiagnostics {
  markers: MarkerPopulation[];
  /** highest / lowest */
  spread: number;
}

/** Markers that disagree by more than this factor carry no population. */
export const MOST_SPREAD = 3;

/**
 * @returns null where no marker is given or they disagree more than three-fold, with the reason
 * @throws RangeError naming a population that is not > 0
 */
export function combinePopulations(markers: readonly MarkerPopulation[]): Step<CombinedPopulation | null, CombinedPopulationDiagnostics> {
  for (const { marker, inhabitants } of markers) requireInRange(`inhabitants from ${marker}`, inhabitants, { above: 0 });
  const sorted = sortedCopy(markers.map((one) => one.inhabitants));
  const lowest = sorted[0] ?? Number.NaN;
  const highest = sorted[sorted.length - 1] ?? Number.NaN;
  const diagnostics = { markers: [...markers], spread: highest / lowest };
  if (markers.length === 0) {
    return { result: null, diagnostics, decisions: [{ code: 'no-markers', zh: '没有人口标志物：不估算服务人口。', en: 'No population marker was measured: the population is not estimated.' }] };
  }
  if (diagnostics.spread > MOST_SPREAD) {
    return {
      result: null,
      diagnostics,
      decisions: [{ code: 'markers-disagree', zh: `各标志物相差 ${diagnostics.spread.toPrecision(3)} 倍，超过 ${MOST_SPREAD} 倍：不采用，请逐点校准。`, en: `The markers differ ${diagnostics.spread.toPrecision(3)}-fold, more than ${MOST_SPREAD}-fold: none is used; calibrate them at this site.` }],
    };
  }
  const decisions: Decision[] =
    markers.length === 1
      ? [{ code: 'single-marker', zh: '仅一种标志物：与手机人口的相关不超过 0.46，仅供参考。', en: 'A single marker: none correlated better than 0.46 with mobile-phone population; take it as a guide only.' }]
      : [{ code: 'markers-combined', zh: `${markers.length} 种标志物取中位数。`, en: `The median of ${markers.length} markers.` }];
  return { result: { inhabitants: medianSorted(sorted), lowest, highest }, diagnostics, decisions };
}
