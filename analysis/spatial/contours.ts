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

/** Contour rings in the plane of d3-contour, polygons with their holes. */
const polygonsAt = (raster: Raster, values: ArrayLike<number>, threshold: number): Ring[][] =>
  // any indexable list will do; the declared type asks for an array
  d3Contours().size([raster.columns, raster.rows]).contour(values as number[], threshold).coordinates;

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

const area = (ring: Ring): number => {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x0 = 0, y0 = 0] = ring[i - 1] ?? [];
    const [x1 = 0, y1 = 0] = ring[i] ?? [];
    sum += x0 * y1 - x1 * y0;
  }
  return sum / 2;
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

/** Points of a ring that linear interpolation leaves at halves: only between those can two outlines coincide. */
const onHalves = ([x = 0, y = 0]: Position): boolean => Number.isInteger(x * 2) && Number.isInteger(y * 2);

/** Area of `outer` less area of `inner`, which lies within it: rings cut open at shared edges and joined anew. */
const subtract = (outer: Ring[][], inner: Ring[][], { columns, rows }: Raster): Ring[][] => {
  const key = ([x = 0, y = 0]: Position): number => y * 2 * (2 * columns + 2) + x * 2;
  const keys = (2 * rows + 2) * (2 * columns + 2);
  const edge = (from: Position, to: Position): number => key(from) * keys + key(to);
  const forward = outer.flat();
  const backward = inner.flat().map((ring) => [...ring].reverse());
  const edges = (rings: Ring[]): Set<number> => {
    const found = new Set<number>();
    for (const ring of rings) for (let i = 1; i < ring.length; i++) {
      const from = ring[i - 1] ?? [];
      const to = ring[i] ?? [];
      if (onHalves(from) && onHalves(to)) found.add(edge(from, to));
    }
    return found;
  };
  const there = edges(forward);
  const back = edges(backward);
  const whole: Ring[] = [];
  const chains: Ring[] = [];
  const open = (rings: Ring[], others: Set<number>): void => {
    for (const ring of rings) {
      const pieces: Ring[] = [];
      let piece: Ring = [ring[0] ?? []];
      let cut = false;
      for (let i = 1; i < ring.length; i++) {
        const from = ring[i - 1] ?? [];
        const to = ring[i] ?? [];
        if (others.size > 0 && onHalves(from) && onHalves(to) && others.has(edge(to, from))) {
          if (piece.length > 1) pieces.push(piece);
          piece = [to];
          cut = true;
        } else piece.push(to);
      }
      if (!cut) {
        whole.push(ring);
        continue;
      }
      if (piece.length > 1) pieces.push(piece);
      chains.push(...pieces);
    }
  };
  open(forward, back);
  open(backward, there);

  // chains end where others begin: exactly the same point, computed by the same formula in both outlines
  const name = ([x = 0, y = 0]: Position): string => `${x} ${y}`;
  const starting = new Map<string, Ring[]>();
  for (const chain of chains) {
    const at = name(chain[0] ?? []);
    const there = starting.get(at);
    if (there) there.push(chain);
    else starting.set(at, [chain]);
  }
  const rings = [...whole];
  for (const [, begun] of starting) {
    for (let chain = begun.pop(); chain; chain = begun.pop()) {
      const ring: Ring = [...chain];
      for (;;) {
        const next = starting.get(name(ring.at(-1) ?? []))?.pop();
        if (!next) break;
        for (let i = 1; i < next.length; i++) ring.push(next[i] ?? []);
        if (name(ring[0] ?? []) === name(ring.at(-1) ?? [])) break;
      }
      if (ring.length > 3) rings.push(ring);
    }
  }
  return assign(rings);
};

/** Shells turn one way in the plane of d3-contour, holes the other; each hole goes to the smallest shell around it. */
const assign = (rings: Ring[]): Ring[][] => {
  const shells: { ring: Ring; size: number; polygon: Ring[] }[] = [];
  const holes: Ring[] = [];
  for (const ring of rings) {
    const size = area(ring);
    if (size < 0) shells.push({ ring, size: -size, polygon: [ring] });
    else if (size > 0) holes.push(ring);
  }
  shells.sort((a, b) => a.size - b.size);
  for (const hole of holes) {
    // the middle of an edge: a corner may touch the shell
    const [x0 = 0, y0 = 0] = hole[0] ?? [];
    const [x1 = 0, y1 = 0] = hole[1] ?? [];
    const size = area(hole);
    const around = shells.find((shell) => shell.size > size && contains(shell.ring, [(x0 + x1) / 2, (y0 + y1) / 2]));
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
    const polygons = inner.length === 0 ? outline : subtract(outline, inner, raster);
    if (polygons.length === 0) return;
    features.push({
      type: 'Feature',
      properties: { lower: band === 0 ? null : (breaks[band - 1] ?? null), upper: breaks[band] ?? null, band },
      geometry: { type: 'MultiPolygon', coordinates: placed(raster, polygons) },
    });
  });
  return { type: 'FeatureCollection', features };
};
