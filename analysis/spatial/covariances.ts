/** Covariances of a variogram model, a whole stretch of squared distances at a time. */
import type { Kernels } from '../kernels/workspace.ts';
import { correlation, DEFAULT_KAPPA, type VariogramModel } from './variogramModel.ts';

/**
 * Turns squared distances into covariances, in place: from nugget + psill at 0 down to 0. The stretch belongs to the
 * workspace of the kernels; where its number of entries is odd, the entry after it is overwritten too.
 */
export type Covariances = (squared: Float64Array, from: number, count: number) => void;

export const covariancesOf = ({ model, nugget, psill, range, kappa = DEFAULT_KAPPA }: VariogramModel, kernels: Kernels): Covariances => {
  if (model === 'sph') return (squared, from, count) => kernels.spherical(squared.byteOffset + 8 * from, count, nugget, psill, range);
  if (model === 'gau') return (squared, from, count) => kernels.gaussian(squared.byteOffset + 8 * from, count, nugget, psill, range);
  if (model === 'exp' || kappa === DEFAULT_KAPPA) return (squared, from, count) => kernels.exponential(squared.byteOffset + 8 * from, count, nugget, psill, range);
  return (squared, from, count) => {
    for (let i = from; i < from + count; i++) {
      const d2 = squared[i] as number;
      squared[i] = d2 > 0 ? psill * correlation(model, range, Math.sqrt(d2), kappa) : nugget + psill;
    }
  };
};
