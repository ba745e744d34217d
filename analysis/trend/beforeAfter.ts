/**
 * Before and after, paired by site: the sign test, a permutation test of the mean log ratio, and the
 * ratio itself with its interval. Limits enter the sign test where the order can be told.
 * A fall after a high value was singled out is partly regression to the mean: the step says so.
 * Reference values: R 4.2.2 binom.test, t.test of log ratios; full listing of signs.
 * Pure: no I/O, no clock; the seed is an argument.
 */
import { signTestP, studentQuantileTwoSided } from '../beta.ts';
import { compareCensored, requireCensored, type CensoredValue } from '../censored/censoredValue.ts';
import { requireInRange, requireSameLength } from '../finite.ts';
import { Random } from '../random.ts';
import type { Decision, Step } from '../step.ts';

export interface BeforeAfter {
  /** Sites that rose, fell, or cannot be told. */
  rose: number;
  fell: number;
  undecided: number;
  sign: { p: number; attainableP: number };
  /** Of sites measured both times; null below two of them. */
  ratio: {
    n: number;
    /** Geometric mean of after / before. */
    estimate: number;
    /** From Student's t of the logarithms. */
    lower: number;
    upper: number;
    permutationP: number;
    attainableP: number;
    pMethod: 'exact' | 'permutation';
  } | null;
}

export interface BeforeAfterDiagnostics {
  pairs: number;
  permutations: number;
  seed: number;
  confidence: number;
}

export interface BeforeAfterOptions {
  seed: number;
  permutations?: number;
  confidence?: number;
  /** True where the sites were chosen because they were high before. */
  chosenForBeingHigh?: boolean;
}

/** Up to this many pairs every change of signs is listed. */
const LIST_SIGNS_UP_TO = 16;

/** Share of changes of sign whose sum is at least as far from 0. */
function signPermutationP(values: readonly number[], options: { seed: number; permutations: number }): { p: number; pMethod: 'exact' | 'permutation' } {
  const n = values.length;
  const seen = Math.abs(values.reduce((sum, value) => sum + value, 0));
  const tolerance = 1e-10 * values.reduce((sum, value) => sum + Math.abs(value), 0);
  let asExtreme = 0;
  if (n <= LIST_SIGNS_UP_TO) {
    for (let mask = 0; mask < 2 ** n; mask++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (mask >> i) & 1 ? (values[i] ?? 0) : -(values[i] ?? 0);
      if (Math.abs(sum) >= seen - tolerance) asExtreme += 1;
    }
    return { p: asExtreme / 2 ** n, pMethod: 'exact' };
  }
  const random = new Random(options.seed);
  for (let draw = 0; draw < options.permutations; draw++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += random.uint32() & 1 ? (values[i] ?? 0) : -(values[i] ?? 0);
    if (Math.abs(sum) >= seen - tolerance) asExtreme += 1;
  }
  return { p: (asExtreme + 1) / (options.permutations + 1), pMethod: 'permutation' };
}

function ratioOf(logs: readonly number[], options: { seed: number; permutations: number; confidence: number }): BeforeAfter['ratio'] {
  const n = logs.length;
  if (n < 2) return null;
  const mean = logs.reduce((sum, value) => sum + value / n, 0);
  const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2 / (n - 1), 0);
  const half = studentQuantileTwoSided(options.confidence, n - 1) * Math.sqrt(variance / n);
  const { p, pMethod } = signPermutationP(logs, options);
  const moved = logs.filter((value) => value !== 0).length;
  return {
    n,
    estimate: Math.exp(mean),
    lower: Math.exp(mean - half),
    upper: Math.exp(mean + half),
    permutationP: p,
    attainableP: moved === 0 ? 1 : pMethod === 'exact' ? 2 ** (1 - moved) : Math.max(2 ** (1 - moved), 1 / (options.permutations + 1)),
    pMethod,
  };
}

/**
 * @param before, after one per site, in the same order and unit
 * @throws RangeError when the lengths differ, a value is not finite, or an option is out of range
 */
export function beforeAfter(before: readonly CensoredValue[], after: readonly CensoredValue[], options: BeforeAfterOptions): Step<BeforeAfter, BeforeAfterDiagnostics> {
  requireSameLength('before', before, 'after', after);
  requireCensored('before', before);
  requireCensored('after', after);
  const permutations = options.permutations ?? 9999;
  const confidence = options.confidence ?? 0.95;
  if (!Number.isSafeInteger(permutations) || permutations < 99) throw new RangeError(`permutations is ${permutations}; a whole number of at least 99 was expected`);
  requireInRange('confidence', confidence, { above: 0, below: 1 });
  const decisions: Decision[] = [];
  let rose = 0;
  let fell = 0;
  const logs: number[] = [];
  let limited = 0;
  let zeros = 0;
  for (const [i, first] of before.entries()) {
    const second = after[i];
    if (second === undefined) continue;
    const change = compareCensored(first, second);
    if (change > 0) rose += 1;
    if (change < 0) fell += 1;
    if (first.qualifier !== '=' || second.qualifier !== '=') limited += 1;
    else if (first.value > 0 && second.value > 0) logs.push(Math.log(second.value) - Math.log(first.value));
    else zeros += 1;
  }
  const decided = rose + fell;
  if (limited > 0) decisions.push({ code: 'limits-in-sign-test-only', zh: `${limited} 个点含限值：只进入符号检验（能判断高低时），不进入比值。`, en: `${limited} sites have a limit: they enter the sign test where the order can be told, not the ratio.` });
  if (zeros > 0) decisions.push({ code: 'no-logarithm', zh: `${zeros} 个点的值不大于 0：不进入比值。`, en: `${zeros} sites have a value that is not above 0: they do not enter the ratio.` });
  const attainable = decided === 0 ? 1 : 2 ** (1 - decided);
  if (attainable > 0.05) {
    decisions.push({ code: 'cannot-be-significant', zh: `可判断的配对 ${decided} 个：p 最小可达 ${attainable.toPrecision(3)}，不能显著。`, en: `${decided} pairs can be told apart: the smallest attainable p is ${attainable.toPrecision(3)}, so nothing can be significant.` });
  }
  if (options.chosenForBeingHigh === true) {
    decisions.push({ code: 'regression-to-the-mean', zh: '这些点因前期偏高而被选中：即使什么都没做，后期也会回落；请与未处置的点比较。', en: 'These sites were chosen for being high before: they would fall even if nothing were done; compare with sites left alone.' });
  }
  return {
    result: {
      rose,
      fell,
      undecided: before.length - decided,
      sign: { p: signTestP(rose, decided), attainableP: Math.min(1, attainable) },
      ratio: ratioOf(logs, { seed: options.seed, permutations, confidence }),
    },
    diagnostics: { pairs: before.length, permutations, seed: options.seed, confidence },
    decisions,
  };
}
