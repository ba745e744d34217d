/**
 * One kriging system: sites, their covariance factorised, and the prediction of targets from it.
 * Used with all sites (global), with the sites around one target (local exact) and with those around a tile.
 *
 * With L the Cholesky factor of the covariance C, F the drift (1, or 1, x, y), L⁻¹F = QR with orthonormal Q,
 * w = L⁻¹z - QQ'L⁻¹z and, for a target, y = L⁻¹c and g = R⁻ᵀf:
 *   prediction = w'y + g'Q'L⁻¹z        variance = c00 - y'y + |g - Q'y|²
 *
 * Over 300 lines because the steps share one workspace: nothing is allocated per target. Rows of L, the drift and the
 * targets lie in panels of four, as the kernels want them: see kernels/assembly/kriging.ts.
 */
import { factorEntries, FILL, PANEL, PER_E, Workspace, type Kernels } from '../kernels/workspace.ts';
import type { Points } from './points.ts';
import { correlation, DEFAULT_KAPPA, type VariogramModel } from './variogramModel.ts';

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

/** Targets predicted at once: the rows of a panel. */
export const BATCH = PANEL;

/** What a workspace holds beside the factor: columns as long as the system has sites, and small arrays. */
const COLUMNS = 8 + 3 * PANEL;
const NUMBERS = 6;
const SMALL = 8 * PANEL + 2 * NUMBERS;

