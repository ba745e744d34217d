/**
 * Sums over neighbours: the inner loop of Moran, its local form and Gi. Four places are read at once, so that none
 * waits for the sum of those before it.
 */
import type { Neighbours } from './neighbours.ts';

/**
 * Sum of the values of each place's neighbours, unweighted; 0 on an island.
 * @param values one per place
 * @param sums written and returned
 */
export const neighbourSums = (values: Float64Array, { count, start, index }: Neighbours, sums: Float64Array = new Float64Array(count)): Float64Array => {
  for (let i = 0, position = 0; i < count; i++) {
    const to = start[i + 1] as number;
    let sum = 0;
    for (; position + 4 <= to; position += 4) {
      const first = (values[index[position] as number] as number) + (values[index[position + 1] as number] as number);
      sum += first + ((values[index[position + 2] as number] as number) + (values[index[position + 3] as number] as number));
    }
    for (; position < to; position++) sum += values[index[position] as number] as number;
    sums[i] = sum;
  }
  return sums;
};
