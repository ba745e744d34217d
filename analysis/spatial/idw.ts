/**
 * Inverse distance weighting, with gstat's option names. At a site itself the value of the site is returned
 * (the mean, where several stand in one place). Reference values: gstat 2.1-0, test/golden.
 */
import type { Decision, Step } from '../step.ts';
import { Workspace, type Kernels } from '../kernels/workspace.ts';
import { scoresOf } from './krigeCv.ts';
import { PointGrid } from './pointGrid.ts';
import { countOf, requireCount, requirePoints, requirePositive, requireValuesAt, type Points } from './points.ts';

export interface IdwOptions {
  /** Power of the distance; gstat's default is 2. */
  idp?: number;
  /** Nearest sites used; all when left out. */
  nmax?: number;
  /** Fewer sites than this within maxdist leave the target without a prediction. */
  nmin?: number;
  maxdist?: number;
}

export interface IdwDiagnostics {
  sites: number;
  targets: number;
  tooFew: number;
}

/** Targets that are handed to the kernel together; a multiple of four. */
const PART = 8192;

interface Prepared {
  kernels: Kernels;
  /** Addresses of x, y and the values of the sites. */
  sites: [x: number, y: number, values: number];
  tx: Float64Array;
  ty: Float64Array;
  means: Float64Array;
}

/** Sites and values made ready; predicts any range of targets. */
export class InverseDistance {
  tooFew = 0;
  private readonly grid: PointGrid | undefined;
  private readonly all: Int32Array;
  private readonly squared: Float64Array;
  private readonly half: number;
  private readonly nmax: number;
  private readonly least: number;
  private readonly squaredWithin: number;
  private readonly usual: boolean;
  private prepared: Prepared | undefined;

  /** @throws RangeError naming the value, coordinate or option that is out of range */
  constructor(
    private readonly points: Points,
    private readonly values: Float64Array,
    options: IdwOptions = {},
  ) {
    const { idp = 2, nmax, nmin = 0, maxdist } = options;
    requireValuesAt(points, values);
    const n = countOf(points);
    if (n === 0) throw new RangeError('no sites were given; inverse distance weighting needs at least 1');
    if (!(Number.isFinite(idp) && idp >= 0)) throw new RangeError(`idp is ${idp}; a finite power of at least 0 was expected`);
    if (nmax !== undefined) requireCount('nmax', nmax);
    requireCount('nmin', nmin, 0);
    if (maxdist !== undefined) requirePositive('maxdist', maxdist);
    if (nmax !== undefined && nmin > nmax) throw new RangeError(`nmin is ${nmin} and nmax is ${nmax}; nmin can be at most nmax`);
    this.half = idp / 2;
    this.nmax = Math.min(n, nmax ?? n);
    this.least = Math.max(1, nmin);
    this.squaredWithin = maxdist === undefined ? Infinity : maxdist * maxdist;
    this.grid = this.nmax < n ? new PointGrid(points) : undefined;
    this.all = Int32Array.from({ length: n }, (_, i) => i);
    this.squared = new Float64Array(n);
    this.usual = this.grid === undefined && idp === 2 && maxdist === undefined && points.z === undefined && this.least <= n;
  }

  /** Predicts targets[from .. to) into the same entries; NaN where fewer than nmin sites stand within maxdist. */
  predict(targets: Points, from: number, to: number, prediction: Float64Array): void {
    if (this.usual && !targets.z) this.predictUsual(targets, from, to, prediction);
    else for (let t = from; t < to; t++) prediction[t] = this.at(targets.x[t] as number, targets.y[t] as number, targets.z ? (targets.z[t] as number) : 0, -1);
  }

  /** Sites where the kernel reads them, and room for targets; made when first needed. */
  private prepare(): Prepared {
    const { points, values } = this;
    const n = countOf(points);
    const space = new Workspace(3 * (n + 1) + 3 * PART);
    const copied = [points.x, points.y, values].map((column) => {
      const copy = space.take(n);
      copy.set(column);
      return copy.byteOffset;
    });
    return { kernels: space.kernels, sites: copied as Prepared['sites'], tx: space.take(PART), ty: space.take(PART), means: space.take(PART) };
  }

  /** All sites, power 2, in the plane: each target by itself, so the answer does not depend on who stands beside whom. */
  private predictUsual({ x, y }: Points, from: number, to: number, prediction: Float64Array): void {
    const { kernels, sites, tx, ty, means } = (this.prepared ??= this.prepare());
    for (let part = from; part < to; part += PART) {
      const end = Math.min(to, part + PART);
      tx.set(x.subarray(part, end));
      ty.set(y.subarray(part, end));
      kernels.inverseSquares(...sites, countOf(this.points), tx.byteOffset, ty.byteOffset, end - part, means.byteOffset);
      prediction.set(means.subarray(0, end - part), part);
    }
    // at a site, or where weights leave the range of doubles
    for (let t = from; t < to; t++) if (!Number.isFinite(prediction[t])) prediction[t] = this.at(x[t] as number, y[t] as number, 0, -1);
  }

  /** Prediction of site i from the others. */
  without(i: number): number {
    const { x, y, z } = this.points;
    return this.at(x[i] as number, y[i] as number, z ? (z[i] as number) : 0, i);
  }

