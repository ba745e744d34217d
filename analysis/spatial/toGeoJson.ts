/**
 * Sites and their local statistics as GeoJSON points. Contours and bands are GeoJSON already (contours.ts).
 */
import type { FeatureCollection, Point } from 'geojson';

/**
 * @param longitude, latitude degrees (RFC 7946)
 * @param columns one entry per site each; NaN becomes null, which no map paints
 * @throws RangeError when a column has not one entry per site, or a coordinate is not finite
 */
export const toGeoJson = (
  longitude: ArrayLike<number>,
  latitude: ArrayLike<number>,
  columns: Readonly<Record<string, ArrayLike<number> | readonly (string | null)[]>>,
): FeatureCollection<Point, Record<string, number | string | null>> => {
  const n = longitude.length;
  for (const [name, column] of [['latitude', latitude], ...Object.entries(columns)] as const) {
    if (column.length !== n) throw new RangeError(`${name} has ${column.length} entries and there are ${n} sites; the same number was expected`);
  }
  return {
    type: 'FeatureCollection',
    features: Array.from({ length: n }, (_, i) => {
      const x = longitude[i];
      const y = latitude[i];
      if (x === undefined || y === undefined || !Number.isFinite(x) || !Number.isFinite(y)) throw new RangeError(`site ${i} stands at ${String(x)}, ${String(y)}; finite degrees were expected`);
      const properties = Object.fromEntries(
        Object.entries(columns).map(([name, column]) => {
          const value = column[i] ?? null;
          return [name, typeof value === 'number' && !Number.isFinite(value) ? null : value];
        }),
      );
      return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [x, y] } };
    }),
  };
};
