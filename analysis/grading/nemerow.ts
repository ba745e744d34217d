/**
 * Weighted Nemerow index N = √(((Σ wP)² + max P²) / 2) with weights that sum to 1.
 * N. L. Nemerow, Stream, Lake, Estuary, and Ocean Pollution (1985); the form used by HJ/T 166-2004,
 * there with equal weights.
 */

/**
 * @param factors single factors P >= 0; Infinity is allowed and gives Infinity
 * @param weights one per factor, > 0; they are divided by `total`
 * @param total what the weights are divided by; the sum of the weights unless some are missing on purpose
 * @throws RangeError naming the index of a factor that is NaN or negative, or a weight that is not above 0
 */
export function nemerow(factors: readonly number[], weights: readonly number[], total = weights.reduce((sum, w) => sum + w, 0)): number {
  if (factors.length === 0 || factors.length !== weights.length) throw new RangeError(`${factors.length} factors with ${weights.length} weights; the same number, at least one, was expected`);
  if (!(Number.isFinite(total) && total > 0)) throw new RangeError(`the weights sum to ${total}; a finite number above 0 was expected`);
  let mean = 0;
  let largest = 0;
  factors.forEach((factor, i) => {
    const weight = weights[i] ?? Number.NaN;
    if (!(factor >= 0)) throw new RangeError(`factor ${i} is ${factor}; a number >= 0 was expected`);
    if (!(Number.isFinite(weight) && weight > 0)) throw new RangeError(`weight ${i} is ${weight}; a finite number above 0 was expected`);
    mean += (weight / total) * factor;
    largest = Math.max(largest, factor);
  });
  return Math.sqrt((mean * mean + largest * largest) / 2);
}
