/**
 * Duplicates: RPD = |a-b| / mean, or relative deviation 相对偏差 = |a-b| / (a+b), as the method says
 * (50 and 58: 14.8 % or 7.4 %). Near the LOQ the difference itself is held against the LOQ;
 * two non-detects are not evaluable. Relative deviation is half of RPD, so are its limits.
 * Pure: no I/O, no clock, no Math.random.
 */
import type { Decimal } from 'decimal.js';
import { Exact, exactOf, percent, type Amount, type Finding } from './finding.ts';
import type { QualityLimits } from './limits.ts';

export type DuplicateRule = 'rpd' | 'relative-deviation';

/** Smallest and largest amount that the measurement allows; null upper end for "above the range". */
function bounds(name: string, amount: Amount): [Decimal, Decimal | null] {
  if (amount.value !== null && amount.qualifier !== '>') {
    const exact = exactOf(name, amount.value);
    return [exact, exact];
  }
  if (amount.qualifier === '<') return [new Exact(0), exactOf(`limit of ${name}`, amount.limit ?? 'missing')];
  return [exactOf(`limit of ${name}`, amount.limit ?? amount.value ?? 'missing'), null];
}

const notEvaluable = (zh: string, en: string): Finding => ({ code: 'duplicate', outcome: null, value: null, limit: '', zh, en });

/**
 * @param loq in the unit of the amounts
 * @throws RangeError naming the argument that is no decimal
 */
export function evaluateDuplicate(first: Amount, second: Amount, loq: string, rule: DuplicateRule, limits: QualityLimits): Finding {
  const cut = exactOf('loq', loq);
  const isNonDetect = (amount: Amount): boolean => amount.qualifier === '<';
  if (isNonDetect(first) && isNonDetect(second)) return notEvaluable('两个结果均低于限值，无法判定', 'both are below a limit: not evaluable');
  const [lowA, highA] = bounds('first', first);
  const [lowB, highB] = bounds('second', second);
  if (highA === null || highB === null) return notEvaluable('有结果超出测定上限，无法判定', 'one is above the range: not evaluable');

  const smaller = Exact.min(lowA, lowB);
  if (smaller.gte(cut.times(limits.duplicateNearFrom)) && lowA.eq(highA) && lowB.eq(highB)) {
    const far = smaller.gte(cut.times(limits.duplicateFarFrom));
    const share = far ? limits.duplicateRpdFar : limits.duplicateRpdNear;
    const allowed = rule === 'rpd' ? new Exact(share) : new Exact(share).div(2);
    const difference = lowA.minus(lowB).abs();
    const base = rule === 'rpd' ? lowA.plus(lowB).div(2) : lowA.plus(lowB);
    const pass = difference.lte(base.times(allowed));
    const found = difference.div(base);
    const name = rule === 'rpd' ? 'RPD' : '相对偏差';
    return {
      code: 'duplicate',
      outcome: pass ? 'pass' : 'fail',
      value: found.times(100).toDecimalPlaces(4).toFixed(),
      limit: `<= ${percent(allowed)}`,
      zh: `${name} ${percent(found)}，限值 ${percent(allowed)}`,
      en: `${rule === 'rpd' ? 'RPD' : 'relative deviation'} ${percent(found)}, limit ${percent(allowed)}`,
    };
  }

  const widest = Exact.max(highA.minus(lowB), highB.minus(lowA)).abs();
  const overlap = lowA.lte(highB) && lowB.lte(highA);
  const narrowest = overlap ? new Exact(0) : Exact.min(lowA.minus(highB).abs(), lowB.minus(highA).abs());
  const shown = lowA.eq(highA) && lowB.eq(highB) ? widest.toFixed() : null;
  const limit = `<= ${cut.toFixed()} (LOQ)`;
  if (widest.lte(cut)) return { code: 'duplicate-near-loq', outcome: 'pass', value: shown, limit, zh: `差值不超过定量限 ${cut.toFixed()}`, en: `the difference is at most the LOQ ${cut.toFixed()}` };
  if (narrowest.gt(cut)) return { code: 'duplicate-near-loq', outcome: 'fail', value: shown, limit, zh: `差值超过定量限 ${cut.toFixed()}`, en: `the difference is above the LOQ ${cut.toFixed()}` };
  return { ...notEvaluable('一个结果只有限值，差值跨越定量限，无法判定', 'one is known by its limit only and the difference straddles the LOQ: not evaluable'), code: 'duplicate-near-loq', limit };
}
