/**
 * Square blocks for block kriging, averaged over 4 x 4 Gauss-Legendre points as gstat does.
 */
import type { Block } from './krigingSystem.ts';
import { correlation, type VariogramModel } from './variogramModel.ts';

/** Points and weights of the 4-point rule on [-1, 1]. */
const AT = [-0.8611363115940526, -0.33998104358485626, 0.33998104358485626, 0.8611363115940526] as const;
const SHARE = [0.34785484513745385, 0.6521451548625461, 0.6521451548625461, 0.34785484513745385] as const;

/**
 * @param side of the square, in the unit of the model's range
 * @returns offsets of the sub-points from the centre, their shares, and the variance of the block's mean: the mean
 * covariance between two sub-points; a nugget averages out over a block
 */
export const blockOf = (side: number, model: VariogramModel): Block => {
  const dx = new Float64Array(16);
  const dy = new Float64Array(16);
  const share = new Float64Array(16);
  AT.forEach((u, i) => {
    AT.forEach((v, j) => {
      dx[i * 4 + j] = (u * side) / 2;
      dy[i * 4 + j] = (v * side) / 2;
      share[i * 4 + j] = ((SHARE[i] ?? 0) * (SHARE[j] ?? 0)) / 4;
    });
  });
  let variance = 0;
  for (let p = 0; p < 16; p++) {
    for (let q = 0; q < 16; q++) {
      const h = Math.hypot((dx[p] as number) - (dx[q] as number), (dy[p] as number) - (dy[q] as number));
      variance += (share[p] as number) * (share[q] as number) * model.psill * (h === 0 ? 1 : correlation(model.model, model.range, h, model.kappa));
    }
  }
  return { dx, dy, share, variance };
};
