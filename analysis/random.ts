/**
 * Seeded random numbers with one stream per item, so that an answer does not depend on how
 * many workers shared the items.
 *
 * Generator: sfc32 (C. Doty-Humphrey, PractRand "small fast chaotic", 128 bits of state of
 * which 32 are a counter: no cycle shorter than 2^32 draws). The 96 bits of key are the
 * MurmurHash3 finaliser of (seed, stream), and 15 rounds are thrown away, as the author advises.
 * Every draw is 32-bit integer arithmetic: the same on every machine.
 */
import { normalQuantile } from './normal.ts';

const TWO_32 = 4294967296;

/** Finaliser of MurmurHash3: each bit of the input moves every bit of the output. */
const mix = (word: number): number => {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

const requireWhole = (name: string, value: number): void => {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${name} is ${value}; a whole number from 0 to 2^53 - 1 was expected`);
  }
};

/**
 * Writes the four words of state of stream `stream` of `seed` into `state`; for kernels that keep
 * the state in local variables. Everyone else uses {@link Random}.
 */
export const seedState = (seed: number, stream: number, state: Int32Array): void => {
  requireWhole('seed', seed);
  requireWhole('stream', stream);
  const seedLow = seed % TWO_32 | 0;
  const seedHigh = Math.floor(seed / TWO_32) | 0;
  const streamLow = stream % TWO_32 | 0;
  const streamHigh = Math.floor(stream / TWO_32) | 0;
  // one-to-one in each argument: two streams of one seed never share a key
  let a = mix(streamLow + 0x9e3779b9);
  let b = mix(seedLow + Math.imul(streamHigh, 0x632be5ab) + 0x3c6ef372);
  let c = mix(seedHigh + 0x1b873593) ^ a;
  let counter = 1;
  for (let round = 0; round < 15; round++) {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = counter;
};

const scratch = new Int32Array(4);

/** One stream of seeded random numbers. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  /**
   * @param seed whole number >= 0
   * @param stream whole number >= 0: the index of the item the numbers are for
   * @throws RangeError when either is not a whole number from 0 to 2^53 - 1
   */
  constructor(seed: number, stream = 0) {
    seedState(seed, stream, scratch);
    this.a = scratch[0] ?? 0;
    this.b = scratch[1] ?? 0;
    this.c = scratch[2] ?? 0;
    this.counter = scratch[3] ?? 0;
  }

  /** A whole number from 0 to 2^32 - 1. */
  uint32(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    const rotated = (this.c << 21) | (this.c >>> 11);
    this.c = (rotated + t) | 0;
    return t >>> 0;
  }

  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Uniform in the open interval (0, 1), 52 bits: safe as the argument of a logarithm or a quantile. */
  uniformOpen(): number {
    const high = this.uint32() >>> 6;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low + 0.5) / 4503599627370496;
  }

  /**
   * A whole number from 0 to `count` - 1, each equally likely (by rejection, so without bias).
   * @throws RangeError when count is not a whole number from 1 to 2^32
   */
  below(count: number): number {
    if (!Number.isSafeInteger(count) || count < 1 || count > TWO_32) {
      throw new RangeError(`count is ${count}; a whole number from 1 to 2^32 was expected`);
    }
    const limit = TWO_32 - (TWO_32 % count);
    let draw = this.uint32();
    while (draw >= limit) draw = this.uint32();
    return draw % count;
  }

  /** Standard normal by inversion: one uniform, monotone in it. */
  normal(): number {
    return normalQuantile(this.uniformOpen());
  }

  /** Shuffles in place (Fisher-Yates) and returns the same array. */
  shuffle<Values extends Float64Array | Int32Array>(values: Values): Values {
    for (let last = values.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const kept = values[last] ?? 0;
      values[last] = values[other] ?? 0;
      values[other] = kept;
    }
    return values;
  }
}
