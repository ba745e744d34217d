/**
 * Spatial weights over neighbours. Style W: each row sums to 1; B: each neighbour counts 1.
 * Within a row all weights are equal, so one number per row holds them.
 */
import { islandsOf, type Neighbours } from './neighbours.ts';

export type WeightStyle = 'W' | 'B';

export interface SpatialWeights extends Neighbours {
  readonly style: WeightStyle;
  /** The place itself counts as its own neighbour (the star of Gi*). It is not listed in `index`. */
  readonly star: boolean;
  /** Weight of each neighbour of row i; 0 on an island. */
  readonly weight: Float64Array;
  /** Places without a neighbour. */
  readonly islands: readonly number[];
  /** Room for as many numbers as there are places, used within one call: one set of weights serves many analytes. */
  readonly scratch: Float64Array;
}

export const spatialWeights = (neighbours: Neighbours, options: { style?: WeightStyle; star?: boolean } = {}): SpatialWeights => {
  const { style = 'W', star = false } = options;
  const { count, start, index } = neighbours;
  const weight = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const size = (start[i + 1] as number) - (start[i] as number) + (star ? 1 : 0);
    weight[i] = size === 0 ? 0 : style === 'W' ? 1 / size : 1;
  }
  return { count, start, index, style, star, weight, islands: islandsOf(neighbours), scratch: new Float64Array(count) };
};

/** Sums of the weights as the global statistics need them (Cliff and Ord). */
export interface WeightSums {
  s0: number;
  /** Half the sum of (w_ij + w_ji)². */
  s1: number;
  /** Sum of (row sum + column sum)². */
  s2: number;
  /** Places with at least one neighbour: spdep's adjusted n. */
  linked: number;
}

/** Weights are built once and serve every analyte and quarter, and so do their sums. */
const summed = new WeakMap<SpatialWeights, WeightSums>();

/**
 * Kept with the weights after the first call: arrays of weights are not to be changed once built.
 * @throws RangeError when the weights include the places themselves
 */
export const weightSums = (weights: SpatialWeights): WeightSums => {
  let sums = summed.get(weights);
  if (!sums) summed.set(weights, (sums = sumUp(weights)));
  return sums;
};

const sumUp = (weights: SpatialWeights): WeightSums => {
  const { count, start, index, weight, star } = weights;
  if (star) throw new RangeError('weights include the places themselves (star); global statistics need weights without');
  const columnSum = new Float64Array(count);
  const columnStart = new Int32Array(count + 1);
  for (const j of index) columnStart[j + 1] = (columnStart[j + 1] as number) + 1;
  for (let j = 0; j < count; j++) columnStart[j + 1] = (columnStart[j + 1] as number) + (columnStart[j] as number);
  const next = columnStart.slice(0, -1);
  const rowOf = new Int32Array(index.length);
  let s0 = 0;
  let squares = 0;
  let linked = 0;
  for (let i = 0; i < count; i++) {
    const from = start[i] as number;
    const to = start[i + 1] as number;
    const w = weight[i] as number;
    if (to > from) linked++;
    s0 += w * (to - from);
    squares += w * w * (to - from);
    for (let position = from; position < to; position++) {
      const j = index[position] as number;
      columnSum[j] = (columnSum[j] as number) + w;
      const slot = next[j] as number;
      rowOf[slot] = i;
      next[j] = slot + 1;
    }
  }
  // both row i and column i ascend: one pass over the two finds the pairs linked in both directions
  let mutual = 0;
  let s2 = 0;
  for (let i = 0; i < count; i++) {
    const to = start[i + 1] as number;
    const columnTo = columnStart[i + 1] as number;
    let position = start[i] as number;
    let slot = columnStart[i] as number;
    const w = weight[i] as number;
    const sum = w * (to - position) + (columnSum[i] as number);
    s2 += sum * sum;
    while (position < to && slot < columnTo) {
      const j = index[position] as number;
      const k = rowOf[slot] as number;
      if (j === k) {
        mutual += w * (weight[j] as number);
        position++;
        slot++;
      } else if (j < k) position++;
      else slot++;
    }
  }
  return { s0, s1: squares + mutual, s2, linked };
};
