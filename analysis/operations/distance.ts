/** Great-circle distance in kilometres on a sphere of 6,371 km; good to 0.5 %, enough to say which unit is near. */
import type { Point } from './types.ts';

const RADIUS_KM = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** @throws RangeError when a coordinate is not finite */
export function kilometres(a: Point, b: Point): number {
  for (const value of [a.longitude, a.latitude, b.longitude, b.latitude]) if (!Number.isFinite(value)) throw new RangeError(`a coordinate is ${value}; a finite number of degrees was expected`);
  const dLatitude = radians(b.latitude - a.latitude);
  const dLongitude = radians(b.longitude - a.longitude);
  const h = Math.sin(dLatitude / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLongitude / 2) ** 2;
  return 2 * RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
