/**
 * How far the towns with operations moved against the others, with its test and its interval: the
 * difference of town means, held against every way in which the operations could have fallen. The
 * interval holds the shifts that this test does not refuse, so that test and interval never disagree.
 * A limit enters as what is to be expected of it by one fit over all sites alike: what the label of a
 * town is plays no part in it, so the test stays exact. Without limits the estimate is the plain difference.
 * Reference values: R 4.2.2, enumeration and breakpoints. Pure.
 */
import { bivariateNormal, expectedPair, type BivariateNormal, type CensoredPair } from '../../censored/bivariateNormal.ts';
import type { CensoredValue } from '../../censored/censoredValue.ts';
import type { Assignments } from './assignments.ts';

/** Logarithms of a town's sites, at least one. */
export interface TownPairs {
  operated: boolean;
  pairs: readonly CensoredPair[];
}

export interface TownMeans {
  level: number;
  change: number;
}

export interface TownShift {
  estimate: number;
  /** Null where no shift of any size is refused. */
  lower: number | null;
  upper: number | null;
  p: number;
  /** Smallest p that any data could have reached. */
  attainableP: number;
  /** Mean level before and mean change of each town, as far as limits let them be known. */
  means: TownMeans[];
}

const measured = ({ first, second }: CensoredPair): boolean => first.qualifier === '=' && second.qualifier === '=';
const isWhole = (towns: readonly TownPairs[]): boolean => towns.every(({ pairs }) => pairs.every(measured));

/**
 * Town means once a shift is taken off the second quarter of the towns with operations.
 * @param near holds the fit of a shift near by, to begin from, and is given this one
 * @throws RangeError of the fit
 */
export function townMeans(towns: readonly TownPairs[], shift: number, near: { fit?: BivariateNormal } = {}): TownMeans[] {
  const moved = (operated: boolean, one: CensoredValue): CensoredValue => ({ value: one.value - (operated ? shift : 0), qualifier: one.qualifier });
  const own = towns.map(({ operated, pairs }) => pairs.map(({ first, second }): CensoredPair => ({ first, second: moved(operated, second) })));
  const fit = isWhole(towns) ? undefined : bivariateNormal(own.flat(), { start: near.fit, tolerance: 1e-6 });
  if (fit !== undefined) near.fit = fit;
  return own.map((pairs) => {
    const mean: TownMeans = { level: 0, change: 0 };
    for (const pair of pairs) {
      const seen = fit === undefined ? { first: pair.first.value, second: pair.second.value } : expectedPair(pair, fit);
      mean.level += seen.first / pairs.length;
      mean.change += (seen.second - seen.first) / pairs.length;
    }
    return mean;
  });
}

/** Mean with operations less mean without. */
function difference(means: readonly TownMeans[], towns: readonly TownPairs[]): number {
  const k = towns.filter(({ operated }) => operated).length;
  return means.reduce((sum, { change }, i) => sum + (towns[i]?.operated === true ? change / k : -change / (towns.length - k)), 0);
}

/** Share of assignments whose difference is at least as far from 0. */
export function assignmentP(means: readonly TownMeans[], towns: readonly TownPairs[], { towns: rows, size, count, method }: Assignments): number {
  const changes = means.map(({ change }) => change);
  const centre = (changes.reduce((sum, value) => sum + value, 0) * size) / changes.length;
  const seen = Math.abs(changes.reduce((sum, value, i) => sum + (towns[i]?.operated === true ? value : 0), 0) - centre);
  const tolerance = 1e-10 * changes.reduce((sum, value) => sum + Math.abs(value), 0);
  let asExtreme = 0;
  for (let row = 0; row < count; row++) {
    let sum = 0;
    for (let i = row * size; i < (row + 1) * size; i++) sum += changes[rows[i] ?? 0] ?? 0;
    if (Math.abs(sum - centre) >= seen - tolerance) asExtreme += 1;
  }
  return method === 'exact' ? asExtreme / count : (asExtreme + 1) / (count + 1);
}

const DOUBLINGS = 40;

/** Where a condition that holds at `inside` and not far out turns; null where it never does. */
function turn(inside: number, step: number, within: number, holds: (at: number) => boolean): number | null {
  let near = inside;
  let width = step;
  let far = inside + step;
  for (let i = 0; holds(far); i++) {
    if (i === DOUBLINGS) return null;
    near = far;
    width *= 2;
    far += width;
  }
  while (Math.abs(far - near) > within) {
    const middle = (near + far) / 2;
    if (holds(middle)) near = middle;
    else far = middle;
  }
  return (near + far) / 2;
}

/** @throws RangeError where the pairs carry no fit, or no shift takes the difference away */
export function townShift(towns: readonly TownPairs[], ways: Assignments, alpha: number): TownShift {
  const unmoved = townMeans(towns, 0);
  const near: { fit?: BivariateNormal } = {};
  const at = (shift: number): TownMeans[] => townMeans(towns, shift, near);
  const plain = difference(unmoved, towns);
  const whole = isWhole(towns);
  const step = Math.max(1e-3, Math.abs(plain) / 2, ...unmoved.map(({ change }) => Math.abs(change) / 4));
  const within = whole ? 1e-12 : 1e-4;
  const above = (shift: number): boolean => difference(at(shift), towns) > 0;
  // the shift that leaves no difference: by halving, because limits make the difference bend
  const root = whole || plain === 0 ? plain : plain > 0 ? turn(0, step, within, above) : turn(0, -step, within, (shift) => !above(shift));
  if (root === null) throw new RangeError('no shift takes the difference away; measured values on both sides were expected');
  const attainableP = Math.max((2 * ways.size === towns.length ? 2 : 1) / ways.possible, ways.method === 'exact' ? 0 : 1 / (ways.count + 1));
  const kept = (shift: number): boolean => assignmentP(at(shift), towns, ways) > alpha;
  const bounded = attainableP <= alpha;
  return {
    estimate: root,
    lower: bounded ? turn(root, -step, within, kept) : null,
    upper: bounded ? turn(root, step, within, kept) : null,
    p: assignmentP(unmoved, towns, ways),
    attainableP,
    means: at(root).map(({ level, change }, i) => ({ level, change: change + (towns[i]?.operated === true ? root : 0) })),
  };
}
