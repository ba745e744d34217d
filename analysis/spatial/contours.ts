/**
 * Contour polygons and filled bands of a raster, as GeoJSON. The outlines are those of d3-contour (isoRings.ts).
 *
 * Value (i, j) stands at (i + 0.5, j + 0.5) of the plane of the outlines, which is the centre of the cell when the raster is
 * given by its outer edges: there is no half-cell error. Masked cells (NaN) lie below every limit; the outline runs through
 * the centres of the shown cells next to them, and along the outer edge at the border of the raster.
 * A band is the area at or above one break less the area at or above the next. Outlines that both share, at the border and
 * along masked cells, cancel, so that no hole touches its shell along an edge.
 *
 * Over 300 lines because subtracting one outline from another needs all that stands here and nothing else does.
 */
import type { Feature, FeatureCollection, MultiPolygon, Position } from 'geojson';
import { isoRings, type IsoRing } from './isoRings.ts';
import type { Box } from './points.ts';
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

const NOWHERE: Position = [0, 0];
const xOf = (position: Position): number => position[0] ?? 0;
const yOf = (position: Position): number => position[1] ?? 0;

const requireInput = (raster: Raster, values: ArrayLike<number>, breaks: readonly number[]): void => {
  requireRaster(raster);
  if (values.length !== cellsOf(raster)) throw new RangeError(`values has ${values.length} entries and the grid ${cellsOf(raster)} cells; the same number was expected`);
  breaks.forEach((value, i) => {
    if (!Number.isFinite(value)) throw new RangeError(`breaks[${i}] is ${value}; a finite number was expected`);
    if (i > 0 && !(value > (breaks[i - 1] ?? Infinity))) throw new RangeError(`breaks[${i}] is ${value} after ${breaks[i - 1]}; rising breaks were expected`);
  });
};

const areaOf = (ring: Ring): number => {
  let sum = 0;
  let last = ring[0] ?? NOWHERE;
  for (const here of ring) {
    sum += xOf(last) * yOf(here) - xOf(here) * yOf(last);
    last = here;
  }
  return sum / 2;
};

/** Between two rows of masked cells an outline runs forth and back on one line: rings without area, in cells, are left out. */
const SLIVER = 1e-9;

/** A ring in the plane of the outlines, with its signed area. */
interface Sized {
  ring: Ring;
  area: number;
}

const outlinesOf = (raster: Raster, values: ArrayLike<number>, thresholds: readonly number[]): IsoRing[][] =>
  isoRings(raster.columns, raster.rows, values, thresholds).map((rings) => rings.filter(({ area }) => Math.abs(area) > SLIVER));

/** From the plane of the outlines (y down) to the raster's coordinates (y up). */
const placed = ({ west, north, cellWidth, cellHeight }: Raster, polygons: Ring[][]): Ring[][] =>
  polygons.map((rings) => rings.map((ring) => ring.map((position) => [west + xOf(position) * cellWidth, north - yOf(position) * cellHeight])));

/** Below every finite value and above NaN: the outline of the cells that are shown. */
const LOWEST = -Number.MAX_VALUE;

/**
 * One polygon set per threshold: where the value is at or above it.
 * @param values row by row from the north, NaN where masked
 * @throws RangeError when values and cells differ in number or thresholds do not rise
 */
export const contours = (raster: Raster, values: ArrayLike<number>, thresholds: readonly number[]): FeatureCollection<MultiPolygon, ContourProperties> => {
  requireInput(raster, values, thresholds);
  const outlines = outlinesOf(raster, values, thresholds);
  return {
    type: 'FeatureCollection',
    features: thresholds.map((threshold, t): Feature<MultiPolygon, ContourProperties> => ({
      type: 'Feature',
      properties: { threshold },
      geometry: { type: 'MultiPolygon', coordinates: placed(raster, assign(outlines[t] ?? [])) },
    })),
  };
};

const contains = (ring: Ring, point: Position): boolean => {
  const x = xOf(point);
  const y = yOf(point);
  let inside = false;
  let last = ring[0] ?? NOWHERE;
  for (const here of ring) {
    const y0 = yOf(last);
    const y1 = yOf(here);
    if (y0 > y !== y1 > y && x < ((xOf(here) - xOf(last)) * (y - y0)) / (y1 - y0) + xOf(last)) inside = !inside;
    last = here;
  }
  return inside;
};

const HALF = (value: number): boolean => Number.isInteger(value * 2);
const CENTRE = (value: number): boolean => HALF(value) && !Number.isInteger(value);

/** By half cells from one cell outside the raster, so that every part is a whole number from 0 on. */
const place = (x: number, y: number, columns: number): number => (2 * y + 2) * (2 * columns + 6) + 2 * x + 2;

