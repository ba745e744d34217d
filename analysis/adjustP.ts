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
  const tested: number[] = [];
  for (let i = 0; i < p.length; i++) {
    const value = p[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    if (value < 0 || value > 1) throw new RangeError(`p[${i}] is ${value}; a probability from 0 to 1 was expected`);
    tested.push(i);
  }
  const m = tested.length;
  if (method === 'bonferroni') {
    for (const i of tested) adjusted[i] = Math.min(1, m * (p[i] ?? 0));
    return adjusted;
  }
  let harmonic = 1;
  if (method === 'BY') for (let i = 2; i <= m; i++) harmonic += 1 / i;
  const sorted = Float64Array.from(tested, (i) => p[i] ?? 0);
  const order = Uint32Array.from(tested.keys()).sort((a, b) => (sorted[b] ?? 0) - (sorted[a] ?? 0));
  let least = 1;
  for (let position = 0; position < m; position++) {
    const k = order[position] ?? 0;
    least = Math.min(least, (harmonic * m * (sorted[k] ?? 0)) / (m - position));
    adjusted[tested[k] ?? 0] = least;
  }
  return adjusted;
};
