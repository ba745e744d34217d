/**
 * Contour polygons and filled bands of a raster, as GeoJSON, by d3-contour (marching squares).
 *
 * d3-contour puts value (i, j) at (i + 0.5, j + 0.5) of its plane, which is the centre of the cell when the raster is given
 * by its outer edges: no half-cell error is left. Masked cells (NaN) lie below every limit; the outline runs through
 * the centres of the shown cells next to them, and along the outer edge at the border of the raster.
 * A band is the area at or above one break less the area at or above the next. Outlines that both share, at the border and
 * along masked cells, cancel, so that no hole touches its shell along an edge.
 */
import { contours as d3Contours } from 'd3-contour';
import type { Feature, FeatureCollection, MultiPolygon, Position } from 'geojson';
import { cellsOf, requireRaster, type Raster } from './raster.ts';

export interface ContourProperties {
  /** The area where the value is at or above this. */
  threshold: number;
}

export interface BandProperties {
  /** lower <= value < upper; null at the open end of the lowest and the highest band. */
  lower: number | null;
  upper: number | null;
  /** Index of the band from the lowest. */
  band: number;
}

type Ring = Position[];

const requireInput = (raster: Raster, values: ArrayLike<number>, breaks: readonly number[]): void => {
  requireRaster(raster);
  if (values.length !== cellsOf(raster)) throw new RangeError(`values has ${values.length} entries and the grid ${cellsOf(raster)} cells; the same number was expected`);
  breaks.forEach((value, i) => {
    if (!Number.isFinite(value)) throw new RangeError(`breaks[${i}] is ${value}; a finite number was expected`);
    if (i > 0 && !(value > (breaks[i - 1] ?? Infinity))) throw new RangeError(`breaks[${i}] is ${value} after ${breaks[i - 1]}; rising breaks were expected`);
  });
};

const area = (ring: Ring): number => {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x0 = 0, y0 = 0] = ring[i - 1] ?? [];
    const [x1 = 0, y1 = 0] = ring[i] ?? [];
    sum += x0 * y1 - x1 * y0;
  }
  return sum / 2;
};

/** Between two rows of masked cells an outline runs forth and back on one line: rings without area, in cells, are left out. */
const SLIVER = 1e-9;

/** Contour rings in the plane of d3-contour, polygons with their holes. */
const polygonsAt = (raster: Raster, values: ArrayLike<number>, threshold: number): Ring[][] =>
  // any indexable list will do; the declared type asks for an array
  d3Contours()
    .size([raster.columns, raster.rows])
    .contour(values as number[], threshold)
    .coordinates.map((rings) => rings.filter((ring, k) => (k === 0 ? true : Math.abs(area(ring)) > SLIVER)))
    .filter(([shell = []]) => Math.abs(area(shell)) > SLIVER);

/** From the plane of d3-contour (y down) to the raster's coordinates (y up). */
const placed = ({ west, north, cellWidth, cellHeight }: Raster, polygons: Ring[][]): Ring[][] =>
  polygons.map((rings) => rings.map((ring) => ring.map(([x = 0, y = 0]) => [west + x * cellWidth, north - y * cellHeight])));

/** Below every finite value and above NaN: the outline of the cells that are shown. */
const LOWEST = -Number.MAX_VALUE;

/**
 * One polygon set per threshold: where the value is at or above it.
 * @param values row by row from the north, NaN where masked
 * @throws RangeError when values and cells differ in number or thresholds do not rise
 */
export const contours = (raster: Raster, values: ArrayLike<number>, thresholds: readonly number[]): FeatureCollection<MultiPolygon, ContourProperties> => {
  requireInput(raster, values, thresholds);
  return {
    type: 'FeatureCollection',
    features: thresholds.map((threshold): Feature<MultiPolygon, ContourProperties> => ({
      type: 'Feature',
      properties: { threshold },
      geometry: { type: 'MultiPolygon', coordinates: placed(raster, polygonsAt(raster, values, threshold)) },
    })),
  };
};

const contains = (ring: Ring, [x = 0, y = 0]: Position): boolean => {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [x0 = 0, y0 = 0] = ring[i - 1] ?? [];
    const [x1 = 0, y1 = 0] = ring[i] ?? [];
    if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) inside = !inside;
  }
  return inside;
};

