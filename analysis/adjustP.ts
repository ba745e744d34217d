/**
 * P values adjusted for many comparisons: Benjamini-Hochberg (BH), Benjamini-Yekutieli (BY), Bonferroni.
 * Names and values follow R's p.adjust: missing values stay missing and do not count as comparisons.
 */
export type AdjustMethod = 'BH' | 'BY' | 'bonferroni';

/**
 * @param p probabilities; NaN marks a site without a test (an island, a missing value)
 * @returns adjusted values in the order given; NaN where p was NaN
 * @throws RangeError naming the first value outside [0, 1]
 */
export const adjustP = (p: ArrayLike<number>, method: AdjustMethod): Float64Array => {
  const adjusted = new Float64Array(p.length).fill(Number.NaN);
  const held = new Int32Array(p.length);
  let m = 0;
  for (let i = 0; i < p.length; i++) {
    const value = p[i] as number;
    if (Number.isNaN(value)) continue;
    if (value < 0 || value > 1) throw new RangeError(`p[${i}] is ${value}; a probability from 0 to 1 was expected`);
    held[m++] = i;
  }
  const tested = held.subarray(0, m);
  if (method === 'bonferroni') {
    for (const i of tested) adjusted[i] = Math.min(1, m * (p[i] as number));
    return adjusted;
  }
  let harmonic = 1;
  if (method === 'BY') for (let i = 2; i <= m; i++) harmonic += 1 / i;
  const sorted = Float64Array.from(tested, (i) => p[i] as number).sort();
  // least of m p / rank over this rank and all above
  const least = new Float64Array(m);
  for (let rank = m, smallest = 1; rank >= 1; rank--) {
    smallest = Math.min(smallest, (harmonic * m * (sorted[rank - 1] as number)) / rank);
    least[rank - 1] = smallest;
  }
  for (const i of tested) adjusted[i] = least[lastOf(sorted, p[i] as number)] as number;
  return adjusted;
};

/** Position of the last entry of a sorted list that equals a value it holds. */
const lastOf = (sorted: Float64Array, value: number): number => {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
};
