/**
 * Plausibility: a value that jumps about 1000-fold against the site's own history (the mark of a
 * slipped unit), or stands to its partner in the same bottle as no sewage does (a swapped vial, a
 * slipped unit of one of them), is held until a person has looked. Kept as data with the revision;
 * worded here.
 * Pure.
 */
import { Decimal } from 'decimal.js';
import type { Reading } from '../../../models/schemas/readResult.ts';
import type { SiteValue } from '../../../models/store/repositories/results.ts';

/** A slipped unit is exactly 1000-fold; the level itself moves by some 3-fold between quarters. */
const JUMP_FACTOR = 300;

const level = (value: Pick<SiteValue, 'qualifier' | 'value' | 'limit'>): Decimal | undefined => {
  const text = value.qualifier === '=' ? value.value : value.limit;
  return text === null ? undefined : new Decimal(text);
};

/**
 * @param history verified or released values of the same site, analyte, matrix and basis; a non-detect counts at its limit
 * @returns the hold as it is kept ("jump:1250:40:3" is factor, median before, values before), or null
 */
export function holdOf(reading: Pick<Reading, 'qualifier' | 'value' | 'limit' | 'lod'>, history: readonly Pick<SiteValue, 'qualifier' | 'value' | 'limit'>[]): string | null {
  const levels = history.flatMap((each) => level(each) ?? []).filter((each) => each.gt(0)).sort((a, b) => a.cmp(b));
  const middle = levels[Math.floor((levels.length - 1) / 2)];
  const text = reading.value ?? (reading.qualifier === '>' ? reading.limit : null);
  if (middle === undefined || text === null) return null;
  const now = new Decimal(text);
  if (now.isZero()) return null;
  const up = now.div(middle);
  const factor = up.gte(1) ? up : middle.div(now);
  return factor.gte(JUMP_FACTOR) ? `jump:${up.toSignificantDigits(3).toFixed()}:${middle.toSignificantDigits(3).toFixed()}:${String(levels.length)}` : null;
}

/**
 * Ratios that sewage shows, lowest and highest: amphetamine to methamphetamine 0.04 (domestic, from
 * methamphetamine alone) to 0.25 (Kunming), ketamine to norketamine 0.64 (urine) to 5, cocaine to
 * benzoylecgonine 0.1 to 0.75. What lies beyond says something about dumping and is scored by the
 * assessment; what lies 30-fold beyond says something about the measurement first.
 */
const PLAUSIBLE_RATIOS: readonly { numerator: string; denominator: string; low: number; high: number }[] = [
  { numerator: 'amph', denominator: 'meth', low: 0.04, high: 0.25 },
  { numerator: 'ket', denominator: 'norket', low: 0.64, high: 5 },
  { numerator: 'coc', denominator: 'be', low: 0.1, high: 0.75 },
];
const RATIO_MARGIN = 30;

/** These analytes and those whose values are held against theirs. */
export const withPartners = (analyteIds: readonly string[]): string[] => [...new Set([...analyteIds, ...PLAUSIBLE_RATIOS.flatMap(({ numerator, denominator }) => (analyteIds.includes(numerator) ? [denominator] : analyteIds.includes(denominator) ? [numerator] : []))])];

type Amount = Pick<Reading, 'qualifier' | 'value' | 'unit'>;

const measured = (amount: Amount | undefined): Decimal | undefined => {
  if (amount?.qualifier !== '=' || amount.value === null) return undefined;
  const value = new Decimal(amount.value);
  return value.gt(0) ? value : undefined;
};

/**
 * @param partnerOf the value of another analyte in the same bottle, where one stands
 * @returns the hold as it is kept ("ratio:amph:meth:12:0.0013:7.5" is the pair, their ratio, the bounds), or null; only where both are measured values in one unit
 */
export function ratioHoldOf(analyteId: string, reading: Amount, partnerOf: (analyteId: string) => Amount | undefined): string | null {
  for (const { numerator, denominator, low, high } of PLAUSIBLE_RATIOS) {
    if (analyteId !== numerator && analyteId !== denominator) continue;
    const partner = partnerOf(analyteId === numerator ? denominator : numerator);
    const [own, other] = [measured(reading), measured(partner)];
    if (own === undefined || other === undefined || partner?.unit !== reading.unit) continue;
    const ratio = analyteId === numerator ? own.div(other) : other.div(own);
    const [least, most] = [new Decimal(low).div(RATIO_MARGIN), new Decimal(high).times(RATIO_MARGIN)];
    if (ratio.lt(least) || ratio.gt(most)) return `ratio:${numerator}:${denominator}:${ratio.toSignificantDigits(3).toFixed()}:${least.toSignificantDigits(2).toFixed()}:${most.toSignificantDigits(2).toFixed()}`;
  }
  return null;
}

/** The hold in words. */
export function holdWords(hold: string): { zh: string; en: string } {
  const [kind, factor = '', median = '', count = '', least = '', most = ''] = hold.split(':');
  if (kind === 'ratio') {
    return {
      zh: `${factor}/${median} 为 ${count}，超出合理范围 ${least}～${most}：请核对两个结果的单位、稀释倍数和样品瓶`,
      en: `${factor}/${median} is ${count}, outside ${least} to ${most}: check units, dilution and vials of both results`,
    };
  }
  if (kind !== 'jump') return { zh: `待核：${hold}`, en: `held: ${hold}` };
  return {
    zh: `与该点位以往 ${count} 个结果的中位值 ${median} 相比变化 ${factor} 倍，请核对单位和稀释倍数`,
    en: `${factor} times the median ${median} of the site's ${count} earlier results: check unit and dilution`,
  };
}
