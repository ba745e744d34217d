/** What a before-and-after says, in words for a planner: the verdict first, then what it rests on. Pure. */
import type { Decision } from '../../step.ts';
import type { EffectVerdict, OperationsEffect, RatioInterval } from '../../../models/schemas/answers/effect.ts';
import type { EffectDiagnostics } from './effectTypes.ts';

const VERDICTS: Readonly<Record<EffectVerdict, { zh: string; en: string }>> = {
  'fell-more': { zh: '有行动的乡镇比没有行动的乡镇下降更多，超出“高值自然回落”所能解释的幅度。', en: 'The water fell more in towns with operations than in towns without, and by more than high values falling back by themselves would explain.' },
  'rose-more': { zh: '有行动的乡镇反而比没有行动的乡镇上升更多，“高值自然回落”也不能解释。', en: 'The water rose more in towns with operations than in towns without, and their levels before do not explain it.' },
  'regression-could-explain': { zh: '两组乡镇的变化不同，但高值本来就会自然回落，仅此就可能造成这一差别：不能记为行动的效果。', en: 'The two groups of towns changed differently, but values that were high fall back by themselves, and that alone could be the difference: it must not be booked as an effect of the operations.' },
  'no-difference': { zh: '两组乡镇的变化相同（差别在无关紧要的范围之内）。', en: 'The two groups of towns changed alike: any difference is too small to matter.' },
  'cannot-tell': { zh: '无法判断：现有数据既不能说明行动有效，也不能说明无效。', en: 'Cannot tell: these data show neither that the operations worked nor that they did not.' },
};

const HINDERS = {
  'no-operated-town': { zh: '没有乡镇既开展了行动、又在前后两季都有结果。', en: 'No town had operations and results in both quarters.' },
  'no-untouched-town': { zh: '所有有结果的乡镇都开展了行动：没有可比较的乡镇。', en: 'Every town with results had operations: there is no town to compare with.' },
  'too-few-measured': { zh: '测得数值的配对太少（其余只知道限值），不能估计变化。', en: 'Too few pairs were measured on both sides (the rest are limits): no change can be estimated.' },
} as const;
export type Hindrance = keyof typeof HINDERS;

const change = (ratio: number): string => `${ratio > 1 ? '+' : ratio < 1 ? '−' : ''}${Math.abs(100 * (ratio - 1)).toFixed(0)} %`;
const size = (ratio: number): string => `${Math.abs(100 * (ratio - 1)).toFixed(0)} %`;
const range = ({ lower, upper }: RatioInterval): string => (lower === null || upper === null ? '' : ` [${change(lower)}, ${change(upper)}]`);

export function effectWords(result: OperationsEffect, { oneLimit, twoLimits, noLogarithm, alpha }: EffectDiagnostics, hindered: Hindrance | null): Decision[] {
  const said: Decision[] = [{ code: result.verdict, ...VERDICTS[result.verdict] }];
  const add = (code: string, zh: string, en: string): void => {
    said.push({ code, zh, en });
  };
  const { effect, regression, smallestVisible, operated, untouched } = result;
  if (hindered !== null) said.push({ code: hindered, ...HINDERS[hindered] });
  if (effect !== null && operated.ratio !== null && untouched.ratio !== null) {
    add('difference', `有行动的 ${operated.towns} 个乡镇 ${change(operated.ratio)}，没有行动的 ${untouched.towns} 个乡镇 ${change(untouched.ratio)}；相对差 ${change(effect.ratio)}${range(effect)}，p = ${effect.p.toPrecision(2)}。`, `${operated.towns} towns with operations: ${change(operated.ratio)}; ${untouched.towns} without: ${change(untouched.ratio)}; one against the other ${change(effect.ratio)}${range(effect)}, p = ${effect.p.toPrecision(2)}.`);
    if (!(effect.attainableP <= alpha)) add('cannot-be-significant', `这样几个乡镇，p 最小只能到 ${effect.attainableP.toPrecision(2)}：无论变化多大都不能显著。`, `With so few towns the smallest possible p is ${effect.attainableP.toPrecision(2)}: no change of any size could be significant.`);
    if (regression === null) add('regression-unknown', '没有行动的乡镇太少，看不出高值自然回落有多大：任何下降都可能只是回落。', 'Too few towns were left alone to tell how far high values fall back by themselves: any fall may be just that.');
    else add('regression-to-the-mean', `行动去的是高值乡镇，而高值会自然回落：按没有行动的乡镇推算，仅此一项就会相差 ${change(regression.expected.ratio)}${range(regression.expected)}；扣除后剩 ${change(regression.remainder.ratio)}${range(regression.remainder)}。`, `Operations go where the water was high, and high values fall back by themselves: by what untouched towns did, that alone would make ${change(regression.expected.ratio)}${range(regression.expected)}; ${change(regression.remainder.ratio)}${range(regression.remainder)} is left.`);
    if (smallestVisible === null) add('nothing-visible', '按这些乡镇，任何幅度的变化都看不出来。', 'With these towns no change of any size could have been seen.');
    else add('smallest-visible', `能看出来的最小变化：下降 ${size(smallestVisible.fall)} 或上升 ${size(smallestVisible.rise)}（把握八成）；更小的变化会被漏掉。`, `The smallest change that could have been seen (8 times in 10): a fall by ${size(smallestVisible.fall)} or a rise by ${size(smallestVisible.rise)}; a smaller one would have been missed.`);
  }
  if (oneLimit + twoLimits > 0) add('limits-kept', `${oneLimit} 对有一侧、${twoLimits} 对有两侧只知道限值：按限值本身计入（由全部点位的分布推断可能的大小），不以任何数值代替。`, `Pairs known by a limit on one side: ${oneLimit}, on both: ${twoLimits}. They enter as limits (what they may have been is read from all sites together); no number is put in a limit's place.`);
  if (noLogarithm > 0) add('no-logarithm', `${noLogarithm} 对的值不大于 0，未计入。`, `Pairs with a value that is not above 0, left out: ${noLogarithm}.`);
  add('not-drawn', '乡镇是挑选的，不是抽签的：同期的其他变化（降雨、市场、邻县行动）也可能是原因。', 'Towns were chosen, not drawn by lot: whatever else changed there (rain, the market, operations next door) may be the reason.');
  return said;
}
