/**
 * Ways in which operations could have fallen on as many towns: all of them where they can be listed,
 * else drawn from the seed. Pure.
 */
import { Random } from '../../random.ts';

export interface Assignments {
  /** Towns of each assignment, one after the other. */
  towns: Int32Array;
  size: number;
  count: number;
  method: 'exact' | 'permutation';
  /** How many there are in all; Infinity beyond 2^53. */
  possible: number;
}

/** Up to this many are listed. */
const LIST_UP_TO = 20_000;

function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) value = (value * (n - Math.min(k, n - k) + i)) / i;
  return value > Number.MAX_SAFE_INTEGER ? Infinity : Math.round(value);
}

function listed(n: number, k: number, count: number): Int32Array {
  const towns = new Int32Array(count * k);
  const at = Int32Array.from({ length: k }, (_, i) => i);
  for (let row = 0; row < count; row++) {
    towns.set(at, row * k);
    let i = k - 1;
    while (i >= 0 && at[i] === n - k + i) i--;
    if (i < 0) break;
    at[i] = (at[i] ?? 0) + 1;
    for (let j = i + 1; j < k; j++) at[j] = (at[j - 1] ?? 0) + 1;
  }
  return towns;
}

function drawn(n: number, k: number, count: number, seed: number): Int32Array {
  const towns = new Int32Array(count * k);
  const random = new Random(seed, 41);
  const pool = Int32Array.from({ length: n }, (_, i) => i);
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < k; i++) {
      const other = i + random.below(n - i);
      const kept = pool[i] ?? 0;
      pool[i] = pool[other] ?? 0;
      pool[other] = kept;
      towns[row * k + i] = pool[i] ?? 0;
    }
  }
  return towns;
}

/**
 * @param n towns, k of them with operations
 * @throws RangeError when k is not from 1 to n - 1
 */
export function assignments(n: number, k: number, options: { seed: number; draws: number }): Assignments {
  if (!(Number.isInteger(n) && Number.isInteger(k) && k >= 1 && k < n)) throw new RangeError(`${k} of ${n} towns; at least one with operations and one without was expected`);
  const possible = binomial(n, k);
  const exact = possible <= LIST_UP_TO;
  const count = exact ? possible : options.draws;
  return { towns: exact ? listed(n, k, count) : drawn(n, k, count, options.seed), size: k, count, method: exact ? 'exact' : 'permutation', possible };
}
