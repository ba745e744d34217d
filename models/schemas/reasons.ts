/**
 * Coded reasons of what is done to a result, with their wording. A code or a text is wanted wherever
 * something is taken back, repeated or left out; `other` wants the text. A reason of blanks is no reason.
 */
export interface ReasonCode {
  code: string;
  zh: string;
  en: string;
}

/** Actions of a result that want a reason. */
export const REASONED_ACTIONS = ['return', 'amend', 'retest', 'void', 'not-analysed', 'invalidate', 'keep'] as const;
export type ReasonedAction = (typeof REASONED_ACTIONS)[number];

const OTHER: ReasonCode = { code: 'other', zh: '其他（请说明）', en: 'Other (say what)' };
const TYPING: ReasonCode = { code: 'typing-error', zh: '录入错误', en: 'Typing error' };
const UNIT: ReasonCode = { code: 'unit-or-dilution', zh: '单位或稀释倍数错误', en: 'Wrong unit or dilution' };
const INTEGRATION: ReasonCode = { code: 'integration', zh: '重新积分', en: 'Peak integrated again' };
const QUALITY: ReasonCode = { code: 'quality-control', zh: '质控不合格', en: 'Quality control failed' };
const MIX_UP: ReasonCode = { code: 'sample-mix-up', zh: '样品混淆', en: 'Samples mixed up' };
const ABOVE: ReasonCode = { code: 'above-range', zh: '超出测定上限，稀释重测', en: 'Above the range: diluted and run again' };
const DOUBT: ReasonCode = { code: 'implausible', zh: '结果可疑', en: 'Implausible' };
const VOLUME: ReasonCode = { code: 'volume-short', zh: '样品量不足', en: 'Too little sample' };
const INSTRUMENT: ReasonCode = { code: 'instrument', zh: '仪器故障', en: 'Instrument fault' };
const INTERFERENCE: ReasonCode = { code: 'interference', zh: '基质干扰', en: 'Interference of the matrix' };
const CONFIRMED: ReasonCode = { code: 'confirmed', zh: '复查无误', en: 'Looked at again and found right' };
const NOT_ORDERED: ReasonCode = { code: 'not-ordered', zh: '未委托此项目', en: 'Not ordered' };

export const REASON_CODES: Readonly<Record<ReasonedAction, readonly ReasonCode[]>> = {
  return: [TYPING, UNIT, INTEGRATION, QUALITY, DOUBT, MIX_UP, OTHER],
  amend: [TYPING, UNIT, INTEGRATION, MIX_UP, OTHER],
  retest: [ABOVE, QUALITY, DOUBT, INSTRUMENT, MIX_UP, OTHER],
  void: [QUALITY, MIX_UP, INSTRUMENT, INTERFERENCE, OTHER],
  'not-analysed': [VOLUME, INSTRUMENT, INTERFERENCE, NOT_ORDERED, OTHER],
  invalidate: [QUALITY, MIX_UP, DOUBT, OTHER],
  keep: [CONFIRMED, OTHER],
};

/** Actions that sign what was seen: the hash of the revision, with this meaning, is kept and printed. */
export const SIGNATURE_MEANINGS = {
  verify: { zh: '复核：已核对所示数值、录入原文、单位、限值、标记、前次结果和所在分析批的质控判定', en: 'Verified: the value as shown and as typed, its unit, limits, flags, earlier value at the site and the verdict on its run were checked' },
  review: { zh: '审核：已审查所示结果、标记和复核', en: 'Reviewed: the result as shown, its flags and its verification were examined' },
  release: { zh: '签发：授权签字人批准报出此结果', en: 'Released: approved for reporting by the authorised signatory' },
} as const;
export type SigningAction = keyof typeof SIGNATURE_MEANINGS;
export const isSigningAction = (action: string): action is SigningAction => Object.hasOwn(SIGNATURE_MEANINGS, action);

/** The meaning as it is kept: in both languages, so that no reader's language changes what was signed. */
export const signatureText = (action: SigningAction): string => `${SIGNATURE_MEANINGS[action].zh} / ${SIGNATURE_MEANINGS[action].en}`;

export const isReasonedAction = (action: string): action is ReasonedAction => (REASONED_ACTIONS as readonly string[]).includes(action);