/**
 * Two outlines can coincide only along the border of the raster, from half to half, and beside masked cells, on the line
 * from one centre to the next. Numbers the line a segment lies on, if it is one of those; -1 if not.
 */
const sharedLine = (from: Position, to: Position, columns: number): number => {
  const x0 = xOf(from);
  const y0 = yOf(from);
  const x1 = xOf(to);
  const y1 = yOf(to);
  if (y0 === y1 && CENTRE(y0)) {
    const left = Math.floor(Math.min(x0, x1) - 0.5);
    return Math.max(x0, x1) <= left + 1.5 ? 64 * place(left, y0, columns) : -1;
  }
  if (x0 === x1 && CENTRE(x0)) {
    const top = Math.floor(Math.min(y0, y1) - 0.5);
    return Math.max(y0, y1) <= top + 1.5 ? 64 * place(x0, top, columns) + 1 : -1;
  }
  if (!(HALF(x0) && HALF(y0) && HALF(x1) && HALF(y1))) return -1;
  const shape = ((x1 - x0) * (y1 - y0) > 0 ? 16 : 0) + 4 * Math.min(3, 2 * Math.abs(x1 - x0)) + Math.min(3, 2 * Math.abs(y1 - y0));
  return 64 * place(Math.min(x0, x1), Math.min(y0, y1), columns) + shape + 2;
};

const name = (position: Position): string => `${xOf(position)} ${yOf(position)}`;

/** What lies on one line that outlines can share: all ends, and the pieces of either outline, from and to in turn. */
interface SharedLine {
  ends: Position[];
  pieces: [forward: Position[], backward: Position[]];
}

const same = (p: Position, q: Position): boolean => xOf(p) === xOf(q) && yOf(p) === yOf(q);

const apart = (p: Position, q: Position): number => Math.abs(xOf(p) - xOf(q)) + Math.abs(yOf(p) - yOf(q));

/** The segment cut at the ends of others on its line. */
const cutAt = (ends: readonly Position[], from: Position, to: Position): Ring => {
  const [x0, y0, x1, y1] = [xOf(from), yOf(from), xOf(to), yOf(to)];
  const between: Position[] = [];
  for (const end of ends) if ((xOf(end) - x0) * (xOf(end) - x1) + (yOf(end) - y0) * (yOf(end) - y1) < 0) between.push(end);
  if (between.length === 0) return [from, to];
  const length = apart(from, to);
  const whole = [from, ...between.filter((end) => apart(from, end) < length).sort((p, q) => apart(from, p) - apart(from, q)), to];
  return whole.filter((position, i) => i === 0 || !same(position, whole[i - 1] ?? NOWHERE));
};

/** Does a piece run the same way back? `pieces` hold from and to in turn. */
const cancelled = (pieces: readonly Position[], from: Position, to: Position): boolean => {
  for (let i = 0; i < pieces.length; i += 2) if (same(pieces[i] ?? NOWHERE, to) && same(pieces[i + 1] ?? NOWHERE, from)) return true;
  return false;
};

/** A segment of an outline that lies on such a line. */
interface SharedSegment {
  /** It ends at ring[to]. */
  to: number;
  line: SharedLine;
  /** Its points, cut at the ends of the others on the line. */
  cut: Ring;
}

