/**
 * Severity: the weighted mean of the components that could be computed, each 0 to 100. One that
 * could not is left out and the weights of the others are raised in proportion. Pure.
 */
import type { Cuts } from '../cuts.ts';

export const COMPONENTS = ['level', 'breadth', 'trend', 'cluster', 'history'] as const;
export type ComponentKey = (typeof COMPONENTS)[number];
export type Weights = Readonly<Record<ComponentKey, number>>;
/** Value of each component; NaN where it cannot be computed. */
export type ComponentValues = Readonly<Record<ComponentKey, number>>;
/** Severity of components whose weights in use are these; where a rule has none, the weighted sum. */
export type SeverityFormula = (weights: Weights, values: ComponentValues) => number;

/** How high an index may rise before the level is full: two doublings. */
const FULL_DOUBLINGS = 2;

/** Level: 100 × clamp(log2 N / log2 4). @throws RangeError when N is NaN or negative */
export function levelOf(index: number): number {
  if (!(index >= 0)) throw new RangeError(`index is ${index}; a number >= 0 was expected`);
  return 100 * Math.min(1, Math.max(0, Math.log2(index) / FULL_DOUBLINGS));
}

/** Weights of the components that are numbers, raised so that they sum to 1; 0 for the others. @throws RangeError where none is a number or a weight is negative or no number */
export function usedWeights(weights: Weights, known: (key: ComponentKey) => boolean): Weights {
  let total = 0;
  for (const key of COMPONENTS) {
    const weight = weights[key];
    if (!(Number.isFinite(weight) && weight >= 0)) throw new RangeError(`the weight of ${key} is ${weight}; a finite number >= 0 was expected`);
    if (known(key)) total += weight;
  }
  if (!(total > 0)) throw new RangeError('no component could be computed, so there is no severity');
  const used = (key: ComponentKey): number => (known(key) ? weights[key] / total : 0);
  return { level: used('level'), breadth: used('breadth'), trend: used('trend'), cluster: used('cluster'), history: used('history') };
}

/** Σ weight × value over the components whose weight is above 0. */
export function weightedSum(weights: Weights, values: ComponentValues): number {
  let sum = 0;
  for (const key of COMPONENTS) if (weights[key] > 0) sum += weights[key] * values[key];
  return sum;
}

/** Steps in which the severity that is its own history is found; a contraction by the weight of history. */
const MOST_STEPS = 2000;

/** Severity of a place that stands still at a level with nothing else against it: S = f(level, 0, 0, 0, S), from below. */
function standStill(weights: Weights, level: number, formula: SeverityFormula): number {
  let severity = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = formula(weights, { level, breadth: 0, trend: 0, cluster: 0, history: severity });
    if (!Number.isFinite(next)) throw new RangeError(`the severity formula gives ${next} at level ${level} and history ${severity}; a finite number was expected`);
    if (Math.abs(next - severity) < 1e-12) return next;
    severity = next;
  }
  return severity;
}

/**
 * Cuts of the severity with the weights in use: the severity of a place that stands still at the
 * index of each cut with nothing else against it. Its history is its own severity, so
 * S = w_level × level(N) + w_history × S. A component left out then moves no place across a cut.
 * @param indexCuts as multiples of the references
 * @param formula of the rule, where it has one of its own
 */
export function severityCuts(weights: Weights, indexCuts: Cuts, formula?: SeverityFormula): Cuts {
  const at = (index: number): number => (formula === undefined ? (weights.level * levelOf(index)) / (1 - weights.history) : standStill(weights, levelOf(index), formula));
  return { moderatelySevere: at(indexCuts.moderatelySevere), severe: at(indexCuts.severe), quantity: 'severity' };
}
