/**
 * Who is whose neighbour: k nearest places, a distance band, or lists given, as compressed rows in
 * Int32Array. Built once and used for every analyte and quarter.
 * Names follow PySAL libpysal and spdep (knearneigh, dnearneigh). Reference: spdep 1.2-7, test/golden.
 */
import { PointGrid } from './pointGrid.ts';
import { countOf, requireCount, type Points } from './points.ts';

/** Row i holds the neighbours of place i: `index[start[i] .. start[i + 1])`, ascending. */
export interface Neighbours {
  readonly count: number;
  readonly start: Int32Array;
  readonly index: Int32Array;
}

/** Sorts index[from .. to) ascending; rows are short, so by insertion, long ones by the engine. */
const sortRow = (index: Int32Array, from: number, to: number): void => {
  if (to - from > 48) {
    index.subarray(from, to).sort();
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const value = index[i] as number;
    let j = i - 1;
    while (j >= from && (index[j] as number) > value) {
      index[j + 1] = index[j] as number;
      j--;
    }
    index[j + 1] = value;
  }
};

/**
 * The k nearest places of each place; ties go to the lower index. Coincident places are neighbours at distance 0.
 * @param k whole number >= 1
 * @throws RangeError when k is not below the number of places, or a coordinate is not finite
 */
export const kNearest = (points: Points, k: number, grid: PointGrid = new PointGrid(points)): Neighbours => {
  requireCount('k', k);
  const n = countOf(points);
  if (k >= n) throw new RangeError(`k is ${k} and there are ${n} places; k must be below the number of places`);
  const { x, y, z } = points;
  const start = new Int32Array(n + 1);
  for (let i = 0; i <= n; i++) start[i] = i * k;
  const index = new Int32Array(n * k);
  // in cell order: what one search read is still in the cache for the next
  for (let position = 0; position < n; position++) {
    const i = grid.order[position] as number;
    grid.nearest(x[i] as number, y[i] as number, z ? (z[i] as number) : 0, k, i, Infinity);
    const found = grid.found;
    const offset = i * k;
    for (let j = 0; j < k; j++) index[offset + j] = found[j] as number;
    sortRow(index, offset, offset + k);
  }
  return { count: n, start, index };
};

/**
 * Every place with lower < distance <= upper (spdep's bounds), so that coincident places are no neighbours at lower = 0.
 * A place without any is an island: its statistics are missing, not zero.
 * @throws RangeError when upper is not a finite number above lower >= 0, or a coordinate is not finite
 */
export const distanceBand = (points: Points, upper: number, lower = 0, grid: PointGrid = new PointGrid(points)): Neighbours => {
  if (!(Number.isFinite(upper) && lower >= 0 && upper > lower)) throw new RangeError(`the band runs from ${lower} to ${upper}; 0 <= lower < upper, both finite, was expected`);
  const { x, y, z } = points;
  const n = countOf(points);
  const start = new Int32Array(n + 1);
  const lowerSquared = lower * lower;
  const upperSquared = upper * upper;
  // squares of coincident places are 0 and must fail the test 0 < d
  for (let i = 0; i < n; i++) start[i + 1] = (start[i] as number) + grid.within(x[i] as number, y[i] as number, z ? (z[i] as number) : 0, lowerSquared, upperSquared, upper, i, null, 0);
  const index = new Int32Array(start[n] as number);
  for (let i = 0; i < n; i++) {
    const from = start[i] as number;
    grid.within(x[i] as number, y[i] as number, z ? (z[i] as number) : 0, lowerSquared, upperSquared, upper, i, index, from);
    sortRow(index, from, start[i + 1] as number);
  }
  return { count: n, start, index };
};

/**
 * Neighbours from 0-based lists, as PySAL and spdep exchange them.
 * @throws RangeError naming the list and entry that is no index of another place, or stands there twice
 */
export const neighboursFromLists = (lists: readonly (readonly number[])[]): Neighbours => {
  const n = lists.length;
  const start = new Int32Array(n + 1);
  lists.forEach((list, i) => { start[i + 1] = (start[i] as number) + list.length; });
  const index = new Int32Array(start[n] as number);
  lists.forEach((list, i) => {
    const from = start[i] as number;
    list.forEach((j, position) => {
      if (!Number.isInteger(j) || j < 0 || j >= n) throw new RangeError(`neighbours[${i}][${position}] is ${String(j)}; an index from 0 to ${n - 1} was expected`);
      if (j === i) throw new RangeError(`neighbours[${i}][${position}] is the place itself; leave it out and use star for statistics that include it`);
      index[from + position] = j;
    });
    sortRow(index, from, from + list.length);
    for (let position = from + 1; position < from + list.length; position++) {
      if (index[position] === index[position - 1]) throw new RangeError(`neighbours[${i}] holds ${String(index[position])} twice; each neighbour once was expected`);
    }
  });
  return { count: n, start, index };
};

/** Places without a neighbour. */
export const islandsOf = ({ count, start }: Neighbours): number[] => {
  const islands: number[] = [];
  for (let i = 0; i < count; i++) if (start[i] === start[i + 1]) islands.push(i);
  return islands;
};
