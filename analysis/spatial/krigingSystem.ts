/**
 * One kriging system: sites, their covariance factorised, and the prediction of targets from it.
 * Used with all sites (global), with the sites around one target (local exact) and with those around a tile.
 *
 * With L the Cholesky factor of the covariance C, F the drift (1, or 1, x, y), L⁻¹F = QR with orthonormal Q,
 * w = L⁻¹z - QQ'L⁻¹z and, for a target, y = L⁻¹c and g = R⁻ᵀf:
 *   prediction = w'y + g'Q'L⁻¹z        variance = c00 - y'y + |g - Q'y|²
 *
 * Over 200 lines because the steps share one workspace: nothing is allocated per target.
 */
import { Workspace, type Kernels } from '../kernels/workspace.ts';
import { covariancesOf, type Covariances } from './covariances.ts';
import type { Points } from './points.ts';
import type { VariogramModel } from './variogramModel.ts';

export type Drift = 'none' | 'xy';

/** Why a system could not be solved. */
export type Obstacle = 'singular' | 'drift';

/** Sub-points a target is averaged over (block kriging), and the variance of that average. */
export interface Block {
  dx: Float64Array;
  dy: Float64Array;
  share: Float64Array;
  variance: number;
}

/** A drift column this close to a combination of the earlier ones is not determined by the sites. */
const DEPENDENT = 1e-12;

/** Targets predicted at once; the kernels are written for four. */
export const BATCH = 4;

/** Rows below the matrix at most: values, drift and a target, made even. */
const MOST_RIDERS = 6;
/** What else a workspace holds: columns as long as the system has sites, and small arrays. */
const COLUMNS = 9 + BATCH;
const SMALL = 8 * BATCH;

export class KrigingSystem {
  /** Sites of the last build, and that number made even. */
  count = 0;
  even = 0;
  /** Position among the sites at which the last build met a singular matrix. */
  failedAt = -1;
  /** Cholesky factor with `even` entries a row, and the inverse of its diagonal. */
  readonly matrix: Float64Array;
  readonly inverse: Float64Array;
  /** w, then the columns of Q, `even` entries each. */
  readonly columns: Float64Array;
  readonly terms: number;
  private readonly sill: number;
  private readonly kernels: Kernels;
  private readonly covariances: Covariances;
  /** The same without the nugget, which has no extent. */
  private readonly structured: Covariances;
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly z: Float64Array;
  /** Covariances of {@link BATCH} targets side by side, and what is needed of y: x, y, z of each, and sums. */
  private readonly batch: Float64Array;
  private readonly places: Float64Array;
  private readonly sums: Float64Array;
  private readonly single: Float64Array;
  private readonly r = new Float64Array(9);
  private readonly b = new Float64Array(3);
  private centreX = 0;
  private centreY = 0;
  private unit = 1;

  /** @param capacity most sites a system will have */
  constructor(
    private readonly points: Points,
    private readonly values: Float64Array,
    model: VariogramModel,
    drift: Drift,
    capacity: number,
    private readonly block?: Block,
  ) {
    this.terms = drift === 'xy' ? 3 : 1;
    this.sill = model.nugget + model.psill;
    const most = capacity + (capacity % 2);
    const space = new Workspace((most + MOST_RIDERS) * most + COLUMNS * most + SMALL);
    this.kernels = space.kernels;
    this.covariances = covariancesOf(model, space.kernels);
    this.structured = covariancesOf({ ...model, nugget: 0 }, space.kernels);
    this.matrix = space.take((most + MOST_RIDERS) * most);
    this.inverse = space.take(most);
    this.columns = space.take(4 * most);
    this.x = space.take(most);
    this.y = space.take(most);
    this.z = space.take(points.z ? most : 0);
    this.batch = space.take(BATCH * most);
    this.single = space.take(most);
    this.places = space.take(3 * BATCH);
    this.sums = space.take(5 * BATCH);
  }

  /**
   * Factorises the system of sites[0 .. count).
   * @param target when given, its covariances ride through the factorisation and {@link finishRider} predicts it
   */
  build(sites: Int32Array, count: number, targets?: Points, target = 0): Obstacle | undefined {
    const { matrix, terms } = this;
    this.gather(sites, count);
    this.assemble();
    const stride = this.even;
    const riders = stride * stride;
    const rows = targets ? (terms === 3 ? 6 : 4) : terms === 3 ? 4 : 2;
    matrix.fill(0, riders, riders + rows * stride);
    for (let i = 0; i < count; i++) {
      matrix[riders + i] = this.values[sites[i] as number] as number;
      matrix[riders + stride + i] = 1;
    }
    if (terms === 3) this.fillDrift(riders + 2 * stride);
    if (targets) {
      const row = riders + (terms + 1) * stride;
      this.squaredTo(targets, target, matrix, row);
      this.covariances(matrix, row, count);
      matrix.fill(0, row + count, row + stride);
    }
    this.failedAt = this.kernels.factorise(matrix.byteOffset, stride, stride, rows, this.inverse.byteOffset);
    if (this.failedAt >= 0) return 'singular';
    return this.solveDrift(riders) ? undefined : 'drift';
  }

