/**
 * Conditional permutations for local statistics: the value of a site stays, its neighbours' values are
 * drawn anew from all other sites. Local Moran, Gi and Gi* at one site are monotone in the sum of
 * the neighbours' values, so one set of draws of that sum serves all three.
 *
 * Each site has its own stream of random numbers (seed, stream + site): the answer does not depend on how
 * sites are shared among workers. A site's index is drawn as floor(u x m / 2^32); the most likely index is
 * more likely than the least by less than m / 2^32.
 *
 * Two ways to draw: `permutation`, without replacement, as PySAL esda does and to which the conditional moments
 * of Sokal (1998) are exact; `replacement`, as spdep 1.2 does in localmoran_perm, whose variance is larger
 * by (n - 2) / (n - 1 - k).
 */
import { seedState } from '../random.ts';

export type Sampling = 'permutation' | 'replacement';

/** What the draws of one site's neighbour sum came to; arrays run over the items, not over the sites. */
export interface PermutedSums {
  /** Draws with a sum at least, and at most, the observed one. */
  asLarge: Int32Array;
  asSmall: Int32Array;
  mean: Float64Array;
  /** Sample variance. */
  variance: Float64Array;
}

export interface PermutationTask {
  /** Values, centred and scaled so that the largest deviation is 1. */
  z: Float64Array;
  start: Int32Array;
  index: Int32Array;
  /** Sites to permute for. */
  items: Int32Array;
  permutations: number;
  seed: number;
  sampling: Sampling;
  /** Added to the site's index to choose the stream: the analyte's number times the number of sites. */
  stream?: number;
}

export const permutedSums = (count: number, allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes)): PermutedSums => ({
  asLarge: new Int32Array(allocate(4 * count)),
  asSmall: new Int32Array(allocate(4 * count)),
  mean: new Float64Array(allocate(8 * count)),
  variance: new Float64Array(allocate(8 * count)),
});

/** Up to here a draw is compared with the earlier ones; above, a pool is shuffled. */
const COMPARED = 16;

/** Sums this close, per neighbour, are the same values added up in another order. */
const SAME = 1e-13;

const PER_WORD = 1 / 4294967296;

/*
 * The three kernels below fill `sums` with one sum of k drawn values each. The generator of random.ts
 * (sfc32) is written out in them: a call per draw would cost more than the draw.
 */

/** With replacement from z without z[i]. */
const drawReplaced = (z: Float64Array, i: number, k: number, state: Int32Array, sums: Float64Array): void => {
  const share = (z.length - 1) * PER_WORD;
  const before = i - 1;
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  for (let draw = 0; draw < sums.length; draw++) {
    let sum = 0;
    for (let t = 0; t < k; t++) {
      const u = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (c << 21) | (c >>> 11);
      c = (c + u) | 0;
      const r = ((u >>> 0) * share) | 0;
      // indices from i on move up by one, without a branch that would be guessed wrong half the time
      sum += z[r + ((before - r) >>> 31)] as number;
    }
    sums[draw] = sum;
  }
};

/** Without replacement from z without z[i], for few neighbours: a draw that came before is made again. */
const drawCompared = (z: Float64Array, i: number, k: number, state: Int32Array, sums: Float64Array, drawn: Int32Array): void => {
  const share = (z.length - 1) * PER_WORD;
  const before = i - 1;
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  for (let draw = 0; draw < sums.length; draw++) {
    let sum = 0;
    let t = 0;
    while (t < k) {
      const u = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (c << 21) | (c >>> 11);
      c = (c + u) | 0;
      const r = ((u >>> 0) * share) | 0;
      let earlier = t - 1;
      while (earlier >= 0 && drawn[earlier] !== r) earlier--;
      if (earlier >= 0) continue;
      drawn[t] = r;
      t++;
      sum += z[r + ((before - r) >>> 31)] as number;
    }
    sums[draw] = sum;
  }
};

/** Without replacement, for many neighbours: the head of `pool`, which holds z without z[i], is shuffled. */
const drawShuffled = (pool: Float64Array, k: number, state: Int32Array, sums: Float64Array): void => {
  const others = pool.length;
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  for (let draw = 0; draw < sums.length; draw++) {
    let sum = 0;
    for (let t = 0; t < k; t++) {
      const u = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (c << 21) | (c >>> 11);
      c = (c + u) | 0;
      const r = (t + (u >>> 0) * ((others - t) * PER_WORD)) | 0;
      const value = pool[r] as number;
      pool[r] = pool[t] as number;
      pool[t] = value;
      sum += value;
    }
    sums[draw] = sum;
  }
};

/**
 * Draws for items[from .. to) and writes at the same positions of `into`. Touches nothing else:
 * parts of one task may run in any order and anywhere.
 */
export const drawNeighbourSums = (task: PermutationTask, from: number, to: number, into: PermutedSums): void => {
  const { z, start, index, items, permutations, seed, sampling, stream = 0 } = task;
  const others = z.length - 1;
  const sums = new Float64Array(permutations);
  const state = new Int32Array(4);
  const drawn = new Int32Array(COMPARED);
  let pool = new Float64Array(0);
  for (let item = from; item < to; item++) {
    const i = items[item] as number;
    const first = start[i] as number;
    const k = (start[i + 1] as number) - first;
    seedState(seed, stream + i, state);
    if (sampling === 'replacement') drawReplaced(z, i, k, state, sums);
    else if (k <= COMPARED && k * 4 <= others) drawCompared(z, i, k, state, sums, drawn);
    else {
      if (pool.length === 0) pool = new Float64Array(others);
      pool.set(z.subarray(0, i));
      pool.set(z.subarray(i + 1), i);
      drawShuffled(pool, k, state, sums);
    }

    let observed = 0;
    for (let position = first; position < first + k; position++) observed += z[index[position] as number] as number;
    const large = observed - SAME * k;
    const small = observed + SAME * k;
    let asLarge = 0;
    let asSmall = 0;
    let total = 0;
    let squares = 0;
    for (let draw = 0; draw < permutations; draw++) {
      const sum = sums[draw] as number;
      if (sum >= large) asLarge++;
      if (sum <= small) asSmall++;
      // from the observed sum: draws that are all alike then have no variance, not a rounding error's
      const difference = sum - observed;
      total += difference;
      squares += difference * difference;
    }
    const mean = total / permutations;
    into.asLarge[item] = asLarge;
    into.asSmall[item] = asSmall;
    into.mean[item] = observed + mean;
    into.variance[item] = permutations > 1 ? Math.max(0, squares - total * mean) / (permutations - 1) : Number.NaN;
  }
};
