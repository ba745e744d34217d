/** The order in which all sites enter one kriging system. Pure. */
import type { Points } from './points.ts';

/**
 * Indices of the sites from one end of the widest of four directions to the other: in this order sites beyond the range
 * of a target stand together, and what is 0 at the head of a right-hand side costs nothing.
 */
export const alongWidest = ({ x, y }: Points): Int32Array => {
  let best = x;
  let widest = -1;
  for (const [a, b] of [[1, 0], [0, 1], [Math.SQRT1_2, Math.SQRT1_2], [Math.SQRT1_2, -Math.SQRT1_2]] as const) {
    const along = x.map((east, i) => a * east + b * (y[i] as number));
    const spread = along.reduce((most, one) => Math.max(most, one), -Infinity) - along.reduce((least, one) => Math.min(least, one), Infinity);
    if (spread > widest) [best, widest] = [along, spread];
  }
  return Int32Array.from(x.keys()).sort((a, b) => (best[a] as number) - (best[b] as number) || a - b);
};
