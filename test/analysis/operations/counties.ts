/** Several made-up counties of 13 towns each beside one another, with one city squad pair for all of them. */
import type { Problem } from '../../../analysis/operations/types.ts';
import { county } from '../../usecases/operations/county.ts';

/** @param count counties; each has the grades and units of `county()`, an operation's force of its own but for the city squads */
export function counties(count: number, more: Partial<Problem> = {}): Problem {
  const one = county({ placesMayBeStored: true });
  const away = (at: { longitude: number; latitude: number } | null, i: number) => (at === null ? null : { longitude: at.longitude, latitude: at.latitude + 0.7 * i });
  const each = Array.from({ length: count }, (_, i) => i);
  return {
    ...one,
    areas: each.flatMap((i) =>
      one.areas.map((area) => ({ ...area, id: `c${i}${area.id}`, code: `C${i}${area.code}`, at: away(area.at, i), region: `c${i}`, sites: area.sites.map((site) => ({ ...site, id: `c${i}${site.id}`, code: `C${i}${site.code}` })), nominations: (area.nominations ?? []).map(({ id, place }) => ({ id: `c${i}${id}`, place: `${place} of C${i}` })) })),
    ),
    units: [
      ...each.flatMap((i) => one.units.filter(({ level }) => level !== 'city').map((unit) => ({ ...unit, id: `c${i}${unit.id}`, code: `C${i}${unit.code}`, areaId: `c${i}${unit.areaId}`, at: away(unit.at, i), region: `c${i}` }))),
      // one city squad to about two counties
      ...Array.from({ length: Math.ceil(count / 2) }, (_, i) => ({ id: `X${i}`, code: `X${i}`, level: 'city' as const, areaId: `c${2 * i}a0`, shiftsPerWeek: 5, at: away({ longitude: 116, latitude: 23 }, 2 * i), region: null })),
    ],
    ...more,
  };
}