  private gather(sites: Int32Array, count: number): void {
    const { x, y, z } = this.points;
    this.count = count;
    this.even = count + (count % 2);
    for (let i = 0; i < count; i++) {
      const site = sites[i] as number;
      this.x[i] = x[site] as number;
      this.y[i] = y[site] as number;
      if (z !== undefined) this.z[i] = z[site] as number;
    }
  }

  private assemble(): void {
    const { matrix, x, y, z, count, even, sill } = this;
    for (let i = 0; i < count; i++) {
      const row = i * even;
      this.squared(x[i] as number, y[i] as number, z.length > 0 ? (z[i] as number) : 0, i, matrix, row);
      this.covariances(matrix, row, i);
      matrix[row + i] = sill;
    }
    if (even === count) return;
    // a row of the identity makes the number of rows even and changes nothing
    matrix.fill(0, count * even, count * even + count);
    matrix[count * even + count] = 1;
  }

  /** Squared distances from one place to the first `count` sites, from `offset` of an array of the workspace on. */
  private squared(px: number, py: number, pz: number, count: number, into: Float64Array, offset: number): void {
    const { x, y, z, kernels } = this;
    kernels.squaredTo(x.byteOffset, y.byteOffset, z.length > 0 ? z.byteOffset : 0, count, px, py, pz, into.byteOffset + 8 * offset);
  }

  /** Squared distances of target t, or of a place beside it, to the sites. */
  private squaredTo({ x, y, z }: Points, t: number, into: Float64Array, offset: number, dx = 0, dy = 0): void {
    this.squared((x[t] as number) + dx, (y[t] as number) + dy, z ? (z[t] as number) : 0, this.count, into, offset);
  }

  /** Columns x and y of the drift, centred and scaled to the size of 1. */
  private fillDrift(row: number): void {
    const { x, y, count, even, matrix } = this;
    let centreX = 0;
    let centreY = 0;
    for (let i = 0; i < count; i++) {
      centreX += (x[i] as number) / count;
      centreY += (y[i] as number) / count;
    }
    let widest = 0;
    for (let i = 0; i < count; i++) widest = Math.max(widest, Math.abs((x[i] as number) - centreX), Math.abs((y[i] as number) - centreY));
    this.centreX = centreX;
    this.centreY = centreY;
    this.unit = widest > 0 ? widest : 1;
    for (let i = 0; i < count; i++) {
      matrix[row + i] = ((x[i] as number) - centreX) / this.unit;
      matrix[row + even + i] = ((y[i] as number) - centreY) / this.unit;
    }
  }

  /** Gram-Schmidt on the transformed drift, then its coefficients and w. False when the drift is not determined. */
  private solveDrift(riders: number): boolean {
    const { matrix, columns, r, b, even, terms } = this;
    for (let k = 1; k <= terms; k++) {
      const from = riders + k * even;
      const own = k * even;
      let before = 0;
      for (let i = 0; i < even; i++) {
        const value = matrix[from + i] as number;
        columns[own + i] = value;
        before += value * value;
      }
      for (let m = 1; m < k; m++) r[(m - 1) * 3 + k - 1] = this.takeOut(k, m);
      let after = 0;
      for (let i = own; i < own + even; i++) after += (columns[i] as number) * (columns[i] as number);
      if (!(after > DEPENDENT * before)) return false;
      const length = Math.sqrt(after);
      r[(k - 1) * 4] = length;
      for (let i = own; i < own + even; i++) columns[i] = (columns[i] as number) / length;
    }
    for (let i = 0; i < even; i++) columns[i] = matrix[riders + i] as number;
    for (let k = 1; k <= terms; k++) b[k - 1] = this.takeOut(0, k);
    return true;
  }

  /** Takes the part along column m, one of Q's, out of column k, and returns its length. */
  private takeOut(k: number, m: number): number {
    const { columns, even } = this;
    const [vector, along] = [k * even, m * even];
    let dot = 0;
    for (let i = 0; i < even; i++) dot += (columns[along + i] as number) * (columns[vector + i] as number);
    for (let i = 0; i < even; i++) columns[vector + i] = (columns[vector + i] as number) - dot * (columns[along + i] as number);
    return dot;
  }

  /** Predicts the target that rode through the last build. */
  finishRider(targets: Points, target: number, prediction: Float64Array, variance: Float64Array): void {
    const { matrix, columns, even, terms, sums } = this;
    const row = (even + terms + 1) * even;
    sums.fill(0);
    for (let i = 0; i < even; i++) {
      const value = matrix[row + i] as number;
      sums[0] = (sums[0] as number) + value * value;
      for (let k = 0; k <= terms; k++) sums[(k + 1) * BATCH] = (sums[(k + 1) * BATCH] as number) + value * (columns[k * even + i] as number);
    }
    this.finish(0, targets, target, prediction, variance);
  }