const HALF = (value: number): boolean => Number.isInteger(value * 2);
const CENTRE = (value: number): boolean => HALF(value) && !Number.isInteger(value);

/**
 * Two outlines can coincide only along the border of the raster, from half to half, and beside masked cells, on the line
 * from one centre to the next. Names the line a segment lies on, if it is one of those.
 */
const sharedLine = ([x0 = 0, y0 = 0]: Position, [x1 = 0, y1 = 0]: Position): string | undefined => {
  if (y0 === y1 && CENTRE(y0)) {
    const left = Math.floor(Math.min(x0, x1) - 0.5);
    return Math.max(x0, x1) <= left + 1.5 ? `h ${left} ${y0}` : undefined;
  }
  if (x0 === x1 && CENTRE(x0)) {
    const top = Math.floor(Math.min(y0, y1) - 0.5);
    return Math.max(y0, y1) <= top + 1.5 ? `v ${top} ${x0}` : undefined;
  }
  return HALF(x0) && HALF(y0) && HALF(x1) && HALF(y1) ? `b ${Math.min(x0, x1)} ${Math.min(y0, y1)} ${Math.abs(x1 - x0)} ${Math.abs(y1 - y0)} ${(x1 - x0) * (y1 - y0) > 0}` : undefined;
};

const name = ([x = 0, y = 0]: Position): string => `${x} ${y}`;

/** Area of `outer` less area of `inner`, which lies within it: rings cut open at shared edges and joined anew. */
const subtract = (outer: Ring[][], inner: Ring[][]): Ring[][] => {
  const forward = outer.flat();
  const backward = inner.flat().map((ring) => [...ring].reverse());

  // ends of the segments on each line where the two could run together
  const ends = new Map<string, Position[]>();
  for (const ring of [...forward, ...backward]) {
    for (let i = 1; i < ring.length; i++) {
      const from = ring[i - 1] ?? [];
      const to = ring[i] ?? [];
      const line = sharedLine(from, to);
      if (line === undefined) continue;
      const there = ends.get(line);
      if (there) there.push(from, to);
      else ends.set(line, [from, to]);
    }
  }
  /** The segment cut at the ends of others on its line. */
  const pieces = (from: Position, to: Position, line: string): Ring => {
    const [x0 = 0, y0 = 0] = from;
    const along = ([x = 0, y = 0]: Position): number => Math.abs(x - x0) + Math.abs(y - y0);
    const length = along(to);
    const [x1 = 0, y1 = 0] = to;
    const between = (ends.get(line) ?? []).filter(([x = 0, y = 0]) => (x - x0) * (x - x1) + (y - y0) * (y - y1) < 0 && along([x, y]) < length);
    return [from, ...between.sort((p, q) => along(p) - along(q)), to];
  };
  const walk = (rings: Ring[], visit: (from: Position, to: Position, shared: boolean) => void, begin: () => void): void => {
    for (const ring of rings) {
      begin();
      for (let i = 1; i < ring.length; i++) {
        const from = ring[i - 1] ?? [];
        const to = ring[i] ?? [];
        const line = sharedLine(from, to);
        if (line === undefined) {
          visit(from, to, false);
          continue;
        }
        const cut = pieces(from, to, line);
        for (let k = 1; k < cut.length; k++) {
          const start = cut[k - 1] ?? [];
          const end = cut[k] ?? [];
          if (name(start) !== name(end)) visit(start, end, true);
        }
      }
    }
  };
  const edgesOf = (rings: Ring[]): Set<string> => {
    const found = new Set<string>();
    walk(rings, (from, to, shared) => { if (shared) found.add(`${name(from)} ${name(to)}`); }, () => undefined);
    return found;
  };
  const there = edgesOf(forward);
  const back = edgesOf(backward);
  const chains: Ring[] = [];
  const open = (rings: Ring[], others: Set<string>): void => {
    let chain: Ring = [];
    walk(
      rings,
      (from, to, shared) => {
        if (shared && others.has(`${name(to)} ${name(from)}`)) {
          chain = [];
          return;
        }
        if (chain.length === 0) {
          chain = [from];
          chains.push(chain);
        }
        chain.push(to);
      },
      () => { chain = []; },
    );
  };
  open(forward, back);
  open(backward, there);

  // a chain ends where another begins: at the same point to the last bit, computed by the same formula in both outlines
  const starting = new Map<string, Ring[]>();
  const rings: Ring[] = [];
  for (const chain of chains) {
    const at = name(chain[0] ?? []);
    if (at === name(chain.at(-1) ?? [])) {
      rings.push(chain);
      continue;
    }
    const begun = starting.get(at);
    if (begun) begun.push(chain);
    else starting.set(at, [chain]);
  }
  for (const begun of starting.values()) {
    for (let chain = begun.pop(); chain; chain = begun.pop()) {
      const ring: Ring = [...chain];
      const first = name(ring[0] ?? []);
      for (let last = name(ring.at(-1) ?? []); last !== first; last = name(ring.at(-1) ?? [])) {
        const next = starting.get(last)?.pop();
        if (!next) break;
        for (let i = 1; i < next.length; i++) ring.push(next[i] ?? []);
      }
      rings.push(ring);
    }
  }
  return assign(rings);
};

