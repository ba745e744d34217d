/**
 * Numbers, dates and names as people read them. Pure: language and time zone are arguments.
 * Dates are 2018-06-14 in both languages; quarters are 2018-Q2 and 2018年第二季度.
 */
import type { Language } from '../../models/schemas/vocabulary.ts';

const CHINESE_DIGITS = ['一', '二', '三', '四'] as const;

/**
 * Name of a round.
 * @param code 2018-Q2, 2018-06, 2018 or a campaign's own code, which is left as it is
 */
export function formatRound(code: string, language: Language): string {
  if (language === 'en') return code;
  const quarter = /^(\d{4})-Q([1-4])$/.exec(code);
  if (quarter !== null) return `${quarter[1] ?? ''}年第${CHINESE_DIGITS[Number(quarter[2]) - 1] ?? ''}季度`;
  const month = /^(\d{4})-(\d{2})$/.exec(code);
  if (month !== null) return `${month[1] ?? ''}年${Number(month[2])}月`;
  return /^\d{4}$/.test(code) ? `${code}年` : code;
}

/**
 * An instant as a local time of a named zone, 2018-06-14 09:05.
 * @param timeZone IANA name; undefined takes the reader's own
 * @returns the text unchanged where it is no instant, so that a fault is seen and not hidden
 */
export function formatInstant(instant: string, timeZone?: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const parts = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).formatToParts(date);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

/** The calendar date of an instant in a zone, 2018-06-14. */
export function localDateOf(instant: string, timeZone?: string): string {
  return formatInstant(instant, timeZone).slice(0, 10);
}

/**
 * A number in so many significant figures, in plain notation, rounded half to even (GB/T 8170).
 * For display only: what a report prints comes from the server.
 * @param value decimal text or a finite number
 * @returns '–' for what is missing, the text itself where it is no number
 */
export function formatSignificant(value: string | number | null | undefined, figures = 3): string {
  if (value === null || value === undefined || value === '') return '–';
  if (!Number.isFinite(Number(value)) || String(value).trim() === '') return String(value);
  if (Number(value) === 0 && !/[1-9]/.test(String(value).replace(/e.*/i, ''))) return '0';
  // exact on decimal text, and trailing zeros that are significant are kept: 12 in three figures is 12.0; 1230 has none to keep
  const format = new Intl.NumberFormat('en', { minimumSignificantDigits: figures, maximumSignificantDigits: figures, roundingMode: 'halfEven', useGrouping: false });
  return format.format(value as Intl.StringNumericLiteral | number);
}

/** A count with a thin group separator, the same in both languages. */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? String(Math.trunc(count)).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202F') : '–';
}

/** A reported result in the language of the reader: the number is untouched, the words "(detected)" are said in Chinese. */
export function formatReported(text: string | null, language: Language): string {
  if (text === null) return '–';
  return language === 'en' ? text : text.replace(' (detected)', '（检出）');
}

/** The language's side of a name. */
export function inLanguage(words: { zh: string; en: string } | string, language: Language): string {
  if (typeof words === 'string') return words;
  return language === 'en' ? words.en : words.zh;
}
