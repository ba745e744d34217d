/**
 * Cuts targets into tiles small enough to share their near sites: halves the longer side of the box of the
 * targets until a tile fits. The order of targets within `at` changes, nothing else.
 */
import type { Points } from './points.ts';

export type Fits = (x: number, y: number, z: number, radius: number) => boolean;
export type Tile = (from: number, to: number, radius: number) => void;

/**
 * @param at indices of targets; reordered
 * @param fits is a tile of this centre and half diagonal small enough? One of half diagonal 0 is, whatever it answers
 * @param tile called once per tile with its range of `at`, right after `fits` was asked about it
 */
export const cutTiles = (targets: Points, at: Int32Array, fits: Fits, tile: Tile): void => {
  const { x, y, z } = targets;
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
    const cx = west + width / 2;
    const cy = south + height / 2;
    const cz = z === undefined ? 0 : low + depth / 2;
    const radius = Math.sqrt(width * width + height * height + depth * depth) / 2;
    if (fits(cx, cy, cz, radius) || radius === 0) {
      tile(from, to, radius);
      return;
    }
    const along = z !== undefined && depth > width && depth > height ? z : width >= height ? x : y;
    const middle = along === x ? cx : along === y ? cy : cz;
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
