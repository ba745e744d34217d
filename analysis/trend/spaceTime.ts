/**
 * The eight hot and the eight cold categories of a site through time, as ArcGIS's emerging hot spots name
 * them: new, consecutive, intensifying, persistent, diminishing, sporadic, oscillating, historical.
 * Input are the z of Gi* and whether it was significant, per period.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireInRange } from '../finite.ts';
import type { Decision, Step } from '../step.ts';
import { mannKendall } from './mannKendall.ts';
import { FEWEST_VALUES } from './trendMany.ts';

export type SpaceTimeKind = 'new' | 'consecutive' | 'intensifying' | 'persistent' | 'diminishing' | 'sporadic' | 'oscillating' | 'historical';

export interface SpaceTimeCategory {
  side: 'hot' | 'cold';
  kind: SpaceTimeKind;
}

/** One period of one site; null where it was not assessed. */
export type SpaceTimePeriod = { z: number; significant: boolean } | null;

export interface SpaceTimeDiagnostics {
  assessed: number;
  hot: number;
  cold: number;
  /** Two-sided p of a trend in z; NaN below four periods. */
  trendP: number;
  trendS: number;
}

/** Share of periods from which a site counts as always hot. */
const ALWAYS = 0.9;

/** @param sides of the assessed periods in time order: 1 hot, -1 cold, 0 neither */
function kindOf(sides: readonly number[], side: 1 | -1, trendS: number, significantTrend: boolean): SpaceTimeKind | null {
  const n = sides.length;
  const count = sides.filter((one) => one === side).length;
  const opposite = sides.includes(-side);
  const now = sides[n - 1] === side;
  if (count === 0) return null;
  const always = count >= ALWAYS * n;
  if (!now) return always ? 'historical' : null;
  if (count === 1) return opposite ? 'oscillating' : 'new';
  if (always) {
    if (significantTrend) return trendS * side > 0 ? 'intensifying' : 'diminishing';
    return 'persistent';
  }
  const firstOfRun = sides.findLastIndex((one) => one !== side) + 1;
  const before = sides.slice(0, firstOfRun);
  if (before.includes(-side)) return 'oscillating';
  if (!before.includes(side)) return 'consecutive';
  return opposite ? 'oscillating' : 'sporadic';
}

/**
 * @param periods in time order
 * @param alpha of the trend in z
 * @returns null where no pattern is found, or fewer than two periods were assessed
 * @throws RangeError naming a z that is not finite
 */
export function spaceTimeCategory(periods: readonly SpaceTimePeriod[], alpha = 0.05): Step<SpaceTimeCategory | null, SpaceTimeDiagnostics> {
  requireInRange('alpha', alpha, { above: 0, below: 1 });
  const times: number[] = [];
  const z: number[] = [];
  const sides: number[] = [];
  for (const [i, period] of periods.entries()) {
    if (period === null) continue;
    if (!Number.isFinite(period.z)) throw new RangeError(`periods[${i}].z is ${period.z}; a finite number was expected, or null where the period was not assessed`);
    times.push(i);
    z.push(period.z);
    sides.push(period.significant ? Math.sign(period.z) : 0);
  }
  const decisions: Decision[] = [];
  const missing = periods.length - z.length;
  if (missing > 0) decisions.push({ code: 'periods-missing', zh: `${missing} 期未评估，不计入。`, en: `${missing} periods were not assessed and do not count.` });
  const test = z.length < FEWEST_VALUES ? null : mannKendall(times, z);
  const diagnostics: SpaceTimeDiagnostics = {
    assessed: z.length,
    hot: sides.filter((one) => one > 0).length,
    cold: sides.filter((one) => one < 0).length,
    trendP: test?.p ?? Number.NaN,
    trendS: test?.S ?? Number.NaN,
  };
  if (z.length < 2) {
    decisions.push({ code: 'too-few-periods', zh: `仅评估 ${z.length} 期：不分类。`, en: `Only ${z.length} periods were assessed: no category.` });
    return { result: null, diagnostics, decisions };
  }
  const significant = test !== null && test.p <= alpha;
  const last = sides[sides.length - 1];
  const order: readonly (1 | -1)[] = last === -1 || (last === 0 && diagnostics.cold > diagnostics.hot) ? [-1, 1] : [1, -1];
  for (const side of order) {
    const kind = kindOf(sides, side, diagnostics.trendS, significant);
    if (kind !== null) return { result: { side: side === 1 ? 'hot' : 'cold', kind }, diagnostics, decisions };
  }
  return { result: null, diagnostics, decisions };
}
