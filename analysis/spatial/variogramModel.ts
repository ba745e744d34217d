/**
 * Variogram models in gstat's parametrisation. Semivariance is 0 at distance 0 and jumps to the nugget beyond:
 * kriging is exact at the data, and the variance at a new place includes the nugget.
 *
 *   sph  1.5 h/a - 0.5 (h/a)³, 1 from a on      exp  1 - exp(-h/a)
 *   gau  1 - exp(-(h/a)²)                       mat  1 - 2^(1-kappa)/gamma(kappa) (h/a)^kappa K_kappa(h/a)
 */
import { logGamma } from '../beta.ts';
import { besselKScaled } from './besselK.ts';

export const VARIOGRAM_MODELS = ['sph', 'exp', 'gau', 'mat'] as const;
export type VariogramType = (typeof VARIOGRAM_MODELS)[number];

export interface VariogramModel {
  readonly model: VariogramType;
  readonly nugget: number;
  /** Partial sill: the total sill is nugget + psill. */
  readonly psill: number;
  /** gstat's range parameter a, in the unit of the coordinates; see {@link practicalRange}. */
  readonly range: number;
  /** Smoothness of the Matérn model; 0.5 is exponential. Without meaning for the others. */
  readonly kappa?: number;
}

export const DEFAULT_KAPPA = 0.5;

/** @throws RangeError naming the parameter that is not finite or out of range */
export const requireModel = (model: VariogramModel): void => {
  const { nugget, psill, range, kappa = DEFAULT_KAPPA } = model;
  if (!VARIOGRAM_MODELS.includes(model.model)) throw new RangeError(`model is ${String(model.model)}; one of ${VARIOGRAM_MODELS.join(', ')} was expected`);
  if (!(Number.isFinite(nugget) && nugget >= 0)) throw new RangeError(`nugget is ${nugget}; a finite number of at least 0 was expected`);
  if (!(Number.isFinite(psill) && psill >= 0)) throw new RangeError(`psill is ${psill}; a finite number of at least 0 was expected`);
  if (!(Number.isFinite(range) && range > 0)) throw new RangeError(`range is ${range}; a finite number above 0 was expected`);
  if (!(kappa > 0 && kappa <= 20)) throw new RangeError(`kappa is ${kappa}; a number above 0 and at most 20 was expected`);
  if (!(nugget + psill > 0)) throw new RangeError('nugget and psill are both 0; a model without any variance cannot krige');
};

/** Matérn correlation at u = h / a > 0; closed forms where kappa is 1/2, 3/2, 5/2. */
const matern = (kappa: number, u: number): number => {
  if (kappa === 0.5) return Math.exp(-u);
  if (kappa === 1.5) return (1 + u) * Math.exp(-u);
  if (kappa === 2.5) return (1 + u + (u * u) / 3) * Math.exp(-u);
  // far out the correlation is below 1e-300, close by it is 1 up to rounding
  if (u > 690) return 0;
  if (u < 1e-10) return 1;
  const value = Math.exp((1 - kappa) * Math.LN2 - logGamma(kappa) + kappa * Math.log(u) - u) * besselKScaled(kappa, u);
  return value > 1 ? 1 : value;
};

/** Correlation of the structured part at distance h > 0: 1 at 0+, falling to 0. */
export const correlation = (type: VariogramType, range: number, h: number, kappa = DEFAULT_KAPPA): number => {
  const u = h / range;
  switch (type) {
    case 'sph':
      return u >= 1 ? 0 : 1 - u * (1.5 - 0.5 * u * u);
    case 'exp':
      return Math.exp(-u);
    case 'gau':
      return Math.exp(-u * u);
    case 'mat':
      return u === 0 ? 1 : matern(kappa, u);
  }
};

/** Distance beyond which sites tell little of each other: where the correlation has fallen to 0.05 (sph: 0). */
export const practicalRange = ({ model, range, kappa = DEFAULT_KAPPA }: VariogramModel): number => {
  if (model === 'sph') return range;
  if (model === 'exp') return range * -Math.log(0.05);
  if (model === 'gau') return range * Math.sqrt(-Math.log(0.05));
  let near = 0;
  let far = range;
  while (correlation('mat', range, far, kappa) > 0.05) far *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (near + far) / 2;
    if (correlation('mat', range, middle, kappa) > 0.05) near = middle;
    else far = middle;
  }
  return far;
};
