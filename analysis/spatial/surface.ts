/**
 * A surface: at each cell the prediction, its standard deviation and the probability that two limits are exceeded, shown
 * only where enough sites stand within reach.
 *
 * When values are logarithms the prediction is turned back as a median: exp of the prediction. (The mean of a lognormal
 * would need the variance to be right; quantiles only need the order to be kept.)
 */
import { normalSurvival } from '../normal.ts';
import type { Decision, Step } from '../step.ts';
import type { Interpolation } from './chooseSurface.ts';
import { InverseDistance } from './idw.ts';
import { Kriging, KRIGE_PART, missingDecisions } from './krige.ts';
import { kNearest } from './neighbours.ts';
import { PointGrid } from './pointGrid.ts';
import { countOf, requireCount, requireMetres, requirePoints, requirePositive, requireValuesAt, type Points } from './points.ts';
import { practicalRange } from './variogramModel.ts';

export interface SurfaceOptions {
  /** Values are natural logarithms; limits and predictions are not. */
  logarithms?: boolean;
  /** Limits T1 and T2, in the unit of the predictions. */
  limits?: readonly [number, number];
  /** Fewer sites than this within reach leave a cell blank. Default 3. */
  nmin?: number;
  /** Distance beyond which a site says nothing of a cell. Default: the model's range; for inverse distance weighting twice the median distance of a site to its nmin-th neighbour. */
  reach?: number;
  /** How nearest sites are chosen where not all enter: see KrigeOptions. Default tile. */
  mode?: 'exact' | 'tile';
}

/** One entry per cell. NaN in masked cells; deviation and probabilities also where inverse distance weighting is used. */
export interface Surface {
  /** Median where values are logarithms. */
  prediction: Float64Array;
  /** Standard deviation on the scale of the values given: of the logarithm where those are logarithms. */
  deviation: Float64Array;
  /** P(value > T1), P(value > T2). */
  probability1: Float64Array;
  probability2: Float64Array;
  /** 0 shown, 1 beyond reach of every site, 2 fewer than nmin sites within reach, 3 no prediction. */
  mask: Uint8Array;
}

export interface SurfaceDiagnostics {
  cells: number;
  shown: number;
  masked: number;
  reach: number;
  nmin: number;
}

/** A surface of n cells with nothing in it yet; `allocate` may give shared memory. */
export const emptySurface = (cells: number, allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes)): Surface => ({
  prediction: new Float64Array(allocate(8 * cells)),
  deviation: new Float64Array(allocate(8 * cells)),
  probability1: new Float64Array(allocate(8 * cells)),
  probability2: new Float64Array(allocate(8 * cells)),
  mask: new Uint8Array(allocate(cells)),
});

/** Default reach of inverse distance weighting. */
const spacing = (points: Points, grid: PointGrid, nmin: number): number => {
  const n = countOf(points);
  const k = Math.min(nmin, n - 1);
  if (k < 1) return Number.NaN;
  const { index } = kNearest(points, k, grid);
  const farthest = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = i * k; j < i * k + k; j++) {
      const other = index[j] as number;
      const distance = Math.hypot(
        (points.x[i] as number) - (points.x[other] as number),
        (points.y[i] as number) - (points.y[other] as number),
        points.z ? (points.z[i] as number) - (points.z[other] as number) : 0,
      );
      farthest[i] = Math.max(farthest[i] as number, distance);
    }
  }
  return 2 * (farthest.sort()[Math.floor(n / 2)] as number);
};

/** P(value > limit) when the value is normal. A limit that is met exactly is not exceeded. */
const exceedance = (limit: number, prediction: number, deviation: number): number => (deviation > 0 ? normalSurvival((limit - prediction) / deviation) : prediction > limit ? 1 : 0);

/** Sites, values and the chosen interpolation made ready; fills any range of cells. */
export class SurfacePredictor {
  readonly reach: number;
  readonly nmin: number;
  private readonly grid: PointGrid;
  private readonly kriging: Kriging | undefined;
  private readonly weighting: InverseDistance | undefined;
  private readonly limits: readonly [number, number] | undefined;
  private readonly logarithms: boolean;

