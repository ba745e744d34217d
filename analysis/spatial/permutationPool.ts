/**
 * Draws that sites share. Leaving a site out changes a draw of k from n values only where it holds that site; so draws of k
 * from all sites are made once, and each site takes a stretch of them from a place of its own and makes those
 * anew that hold it. To each site its draws are what they were: independent, each from all other sites.
 * Stretches of two sites overlap by chance (one pair in sixteen), far less than in PySAL esda, where all sites share all draws.
 *
 * Blocks of draws are made when first asked for, each from its own stream, so the answer does not depend on the order.
 */
import { seedState } from '../random.ts';

export type Sampling = 'permutation' | 'replacement';

/** Draws that belong to one stream. */
const BLOCK = 64;

/** Draws held for each one that a site takes. */
const SPARE = 32;

/** Indices that may be held: 64 MB. */
const ROOM = 1 << 24;

/** Once so many stretches were looked through, a list of the draws of each site pays. */
const MANY = 100;

/** First of the streams that belong to pools; those of sites are far below. */
const POOLS = 2 ** 52;

/** Up to here a draw is compared with the earlier ones; above, what was drawn is marked. */
const COMPARED = 16;

const PER_WORD = 1 / 4294967296;

export class PermutationPool {
  /** Draws in the pool: whole blocks. */
  readonly size: number;
  /** Sum of the values of each draw. */
  readonly sums: Float64Array;
  /** k indices of each draw. */
  readonly drawn: Int32Array;
  private readonly made: Uint8Array;
  private asked = 0;
  private listStart = new Int32Array(0);
  private listed = new Int32Array(0);
  private readonly marks: Uint8Array | undefined;
  private readonly seed: number;
  private readonly state = new Int32Array(4);

  /** Is a pool worth it for k of so many sites? It depends on nothing else, so that a site's draws depend on nothing else. */
  static suits(sites: number, k: number, permutations: number): boolean {
    return k > 0 && 4 * k < sites && 8 * permutations * k <= ROOM;
  }

  constructor(
    private readonly z: Float64Array,
    readonly k: number,
    permutations: number,
    private readonly sampling: Sampling,
    seed: number,
    stream: number,
  ) {
    this.size = BLOCK * Math.ceil(Math.min(SPARE * permutations, ROOM / k) / BLOCK);
    this.sums = new Float64Array(this.size);
    this.drawn = new Int32Array(this.size * k);
    this.made = new Uint8Array(this.size / BLOCK);
    this.marks = sampling === 'permutation' && k > COMPARED ? new Uint8Array(z.length) : undefined;
    seedState(seed, POOLS + stream + k, this.state);
    this.seed = ((this.state[0] as number) >>> 0) * 2 ** 21 + ((this.state[1] as number) >>> 11);
  }

  /** Bytes held. */
  get bytes(): number {
    return this.sums.byteLength + 2 * this.drawn.byteLength;
  }

  /** Where the stretch of a site begins whose stream says `word`: at a block. */
  beginAt(word: number): number {
    return BLOCK * Math.floor((word >>> 0) * (this.size / BLOCK) * PER_WORD);
  }

  /** Makes what is not made yet of draws [from .. to). */
  make(from: number, to: number): void {
    for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) {
      if (this.made[block] === 1) continue;
      this.made[block] = 1;
      seedState(this.seed, block, this.state);
      this.fill(block * BLOCK);
    }
  }

  /**
   * Which of the draws [from .. to) hold site i, written into `found` from `offset` on. Looked for, or, once many have
   * asked, looked up.
   * @returns the end of what was written
   */
  holding(i: number, from: number, to: number, found: Int32Array, offset: number): number {
    const { k, drawn } = this;
    if (++this.asked === MANY) this.list();
    let end = offset;
    if (this.asked < MANY) {
      for (let draw = from; draw < to; draw++) {
        for (let position = draw * k; position < (draw + 1) * k; position++) {
          if (drawn[position] !== i) continue;
          found[end++] = draw;
          break;
        }
      }
      return end;
    }
    const last = this.listStart[i + 1] as number;
    for (let position = this.listStart[i] as number; position < last; position++) {
      const draw = this.listed[position] as number;
      // with replacement a draw may hold the site more than once
      if (draw >= from && draw < to && (end === offset || found[end - 1] !== draw)) found[end++] = draw;
    }
    return end;
  }

  /** The draws of each site, ascending. */
  private list(): void {
    this.make(0, this.size);
    const { k, drawn } = this;
    const start = new Int32Array(this.z.length + 2);
    for (const site of drawn) start[site + 2] = (start[site + 2] as number) + 1;
    for (let site = 2; site < start.length; site++) start[site] = (start[site] as number) + (start[site - 1] as number);
    this.listed = new Int32Array(drawn.length);
    for (let draw = 0, position = 0; draw < this.size; draw++) {
      for (let t = 0; t < k; t++, position++) {
        const site = drawn[position] as number;
        const slot = start[site + 1] as number;
        this.listed[slot] = draw;
        start[site + 1] = slot + 1;
      }
    }
    this.listStart = start;
  }

  private fill(first: number): void {
    const { z, k, sums, drawn, marks, state } = this;
    const share = z.length * PER_WORD;
    const compared = this.sampling === 'permutation' && !marks;
    let a = state[0] as number;
    let b = state[1] as number;
    let c = state[2] as number;
    let d = state[3] as number;
    for (let draw = first, base = first * k; draw < first + BLOCK; draw++, base += k) {
      let sum = 0;
      let t = 0;
      while (t < k) {
        // the generator of random.ts (sfc32), written out
        const u = (((a + b) | 0) + d) | 0;
        d = (d + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = (c << 21) | (c >>> 11);
        c = (c + u) | 0;
        const r = ((u >>> 0) * share) | 0;
        if (compared) {
          let earlier = base + t - 1;
          while (earlier >= base && drawn[earlier] !== r) earlier--;
          if (earlier >= base) continue;
        } else if (marks) {
          if (marks[r] === 1) continue;
          marks[r] = 1;
        }
        drawn[base + t] = r;
        t++;
        sum += z[r] as number;
      }
      sums[draw] = sum;
      if (marks) for (let position = base; position < base + k; position++) marks[drawn[position] as number] = 0;
    }
  }
}
