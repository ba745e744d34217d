/**
 * Severity as the rule's text defines it, worked out a second time and by other means for data without
 * error: nothing of analysis/ is used, so that a slip there shows as a disagreement here.
 */
export interface TownTruth {
  /** C / S of every place, [place][analyte]. */
  places: readonly (readonly number[])[];
}

export const WEIGHTS = { level: 0.45, breadth: 0.15, trend: 0.15, cluster: 0.15, history: 0.1 };
const CUTS = [2, 3] as const;
export type TrueClass = 'general' | 'moderately-severe' | 'severe';

export const middle = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? (sorted[Math.floor(half)] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
};

/** √((mean² + max²) / 2) with the weights of the analytes. */
export function indexOfPlace(factors: readonly number[], weights: readonly number[]): number {
  let [sum, total, most] = [0, 0, 0];
  factors.forEach((factor, i) => {
    sum += factor * (weights[i] ?? 0);
    total += weights[i] ?? 0;
    most = Math.max(most, factor);
  });
  return Math.hypot(sum / total, most) / Math.SQRT2;
}

export function figuresOfTown({ places }: TownTruth, weights: readonly number[]): { index: number; breadth: number } {
  const count = weights.length;
  const above = Array.from({ length: count }, (_, a) => middle(places.map((place) => place[a] ?? 0)) > 1).filter(Boolean).length;
  return { index: middle(places.map((place) => indexOfPlace(place, weights))), breadth: (100 * above) / count };
}

export const levelOfIndex = (index: number): number => Math.max(0, Math.min(100, 50 * Math.log2(index)));
const pastOf = ({ index, breadth }: { index: number; breadth: number }): number => 0.75 * levelOfIndex(index) + 0.25 * breadth;

/** Two-sided exact p of Kendall's S by listing every order. */
function exactP(values: readonly number[]): number {
  const score = (order: readonly number[]): number => order.reduce((sum, a, i) => sum + order.slice(i + 1).reduce((part, b) => part + Math.sign(b - a), 0), 0);
  const own = Math.abs(score(values));
  let [all, beyond] = [0, 0];
  const walk = (head: number[], rest: number[]): void => {
    if (rest.length === 0) {
      all++;
      if (Math.abs(score(head)) >= own) beyond++;
      return;
    }
    rest.forEach((value, i) => walk([...head, value], [...rest.slice(0, i), ...rest.slice(i + 1)]));
  };
  walk([], [...values]);
  return beyond / all;
}

/** Benjamini-Hochberg. */
export function adjusted(p: readonly number[]): number[] {
  const order = p.map((value, i) => ({ value, i })).sort((a, b) => b.value - a.value);
  const q = new Array<number>(p.length).fill(1);
  let least = 1;
  order.forEach(({ value, i }, k) => {
    least = Math.min(least, (value * p.length) / (p.length - k));
    q[i] = least;
  });
  return q;
}

/** Standard normal tail by the complementary error function of Numerical Recipes, to 1e-7. */
function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  return t * Math.exp(-x * x - 1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806 + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277)))))))));
}

/** Which of the sites are hot by Gi* with their four nearest, after Benjamini-Hochberg. */
export function hotSites(sites: readonly { x: number; y: number; value: number }[]): boolean[] {
  const n = sites.length;
  const mean = sites.reduce((sum, { value }) => sum + value, 0) / n;
  const sd = Math.sqrt(sites.reduce((sum, { value }) => sum + value * value, 0) / n - mean * mean);
  const z = sites.map((site) => {
    const near = [...sites].sort((a, b) => (a.x - site.x) ** 2 + (a.y - site.y) ** 2 - ((b.x - site.x) ** 2 + (b.y - site.y) ** 2)).slice(0, 5);
    return (near.reduce((sum, { value }) => sum + value, 0) - 5 * mean) / (sd * Math.sqrt((n * 5 - 25) / (n - 1)));
  });
  const q = adjusted(z.map(twoSided));
  return z.map((value, i) => value > 0 && (q[i] ?? 1) < 0.05);
}

/** @param years of each round, the last one graded @param series figures of each town in each round @param hot share of its sites, 0 to 100 */
export function classesByDefinition(years: readonly number[], series: readonly (readonly { index: number; breadth: number }[])[], hot: readonly number[]): { severity: number; grade: TrueClass }[] {
  const rounds = years.length;
  const now = years[rounds - 1] ?? 0;
  const q = rounds < 4 ? undefined : adjusted(series.map((town) => exactP(town.map(({ index }) => Math.log2(index)))));
  return series.map((town, i) => {
    const last = town[rounds - 1] ?? { index: 0, breadth: 0 };
    const parts: [value: number, weight: number][] = [[levelOfIndex(last.index), WEIGHTS.level], [last.breadth, WEIGHTS.breadth], [hot[i] ?? 0, WEIGHTS.cluster]];
    if (q !== undefined) {
      const slopes = town.flatMap((a, j) => town.slice(j + 1).map((b, k) => (Math.log2(b.index) - Math.log2(a.index)) / ((years[j + 1 + k] ?? 0) - (years[j] ?? 0))));
      parts.push([100 * Math.max(0, Math.min(1, middle(slopes))) * (1 - (q[i] ?? 1)), WEIGHTS.trend]);
    }
    let ownHistory = 0;
    if (rounds > 1) {
      const shares = years.slice(0, -1).map((year) => 0.5 ** (((now - year) * 4) / 2));
      const total = shares.reduce((sum, share) => sum + share, 0);
      parts.push([town.slice(0, -1).reduce((sum, past, k) => sum + ((shares[k] ?? 0) / total) * pastOf(past), 0), WEIGHTS.history]);
      ownHistory = WEIGHTS.history;
    }
    const total = parts.reduce((sum, [, weight]) => sum + weight, 0);
    const severity = parts.reduce((sum, [value, weight]) => sum + (value * weight) / total, 0);
    const cut = (index: number): number => ((WEIGHTS.level / total) * levelOfIndex(index)) / (1 - ownHistory / total);
    return { severity, grade: severity >= cut(CUTS[1]) ? 'severe' : severity >= cut(CUTS[0]) ? 'moderately-severe' : 'general' };
  });
}