  /** @throws RangeError naming what is out of range */
  constructor(points: Points, values: Float64Array, interpolation: Interpolation, options: SurfaceOptions = {}) {
    requireValuesAt(points, values);
    requireMetres(points);
    const { logarithms = false, limits, nmin = 3, reach, mode = 'tile' } = options;
    requireCount('nmin', nmin);
    this.nmin = nmin;
    this.logarithms = logarithms;
    limits?.forEach((limit, i) => {
      if (!Number.isFinite(limit) || (logarithms && limit <= 0)) throw new RangeError(`limits[${i}] is ${limit}; a finite number${logarithms ? ' above 0' : ''} was expected`);
    });
    this.limits = limits && (logarithms ? [Math.log(limits[0]), Math.log(limits[1])] : limits);
    this.grid = new PointGrid(points);
    const nearest = interpolation.nmax === undefined ? {} : { nmax: interpolation.nmax };
    if (interpolation.method === 'kriging') this.kriging = new Kriging(points, values, interpolation.model, { ...nearest, mode });
    else this.weighting = new InverseDistance(points, values, { idp: interpolation.idp, ...nearest });
    this.reach = reach ?? (interpolation.method === 'kriging' ? practicalRange(interpolation.model) : spacing(points, this.grid, nmin));
    if (Number.isNaN(this.reach)) throw new RangeError('one site has no neighbour to take a reach from; give reach in metres');
    requirePositive('reach', this.reach);
  }

  /** Cells so far without a prediction, by reason. */
  get counts(): { tooFew: number; singular: number; driftUndetermined: number } {
    return this.kriging?.counts ?? { tooFew: this.weighting?.tooFew ?? 0, singular: 0, driftUndetermined: 0 };
  }

  /** Fills cells[from .. to). Cut at multiples of KRIGE_PART: tiles do not run across parts. */
  predict(cells: Points, from: number, to: number, into: Surface): void {
    const { kriging, weighting, grid, nmin, reach, limits } = this;
    const { prediction, deviation, probability1, probability2, mask } = into;
    if (kriging) kriging.predict(cells, from, to, { prediction, variance: deviation });
    else weighting?.predict(cells, from, to, prediction);
    const squared = reach * reach;
    for (let cell = from; cell < to; cell++) {
      const near = grid.countNear(cells.x[cell] as number, cells.y[cell] as number, cells.z ? (cells.z[cell] as number) : 0, nmin, squared);
      const value = prediction[cell] as number;
      const code = near === 0 ? 1 : near < nmin ? 2 : Number.isFinite(value) ? 0 : 3;
      mask[cell] = code;
      probability1[cell] = Number.NaN;
      probability2[cell] = Number.NaN;
      const sd = kriging ? Math.sqrt(deviation[cell] as number) : Number.NaN;
      deviation[cell] = code === 0 ? sd : Number.NaN;
      if (code !== 0) prediction[cell] = Number.NaN;
      else {
        if (limits && kriging) {
          probability1[cell] = exceedance(limits[0], value, sd);
          probability2[cell] = exceedance(limits[1], value, sd);
        }
        if (this.logarithms) prediction[cell] = Math.exp(value);
      }
    }
  }

}

/** What was masked and why, in words. */
export const surfaceDecisions = (reach: number, nmin: number, counts: { tooFew: number; singular: number; driftUndetermined: number }): Decision[] => {
  const metres = Math.round(reach).toString();
  return [
    {
      code: 'surface-masked',
      zh: `只显示 ${metres} m 内至少有 ${nmin} 个点位的格网`,
      en: `Cells are shown only where at least ${nmin} sites stand within ${metres} m`,
    },
    ...missingDecisions(counts, {}),
  ];
};

/** How many cells are shown and masked. */
export const surfaceDiagnostics = ({ mask }: Surface, { reach, nmin }: Pick<SurfacePredictor, 'reach' | 'nmin'>): SurfaceDiagnostics => {
  const shown = mask.reduce((sum, code) => sum + (code === 0 ? 1 : 0), 0);
  return { cells: mask.length, shown, masked: mask.length - shown, reach, nmin };
};

/**
 * The surface of values at cells.
 * @param cells centres, in the coordinates of the sites
 * @param interpolation as chosen by chooseSurface
 * @throws RangeError naming what is out of range, as krige and idw
 */
export const surface = (points: Points, values: Float64Array, cells: Points, interpolation: Interpolation, options: SurfaceOptions = {}): Step<Surface, SurfaceDiagnostics> => {
  requirePoints('cells', cells);
  if ((points.z === undefined) !== (cells.z === undefined)) throw new RangeError('sites and cells are not in the same coordinates: one has z and the other has none');
  const predictor = new SurfacePredictor(points, values, interpolation, options);
  const count = countOf(cells);
  const result = emptySurface(count);
  for (let from = 0; from < count; from += KRIGE_PART) predictor.predict(cells, from, Math.min(count, from + KRIGE_PART), result);
  return { result, diagnostics: surfaceDiagnostics(result, predictor), decisions: surfaceDecisions(predictor.reach, predictor.nmin, predictor.counts) };
};