/** Area of `outer` less area of `inner`, which lies within it: rings cut open at shared edges and joined anew. */
const subtract = (outer: readonly IsoRing[], inner: readonly IsoRing[], columns: number): Ring[][] => {
  const back = inner.map(({ ring, area, edges }): IsoRing => ({ ring: [...ring].reverse(), area: -area, edges: edges.map((to) => ring.length - to).reverse() }));
  const rings: Sized[] = [];
  const keep = (ring: Ring): void => {
    rings.push({ ring, area: areaOf(ring) });
  };
  const lines = new Map<number, SharedLine>();
  const outlines = [outer, back].map((side) =>
    side.flatMap((outline) => {
      const { ring, edges } = outline;
      const segments: SharedSegment[] = [];
      for (const to of edges) {
        const from = ring[to - 1] ?? NOWHERE;
        const end = ring[to] ?? NOWHERE;
        const key = sharedLine(from, end, columns);
        if (key < 0) continue;
        let line = lines.get(key);
        if (!line) lines.set(key, (line = { ends: [], pieces: [[], []] }));
        line.ends.push(from, end);
        segments.push({ to, line, cut: [] });
      }
      // most rings stay away from where outlines can coincide
      if (segments.length > 0) return [{ ring, segments }];
      rings.push(outline);
      return [];
    }),
  );
  outlines.forEach((side, s) => {
    for (const { ring, segments } of side) {
      for (const segment of segments) {
        const { to, line } = segment;
        segment.cut = cutAt(line.ends, ring[to - 1] ?? NOWHERE, ring[to] ?? NOWHERE);
        for (let c = 1; c < segment.cut.length; c++) line.pieces[s === 0 ? 0 : 1].push(segment.cut[c - 1] ?? NOWHERE, segment.cut[c] ?? NOWHERE);
      }
    }
  });
  const chains: Ring[] = [];
  outlines.forEach((side, s) => {
    for (const { ring, segments } of side) {
      let chain: Ring | undefined;
      let next = 0;
      for (let i = 1; i < ring.length; i++) {
        const segment = segments[next];
        if (segment?.to !== i) {
          if (!chain) chains.push((chain = [ring[i - 1] ?? NOWHERE]));
          chain.push(ring[i] ?? NOWHERE);
          continue;
        }
        next++;
        const { cut, line } = segment;
        const others = line.pieces[s === 0 ? 1 : 0];
        for (let c = 1; c < cut.length; c++) {
          const from = cut[c - 1] ?? NOWHERE;
          const to = cut[c] ?? NOWHERE;
          if (cancelled(others, from, to)) chain = undefined;
          else {
            if (!chain) chains.push((chain = [from]));
            chain.push(to);
          }
        }
      }
    }
  });

  // a chain ends where another begins: at the same point to the last bit, computed by the same formula in both outlines
  const starting = new Map<string, Ring[]>();
  for (const chain of chains) {
    const at = name(chain[0] ?? []);
    if (at === name(chain.at(-1) ?? [])) {
      keep(chain);
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
      keep(ring);
    }
  }
  return assign(rings);
};

/** A point inside a ring: half way along its first chord, at the height farthest from any corner. */
const insideOf = (ring: Ring): Position => {
  const heights = [...new Set(ring.map(yOf))].sort((p, q) => p - q);
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
    const from = ring[i - 1] ?? NOWHERE;
    const to = ring[i] ?? NOWHERE;
    const [x0, y0, x1, y1] = [xOf(from), yOf(from), xOf(to), yOf(to)];
    if (y0 > height !== y1 > height) crossings.push(((x1 - x0) * (height - y0)) / (y1 - y0) + x0);
  }
  crossings.sort((p, q) => p - q);
  return [((crossings[0] ?? 0) + (crossings[1] ?? 0)) / 2, height];
};

const boxOfRing = (ring: Ring): Box => {
  const box: Box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const position of ring) {
    box.west = Math.min(box.west, xOf(position));
    box.east = Math.max(box.east, xOf(position));
    box.south = Math.min(box.south, yOf(position));
    box.north = Math.max(box.north, yOf(position));
  }
  return box;
};

/** Shells turn one way in the plane of the outlines, holes the other; each hole goes to the smallest shell around it. */
const assign = (rings: readonly Sized[]): Ring[][] => {
  const shells: { ring: Ring; size: number; box: Box; polygon: Ring[] }[] = [];
  const holes: { ring: Ring; size: number }[] = [];
  for (const { ring, area } of rings) {
    if (area < -SLIVER) shells.push({ ring, size: -area, box: boxOfRing(ring), polygon: [ring] });
    else if (area > SLIVER) holes.push({ ring, size: area });
  }
  shells.sort((a, b) => a.size - b.size);
  for (const { ring, size } of holes) {
    const box = boxOfRing(ring);
    const around = shells.filter((shell) => shell.size > size && shell.box.west <= box.west && shell.box.east >= box.east && shell.box.south <= box.south && shell.box.north >= box.north);
    if (around.length < 2) around[0]?.polygon.push(ring);
    else {
      const point = insideOf(ring);
      around.find((shell) => contains(shell.ring, point))?.polygon.push(ring);
    }
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
  const outlines = outlinesOf(raster, values, [LOWEST, ...breaks]);
  const features: Feature<MultiPolygon, BandProperties>[] = [];
  outlines.forEach((outline, band) => {
    const inner = outlines[band + 1] ?? [];
    const polygons = inner.length === 0 ? assign(outline) : subtract(outline, inner, raster.columns);
    if (polygons.length === 0) return;
    features.push({
      type: 'Feature',
      properties: { lower: band === 0 ? null : (breaks[band - 1] ?? null), upper: breaks[band] ?? null, band },
      geometry: { type: 'MultiPolygon', coordinates: placed(raster, polygons) },
    });
  });
  return { type: 'FeatureCollection', features };
};
