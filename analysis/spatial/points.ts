/**
 * Places as typed arrays, and what must hold before a distance between them means anything:
 * finite coordinates, no spread that overflows, metres where metres are expected, no two sites in one place.
 *
 * Kernels in this folder read typed arrays as `(a[i] as number)`: the index is in range by
 * construction, and a default such as `?? 0` would hide it if it were not.
 */
import { requireFinite } from '../finite.ts';
import type { Decision } from '../step.ts';

/** Places in one unit of length. `z` only for chord coordinates (see chord.ts): distance then runs through the earth. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z?: Float64Array;
}

/** Rectangle around places. */
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Squares of distances must stay finite: a wider spread than this overflows them. */
const WIDEST = 1e150;

/** @throws RangeError naming the value when it is not finite and above zero */
export const requirePositive = (name: string, value: number): void => {
  if (!(Number.isFinite(value) && value > 0)) throw new RangeError(`${name} is ${value}; a finite number above 0 was expected`);
};

/** @throws RangeError naming the value when it is no whole number from `least` on */
export const requireCount = (name: string, value: number, least = 1): void => {
  if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`${name} is ${value}; a whole number from ${least} on was expected`);
};

/** Number of places. */
export const countOf = (points: Points): number => points.x.length;

/** Rectangle around places, which must be finite. */
export const boxOf = ({ x, y }: Points): Box => {
  const box: Box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (let i = 0; i < x.length; i++) {
    const px = x[i] as number;
    const py = y[i] as number;
    if (px < box.west) box.west = px;
    if (px > box.east) box.east = px;
    if (py < box.south) box.south = py;
    if (py > box.north) box.north = py;
  }
  return box;
};

/**
 * @throws RangeError naming the index when a coordinate is not finite, the arrays differ in length,
 * or the spread is so wide that squared distances overflow
 */
export const requirePoints = (name: string, points: Points): void => {
  const { x, y, z } = points;
  if (y.length !== x.length) throw new RangeError(`${name}.y has ${y.length} values and ${name}.x has ${x.length}; the same number was expected`);
  if (z && z.length !== x.length) throw new RangeError(`${name}.z has ${z.length} values and ${name}.x has ${x.length}; the same number was expected`);
  requireFinite(`${name}.x`, x);
  requireFinite(`${name}.y`, y);
  if (z) requireFinite(`${name}.z`, z);
  if (x.length === 0) return;
  const box = boxOf(points);
  if (!(box.east - box.west < WIDEST && box.north - box.south < WIDEST)) {
    throw new RangeError(`${name} spread over ${box.east - box.west} by ${box.north - box.south}; less than ${WIDEST} was expected: check the coordinates for a wrong unit or a wrong digit`);
  }
};

/** @throws RangeError when values and places differ in number or a value is not finite */
export const requireValuesAt = (points: Points, values: ArrayLike<number>): void => {
  requirePoints('points', points);
  if (values.length !== countOf(points)) throw new RangeError(`values has ${values.length} entries and there are ${countOf(points)} points; the same number was expected`);
  requireFinite('values', values);
};

/** Places from two plain lists. @throws RangeError naming a coordinate that is not finite */
export const pointsFrom = (x: ArrayLike<number>, y: ArrayLike<number>): Points => {
  const points = { x: Float64Array.from(x), y: Float64Array.from(y) };
  requirePoints('points', points);
  return points;
};

/** Order of the places by x, then y, then z, then index. */
const sortedOrder = ({ x, y, z }: Points): Uint32Array =>
  Uint32Array.from(x.keys()).sort(
    (a, b) => (x[a] as number) - (x[b] as number) || (y[a] as number) - (y[b] as number) || (z ? (z[a] as number) - (z[b] as number) : 0) || a - b,
  );

/** Groups of two or more indices that share one place, each ascending, in order of their first index. */
const coincidentGroups = (points: Points): number[][] => {
  const { x, y, z } = points;
  const order = sortedOrder(points);
  const groups: number[][] = [];
  let open: number[] = [];
  for (const i of order) {
    const head = open[0];
    if (head !== undefined && x[head] === x[i] && y[head] === y[i] && (!z || z[head] === z[i])) open.push(i);
    else {
      if (open.length > 1) groups.push(open);
      open = [i];
    }
  }
  if (open.length > 1) groups.push(open);
  return groups.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
};

/** @throws RangeError naming the first sites that share a place: they make a kriging matrix singular */
export const requireDistinct = (points: Points): void => {
  const [first] = coincidentGroups(points);
  if (!first) return;
  const [a, b] = first;
  const at = a ?? 0;
  throw new RangeError(`points[${at}] and points[${b ?? 0}] stand in one place (${points.x[at]}, ${points.y[at]}); kriging needs distinct places: merge coincident sites first (mergeCoincident)`);
};

/**
 * One place per group of coincident sites, with the mean of their values. Nothing is dropped: `members`
 * says which sites stand behind each place, and a decision names every merge.
 */
export const mergeCoincident = (points: Points, values: Float64Array): { points: Points; values: Float64Array; members: number[][]; decisions: Decision[] } => {
  requireValuesAt(points, values);
  const groups = coincidentGroups(points);
  const groupOf = new Map<number, number[]>();
  for (const group of groups) for (const i of group) groupOf.set(i, group);
  const members: number[][] = [];
  for (let i = 0; i < values.length; i++) {
    const group = groupOf.get(i);
    if (!group) members.push([i]);
    else if (group[0] === i) members.push(group);
  }
  const pick = (from: Float64Array): Float64Array => Float64Array.from(members, ([i]) => from[i ?? 0] as number);
  const merged = Float64Array.from(members, (group) => group.reduce((sum, i) => sum + (values[i] as number) / group.length, 0));
  const decisions = groups.map((group): Decision => ({
    code: 'coincident-sites-merged',
    zh: `点位 ${group.join('、')} 位于同一位置，取其平均值作为一个点参与插值`,
    en: `Sites ${group.join(', ')} stand in one place; their mean enters the interpolation as one site`,
  }));
  return { points: { x: pick(points.x), y: pick(points.y), ...(points.z && { z: pick(points.z) }) }, values: merged, members, decisions };
};

/** How sure we are that coordinates are degrees and not metres. */
export type DegreeSuspicion = 'no' | 'possible' | 'china';

/**
 * Are these coordinates degrees where metres are expected? `china`: every place lies in the box of
 * longitudes 73-136 and latitudes 3-54, which no projected coordinates of the country share.
 * `possible`: within ±180 and ±90, which small local units (kilometres, grid rows) share.
 */
export const suspectDegrees = (points: Points): DegreeSuspicion => {
  if (points.z || countOf(points) === 0) return 'no';
  const { west, south, east, north } = boxOf(points);
  if (west >= 73 && east <= 136 && south >= 3 && north <= 54) return 'china';
  return west >= -180 && east <= 180 && south >= -90 && north <= 90 ? 'possible' : 'no';
};

/** @throws RangeError when the coordinates are longitudes and latitudes of China instead of metres */
export const requireMetres = (points: Points): void => {
  if (suspectDegrees(points) !== 'china') return;
  const { west, south, east, north } = boxOf(points);
  throw new RangeError(
    `x from ${west} to ${east} and y from ${south} to ${north} look like degrees of longitude and latitude; projected metres were expected: project them (localProjection) or use chord coordinates (chordPoints)`,
  );
};
