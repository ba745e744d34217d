/**
 * Robust regression on order statistics: the logarithms of the measured values are regressed on normal
 * scores of Helsel-Cohn plotting positions, and only the censored ones are replaced by the line.
 * Helsel & Cohn (1988), Water Resour. Res. 24:1997; Lee & Helsel (2005), Comput. Geosci. 31:1241.
 * Reference values: NADA 1.6-1.1 ros.
 * Pure: no I/O, no clock, no Math.random.
 */
import { normalQuantile } from '../normal.ts';
import { medianSorted, quantileSorted } from '../quantile.ts';
import { countCensored, requireCensored, type CensoredValue } from './censoredValue.ts';
import { plottingPositions } from './plottingPositions.ts';

/** Probabilities of `quantiles`, in order. */
const ROS_PROBABILITIES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95] as const;

export interface Ros {
  mean: number;
  /** With n - 1. */
  sd: number;
  median: number;
  /** Type 7, at ROS_PROBABILITIES. */
  quantiles: number[];
  /** Of ln(value) on the normal score. */
  intercept: number;
  slope: number;
  /** One per value given, in the order given: measured ones unchanged, censored ones from the line. */
  modelled: Float64Array;
  plottingPositions: Float64Array;
}

/**
 * @param values at least two measured ones, all > 0; limits below only
 * @param constant of the plotting positions: 0 as NADA, 0.375 as EnvStats
 * @throws RangeError saying which condition does not hold
 */
export function ros(values: readonly CensoredValue[], constant = 0): Ros {
  requireCensored('values', values);
  const counts = countCensored(values);
  if (counts.above > 0) {
    throw new RangeError(`${counts.above} values are above the range; regression on order statistics has no place for them: use maximum likelihood, or dilute and measure again`);
  }
  const small = values.findIndex((one) => !(one.value > 0));
  if (small >= 0) throw new RangeError(`values[${small}] is ${values[small]?.value}; a number > 0 was expected, since the regression takes logarithms`);
  if (counts.detected < 2) throw new RangeError(`${counts.detected} measured values of ${counts.n}; a line wants at least two: report the detection frequency and the limits`);

  const positions = plottingPositions(values, constant);
  const scores = positions.map((p) => normalQuantile(p));
  let meanScore = 0;
  let meanLog = 0;
  for (const [i, one] of values.entries()) {
    if (one.qualifier !== '=') continue;
    meanScore += (scores[i] ?? 0) / counts.detected;
    meanLog += Math.log(one.value) / counts.detected;
  }
  let products = 0;
  let squares = 0;
  for (const [i, one] of values.entries()) {
    if (one.qualifier !== '=') continue;
    const centred = (scores[i] ?? 0) - meanScore;
    products += centred * (Math.log(one.value) - meanLog);
    squares += centred * centred;
  }
  const slope = products / squares;
  const intercept = meanLog - slope * meanScore;
  const modelled = Float64Array.from(values, (one, i) => (one.qualifier === '=' ? one.value : Math.exp(intercept + slope * (scores[i] ?? 0))));
  const mean = modelled.reduce((sum, value) => sum + value / modelled.length, 0);
  const sumOfSquares = modelled.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sorted = modelled.slice().sort();
  return {
    mean,
    sd: Math.sqrt(sumOfSquares / (modelled.length - 1)),
    median: medianSorted(sorted),
    quantiles: ROS_PROBABILITIES.map((p) => quantileSorted(sorted, p)),
    intercept,
    slope,
    modelled,
    plottingPositions: positions,
  };
}
