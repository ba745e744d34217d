/**
 * Why an estimator has no answer for a set, in both languages; asked before it is tried.
 * Pure: no I/O, no clock, no Math.random.
 */
import type { Decision } from '../step.ts';
import type { CensoredValue, Counts } from './censoredValue.ts';

export type Obstructed = 'ros' | 'kaplanMeier' | 'mleLognormal' | 'mleNormal' | 'substitution';

const NAMES: Record<Obstructed, { zh: string; en: string }> = {
  ros: { zh: '稳健 ROS', en: 'robust ROS' },
  kaplanMeier: { zh: 'Kaplan-Meier', en: 'Kaplan-Meier' },
  mleLognormal: { zh: '对数正态最大似然', en: 'lognormal maximum likelihood' },
  mleNormal: { zh: '正态最大似然', en: 'normal maximum likelihood' },
  substitution: { zh: '替代值敏感性', en: 'substitution' },
};

/** @returns null where the estimator has an answer */
export function obstacle(what: Obstructed, values: readonly CensoredValue[], counts: Counts): Decision | null {
  const name = NAMES[what];
  const no = (cause: string, zh: string, en: string): Decision => ({ code: `no-${what}-${cause}`, zh: `${name.zh}不给结果：${zh}`, en: `No ${name.en}: ${en}` });
  if (counts.above > 0 && (what === 'ros' || what === 'substitution')) {
    return no('above-range', `${counts.above} 个值超出测定上限，此法无法处理；可用最大似然法，或稀释后重测。`, `${counts.above} values are above the range, which it cannot take; use maximum likelihood, or dilute and measure again.`);
  }
  if (what === 'kaplanMeier' && counts.above > 0 && counts.below > 0) {
    return no('both-sides', `${counts.below} 个值低于限值、${counts.above} 个值超出上限，此法只处理一侧。`, `${counts.below} values are below a limit and ${counts.above} above the range; it takes one side only.`);
  }
  if (what === 'ros' || what === 'mleLognormal') {
    const small = values.find((one) => !(one.value > 0));
    if (small !== undefined) return no('not-positive', `数值 ${small.value} 不大于 0，无法取对数。`, `the value ${small.value} is not above 0 and has no logarithm.`);
  }
  if (what === 'kaplanMeier' && counts.detected === 0) return no('nothing-measured', '没有定量值。', 'no value was measured.');
  if (what === 'ros' && counts.detected < 2) return no('few-measured', `定量值 ${counts.detected} 个，回归至少需要 2 个。`, `${counts.detected} measured values; a line wants at least two.`);
  if (what === 'mleLognormal' || what === 'mleNormal') {
    const distinct = new Set(values.filter((one) => one.qualifier === '=').map((one) => one.value)).size;
    if (distinct < 2) return no('no-spread', `不同的定量值 ${distinct} 个，估计离散程度至少需要 2 个。`, `${distinct} distinct measured values; the spread wants at least two.`);
  }
  return null;
}
