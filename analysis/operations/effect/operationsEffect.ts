/**
 * Did the water fall after operations? Every site against itself one quarter on, towns with operations
 * against towns without, with the smallest change that could have been seen, and with what regression
 * to the mean alone would have brought: operations go where the water was high, and what was high falls.
 * "Cannot tell" is an answer. Towns were chosen, not drawn: even a clear difference has other readings.
 * Pure: no I/O, no clock; the seed is an argument.
 */
import { studentQuantileTwoSided } from '../../beta.ts';
import { requireCensored, type CensoredValue } from '../../censored/censoredValue.ts';
import type { CensoredPair } from '../../censored/bivariateNormal.ts';
import { requireInRange } from '../../finite.ts';
import type { Step } from '../../step.ts';
import type { EffectVerdict, OperationsEffect, RatioInterval } from '../../../models/schemas/answers/effect.ts';
import { assignments } from './assignments.ts';
import { effectWords, type Hindrance } from './effectWords.ts';
import type { EffectDiagnostics, EffectTown } from './effectTypes.ts';
import { regressionToMean } from './regressionToMean.ts';
import { townShift, type TownShift } from './townShift.ts';

export interface EffectOptions {
  /** Whole number >= 0. */
  seed: number;
  draws?: number;
  alpha?: number;
  /** Relative change that would not matter, e.g. 0.2. */
  margin?: number;
}

const POWER = 0.8;

interface Read {
  code: string;
  operated: boolean;
  pairs: CensoredPair[];
}

const logOf = ({ value, qualifier }: CensoredValue): CensoredValue => ({ value: Math.log(value), qualifier });
const limits = ({ first, second }: CensoredPair): number => (first.qualifier === '=' ? 0 : 1) + (second.qualifier === '=' ? 0 : 1);

/** The shift seen with 80 % power, from the width of the interval: its standard error, once for the test and once for the power. */
function smallestVisible(width: number, degrees: number, alpha: number): number {
  const refused = studentQuantileTwoSided(1 - alpha, degrees);
  return (width / (2 * refused)) * (refused + studentQuantileTwoSided(2 * POWER - 1, degrees));
}

const ratios = ({ estimate, lower, upper }: { estimate: number; lower: number | null; upper: number | null }): RatioInterval => ({ ratio: Math.exp(estimate), lower: lower === null ? null : Math.exp(lower), upper: upper === null ? null : Math.exp(upper) });

function verdictOf(shift: TownShift, remainder: { lower: number; upper: number } | undefined, alpha: number, margin: number): EffectVerdict {
  if (!(shift.attainableP <= alpha)) return 'cannot-tell';
  if (shift.p <= alpha) {
    if (shift.estimate < 0) return remainder !== undefined && remainder.upper < 0 ? 'fell-more' : 'regression-could-explain';
    return remainder !== undefined && remainder.lower > 0 ? 'rose-more' : 'regression-could-explain';
  }
  const bound = Math.log1p(margin);
  return shift.lower !== null && shift.upper !== null && shift.lower > -bound && shift.upper < bound ? 'no-difference' : 'cannot-tell';
}

/** Fewer pairs measured both times carry no fit of the others. */
const FEWEST_MEASURED = 5;

/** Why no shift can be estimated; null where it can be. */
function hinders(towns: readonly Read[]): Hindrance | null {
  if (!towns.some(({ operated }) => operated)) return 'no-operated-town';
  if (!towns.some(({ operated }) => !operated)) return 'no-untouched-town';
  const measured = (operated: boolean): number => towns.filter((town) => town.operated === operated).reduce((sum, { pairs }) => sum + pairs.filter((pair) => limits(pair) === 0).length, 0);
  const [own, others] = [measured(true), measured(false)];
  return towns.every(({ pairs }) => pairs.every((pair) => limits(pair) === 0)) || (own > 0 && others > 0 && own + others >= FEWEST_MEASURED) ? null : 'too-few-measured';
}

/**
 * @param towns before and after of each site; a town without any pair takes no part
 * @throws RangeError on a value that is not finite, or an option out of range
 */