export class KrigingSystem {
  /** Sites of the last build, and that number filled up to whole panels by rows of the identity, which change nothing. */
  count = 0;
  padded = 0;
  /** Position among the sites at which the last build met a singular matrix. */
  failedAt = -1;
  /** w, then the columns of Q, `padded` entries each. */
  readonly columns: Float64Array;
  readonly terms: number;
  private readonly sill: number;
  private readonly kernels: Kernels;
  /** What panels are filled with: covariances, or squared distances where no kernel knows the model. */
  private readonly fills: number;
  /** The model's numbers for the kernel, and those without the nugget. */
  private readonly numbers: Float64Array;
  private readonly structured: Float64Array;
  private readonly matrix: Float64Array;
  private readonly inverse: Float64Array;
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly z: Float64Array;
  /** Panels: values and drift of the sites, covariances of targets, and of one sub-point of each. */
  private readonly given: Float64Array;
  private readonly batch: Float64Array;
  private readonly sub: Float64Array;
  /** x, y, z of the targets of a batch, and their sums. */
  private readonly places: Float64Array;
  private readonly sums: Float64Array;
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
    const exponential = model.model === 'mat' && (model.kappa ?? DEFAULT_KAPPA) === DEFAULT_KAPPA;
    this.fills = exponential ? FILL.exp : model.model === 'mat' ? FILL.squared : FILL[model.model];
    const panels = Math.ceil(capacity / PANEL);
    const most = PANEL * panels;
    const space = new Workspace(factorEntries(panels) + COLUMNS * most + SMALL);
    this.kernels = space.kernels;
    this.matrix = space.take(factorEntries(panels));
    this.inverse = space.take(most);
    this.columns = space.take(4 * most);
    this.x = space.take(most);
    this.y = space.take(most);
    this.z = space.take(points.z ? most : 0);
    this.given = space.take(PANEL * most);
    this.batch = space.take(PANEL * most);
    this.sub = space.take(PANEL * most);
    this.places = space.take(3 * PANEL);
    this.sums = space.take(5 * PANEL);
    this.numbers = space.take(NUMBERS);
    this.structured = space.take(NUMBERS);
    const { nugget, psill, range } = model;
    const shape = this.fills === FILL.sph ? [range * range, (1.5 * psill) / range, (0.5 * psill) / (range * range * range)] : [this.fills === FILL.gau ? -PER_E / (range * range) : -PER_E / range];
    this.numbers.set([nugget, psill, ...shape]);
    this.structured.set([0, psill, ...shape]);
  }

  /** Factorises the system of sites[0 .. count). */
  build(sites: Int32Array, count: number): Obstacle | undefined {
    const { matrix, inverse, given, kernels } = this;
    this.gather(sites, count);
    this.assemble();
    const panels = this.padded / PANEL;
    this.failedAt = kernels.factorise(matrix.byteOffset, inverse.byteOffset, panels);
    if (this.failedAt >= 0) return 'singular';
    kernels.solvePanel(matrix.byteOffset, inverse.byteOffset, given.byteOffset, 0, panels);
    return this.solveDrift() ? undefined : 'drift';
  }

  /** Places, values and drift of the sites; zeros fill the last panel. */
  private gather(sites: Int32Array, count: number): void {
    const { points, values, x, y, z, given } = this;
    const padded = PANEL * Math.ceil(count / PANEL);
    this.count = count;
    this.padded = padded;
    for (let i = 0; i < count; i++) {
      const site = sites[i] as number;
      x[i] = points.x[site] as number;
      y[i] = points.y[site] as number;
      if (points.z !== undefined) z[i] = points.z[site] as number;
      given[i * PANEL] = values[site] as number;
      given[i * PANEL + 1] = 1;
    }
    if (this.terms === 3) this.scaleDrift();
    for (let i = count; i < padded; i++) {
      x[i] = 0;
      y[i] = 0;
    }
    given.fill(0, count * PANEL, padded * PANEL);
  }

  private assemble(): void {
    const { matrix, x, y, z, count, padded } = this;
    for (let i = 0; i < padded; i += PANEL) this.fill(matrix, factorEntries(i / PANEL), i + PANEL, x.byteOffset + 8 * i, y.byteOffset + 8 * i, z.byteOffset + 8 * i, this.numbers);
    const last = factorEntries(padded / PANEL - 1);
    for (let i = count; i < padded; i++) {
      const row = last + (i % PANEL);
      for (let m = 0; m < i; m++) matrix[row + m * PANEL] = 0;
      matrix[row + i * PANEL] = 1;
    }
  }

  /** Covariances of four places, given by the addresses of their coordinates, and the first `count` sites. */
  private fill(panel: Float64Array, from: number, count: number, px: number, py: number, pz: number, numbers: Float64Array): void {
    const { x, y, z, kernels, fills } = this;
    kernels.fillPanel(fills, numbers.byteOffset, x.byteOffset, y.byteOffset, z.length > 0 ? z.byteOffset : 0, count, px, py, pz, panel.byteOffset + 8 * from);
    if (fills !== FILL.squared) return;
    const { model, psill, range, kappa } = this.model;
    for (let i = from; i < from + PANEL * count; i++) {
      const squared = panel[i] as number;
      panel[i] = squared > 0 ? psill * correlation(model, range, Math.sqrt(squared), kappa) : psill + (numbers[0] as number);
    }
  }

  /** Columns x and y of the drift, centred and scaled to the size of 1. */
  private scaleDrift(): void {
    const { x, y, count, given } = this;
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
      given[i * PANEL + 2] = ((x[i] as number) - centreX) / this.unit;
      given[i * PANEL + 3] = ((y[i] as number) - centreY) / this.unit;
    }
  }

  /** Gram-Schmidt on the transformed drift, then its coefficients and w. False when the drift is not determined. */
  private solveDrift(): boolean {
    const { given, columns, r, b, padded, terms } = this;
    for (let k = 0; k <= terms; k++) for (let i = 0; i < padded; i++) columns[k * padded + i] = given[i * PANEL + k] as number;
    for (let k = 1; k <= terms; k++) {
      const before = this.square(k);
      for (let m = 1; m < k; m++) r[(m - 1) * 3 + k - 1] = this.takeOut(k, m);
      const after = this.square(k);
      if (!(after > DEPENDENT * before)) return false;
      const length = Math.sqrt(after);
      r[(k - 1) * 4] = length;
      for (let i = k * padded; i < (k + 1) * padded; i++) columns[i] = (columns[i] as number) / length;
    }
    for (let k = 1; k <= terms; k++) b[k - 1] = this.takeOut(0, k);
    return true;
  }

  /** Sum of squares of a column. */
  private square(k: number): number {
    const { columns, padded } = this;
    let sum = 0;
    for (let i = k * padded; i < (k + 1) * padded; i++) sum += (columns[i] as number) * (columns[i] as number);
    return sum;
  }

  /** Takes the part along column m, one of Q's, out of column k, and returns its length. */
  private takeOut(k: number, m: number): number {
    const { columns, padded } = this;
    const from = k * padded;
    const along = m * padded;
    let dot = 0;
    for (let i = 0; i < padded; i++) dot += (columns[along + i] as number) * (columns[from + i] as number);
    for (let i = 0; i < padded; i++) columns[from + i] = (columns[from + i] as number) - dot * (columns[along + i] as number);
    return dot;
  }

  /** Predicts targets[at[from .. to)], at most {@link BATCH} of them, from the last build. */
  predict(targets: Points, at: Int32Array, from: number, to: number, prediction: Float64Array, variance: Float64Array): void {
    const { batch, places, count, padded, terms, block, kernels, matrix, inverse, columns, sums } = this;
    const size = to - from;
    for (let t = 0; t < BATCH; t++) {
      // spare rows repeat the last target
      const target = at[from + Math.min(t, size - 1)] as number;
      places[t] = targets.x[target] as number;
      places[BATCH + t] = targets.y[target] as number;
      places[2 * BATCH + t] = targets.z ? (targets.z[target] as number) : 0;
    }
    if (block) this.average(block);
    else this.fillBatch(batch, this.numbers);
    batch.fill(0, PANEL * count, PANEL * padded);
    // a spherical covariance is 0 beyond its range: sites at the head of the order that are far from all four drop out
    let zeros = 0;
    while (zeros < PANEL * count && batch[zeros] === 0) zeros++;
    const first = Math.floor(zeros / PANEL / PANEL);
    kernels.solvePanel(matrix.byteOffset, inverse.byteOffset, batch.byteOffset, first, padded / PANEL);
    kernels.totals(batch.byteOffset, PANEL * first, padded, columns.byteOffset, terms + 1, sums.byteOffset);
    for (let t = 0; t < size; t++) this.finish(t, targets, at[from + t] as number, prediction, variance);
  }

  private fillBatch(panel: Float64Array, numbers: Float64Array): void {
    const at = this.places.byteOffset;
    this.fill(panel, 0, this.count, at, at + 8 * PANEL, at + 16 * PANEL, numbers);
  }

  /** Mean covariance of each site with the sub-points of a block. A nugget has no extent and does not enter. */
  private average({ dx, dy, share }: Block): void {
    const { batch, sub, places, count } = this;
    const centres = places.slice();
    batch.fill(0, 0, PANEL * count);
    for (let p = 0; p < share.length; p++) {
      for (let t = 0; t < PANEL; t++) {
        places[t] = (centres[t] as number) + (dx[p] as number);
        places[PANEL + t] = (centres[PANEL + t] as number) + (dy[p] as number);
      }
      this.fillBatch(sub, this.structured);
      for (let i = 0; i < PANEL * count; i++) batch[i] = (batch[i] as number) + (share[p] as number) * (sub[i] as number);
    }
  }

  /** Prediction and variance from the sums of one row of a batch: y'y, w'y, then Q'y. */
  private finish(row: number, targets: Points, target: number, prediction: Float64Array, variance: Float64Array): void {
    const { r, b, sums } = this;
    const g0 = 1 / (r[0] as number);
    const along = g0 - (sums[2 * BATCH + row] as number);
    let excess = along * along;
    let sum = (sums[BATCH + row] as number) + g0 * (b[0] as number);
    if (this.terms === 3) {
      // a block's mean of a linear drift is the drift at its centre
      const fx = ((targets.x[target] as number) - this.centreX) / this.unit;
      const fy = ((targets.y[target] as number) - this.centreY) / this.unit;
      const g1 = (fx - (r[1] as number) * g0) / (r[4] as number);
      const g2 = (fy - (r[2] as number) * g0 - (r[5] as number) * g1) / (r[8] as number);
      const alongX = g1 - (sums[3 * BATCH + row] as number);
      const alongY = g2 - (sums[4 * BATCH + row] as number);
      excess += alongX * alongX + alongY * alongY;
      sum += g1 * (b[1] as number) + g2 * (b[2] as number);
    }
    prediction[target] = sum;
    const spread = (this.block ? this.block.variance : this.sill) - (sums[row] as number) + excess;
    // below 0 by rounding only, at a site itself
    variance[target] = spread > 0 ? spread : 0;
  }

  /** L⁻¹ of the last build, row-major with `padded` entries a row. */
  invertFactor(): Float64Array {
    const { matrix, inverse, batch, padded, kernels } = this;
    const into = new Float64Array(padded * padded);
    // four columns at a time, by substitution of unit vectors; rows above the first of them stay zero
    for (let column = 0; column < padded; column += PANEL) {
      batch.fill(0);
      for (let t = 0; t < PANEL; t++) batch[(column + t) * PANEL + t] = 1;
      kernels.solvePanel(matrix.byteOffset, inverse.byteOffset, batch.byteOffset, column / PANEL, padded / PANEL);
      for (let i = column; i < padded; i++) for (let t = 0; t < PANEL; t++) into[i * padded + column + t] = batch[i * PANEL + t] as number;
    }
    return into;
  }
}
