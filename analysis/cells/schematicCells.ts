/**
 * Schematic town cells: the Voronoi cells of the town seats, clipped to a buffered hull of the seats
 * and the sampled points. They are no administrative boundaries and are labelled so wherever they are
 * filled (示意图，非行政区域界线); official boundaries, where imported, are drawn instead.
 * No grade and no task derives from a cell. Voronoi: d3-delaunay; hull, buffer, clipping: turf.
 * Pure.
 */
import { area as areaOf, buffer, convex, featureCollection, intersect, point, polygon, rewind } from '@turf/turf';
import { Delaunay } from 'd3-delaunay';
import type { Feature, MultiPolygon, Polygon, Position } from 'geojson';

export interface Seat {
  id: string;
  longitude: number;
  latitude: number;
}

export interface SchematicCell {
  id: string;
  geometry: Polygon | MultiPolygon;
}

export const SCHEMATIC_LABEL = { code: 'schematic', zh: '示意图，非行政区域界线', en: 'Schematic, not administrative boundaries' } as const;

/** Margin around the hull, as a share of the median distance between neighbouring seats. */
const MARGIN = 0.5;
/** Six decimals of a degree are 0.1 m: finer than any seat is known. */
const DECIMALS = 1e6;

const rounded = (geometry: Polygon | MultiPolygon): Polygon | MultiPolygon => {
  const ring = (positions: Position[]): Position[] => positions.map(([x = 0, y = 0]) => [Math.round(x * DECIMALS) / DECIMALS, Math.round(y * DECIMALS) / DECIMALS]);
  return geometry.type === 'Polygon' ? { type: 'Polygon', coordinates: geometry.coordinates.map(ring) } : { type: 'MultiPolygon', coordinates: geometry.coordinates.map((part) => part.map(ring)) };
};

function checked(seats: readonly Seat[]): void {
  const places = new Map<string, string>();
  for (const { id, longitude, latitude } of seats) {
    if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) < 89)) throw new RangeError(`seat ${id} is at ${longitude}, ${latitude}; degrees of longitude and of latitude below 89 were expected`);
    const key = `${longitude} ${latitude}`;
    const other = places.get(key);
    if (other !== undefined) throw new RangeError(`seats ${other} and ${id} stand on the same point ${key}; a cell cannot tell them apart`);
    places.set(key, id);
  }
}

/** Median distance from a seat to its nearest neighbour, in the units of the plane. */
function medianSpacing(points: readonly (readonly [number, number])[]): number {
  const nearest = points.map(([x, y], i) => Math.min(...points.flatMap(([u, v], j) => (i === j ? [] : [Math.hypot(x - u, y - v)])))).sort((a, b) => a - b);
  return nearest[nearest.length >> 1] ?? 0;
}

/**
 * @param seats at least three, not on one line, no two on the same point
 * @param alsoInside points that the outline must hold, e.g. sampled sites
 * @returns one cell per seat in the order given, RFC 7946 winding; empty where there are too few seats
 *   to enclose an area: points are drawn then
 * @throws RangeError naming a seat without a usable place, or two on the same point
 */
export function schematicCells(seats: readonly Seat[], alsoInside: readonly { longitude: number; latitude: number }[] = []): SchematicCell[] {
  checked(seats);
  if (seats.length < 3) return [];
  // A plane in which a degree of latitude and of longitude are equally long at the county's middle.
  const middle = seats.reduce((sum, { latitude }) => sum + latitude, 0) / seats.length;
  const shrink = Math.cos((middle * Math.PI) / 180);
  const flat = seats.map(({ longitude, latitude }): [number, number] => [longitude * shrink, latitude]);
  const spacing = medianSpacing(flat);
  const outline = convex(featureCollection([...seats, ...alsoInside].map(({ longitude, latitude }) => point([longitude, latitude]))));
  const seatHull = convex(featureCollection(seats.map(({ longitude, latitude }) => point([longitude, latitude]))));
  if (outline === null || seatHull === null) return [];
  const KM_PER_DEGREE = 111.2;
  const around = buffer(outline, MARGIN * spacing * KM_PER_DEGREE, { units: 'kilometers', steps: 16 });
  if (around === undefined) return [];
  const ring = (around.geometry.type === 'Polygon' ? around.geometry.coordinates : around.geometry.coordinates.flat())[0] ?? [];
  const xs = ring.map(([x = 0]) => x * shrink);
  const ys = ring.map(([, y = 0]) => y);
  const pad = spacing + 1e-6;
  const voronoi = Delaunay.from(flat).voronoi([Math.min(...xs) - pad, Math.min(...ys) - pad, Math.max(...xs) + pad, Math.max(...ys) + pad]);
  return seats.flatMap(({ id }, i): SchematicCell[] => {
    const cell = voronoi.cellPolygon(i) as Position[] | null;
    if (cell === null) return [];
    const open = polygon([cell.map(([x = 0, y = 0]) => [x / shrink, y])]);
    const clipped = intersect(featureCollection<Polygon | MultiPolygon>([open, around]));
    if (clipped === null || areaOf(clipped) <= 0) return [];
    const wound: Feature<Polygon | MultiPolygon> = rewind(clipped, { mutate: false }) as Feature<Polygon | MultiPolygon>;
    return [{ id, geometry: rounded(wound.geometry) }];
  });
}