export function operationsEffect(towns: readonly EffectTown[], options: EffectOptions): Step<OperationsEffect, EffectDiagnostics> {
  const { seed, draws = 9999, alpha = 0.05, margin = 0.2 } = options;
  requireInRange('alpha', alpha, { above: 0, below: 1 });
  requireInRange('margin', margin, { above: 0 });
  if (!Number.isSafeInteger(draws) || draws < 99) throw new RangeError(`draws is ${draws}; a whole number of at least 99 was expected`);
  let noLogarithm = 0;
  const read = towns.map(({ code, operated, pairs }): Read => {
    requireCensored(`before of ${code}`, pairs.map(({ before }) => before));
    requireCensored(`after of ${code}`, pairs.map(({ after }) => after));
    const positive = pairs.filter(({ before, after }) => before.value > 0 && after.value > 0);
    noLogarithm += pairs.length - positive.length;
    return { code, operated, pairs: positive.map(({ before, after }) => ({ first: logOf(before), second: logOf(after) })) };
  });
  const used = read.filter(({ pairs }) => pairs.length > 0);
  const count = (of: number): number => used.reduce((sum, { pairs }) => sum + pairs.filter((pair) => limits(pair) === of).length, 0);
  const side = (operated: boolean): Read[] => used.filter((town) => town.operated === operated);
  const pairsOf = (own: readonly Read[]): number => own.reduce((sum, { pairs }) => sum + pairs.length, 0);
  const hindered = hinders(used);
  const diagnostics: EffectDiagnostics = { alpha, margin, seed, oneLimit: count(1), twoLimits: count(2), noLogarithm };
  const base = { operated: { towns: side(true).length, pairs: pairsOf(side(true)), ratio: null }, untouched: { towns: side(false).length, pairs: pairsOf(side(false)), ratio: null } };
  if (hindered !== null) {
    const result: OperationsEffect = { ...base, verdict: 'cannot-tell', effect: null, regression: null, smallestVisible: null, towns: read.map(({ code, operated, pairs }) => ({ code, operated, pairs: pairs.length, ratio: null })) };
    return { result, diagnostics, decisions: effectWords(result, diagnostics, hindered) };
  }
  const ways = assignments(used.length, side(true).length, { seed, draws });
  const shift = townShift(used, ways, alpha);
  const drawnBack = regressionToMean(used.map(({ operated }, i) => ({ operated, level: shift.means[i]?.level ?? 0, change: shift.means[i]?.change ?? 0 })), 1 - alpha);
  const ratioOf = (operated: boolean): number => {
    const own = used.flatMap((town, i) => (town.operated === operated ? [shift.means[i]?.change ?? 0] : []));
    return Math.exp(own.reduce((sum, change) => sum + change / own.length, 0));
  };
  const visible = shift.lower === null || shift.upper === null ? null : smallestVisible(shift.upper - shift.lower, used.length - 2, alpha);
  const changeOf = new Map(used.map(({ code }, i) => [code, shift.means[i]?.change ?? null]));
  const result: OperationsEffect = {
    verdict: verdictOf(shift, drawnBack?.remainder, alpha, margin),
    operated: { ...base.operated, ratio: ratioOf(true) },
    untouched: { ...base.untouched, ratio: ratioOf(false) },
    effect: { ...ratios(shift), p: shift.p, attainableP: shift.attainableP, pMethod: ways.method, assignments: ways.count },
    regression: drawnBack === null ? null : { correlation: drawnBack.correlation, expected: ratios(drawnBack.expected), remainder: ratios(drawnBack.remainder) },
    smallestVisible: visible === null ? null : { fall: Math.exp(-visible), rise: Math.exp(visible) },
    towns: read.map(({ code, operated, pairs }) => {
      const change = changeOf.get(code);
      return { code, operated, pairs: pairs.length, ratio: change === undefined || change === null ? null : Math.exp(change) };
    }),
  };
  return { result, diagnostics, decisions: effectWords(result, diagnostics, null) };
}