  /** Predicts targets[at[from .. to)], at most {@link BATCH} of them, from the last build. */
  predict(targets: Points, at: Int32Array, from: number, to: number, prediction: Float64Array, variance: Float64Array): void {
    const { batch, places, count, even, terms, block, kernels, x, y, z } = this;
    const size = to - from;
    for (let t = 0; t < BATCH; t++) {
      // spare lanes repeat the last target
      const target = at[from + Math.min(t, size - 1)] as number;
      if (block) this.averageTo(targets, target, t, block);
      places[t] = targets.x[target] as number;
      places[BATCH + t] = targets.y[target] as number;
      places[2 * BATCH + t] = targets.z ? (targets.z[target] as number) : 0;
    }
    if (!block) {
      kernels.squaredToFour(x.byteOffset, y.byteOffset, z.length > 0 ? z.byteOffset : 0, count, places.byteOffset, batch.byteOffset);
      this.covariances(batch, 0, BATCH * count);
    }
    if (even > count) batch.fill(0, BATCH * count, BATCH * even);
    // a spherical covariance is 0 beyond its range: sites at the head of the order that are far from all four drop out
    let zeros = 0;
    while (zeros < BATCH * count && batch[zeros] === 0) zeros++;
    const first = 2 * Math.floor(zeros / (2 * BATCH));
    kernels.substitute(this.matrix.byteOffset, even, even, this.inverse.byteOffset, batch.byteOffset, first);
    kernels.totals(batch.byteOffset, first, even, this.columns.byteOffset, terms + 1, this.sums.byteOffset);
    for (let t = 0; t < size; t++) this.finish(t, targets, at[from + t] as number, prediction, variance);
  }

  /** Mean covariance of each site with the sub-points of a block. A nugget has no extent and does not enter. */
  private averageTo(targets: Points, target: number, lane: number, block: Block): void {
    const { batch, single, count } = this;
    for (let i = 0; i < count; i++) batch[i * BATCH + lane] = 0;
    for (let p = 0; p < block.share.length; p++) {
      this.squaredTo(targets, target, single, 0, block.dx[p], block.dy[p]);
      this.structured(single, 0, count);
      const share = block.share[p] as number;
      for (let i = 0; i < count; i++) batch[i * BATCH + lane] = (batch[i * BATCH + lane] as number) + share * (single[i] as number);
    }
  }

  /** Prediction and variance from the sums of one lane: y'y, w'y, then Q'y. */
  private finish(lane: number, targets: Points, target: number, prediction: Float64Array, variance: Float64Array): void {
    const { r, b, sums } = this;
    const g0 = 1 / (r[0] as number);
    const along = g0 - (sums[2 * BATCH + lane] as number);
    let excess = along * along;
    let sum = (sums[BATCH + lane] as number) + g0 * (b[0] as number);
    if (this.terms === 3) {
      // a block's mean of a linear drift is the drift at its centre
      const fx = ((targets.x[target] as number) - this.centreX) / this.unit;
      const fy = ((targets.y[target] as number) - this.centreY) / this.unit;
      const g1 = (fx - (r[1] as number) * g0) / (r[4] as number);
      const g2 = (fy - (r[2] as number) * g0 - (r[5] as number) * g1) / (r[8] as number);
      const alongX = g1 - (sums[3 * BATCH + lane] as number);
      const alongY = g2 - (sums[4 * BATCH + lane] as number);
      excess += alongX * alongX + alongY * alongY;
      sum += g1 * (b[1] as number) + g2 * (b[2] as number);
    }
    prediction[target] = sum;
    const spread = (this.block ? this.block.variance : this.sill) - (sums[lane] as number) + excess;
    // below 0 by rounding only, at a site itself
    variance[target] = spread > 0 ? spread : 0;
  }

  /** L⁻¹ of the last build, row-major with `even` entries a row. */
  invertFactor(): Float64Array {
    const { matrix, inverse, batch, even, kernels } = this;
    const into = new Float64Array(even * even);
    // four columns at a time, by substitution of unit vectors; rows above the first of them stay zero
    for (let column = 0; column < even; column += BATCH) {
      batch.fill(0);
      const width = Math.min(BATCH, even - column);
      for (let t = 0; t < width; t++) batch[(column + t) * BATCH + t] = 1;
      kernels.substitute(matrix.byteOffset, even, even, inverse.byteOffset, batch.byteOffset, column);
      for (let i = column; i < even; i++) for (let t = 0; t < width; t++) into[i * even + column + t] = batch[i * BATCH + t] as number;
    }
    return into;
  }
}
