/**
 * Plausibility: a value that jumps about 1000-fold against the site's own history (the mark of a
 * slipped unit) is held until a person has looked. Kept as data with the revision; worded here.
 * Pure.
 */
import { Decimal } from 'decimal.js';
import type { Reading } from '../../models/schemas/readResult.ts';
import type { SiteValue } from '../../models/store/repositories/results.ts';

/** A slipped unit is exactly 1000-fold; the level itself moves by some 3-fold between quarters. */
export const JUMP_FACTOR = 300;

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

/** The hold in words. */
export function holdWords(hold: string): { zh: string; en: string } {
  const [kind, factor = '', median = '', count = ''] = hold.split(':');
  if (kind !== 'jump') return { zh: `待核：${hold}`, en: `held: ${hold}` };
  return {
    zh: `与该点位以往 ${count} 个结果的中位值 ${median} 相比变化 ${factor} 倍，请核对单位和稀释倍数`,
    en: `${factor} times the median ${median} of the site's ${count} earlier results: check unit and dilution`,
  };
}
