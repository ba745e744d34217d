/**
 * Do the water and an independent count order the towns alike? Spearman and Kendall, each with a
 * permutation p (all orders up to eight towns, seeded ones above) and an interval.
 * Intervals: Fisher's z with the standard errors of Bonett & Wright (2000, Psychometrika 65:23) for
 * Spearman, √((1 + r²/2)/(n - 3)), and of Fieller, Hartley & Pearson (1957) for Kendall, √(0.437/(n - 4)).
 * Pure: no I/O, no clock; the seed is an argument.
 */
import { requireFinite, requireInRange, requireSameLength } from '../finite.ts';
import { normalQuantile } from '../normal.ts';
import { Random } from '../random.ts';
import type { Decision, Step } from '../step.ts';
import { averageRanks, kendall, spearman } from './rankCorrelation.ts';

export interface Association {
  estimate: number;
  lower: number;
  upper: number;
  /** From t or z. */
  p: number;
  permutationP: number;
}

export interface Agreement {
  n: number;
  spearman: Association;
  kendall: Association;
  /** 'shown' only where the permutation p of Spearman is at most alpha. */
  verdict: 'agreement' | 'disagreement' | 'none-shown';
}

export interface AgreementDiagnostics {
  method: 'all-orders' | 'permutations';
  permutations: number;
  seed: number;
  /** No order of these values gives a smaller permutation p. */
  attainableP: number;
}

export interface AgreementOptions {
  seed: number;
  permutations?: number;
  confidence?: number;
  alpha?: number;
}

/** Below this many pairs there is no interval and no verdict. */
const FEWEST_PAIRS = 5;
/** Up to this many pairs every order is listed: 8! = 40,320. */
const LIST_ORDERS_UP_TO = 8;

function interval(estimate: number, standardError: number, confidence: number): { lower: number; upper: number } {
  if (Math.abs(estimate) === 1) return { lower: estimate, upper: estimate };
  const centre = Math.atanh(estimate);
  const half = normalQuantile(0.5 + confidence / 2) * standardError;
  return { lower: Math.tanh(centre - half), upper: Math.tanh(centre + half) };
}

/** Signs of x_j - x_i for i < j, so that a permutation of y costs one pass over the pairs. */
function signs(values: ArrayLike<number>): Int8Array {
  const n = values.length;
  const table = new Int8Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) table[i * n + j] = Math.sign((values[j] ?? 0) - (values[i] ?? 0));
  return table;
}

interface Counted {
  total: number;
  spearman: number;
  kendall: number;
  /** Orders whose |rho| is the largest of all. */
  extremes: number;
}

/** Orders whose statistic is at least as far from 0 as the order given. */
function countOrders(x: ArrayLike<number>, y: ArrayLike<number>, visit: (look: (order: Int32Array) => void) => void): Counted {
  const n = x.length;
  const ranksX = averageRanks(x);
  const ranksY = averageRanks(y);
  const middle = (n + 1) / 2;
  const signX = signs(x);
  const signY = signs(y);
  const score = (order: Int32Array): { rho: number; S: number } => {
    let rho = 0;
    let S = 0;
    for (let i = 0; i < n; i++) {
      const oi = order[i] ?? 0;
      rho += ((ranksX[i] ?? 0) - middle) * ((ranksY[oi] ?? 0) - middle);
      for (let j = i + 1; j < n; j++) S += (signX[i * n + j] ?? 0) * (signY[oi * n + (order[j] ?? 0)] ?? 0);
    }
    return { rho: Math.abs(rho), S: Math.abs(S) };
  };
  const seen = score(Int32Array.from({ length: n }, (_, i) => i));
  const counted: Counted = { total: 0, spearman: 0, kendall: 0, extremes: 0 };
  let most = -1;
  visit((order) => {
    const one = score(order);
    counted.total += 1;
    // sums of halves are exact, so equality needs no tolerance
    if (one.rho >= seen.rho) counted.spearman += 1;
    if (one.S >= seen.S) counted.kendall += 1;
    if (one.rho > most) {
      most = one.rho;
      counted.extremes = 1;
    } else if (one.rho === most) counted.extremes += 1;
  });
  return counted;
}

/** Heap's algorithm: every order of n. */
function everyOrder(n: number): (look: (order: Int32Array) => void) => void {
  return (look) => {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    const counter = new Int32Array(n);
    look(order);
    for (let i = 0; i < n; ) {
      const used = counter[i] ?? 0;
      if (used < i) {
        const other = i % 2 === 0 ? 0 : used;
        const kept = order[other] ?? 0;
        order[other] = order[i] ?? 0;
        order[i] = kept;
        look(order);
        counter[i] = used + 1;
        i = 0;
      } else {
        counter[i] = 0;
        i += 1;
      }
    }
  };
}

