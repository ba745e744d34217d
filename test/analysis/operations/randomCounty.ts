/** A random county by its number: odd starts, small and missing forces, absences, blackouts, weak evidence, uncounted premises. */
import { dateOf, dayOf } from '../../../analysis/operations/days.ts';
import type { PlanArea, PlanUnit, Problem } from '../../../analysis/operations/types.ts';
import { Random } from '../../../analysis/random.ts';
import { area, county, unit } from '../../usecases/operations/county.ts';

export function randomCounty(number: number): Problem {
  const random = new Random(2018, number);
  const pick = <T>(items: readonly [T, ...T[]]): T => items[random.below(items.length)] ?? items[0];
  const starts: [string, ...string[]] = ['2018-04-02', '2018-04-04', '2018-12-30', '2019-02-03'];
  const startsOn = pick(starts);
  const weeks = 1 + random.below(5);
  const towns = 1 + random.below(7);
  const counts = (): number | null => (random.uniform() < 0.2 ? null : random.below(91));
  const areas = Array.from({ length: towns }, (_, i): PlanArea => {
    const sites = Array.from({ length: 1 + random.below(3) }, (_unused, s) => ({ id: `a${i}s${s}`, code: `A${i}-${s}`, premises: counts() }));
    return area(i, {
      grade: pick<PlanArea['grade']>(['severe', 'moderately-severe', 'general', 'insufficient', 'not-graded']),
      firmness: pick<PlanArea['firmness']>(['firm', 'firm', 'borderline']),
      evidenceOn: dateOf(dayOf(startsOn) - random.below(220)),
      outdated: random.uniform() < 0.1,
      sites,
      sourceSiteId: random.uniform() < 0.2 ? (sites[0]?.id ?? null) : null,
      nominations: Array.from({ length: number % 3 }, (_unused, n) => ({ id: `a${i}n${n}`, place: `Village ${i}.${n}` })),
      at: random.uniform() < 0.1 ? null : { longitude: 116 + 0.3 * random.uniform(), latitude: 23 + 0.3 * random.uniform() },
    });
  });
  const units = Array.from({ length: random.below(10) }, (_, i): PlanUnit => unit(`U${i}`, pick<PlanUnit['level']>(['town', 'town', 'town', 'county', 'county', 'city']), random.below(towns), random.below(8)));
  const absences = Array.from({ length: random.below(5) }, () => {
    const from = dayOf(startsOn) + random.below(35) - 5;
    return { unitId: random.uniform() < 0.3 ? null : `U${random.below(10)}`, startsOn: dateOf(from), endsOn: dateOf(from + random.below(7)) };
  });
  return { ...county(), startsOn, weeks, areas, units, absences, placesMayBeStored: random.uniform() < 0.5, blindShare: [0, 0.1, 0.25][random.below(3)] ?? 0 };
}
