/**
 * Cuts targets into tiles small enough to share their near sites. The order of targets within `at` changes, nothing else.
 */
import type { Points } from './points.ts';

/** Largest half diagonal of a tile with this centre. */
export type ReachOf = (x: number, y: number, z: number) => number;
export type Tile = (from: number, to: number, radius: number) => void;

/** A tile so many times as wide as the last place allowed is cut without asking whether its own place allows it. */
const HOPELESS = 1.5;

/**
 * @param at indices of targets; reordered
 * @param reachOf asked before a tile is taken; one that cannot be cut is taken whatever it answers
 * @param tile called once per tile with its range of `at`, right after `reachOf` was asked about its centre
 */
export const cutTiles = (targets: Points, at: Int32Array, reachOf: ReachOf, tile: Tile): void => {
  const { x, y, z } = targets;
  let reach = Infinity;
  const cut = (from: number, to: number): void => {
    let west = Infinity;
    let east = -Infinity;
    let south = Infinity;
    let north = -Infinity;
    let low = Infinity;
    let high = -Infinity;
    for (let k = from; k < to; k++) {
      const t = at[k] as number;
      const px = x[t] as number;
      const py = y[t] as number;
      if (px < west) west = px;
      if (px > east) east = px;
      if (py < south) south = py;
      if (py > north) north = py;
      if (z !== undefined) {
        const pz = z[t] as number;
        if (pz < low) low = pz;
        if (pz > high) high = pz;
      }
    }
    const width = east - west;
    const height = north - south;
    const depth = z === undefined ? 0 : high - low;
    const radius = Math.sqrt(width * width + height * height + depth * depth) / 2;
    const along = z !== undefined && depth > width && depth > height ? z : width >= height ? x : y;
    const [start, length] = along === x ? [west, width] : along === y ? [south, height] : [low, depth];
    const middle = start + length * partBefore(length, Math.SQRT2 * reach, Math.sqrt((width * height) / (to - from)));
    // so narrow that nothing stands between its sides
    const whole = !(middle > start);
    if (whole || radius <= HOPELESS * reach) {
      reach = reachOf(west + width / 2, south + height / 2, z === undefined ? 0 : low + depth / 2);
      if (whole || radius <= reach) {
        tile(from, to, radius);
        return;
      }
    }
    let left = from;
    let right = to - 1;
    while (left <= right) {
      if ((along[at[left] as number] as number) < middle) left++;
      else {
        const swapped = at[left] as number;
        at[left] = at[right] as number;
        at[right] = swapped;
        right--;
      }
    }
    cut(from, left);
    cut(left, to);
  };
  if (at.length > 0) cut(0, at.length);
};

/**
 * Where a side is cut, as part of its length: so that squares of the side hoped for fill both halves. Between two tiles
 * lies a gap as wide as targets stand apart.
 */
const partBefore = (length: number, side: number, gap: number): number => {
  const tiles = Math.max(2, Math.ceil((length + gap) / (side + gap)));
  return tiles <= MOST_EVEN ? Math.floor(tiles / 2) / tiles : 0.5;
};

/** Beyond so many tiles along a side it does not matter where it is cut. */
const MOST_EVEN = 1000;
