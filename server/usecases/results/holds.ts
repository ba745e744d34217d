/**
 * Plausibility: a value that jumps against the site's own history (a slipped decimal, unit or dilution, a swapped vial), or
 * stands to its partner in the same bottle as no sewage does, is held until a person has looked. Kept as data with the
 * revision; worded here.
 * Pure.
 */
import { Decimal } from 'decimal.js';
import type { UnitOfMeasure } from '../../../models/schemas/index.ts';
import type { Reading } from '../../../models/schemas/readResult.ts';
import { unitFactor } from '../../../models/schemas/unitConversion.ts';
import { timeHoldWords } from './timeHolds.ts';
import type { SiteValue } from '../../../models/store/repositories/results.ts';

/** The commonest slips are of one decimal place or a forgotten dilution. A method may set its own (`holdFactor`). */
export const HOLD_FACTOR = 10;
/** With so many earlier values the site's own spread may narrow the factor, never widen it. */
const ENOUGH_VALUES = 4;
/** So many standard deviations, of the logarithm and robustly estimated, are the site's own. */
const OWN_SPREADS = 4;
/** Ordinary quarters differ by up to some 3-fold (shared/domain: example and published series), so less than this is never held. */
const LEAST_FACTOR = 5;
/** A median absolute deviation times this estimates the standard deviation of a normal sample. */
const MAD_TO_SD = 1.4826;

type Amount = Pick<SiteValue, 'qualifier' | 'value' | 'limit' | 'unit'>;

/** The level that a value stands for, in another unit: a non-detect at its limit, an above-range value likewise. */
function levelIn(unit: string, value: Amount): number | undefined {
  const text = value.qualifier === '=' ? value.value : value.limit;
  const factor = unitFactor(value.unit as UnitOfMeasure, unit as UnitOfMeasure);
  return text === null || factor === undefined ? undefined : Number(text) * Number(factor);
}

const middleOf = (sorted: readonly number[]): number => {
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0];
  return (low + high) / 2;
};

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** log10 of the change from which a value is held. */
function threshold(logs: readonly number[], factor: number): number {
  const most = Math.log10(factor);
  if (logs.length < ENOUGH_VALUES) return most;
  const middle = middleOf(logs);
  const spread = MAD_TO_SD * middleOf(ascending(logs.map((each) => Math.abs(each - middle))));
  return Math.min(most, Math.max(Math.log10(Math.min(LEAST_FACTOR, factor)), OWN_SPREADS * spread));
}

/**
 * @param history verified or released values of the same site, analyte, matrix and basis
 * @param factor of the method; the usual one where it has none
 * @returns the hold as it is kept ("jump:12.5:40:3" is factor, median before, values before; "jump:<0.02:440:8" where only a bound of the factor is known), or null
 */
export function holdOf(reading: Pick<Reading, 'qualifier' | 'value' | 'limit' | 'unit'>, history: readonly Amount[], factor: number | null = null): string | null {
  const levels = history.flatMap((each) => levelIn(reading.unit, each) ?? []).filter((each) => each > 0);
  // what the instrument gave beyond its range says more than the end of the range
  const qualifier = reading.qualifier === '>' && reading.value !== null ? '=' : reading.qualifier;
  const text = qualifier === '=' ? reading.value : reading.limit;
  if (levels.length === 0 || text === null) return null;
  const now = Number(text);
  if (!(now > 0)) return null;
  const logs = ascending(levels.map(Math.log10));
  const change = Math.log10(now) - middleOf(logs);
  const held = threshold(logs, factor ?? HOLD_FACTOR) - 1e-9;
  // a limit says only that the value lies below, or above, it
  const beyond = qualifier === '<' ? change <= -held : qualifier === '>' ? change >= held : Math.abs(change) >= held;
  if (!beyond) return null;
  const bound = qualifier === '=' ? '' : qualifier;
  const three = (value: number): string => new Decimal(10 ** value).toSignificantDigits(3).toFixed();
  return `jump:${bound}${three(change)}:${three(middleOf(logs))}:${String(levels.length)}`;
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

type Measured = Pick<Reading, 'qualifier' | 'value' | 'unit'>;

const measured = (amount: Measured | undefined): Decimal | undefined => {
  if (amount?.qualifier !== '=' || amount.value === null) return undefined;
  const value = new Decimal(amount.value);
  return value.gt(0) ? value : undefined;
};

/**
 * @param partnerOf the value of another analyte in the same bottle, where one stands
 * @returns the hold as it is kept ("ratio:amph:meth:12:0.0013:7.5" is the pair, their ratio, the bounds), or null; only where both are measured values in one unit
 */
export function ratioHoldOf(analyteId: string, reading: Measured, partnerOf: (analyteId: string) => Measured | undefined): string | null {
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

/** Several holds of one value, as they are kept. */
export const joinHolds = (holds: readonly (string | null)[]): string | null => {
  const real = holds.filter((hold) => hold !== null);
  return real.length === 0 ? null : real.join('|');
};

/** The holds in words. */
export function holdWords(holds: string): { zh: string; en: string } {
  const all = holds.split('|').map((hold) => timeHoldWords(hold) ?? valueHoldWords(hold));
  return { zh: all.map(({ zh }) => zh).join('；'), en: all.map(({ en }) => en).join('; ') };
}

function valueHoldWords(hold: string): { zh: string; en: string } {
  const [kind, factor = '', median = '', count = '', least = '', most = ''] = hold.split(':');
  if (kind === 'ratio') {
    return {
      zh: `${factor}/${median} 为 ${count}，超出合理范围 ${least}～${most}：请核对两个结果的单位、稀释倍数和样品瓶`,
      en: `${factor}/${median} is ${count}, outside ${least} to ${most}: check units, dilution and vials of both results`,
    };
  }
  if (kind !== 'jump') return { zh: `待核：${hold}`, en: `held: ${hold}` };
  const [bound] = /^[<>]/.exec(factor) ?? [''];
  const times = factor.slice(bound.length);
  return {
    zh: `${bound === '<' ? '不到' : bound === '>' ? '超过' : '为'}该点位以往 ${count} 个结果中位值 ${median} 的 ${times} 倍，请核对小数点、单位、稀释倍数和样品瓶`,
    en: `${bound === '<' ? 'less than ' : bound === '>' ? 'more than ' : ''}${times} times the median ${median} of the site's ${count} earlier result${count === '1' ? '' : 's'}: check decimal point, unit, dilution and vial`,
  };
}