/**
 * @param water, counts one per town, in the same order
 * @returns null below five towns or where one of the two does not vary, with the reason
 * @throws RangeError on different lengths, a value that is not finite, or an option out of range
 */
export function agreement(water: ArrayLike<number>, counts: ArrayLike<number>, options: AgreementOptions): Step<Agreement | null, AgreementDiagnostics> {
  requireSameLength('water', water, 'counts', counts);
  requireFinite('water', water);
  requireFinite('counts', counts);
  const permutations = options.permutations ?? 9999;
  const confidence = options.confidence ?? 0.95;
  const alpha = options.alpha ?? 0.05;
  requireInRange('confidence', confidence, { above: 0, below: 1 });
  requireInRange('alpha', alpha, { above: 0, below: 1 });
  if (!Number.isSafeInteger(permutations) || permutations < 99) throw new RangeError(`permutations is ${permutations}; a whole number of at least 99 was expected`);
  const n = water.length;
  const method = n <= LIST_ORDERS_UP_TO ? 'all-orders' : 'permutations';
  const none = (code: string, zh: string, en: string): Step<null, AgreementDiagnostics> => ({
    result: null,
    diagnostics: { method, permutations: 0, seed: options.seed, attainableP: Number.NaN },
    decisions: [{ code, zh, en }],
  });
  if (n < FEWEST_PAIRS) return none('too-few-towns', `仅 ${n} 个乡镇，少于 ${FEWEST_PAIRS} 个：不评价一致性。`, `Only ${n} towns, fewer than ${FEWEST_PAIRS}: agreement is not judged.`);
  const rho = spearman(water, counts);
  const tau = kendall(water, counts);
  if (Number.isNaN(rho.rho)) return none('no-variation', '水样或计数各乡镇相同：无从比较次序。', 'The water or the counts are the same in all towns: there is no order to compare.');

  const counted = countOrders(
    water,
    counts,
    method === 'all-orders'
      ? everyOrder(n)
      : (look) => {
          const random = new Random(options.seed);
          const order = Int32Array.from({ length: n }, (_, i) => i);
          for (let draw = 0; draw < permutations; draw++) look(random.shuffle(order));
        },
  );
  const share = (count: number): number => (method === 'all-orders' ? count / counted.total : (count + 1) / (counted.total + 1));
  const attainableP = method === 'all-orders' ? counted.extremes / counted.total : 1 / (counted.total + 1);
  const spearmanP = share(counted.spearman);
  const decisions: Decision[] = [];
  const verdict = spearmanP > alpha ? 'none-shown' : rho.rho > 0 ? 'agreement' : 'disagreement';
  const p = spearmanP.toPrecision(2);
  if (verdict === 'none-shown') decisions.push({ code: 'no-agreement-shown', zh: `未显示一致（ρ = ${rho.rho.toFixed(2)}，置换 p = ${p}）；不等于没有关系。`, en: `No agreement shown (rho ${rho.rho.toFixed(2)}, permutation p ${p}); that is not the same as none.` });
  else if (verdict === 'agreement') decisions.push({ code: 'agreement-shown', zh: `水样与计数的次序一致（ρ = ${rho.rho.toFixed(2)}，置换 p = ${p}）。`, en: `Water and counts order the towns alike (rho ${rho.rho.toFixed(2)}, permutation p ${p}).` });
  else decisions.push({ code: 'disagreement-shown', zh: `水样与计数的次序相反（ρ = ${rho.rho.toFixed(2)}，置换 p = ${p}）。`, en: `Water and counts order the towns the other way round (rho ${rho.rho.toFixed(2)}, permutation p ${p}).` });
  if (attainableP > alpha) decisions.push({ code: 'cannot-be-significant', zh: `p 最小可达 ${attainableP.toPrecision(3)}，不能显著。`, en: `The smallest attainable p is ${attainableP.toPrecision(3)}: nothing can be significant.` });
  return {
    result: {
      n,
      spearman: { estimate: rho.rho, ...interval(rho.rho, Math.sqrt((1 + rho.rho ** 2 / 2) / (n - 3)), confidence), p: rho.p, permutationP: spearmanP },
      kendall: { estimate: tau.tau, ...interval(tau.tau, Math.sqrt(0.437 / (n - 4)), confidence), p: tau.p, permutationP: share(counted.kendall) },
      verdict,
    },
    diagnostics: { method, permutations: counted.total, seed: options.seed, attainableP },
    decisions,
  };
}

