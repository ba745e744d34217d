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
import { choleskyInPlace, forwardFour } from './cholesky.ts';
import { covarianceInPlace, type VariogramModel } from './variogramModel.ts';
import type { Points } from './points.ts';

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

/** Targets predicted at once. */
export const BATCH = 4;

export class KrigingSystem {
  /** Sites of the last build, and that number made even. */
  count = 0;
  even = 0;
  /** Position among the sites at which the last build met a singular matrix. */
  failedAt = -1;
  /** Cholesky factor with `even` entries a row, and the inverse of its diagonal. */
  readonly matrix: Float64Array;
  readonly inverse: Float64Array;
  /** w, and the columns of Q one after the other, `even` entries each. */
  readonly w: Float64Array;
  readonly q: Float64Array;
  readonly terms: number;
  private readonly sill: number;
  private readonly structured: VariogramModel;
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly z: Float64Array;
  private readonly batch: Float64Array;
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
    private readonly model: VariogramModel,
    drift: Drift,
    capacity: number,
    private readonly block?: Block,
  ) {
    this.terms = drift === 'xy' ? 3 : 1;
    this.sill = model.nugget + model.psill;
    this.structured = { ...model, nugget: 0 };
    const most = capacity + (capacity % 2);
    this.matrix = new Float64Array((most + 6) * most);
    this.inverse = new Float64Array(most);
    this.w = new Float64Array(most);
    this.q = new Float64Array(3 * most);
    this.x = new Float64Array(most);
    this.y = new Float64Array(most);
    this.z = new Float64Array(points.z ? most : 0);
    this.batch = new Float64Array(BATCH * most);
    this.single = new Float64Array(most);
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
      this.squaredTo(targets, target, matrix, row, 1);
      covarianceInPlace(this.model, matrix, row, row + count);
    }
    this.failedAt = choleskyInPlace(matrix, stride, stride, rows, this.inverse);
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
    const { matrix, x, y, z, count, even, model, sill } = this;
    for (let i = 0; i < count; i++) {
      const row = i * even;
      const xi = x[i] as number;
      const yi = y[i] as number;
      for (let j = 0; j < i; j++) {
        const dx = (x[j] as number) - xi;
        const dy = (y[j] as number) - yi;
        matrix[row + j] = dx * dx + dy * dy;
      }
      if (z.length > 0) {
        for (let j = 0; j < i; j++) {
          const dz = (z[j] as number) - (z[i] as number);
          matrix[row + j] = (matrix[row + j] as number) + dz * dz;
        }
      }
      covarianceInPlace(model, matrix, row, row + i);
      matrix[row + i] = sill;
    }
    if (even === count) return;
    // a row of the identity makes the number of rows even and changes nothing
    matrix.fill(0, count * even, count * even + count);
    matrix[count * even + count] = 1;
  }

  /** Squared distances of target t to the sites, at offset, offset + step, ... of `into`. */
  private squaredTo(targets: Points, t: number, into: Float64Array, offset: number, step: number, dx0 = 0, dy0 = 0): void {
    const { x, y, z, count } = this;
    const tx = (targets.x[t] as number) + dx0;
    const ty = (targets.y[t] as number) + dy0;
    const tz = targets.z ? (targets.z[t] as number) : 0;
    for (let i = 0, position = offset; i < count; i++, position += step) {
      const dx = (x[i] as number) - tx;
      const dy = (y[i] as number) - ty;
      into[position] = dx * dx + dy * dy;
    }
    if (z.length === 0) return;
    for (let i = 0, position = offset; i < count; i++, position += step) {
      const dz = (z[i] as number) - tz;
      into[position] = (into[position] as number) + dz * dz;
    }
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
    const { matrix, q, r, b, w, even, terms } = this;
    for (let k = 0; k < terms; k++) {
      const from = riders + (k + 1) * even;
      const own = k * even;
      let before = 0;
      for (let i = 0; i < even; i++) {
        const value = matrix[from + i] as number;
        q[own + i] = value;
        before += value * value;
      }
      for (let m = 0; m < k; m++) r[m * 3 + k] = this.takeOut(q, own, m);
      let after = 0;
      for (let i = own; i < own + even; i++) after += (q[i] as number) * (q[i] as number);
      if (!(after > DEPENDENT * before)) return false;
      const length = Math.sqrt(after);
      r[k * 4] = length;
      for (let i = own; i < own + even; i++) q[i] = (q[i] as number) / length;
    }
    for (let i = 0; i < even; i++) w[i] = matrix[riders + i] as number;
    for (let k = 0; k < terms; k++) b[k] = this.takeOut(w, 0, k);
    return true;
  }

  /** Takes the part along column m of Q out of a vector, and returns its length. */
  private takeOut(vector: Float64Array, offset: number, m: number): number {
    const { q, even } = this;
    const column = m * even;
    let dot = 0;
    for (let i = 0; i < even; i++) dot += (q[column + i] as number) * (vector[offset + i] as number);
    for (let i = 0; i < even; i++) vector[offset + i] = (vector[offset + i] as number) - dot * (q[column + i] as number);
    return dot;
  }

  /** Predicts the target that rode through the last build. */
  finishRider(targets: Points, target: number, prediction: Float64Array, variance: Float64Array): void {
    const row = (this.even + this.terms + 1) * this.even;
    this.finish(this.matrix, row, 1, targets, target, prediction, variance);
  }

  /** Predicts targets[at[from .. to)], at most {@link BATCH} of them, from the last build. */
  predict(targets: Points, at: Int32Array, from: number, to: number, prediction: Float64Array, variance: Float64Array): void {
    const { batch, count, even, block, model } = this;
    const size = to - from;
    for (let t = 0; t < BATCH; t++) {
      // spare lanes repeat the last target
      const target = at[from + Math.min(t, size - 1)] as number;
      if (block) this.averageTo(targets, target, t, block);
      else this.squaredTo(targets, target, batch, t, BATCH);
    }
    if (!block) covarianceInPlace(model, batch, 0, BATCH * count);
    if (even > count) batch.fill(0, BATCH * count, BATCH * even);
    // a spherical covariance is 0 beyond its range: sites at the head of the order that are far from all four drop out
    let zeros = 0;
    while (zeros < BATCH * count && batch[zeros] === 0) zeros++;
    const first = 2 * Math.floor(zeros / (2 * BATCH));
    forwardFour(this.matrix, even, even, this.inverse, batch, first);
    for (let t = 0; t < size; t++) this.finish(batch, t, BATCH, targets, at[from + t] as number, prediction, variance, first);
  }

  /** Mean covariance of each site with the sub-points of a block. A nugget has no extent and does not enter. */
  private averageTo(targets: Points, target: number, lane: number, block: Block): void {
    const { batch, single, count } = this;
    for (let i = 0; i < count; i++) batch[i * BATCH + lane] = 0;
    for (let p = 0; p < block.share.length; p++) {
      this.squaredTo(targets, target, single, 0, 1, block.dx[p], block.dy[p]);
      covarianceInPlace(this.structured, single, 0, count);
      const share = block.share[p] as number;
      for (let i = 0; i < count; i++) batch[i * BATCH + lane] = (batch[i * BATCH + lane] as number) + share * (single[i] as number);
    }
  }

  /** Prediction and variance from y = L⁻¹c, at offset, offset + step, ... of `from`, 0 above row `first`. */
  private finish(from: Float64Array, offset: number, step: number, targets: Points, target: number, prediction: Float64Array, variance: Float64Array, first = 0): void {
    const { w, q, r, b, count, even, terms } = this;
    let square = 0;
    let sum = 0;
    let along = 0;
    for (let i = first, position = offset + first * step; i < count; i++, position += step) {
      const value = from[position] as number;
      square += value * value;
      sum += value * (w[i] as number);
      along += value * (q[i] as number);
    }
    const g0 = 1 / (r[0] as number);
    let excess = (g0 - along) * (g0 - along);
    sum += g0 * (b[0] as number);
    if (terms === 3) {
      let alongX = 0;
      let alongY = 0;
      for (let i = first, position = offset + first * step; i < count; i++, position += step) {
        const value = from[position] as number;
        alongX += value * (q[even + i] as number);
        alongY += value * (q[2 * even + i] as number);
      }
      // a block's mean of a linear drift is the drift at its centre
      const fx = ((targets.x[target] as number) - this.centreX) / this.unit;
      const fy = ((targets.y[target] as number) - this.centreY) / this.unit;
      const g1 = (fx - (r[1] as number) * g0) / (r[4] as number);
      const g2 = (fy - (r[2] as number) * g0 - (r[5] as number) * g1) / (r[8] as number);
      excess += (g1 - alongX) * (g1 - alongX) + (g2 - alongY) * (g2 - alongY);
      sum += g1 * (b[1] as number) + g2 * (b[2] as number);
    }
    prediction[target] = sum;
    const spread = (this.block ? this.block.variance : this.sill) - square + excess;
    // below 0 by rounding only, at a site itself
    variance[target] = spread > 0 ? spread : 0;
  }
}
