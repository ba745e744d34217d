/**
 * Least squares for a few parameters with lower and upper bounds: Levenberg-Marquardt with Marquardt's scaling;
 * a parameter at a bound that the step would push it through is held there for that step.
 */

export interface LeastSquares {
  /** Number of residuals. */
  readonly count: number;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Writes the residuals, and the derivatives of residual i after parameter k at i x parameters + k. */
  evaluate(parameters: Float64Array, residuals: Float64Array, jacobian: Float64Array): void;
}

const MOST_STEPS = 500;

/** Solves the small symmetric system in place by Gaussian elimination with pivoting; false when singular. */
const solveSmall = (matrix: number[][], right: number[]): boolean => {
  const n = right.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let r = k + 1; r < n; r++) if (Math.abs(matrix[r]?.[k] ?? 0) > Math.abs(matrix[pivot]?.[k] ?? 0)) pivot = r;
    const top = matrix[pivot];
    const swapped = matrix[k];
    if (!top || !swapped || !(Math.abs(top[k] ?? 0) > 0)) return false;
    matrix[pivot] = swapped;
    matrix[k] = top;
    [right[k], right[pivot]] = [right[pivot] ?? 0, right[k] ?? 0];
    for (let r = k + 1; r < n; r++) {
      const row = matrix[r] ?? [];
      const factor = (row[k] ?? 0) / (top[k] ?? 1);
      for (let c = k; c < n; c++) row[c] = (row[c] ?? 0) - factor * (top[c] ?? 0);
      right[r] = (right[r] ?? 0) - factor * (right[k] ?? 0);
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    let sum = right[k] ?? 0;
    for (let c = k + 1; c < n; c++) sum -= (matrix[k]?.[c] ?? 0) * (right[c] ?? 0);
    right[k] = sum / (matrix[k]?.[k] ?? 1);
  }
  return right.every(Number.isFinite);
};

/**
 * @param start inside the bounds
 * @returns the parameters found and the sum of squared residuals; never worse than the start
 */
export const levenbergMarquardt = (problem: LeastSquares, start: readonly number[]): { parameters: Float64Array; sumSquares: number; steps: number } => {
  const { count, lower, upper } = problem;
  const size = start.length;
  let here = Float64Array.from(start);
  let trial = new Float64Array(size);
  const residuals = new Float64Array(count);
  const jacobian = new Float64Array(count * size);
  const sum = (): number => residuals.reduce((total, r) => total + r * r, 0);
  problem.evaluate(here, residuals, jacobian);
  let best = sum();
  let damping = 1e-3;
  let steps = 0;
  const normal = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  const assemble = (): void => {
    normal.fill(0);
    gradient.fill(0);
    for (let i = 0; i < count; i++) {
      for (let a = 0; a < size; a++) {
        const ja = jacobian[i * size + a] as number;
        gradient[a] = (gradient[a] as number) + ja * (residuals[i] as number);
        for (let b = 0; b < size; b++) normal[a * size + b] = (normal[a * size + b] as number) + ja * (jacobian[i * size + b] as number);
      }
    }
  };
  assemble();
  while (steps < MOST_STEPS && best > 0) {
    steps++;
    const free: number[] = [];
    for (let k = 0; k < size; k++) {
      const g = gradient[k] as number;
      const atLower = (here[k] as number) <= (lower[k] ?? -Infinity) && g > 0;
      const atUpper = (here[k] as number) >= (upper[k] ?? Infinity) && g < 0;
      if (!atLower && !atUpper && (normal[k * size + k] as number) > 0) free.push(k);
    }
    if (free.length === 0) break;
    const matrix = free.map((a) => free.map((b) => (normal[a * size + b] as number) * (a === b ? 1 + damping : 1)));
    const step = free.map((a) => -(gradient[a] as number));
    if (!solveSmall(matrix, step)) {
      damping *= 10;
      if (damping > 1e16) break;
      continue;
    }
    trial.set(here);
    let moved = 0;
    free.forEach((k, position) => {
      const target = (here[k] as number) + (step[position] ?? 0);
      const kept = Math.min(upper[k] ?? Infinity, Math.max(lower[k] ?? -Infinity, target));
      trial[k] = kept;
      moved = Math.max(moved, Math.abs(kept - (here[k] as number)) / (Math.abs(here[k] as number) + 1e-300));
    });
    problem.evaluate(trial, residuals, jacobian);
    const reached = sum();
    if (reached < best) {
      const gained = (best - reached) / best;
      [here, trial] = [trial, here];
      best = reached;
      damping = Math.max(damping / 10, 1e-14);
      assemble();
      if (gained < 1e-15 && moved < 1e-9) break;
    } else {
      if (moved < 1e-13) break;
      damping *= 10;
      if (damping > 1e16) break;
    }
  }
  return { parameters: here, sumSquares: best, steps };
};
