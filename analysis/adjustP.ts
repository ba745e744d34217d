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
  const order = ascending(p, tested);
  // least of m p / rank over this rank and all above; of equal p the one met first has the highest rank
  for (let rank = m, smallest = 1; rank >= 1; rank--) {
    const i = order[rank - 1] as number;
    smallest = Math.min(smallest, (harmonic * m * (p[i] as number)) / rank);
    adjusted[i] = smallest;
  }
  return adjusted;
};

/** Buckets larger than this are left to the engine's sort: many p may lie close to 0. */
const SMALL_BUCKET = 24;

/** Indices of probabilities in ascending order: dealt into as many buckets as there are, then sorted within each. */
const ascending = (p: ArrayLike<number>, indices: Int32Array): Int32Array => {
  const m = indices.length;
  const start = new Int32Array(m + 2);
  const bucketOf = (i: number): number => Math.floor((p[i] as number) * m);
  for (let k = 0; k < m; k++) {
    const bucket = bucketOf(indices[k] as number) + 1;
    start[bucket] = (start[bucket] as number) + 1;
  }
  for (let bucket = 1; bucket < start.length; bucket++) start[bucket] = (start[bucket] as number) + (start[bucket - 1] as number);
  const next = start.slice();
  const order = new Int32Array(m);
  for (let k = 0; k < m; k++) {
    const i = indices[k] as number;
    const bucket = bucketOf(i);
    order[next[bucket] as number] = i;
    next[bucket] = (next[bucket] as number) + 1;
  }
  for (let bucket = 0; bucket <= m; bucket++) {
    const from = start[bucket] as number;
    const to = start[bucket + 1] as number;
    if (to - from > SMALL_BUCKET) {
      order.subarray(from, to).sort((a, b) => (p[a] as number) - (p[b] as number));
      continue;
    }
    for (let k = from + 1; k < to; k++) {
      const i = order[k] as number;
      const value = p[i] as number;
      let slot = k;
      for (; slot > from && (p[order[slot - 1] as number] as number) > value; slot--) order[slot] = order[slot - 1] as number;
      order[slot] = i;
    }
  }
  return order;
};
