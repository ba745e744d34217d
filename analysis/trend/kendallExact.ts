/**
 * The exact distribution of Kendall's S when every order of the values is equally likely.
 * Without ties in time the number of inversions of a multiset follows the Gaussian multinomial
 * coefficient, so the distribution is a product of polynomials and needs no listing of orders.
 * Reference: R 4.2.2 cor.test(exact = TRUE); Hollander & Wolfe (1973) p. 185; full listing in the tests.
 * Pure: no I/O, no clock, no Math.random.
 */

/** Probability of each value of S; index i stands for S = smallest + i. */
export interface ScoreDistribution {
  smallest: number;
  probability: Float64Array;
}

/** Sizes of the groups of equal values. @param sorted ascending */
export function groupSizes(sorted: ArrayLike<number>): number[] {
  const sizes: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) sizes[sizes.length - 1] = (sizes[sizes.length - 1] ?? 0) + 1;
    else sizes.push(1);
  }
  return sizes;
}

/**
 * Coefficients of the Gaussian binomial [a+b choose b] divided by their sum: how inversions are
 * distributed when b equal values are shuffled among a others. Row by row from
 * [a, b] = (a [a-1, b] q^b + b [a, b-1]) / (a+b), in probabilities, so nothing overflows.
 */
function gaussianBinomial(a: number, b: number): Float64Array {
  let row: Float64Array[] = Array.from({ length: b + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= a; i++) {
    const next: Float64Array[] = [Float64Array.of(1)];
    for (let j = 1; j <= b; j++) {
      const mixed = new Float64Array(i * j + 1);
      const above = row[j] ?? Float64Array.of(1);
      const left = next[j - 1] ?? Float64Array.of(1);
      for (let k = 0; k < above.length; k++) mixed[k + j] = (mixed[k + j] ?? 0) + ((above[k] ?? 0) * i) / (i + j);
      for (let k = 0; k < left.length; k++) mixed[k] = (mixed[k] ?? 0) + ((left[k] ?? 0) * j) / (i + j);
      next.push(mixed);
    }
    row = next;
  }
  return row[b] ?? Float64Array.of(1);
}

function convolve(a: Float64Array, b: Float64Array): Float64Array {
  const sum = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    const ai = a[i] ?? 0;
    if (ai === 0) continue;
    for (let j = 0; j < b.length; j++) sum[i + j] = (sum[i + j] ?? 0) + ai * (b[j] ?? 0);
  }
  return sum;
}

/**
 * Distribution of S of a series without ties in time.
 * @param values finite; their ties are taken into account
 */
export function scoreDistribution(values: ArrayLike<number>): ScoreDistribution {
  const sizes = groupSizes(Float64Array.from(values).sort());
  let inversions = Float64Array.of(1);
  let placed = 0;
  for (const size of sizes) {
    inversions = Float64Array.from(convolve(inversions, gaussianBinomial(placed, size)));
    placed += size;
  }
  // S = untied pairs - 2 x inversions: every second value of S has probability 0
  const untied = inversions.length - 1;
  const probability = new Float64Array(2 * untied + 1);
  for (let k = 0; k <= untied; k++) probability[2 * untied - 2 * k] = inversions[k] ?? 0;
  return { smallest: -untied, probability };
}

/** Distribution of the sum of independent scores: one per season. */
export function sumDistribution(parts: readonly ScoreDistribution[]): ScoreDistribution {
  let smallest = 0;
  let probability = Float64Array.of(1);
  for (const part of parts) {
    smallest += part.smallest;
    probability = Float64Array.from(convolve(probability, part.probability));
  }
  return { smallest, probability };
}

/** P(|S| >= |score|), both tails. */
export function exactTwoSidedP(distribution: ScoreDistribution, score: number): number {
  const size = Math.abs(score);
  let p = 0;
  for (let i = 0; i < distribution.probability.length; i++) {
    if (Math.abs(distribution.smallest + i) >= size) p += distribution.probability[i] ?? 0;
  }
  return Math.min(1, p);
}

/**
 * The smallest two-sided p that values with these ties can reach, however they are ordered.
 * 2 / (number of distinct orders); 1 where all are equal.
 * @param sizes of the groups of equal values
 */
export function attainableP(sizes: readonly number[]): number {
  if (sizes.length < 2) return 1;
  return Math.min(1, 2 / distinctOrders(sizes));
}

/** n! / Π size!, exact below 2^53; Infinity where no double holds it. */
export function distinctOrders(sizes: readonly number[]): number {
  let orders = 1;
  let placed = 0;
  for (const size of sizes) {
    for (let i = 1; i <= size; i++) orders = (orders * (placed + i)) / i;
    placed += size;
  }
  return orders;
}
