/**
 * Conditional permutations for local statistics: the value of a site stays, its neighbours' values are
 * drawn anew from all other sites. Local Moran, Gi and Gi* at one site are monotone in the sum of
 * the neighbours' values, so one set of draws of that sum serves all three.
 *
 * Each site has its own stream of random numbers (seed, stream + site), and draws that sites share have theirs
 * (permutationPool.ts): the answer does not depend on how sites are divided among workers. A site's index is drawn as floor(u x m / 2^32); the most likely index is
 * more likely than the least by less than m / 2^32.
 *
 * Two ways to draw: `permutation`, without replacement, as PySAL esda does and to which the conditional moments
 * of Sokal (1998) are exact; `replacement`, as spdep 1.2 does in localmoran_perm, whose variance is larger
 * by (n - 2) / (n - 1 - k).
 */
import { seedState } from '../random.ts';
import { PermutationPool, type Sampling } from './permutationPool.ts';

export type { Sampling };

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

/** Which of the two words of a double carries its sign on this machine. */
const HIGH = new Int32Array(new Float64Array([-1]).buffer)[1] === 0 ? 0 : 1;

/** Bytes of pools kept for sites still to come. */
const KEPT = 1 << 27;

/** A task made ready: draws any range of its items. */
export class NeighbourDraws {
  private readonly pools = new Map<number, PermutationPool>();
  private kept = 0;
  private readonly sums: Float64Array;
  /** How far a draw lies below and above what equals the observed sum: less than 0 where it does not. */
  private readonly below: Float64Array;
  private readonly above: Float64Array;
  private readonly belowWords: Int32Array;
  private readonly aboveWords: Int32Array;
  private readonly again: Float64Array;
  private readonly holders: Int32Array;
  private readonly state = new Int32Array(4);
  private readonly compared = new Int32Array(COMPARED);
  private others = new Float64Array(0);

  constructor(private readonly task: PermutationTask) {
    this.sums = new Float64Array(task.permutations);
    this.below = new Float64Array(task.permutations);
    this.above = new Float64Array(task.permutations);
    this.belowWords = new Int32Array(this.below.buffer);
    this.aboveWords = new Int32Array(this.above.buffer);
    this.again = new Float64Array(task.permutations);
    this.holders = new Int32Array(task.permutations);
  }

  /**
   * Draws for items[from .. to) and writes at the same positions of `into`. Touches nothing else:
   * parts of one task may run in any order and anywhere.
   */
  draw(from: number, to: number, into: PermutedSums): void {
    const { start, items } = this.task;
    const sizeOf = (item: number): number => (start[(items[item] as number) + 1] as number) - (start[items[item] as number] as number);
    // sites with equally many neighbours one after the other: they share a pool
    const order = Int32Array.from({ length: to - from }, (_, position) => from + position);
    if (order.some((item) => sizeOf(item) !== sizeOf(from))) order.sort((p, q) => sizeOf(p) - sizeOf(q) || p - q);
    for (const item of order) this.drawItem(item, into);
  }

  private drawItem(item: number, into: PermutedSums): void {
    const { z, start, index, items, permutations, seed, stream = 0 } = this.task;
    const { sums, state } = this;
    const i = items[item] as number;
    const first = start[i] as number;
    const k = (start[i + 1] as number) - first;
    seedState(seed, stream + i, state);
    if (PermutationPool.suits(z.length, k, permutations)) this.drawFromPool(i, k);
    else this.drawAlone(i, k, sums);

    let observed = 0;
    for (let position = first; position < first + k; position++) observed += z[index[position] as number] as number;
    const { below, above, belowWords, aboveWords } = this;
    const same = SAME * k;
    let total = 0;
    let squares = 0;
    for (let draw = 0; draw < permutations; draw++) {
      // from the observed sum: draws that are all alike then have no variance, not a rounding error's
      const difference = (sums[draw] as number) - observed;
      total += difference;
      squares += difference * difference;
      below[draw] = difference + same;
      above[draw] = same - difference;
    }
    // signs are counted: a branch per draw would be guessed wrong half the time
    let asLarge = permutations;
    let asSmall = permutations;
    for (let word = HIGH; word < 2 * permutations; word += 2) {
      asLarge -= (belowWords[word] as number) >>> 31;
      asSmall -= (aboveWords[word] as number) >>> 31;
    }
    const mean = total / permutations;
    into.asLarge[item] = asLarge;
    into.asSmall[item] = asSmall;
    into.mean[item] = observed + mean;
    into.variance[item] = permutations > 1 ? Math.max(0, squares - total * mean) / (permutations - 1) : Number.NaN;
  }

  /** Draws from all sites but i, from the stream in `state`. */
  private drawAlone(i: number, k: number, sums: Float64Array): void {
    const { z, sampling } = this.task;
    const others = z.length - 1;
    if (sampling === 'replacement') drawReplaced(z, i, k, this.state, sums);
    else if (k <= COMPARED && k * 4 <= others) drawCompared(z, i, k, this.state, sums, this.compared);
    else {
      if (this.others.length === 0) this.others = new Float64Array(others);
      this.others.set(z.subarray(0, i));
      this.others.set(z.subarray(i + 1), i);
      drawShuffled(this.others, k, this.state, sums);
    }
  }

  private poolOf(k: number): PermutationPool {
    const held = this.pools.get(k);
    if (held) return held;
    const { z, permutations, sampling, seed, stream = 0 } = this.task;
    const pool = new PermutationPool(z, k, permutations, sampling, seed, stream);
    if (this.kept + pool.bytes > KEPT) {
      this.pools.clear();
      this.kept = 0;
    }
    this.pools.set(k, pool);
    this.kept += pool.bytes;
    return pool;
  }

  /** The stretch of the pool where the stream of site i says, less the draws that hold i: those are made anew. */
  private drawFromPool(i: number, k: number): void {
    const { sums, holders, state } = this;
    const pool = this.poolOf(k);
    const { size } = pool;
    const begin = pool.beginAt(state[0] as number);
    let count = 0;
    for (let done = 0, from = begin; done < sums.length; from = 0) {
      const to = Math.min(size, from + sums.length - done);
      pool.make(from, to);
      sums.set(pool.sums.subarray(from, to), done);
      const before = count;
      count = pool.holding(i, from, to, holders, before);
      for (let h = before; h < count; h++) holders[h] = (holders[h] as number) - from + done;
      done += to - from;
    }
    if (count === 0) return;
    const again = this.again.subarray(0, count);
    this.drawAlone(i, k, again);
    for (let h = 0; h < count; h++) sums[holders[h] as number] = again[h] as number;
  }
}

/** As NeighbourDraws.draw, for one range alone. */
export const drawNeighbourSums = (task: PermutationTask, from: number, to: number, into: PermutedSums): void => {
  new NeighbourDraws(task).draw(from, to, into);
};
