/**
 * Seeded draws by name: each thing that is drawn has a stream of its own, so that one more site or
 * analyte changes no number of another. Pure.
 */
import { Random } from '../../../analysis/random.ts';

/** FNV-1a, 32 bits: the stream of a name. */
function streamOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

export class Draw {
  readonly #random: Random;

  constructor(seed: number, ...name: readonly (string | number)[]) {
    this.#random = new Random(seed, streamOf(name.join('/')));
  }

  uniform(low = 0, high = 1): number {
    return low + (high - low) * this.#random.uniform();
  }

  /** Standard normal, cut at ± `limit`: an example holds no one-in-a-million day. */
  normal(limit = 3): number {
    return Math.max(-limit, Math.min(limit, this.#random.normal()));
  }

  /** Lognormal with median 1. */
  factor(sigma: number, limit = 3): number {
    return Math.exp(sigma * this.normal(limit));
  }

  chance(probability: number): boolean {
    return this.#random.uniform() < probability;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + this.#random.below(high - low + 1);
  }

  /** Poisson count by sequential search; fine for the tens that a town counts. */
  count(mean: number): number {
    let probability = Math.exp(-mean);
    let cumulative = probability;
    const u = this.#random.uniform();
    let k = 0;
    while (u > cumulative && k < 10 * mean + 50) {
      k += 1;
      probability *= mean / k;
      cumulative += probability;
    }
    return k;
  }
}
