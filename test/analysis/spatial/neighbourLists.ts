/** Neighbours as 0-based lists, as reference software writes them. */
import type { Neighbours } from '../../../analysis/spatial/neighbours.ts';

export const neighbourLists = ({ count, start, index }: Neighbours): number[][] =>
  Array.from({ length: count }, (_, i) => [...index.subarray(start[i], start[i + 1])]);