  private at(x: number, y: number, z: number, skip: number): number {
    if (this.grid) {
      const count = this.grid.nearest(x, y, z, this.nmax, skip, this.squaredWithin);
      return this.weigh(this.grid.found, this.grid.foundSquared, count, -1, Infinity);
    }
    const { points, squared } = this;
    const { x: sx, y: sy, z: sz } = points;
    const n = sx.length;
    for (let i = 0; i < n; i++) {
      const dx = (sx[i] as number) - x;
      const dy = (sy[i] as number) - y;
      squared[i] = dx * dx + dy * dy;
    }
    if (sz !== undefined) {
      for (let i = 0; i < n; i++) {
        const dz = (sz[i] as number) - z;
        squared[i] = (squared[i] as number) + dz * dz;
      }
    }
    return this.weigh(this.all, squared, n, skip, this.squaredWithin);
  }

  /** Mean of the values of sites[0 .. count), weighted by squared distance ** -half. */
  private weigh(sites: Int32Array, squared: Float64Array, count: number, skip: number, within: number): number {
    const { values, half } = this;
    let sum = 0;
    let total = 0;
    let used = 0;
    let least = Infinity;
    for (let k = 0; k < count; k++) {
      const d2 = squared[k] as number;
      if (d2 > within || sites[k] === skip) continue;
      used++;
      if (d2 < least) least = d2;
      const weight = half === 1 ? 1 / d2 : half === 0.5 ? 1 / Math.sqrt(d2) : half === 1.5 ? 1 / (d2 * Math.sqrt(d2)) : half === 2 ? 1 / (d2 * d2) : d2 ** -half;
      total += weight;
      sum += weight * (values[sites[k] as number] as number);
    }
    if (used < this.least) {
      this.tooFew++;
      return Number.NaN;
    }
    // at a site, or where weights leave the range of doubles: in units of the least distance
    if (least === 0 || !Number.isFinite(sum / total)) return this.weighNear(sites, squared, count, skip, within, least);
    return sum / total;
  }

  private weighNear(sites: Int32Array, squared: Float64Array, count: number, skip: number, within: number, least: number): number {
    let mean = 0;
    let total = 0;
    for (let k = 0; k < count; k++) {
      const d2 = squared[k] as number;
      if (d2 > within || sites[k] === skip) continue;
      const weight = least === 0 ? (d2 === 0 ? 1 : 0) : (d2 / least) ** -this.half;
      // no part in the mean, and before the first that has one 0 / 0
      if (weight === 0) continue;
      total += weight;
      mean += ((this.values[sites[k] as number] as number) - mean) * (weight / total);
    }
    return mean;
  }
}

const decisionsOf = (tooFew: number, { nmin = 1, maxdist }: IdwOptions): Decision[] =>
  tooFew === 0
    ? []
    : [
        {
          code: 'too-few-near',
          zh: `${tooFew} 个目标在${maxdist === undefined ? '' : ` ${maxdist} 范围内`}的点位少于 ${nmin} 个，不作预测`,
          en: `${tooFew} targets have fewer than ${nmin} sites${maxdist === undefined ? '' : ` within ${maxdist}`}: no prediction there`,
        },
      ];

/**
 * Inverse distance weighting of values at targets.
 * @returns predictions in the values' unit, NaN where nmin is not met
 * @throws RangeError naming the value, coordinate or option that is out of range
 */
export const idw = (points: Points, values: Float64Array, targets: Points, options: IdwOptions = {}): Step<Float64Array, IdwDiagnostics> => {
  requirePoints('targets', targets);
  if ((points.z === undefined) !== (targets.z === undefined)) throw new RangeError('sites and targets are not in the same coordinates: one has z and the other has none');
  const weighting = new InverseDistance(points, values, options);
  const n = countOf(targets);
  const result = new Float64Array(n);
  weighting.predict(targets, 0, n, result);
  return { result, diagnostics: { sites: countOf(points), targets: n, tooFew: weighting.tooFew }, decisions: decisionsOf(weighting.tooFew, options) };
};

export interface IdwCvDiagnostics extends IdwDiagnostics {
  rmse: number | null;
  meanError: number | null;
  skill: number | null;
}

/** Leave-one-out of inverse distance weighting. Residual = observed - predicted. */
export const idwCv = (points: Points, values: Float64Array, options: IdwOptions & { only?: Int32Array } = {}): Step<{ prediction: Float64Array; residual: Float64Array }, IdwCvDiagnostics> => {
  const n = countOf(points);
  if (n < 3) throw new RangeError(`${n} sites were given; leave-one-out needs at least 3`);
  const weighting = new InverseDistance(points, values, options);
  const prediction = new Float64Array(n).fill(Number.NaN);
  for (const i of options.only ?? points.x.keys()) prediction[i] = weighting.without(i);
  const residual = Float64Array.from(prediction, (value, i) => (values[i] as number) - value);
  const { rmse, meanError, skill } = scoresOf(values, residual);
  return { result: { prediction, residual }, diagnostics: { sites: n, targets: n, tooFew: weighting.tooFew, rmse, meanError, skill }, decisions: decisionsOf(weighting.tooFew, options) };
};
