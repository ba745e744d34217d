/**
 * The order in which a unit visits its stops, from home and back: exact to 12 stops (Held and Karp 1962),
 * above that several nearest-neighbour starts improved by 2-opt and Or-opt. Pure; ties fall to the first stop.
 */
import { Random } from '../random.ts';
import { kilometres } from './distance.ts';
import type { Point } from './types.ts';

/** Kilometres from one point to another; a road server may stand behind it, answered beforehand as a table. */
export type DistanceProvider = (from: Point, to: Point) => number;

/** Roads are longer than the straight line; 1.3 is usual for rural networks and a default to be confirmed. */
const ROAD_FACTOR = 1.3;
export const byRoad: DistanceProvider = (from, to) => ROAD_FACTOR * kilometres(from, to);

const EXACT_STOPS = 12;
const STARTS = 8;

export interface Route {
  /** Indices of the stops in the order of the visit. */
  order: number[];
  /** From home over all stops and home again. */
  kilometres: number;
  exact: boolean;
}

type Matrix = readonly (readonly number[])[];
const at = (matrix: Matrix, i: number, j: number): number => matrix[i]?.[j] ?? 0;

/** Row and column 0 are home. */
function tableOf(home: Point, stops: readonly Point[], distance: DistanceProvider): Matrix {
  const points = [home, ...stops];
  return points.map((a, i) =>
    points.map((b, j) => {
      const value = i === j ? 0 : distance(a, b);
      if (!(Number.isFinite(value) && value >= 0)) throw new RangeError(`the distance from point ${i} to ${j} is ${value}; a finite number >= 0 was expected`);
      return value;
    }),
  );
}

const lengthOf = (matrix: Matrix, tour: readonly number[]): number => [...tour, 0].reduce((sum, to, i) => sum + at(matrix, i === 0 ? 0 : (tour[i - 1] ?? 0), to), 0);

function exact(matrix: Matrix, count: number): number[] {
  const states = 1 << count;
  const best = new Float64Array(states * count).fill(Infinity);
  const from = new Int8Array(states * count).fill(-1);
  for (let i = 0; i < count; i++) best[(1 << i) * count + i] = at(matrix, 0, i + 1);
  for (let set = 1; set < states; set++) {
    for (let last = 0; last < count; last++) {
      const so = best[set * count + last] ?? Infinity;
      if (so === Infinity) continue;
      for (let next = 0; next < count; next++) {
        if ((set & (1 << next)) !== 0) continue;
        const to = (set | (1 << next)) * count + next;
        const cost = so + at(matrix, last + 1, next + 1);
        if (cost < (best[to] ?? Infinity)) {
          best[to] = cost;
          from[to] = last;
        }
      }
    }
  }
  let set = states - 1;
  let last = 0;
  for (let i = 1; i < count; i++) if ((best[set * count + i] ?? Infinity) + at(matrix, i + 1, 0) < (best[set * count + last] ?? Infinity) + at(matrix, last + 1, 0)) last = i;
  const tour: number[] = [];
  while (last >= 0 && tour.length < count) {
    tour.unshift(last + 1);
    const before = from[set * count + last] ?? -1;
    set &= ~(1 << last);
    last = before;
  }
  return tour;
}

/** 2-opt reversals and moves of up to three stops, until neither helps. */
function improve(matrix: Matrix, start: readonly number[]): number[] {
  let tour = [...start];
  for (let better = true; better; ) {
    better = false;
    const now = lengthOf(matrix, tour);
    search: for (let i = 0; i < tour.length; i++) {
      for (let j = i + 1; j <= tour.length; j++) {
        const piece = tour.slice(i, j);
        const rest = [...tour.slice(0, i), ...tour.slice(j)];
        const tries = [[...tour.slice(0, i), ...[...piece].reverse(), ...tour.slice(j)]];
        if (piece.length <= 3) for (let k = 0; k <= rest.length; k++) tries.push([...rest.slice(0, k), ...piece, ...rest.slice(k)]);
        const found = tries.find((each) => lengthOf(matrix, each) < now - 1e-9);
        if (found !== undefined) {
          tour = found;
          better = true;
          break search;
        }
      }
    }
  }
  return tour;
}

/**
 * @param stops in any order; none is a route of 0 km
 * @param seed draws the starts above 12 stops
 * @throws RangeError where a distance is not finite or below 0
 */
export function routeOf(home: Point, stops: readonly Point[], distance: DistanceProvider = byRoad, seed = 0): Route {
  const matrix = tableOf(home, stops, distance);
  if (stops.length === 0) return { order: [], kilometres: 0, exact: true };
  if (stops.length <= EXACT_STOPS) {
    const tour = exact(matrix, stops.length);
    return { order: tour.map((i) => i - 1), kilometres: lengthOf(matrix, tour), exact: true };
  }
  const random = new Random(seed, 37);
  let best: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const left = new Set(stops.map((_, i) => i + 1));
    const tour: number[] = [];
    let here = start === 0 ? 0 : 1 + random.below(stops.length);
    if (here > 0) {
      tour.push(here);
      left.delete(here);
    }
    while (left.size > 0) {
      const next = [...left].reduce((nearest, each) => (at(matrix, here, each) < at(matrix, here, nearest) ? each : nearest));
      tour.push(next);
      left.delete(next);
      here = next;
    }
    const improved = improve(matrix, tour);
    if (best.length === 0 || lengthOf(matrix, improved) < lengthOf(matrix, best)) best = improved;
  }
  return { order: best.map((i) => i - 1), kilometres: lengthOf(matrix, best), exact: false };
}