/** A point inside a ring: half way along its first chord, at the height farthest from any corner. */
const insideOf = (ring: Ring): Position => {
  const heights = [...new Set(ring.map(([, y = 0]) => y))].sort((p, q) => p - q);
  let height = heights[0] ?? 0;
  let widest = 0;
  for (let i = 1; i < heights.length; i++) {
    const low = heights[i - 1] ?? 0;
    const gap = (heights[i] ?? 0) - low;
    if (gap > widest) {
      widest = gap;
      height = low + gap / 2;
    }
  }
  const crossings: number[] = [];
  for (let i = 1; i < ring.length; i++) {
    const [x0 = 0, y0 = 0] = ring[i - 1] ?? [];
    const [x1 = 0, y1 = 0] = ring[i] ?? [];
    if (y0 > height !== y1 > height) crossings.push(((x1 - x0) * (height - y0)) / (y1 - y0) + x0);
  }
  crossings.sort((p, q) => p - q);
  return [((crossings[0] ?? 0) + (crossings[1] ?? 0)) / 2, height];
};

/** Shells turn one way in the plane of d3-contour, holes the other; each hole goes to the smallest shell around it. */
const assign = (rings: Ring[]): Ring[][] => {
  const shells: { ring: Ring; size: number; polygon: Ring[] }[] = [];
  const holes: Ring[] = [];
  for (const ring of rings) {
    const size = area(ring);
    if (size < -SLIVER) shells.push({ ring, size: -size, polygon: [ring] });
    else if (size > SLIVER) holes.push(ring);
  }
  shells.sort((a, b) => a.size - b.size);
  for (const hole of holes) {
    const size = area(hole);
    const point = insideOf(hole);
    const around = shells.find((shell) => shell.size > size && contains(shell.ring, point));
    around?.polygon.push(hole);
  }
  return shells.map(({ polygon }) => polygon);
};

/**
 * Filled bands between breaks, from below the first to above the last: k breaks make k + 1 bands. Bands without area
 * are left out.
 * @param values row by row from the north, NaN where masked
 * @throws RangeError when values and cells differ in number or breaks do not rise
 */
export const bands = (raster: Raster, values: ArrayLike<number>, breaks: readonly number[]): FeatureCollection<MultiPolygon, BandProperties> => {
  requireInput(raster, values, breaks);
  const outlines = [LOWEST, ...breaks].map((threshold) => polygonsAt(raster, values, threshold));
  const features: Feature<MultiPolygon, BandProperties>[] = [];
  outlines.forEach((outline, band) => {
    const inner = outlines[band + 1] ?? [];
    const polygons = inner.length === 0 ? outline : subtract(outline, inner);
    if (polygons.length === 0) return;
    features.push({
      type: 'Feature',
      properties: { lower: band === 0 ? null : (breaks[band - 1] ?? null), upper: breaks[band] ?? null, band },
      geometry: { type: 'MultiPolygon', coordinates: placed(raster, polygons) },
    });
  });
  return { type: 'FeatureCollection', features };
};
