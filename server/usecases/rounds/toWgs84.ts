/** Coordinates as given into WGS-84. The original is always kept beside it. */
import gcoordModule from 'gcoord';
import type { Site } from '../../../models/schemas/site.ts';

// gcoord's types describe an ES module, its package is CommonJS: what is imported is the default itself
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

const SYSTEMS = { 'GCJ-02': gcoord.GCJ02, 'BD-09': gcoord.BD09 } as const;

/** Longitude and latitude in WGS-84, which CGCS2000 equals at this scale. */
export function toWgs84([x, y]: readonly [longitude: number, latitude: number], system: Site['givenSystem']): { longitude: number; latitude: number } {
  if (system === 'WGS-84' || system === 'CGCS2000') return { longitude: x, latitude: y };
  const [longitude, latitude] = gcoord.transform<[number, number]>([x, y], SYSTEMS[system], gcoord.WGS84);
  return { longitude, latitude };
}
