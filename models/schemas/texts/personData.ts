/**
 * Finds a Chinese identity number or a mainland mobile number in text that people write, whatever stands between its
 * digits. The system keeps no data about persons but staff, so such text is refused rather than masked.
 * An identity number of 18 proves itself by place, date and check digit and is found in any grouping. The other two have
 * no check digit: there the grouping decides, so that readings, coordinates, dates and codes pass. Where it cannot be
 * told, the text is refused: a code can be written with its letters, evidence once written cannot be taken back. Pure.
 */
import { digitRuns, hasChineseDigit, plainDigits, type DigitGroup } from './digits.ts';
import { isIdentityNumber, isShortIdentityNumber } from './identityNumber.ts';

export type PersonDataKind = 'identity-number' | 'mobile-number';

/** Fewer signs cannot hold 11 digits (⑬ is two): that settles most of what people type. */
const FEWEST_SIGNS = 6;
const DIGIT_LIKE = /[\p{N}〇零一二三四五六七八九幺壹弌贰貳弍两叁參叄弎肆伍陆陸柒拐捌玖勾○洞]/gu;
/** Identities and digests that programs make, quoted in a reason. */
const MACHINE_MADE = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?=[0-9a-f]*[a-f])[0-9a-f]{32,}\b/gi;
/** The eighteenth place, as people write it. */
const X = /^[\p{Z}\p{P}\p{S}]{0,3}[Xx×ХхΧχ](?![\p{L}\p{N}])/u;

const PHONE_WORDS = /(电话|電話|手机|手機|联系|聯繫|号码|微信|致电|(?<!\p{L})(tel|telephone|phone|mobile|mob|call|contact|wechat|weixin|wx|vx|sj|dh|shouji|dianhua))[\s:：.。#№=(（]*\+?$/iu;
const IDENTITY_WORDS = /(身份证|身份證|证件|證件|公民|\bid(entity)?( ?card)?( ?(no|number))?|sfz)[\s\p{P}号码號碼]*$/iu;
const SERIAL_WORDS = /(s\/n|\bsn|serial( ?(no|number))?|\blot|\bbatch|\bcat(alog)?\.?( ?no)?|序列号|出厂编号|批号|货号|条码)[\s:：.#№-]*$/iu;
/** Capitals that belong to the digits behind them: a serial number, not a word. T and M stand for telephone and mobile. */
const CAPITALS = /(?:^|[^A-Z])(?![TM]$)[A-Z]+$/;
/** R-18011500123: capitals, a dash, a day (yymmdd) and an order are how runs and lots are numbered. */
const DATED_CODE = /[A-Z][-_]$/;
const DAY_FIRST = /^\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d*$/;

/** Between groups of one number; list signs and signs of measurement end it. */
type Joint = 'none' | 'space' | 'dash' | 'dot' | 'other' | 'list';

function jointOf(separator: string): Joint {
  if (separator === '') return 'none';
  if (/[;；、\n\r\t°′″%‰±×<>≤≥≈=]|[,，]\s/u.test(separator)) return 'list';
  if (/^\p{Z}+$/u.test(separator)) return 'space';
  if (/^\p{Z}*[\p{Pd}_−·•‧・|]\p{Z}*$/u.test(separator)) return 'dash';
  return /^[.．。]$/u.test(separator) ? 'dot' : 'other';
}

/** Groupings that people give a mobile number and that no list of readings, date or code has. */
const ANY_JOINT = new Set(['11', '3-4-4', '3-8', '3-3-5', '1-10', '1-2-4-4', Array.from({ length: 11 }, () => 1).join('-'), ['3', ...Array.from({ length: 8 }, () => 1)].join('-')]);

/** @returns whether groups of 11 digits read as one mobile number */
function isMobile(groups: readonly DigitGroup[], called: boolean): boolean {
  const digits = groups.map((group) => group.digits);
  if (!/^1[3-9]/.test(digits.join(''))) return false;
  const joints = new Set(groups.slice(1).map((group) => jointOf(group.separator)));
  if (joints.has('list')) return false;
  if (called) return true;
  // one point is a decimal's, and points among other signs are those of a list or of coordinates
  const shape = digits.map((group) => group.length).join('-');
  if (joints.has('dot') && (groups.length === 2 || (joints.size > 1 && shape !== '3-4-4'))) return false;
  if (ANY_JOINT.has(shape)) return true;
  if (joints.size !== 1 || !(joints.has('dash') || joints.has('dot'))) return false;
  return /^3-/.test(shape) || (/^[12]-/.test(shape) && !isDateLike(digits)) || (/^(4-4-3|4-3-4)$/.test(shape) && !isYear(digits[0])) || /^(5-6|7-4)$/.test(shape);
}

const isYear = (group: string | undefined): boolean => /^19\d\d$/.test(group ?? '');
/** 15-01-… and 19-12-31-…: a day or a year of two digits, then a month. */
const isDateLike = ([first = '', second = '', third = '']: readonly string[]): boolean => first.length === 2 && second.length === 2 && (Number(second) <= 12 || (third.length === 2 && Number(third) <= 12));

/** The form before 1999 has no check digit: only how people write it counts, unless it is called an identity number. */
const SHORT_GROUPINGS = new Set(['15', '6-6-3', '6-9', '12-3', '6-2-2-2-3', '3-3-6-3', '6-2-7', Array.from({ length: 15 }, () => 1).join('-')]);

function isShortIdentity(groups: readonly DigitGroup[], called: boolean): boolean {
  const joints = new Set(groups.slice(1).map((group) => jointOf(group.separator)));
  if (joints.has('list') || !isShortIdentityNumber(groups.map((group) => group.digits).join(''))) return false;
  if (called) return true;
  const shape = groups.map((group) => group.digits.length).join('-');
  if (joints.has('dot') && (groups.length === 2 || joints.size > 1)) return false;
  // on four or five even groups with one sign, a card reads like this; with blanks, a list of readings does too
  return SHORT_GROUPINGS.has(shape) || (/^(4-4-4-3|5-5-5|3-4-4-4|3-3-3-3-3)$/.test(shape) && joints.size === 1 && (joints.has('dash') || joints.has('dot')));
}

/** Groups from `from` on that hold exactly `length` digits, or undefined where none end there. */
function window(run: readonly DigitGroup[], from: number, length: number): readonly DigitGroup[] | undefined {
  let held = 0;
  for (let to = from; to < run.length; to += 1) {
    held += run[to]?.digits.length ?? 0;
    if (held >= length) return held === length ? run.slice(from, to + 1) : undefined;
  }
  return undefined;
}

function findIn(plain: string, year: number): PersonDataKind | undefined {
  for (const run of digitRuns(plain)) {
    for (const [index, first] of run.entries()) {
      const before = plain.slice(Math.max(0, first.start - 24), first.start);
      const joined = (groups: readonly DigitGroup[]): string => groups.map((group) => group.digits).join('');
      const full = window(run, index, 18);
      if (full !== undefined && isIdentityNumber(joined(full), year)) return 'identity-number';
      const ended = window(run, index, 17);
      if (ended !== undefined && X.test(plain.slice(ended.at(-1)?.end)) && isIdentityNumber(`${joined(ended)}X`, year)) return 'identity-number';

      const phone = PHONE_WORDS.test(before);
      const isCode = SERIAL_WORDS.test(before) || (!phone && !IDENTITY_WORDS.test(before) && (CAPITALS.test(before) || (DATED_CODE.test(before) && DAY_FIRST.test(first.digits))));
      if (isCode || isInsideRow(run, index) || isFraction(run, index)) continue;
      const short = window(run, index, 15);
      if (short !== undefined && endsAsNumber(plain, run, short) && isShortIdentity(short, IDENTITY_WORDS.test(before))) return 'identity-number';
      // the country's number written together with the rest
      const prefix = /^(00)?86(?=\d)/.exec(first.digits)?.[0] ?? '';
      for (const cut of prefix === '' ? [0] : [0, prefix.length]) {
        const rest = cut === 0 ? run : [...run.slice(0, index), { ...first, digits: first.digits.slice(cut) }, ...run.slice(index + 1)];
        const mobile = window(rest, index, 11);
        if (mobile !== undefined && endsAsNumber(plain, run, mobile) && isMobile(mobile, phone)) return 'mobile-number';
      }
    }
  }
  return undefined;
}

/** Single digits in a longer row of them are a row of counts, unless the row begins with 86. */
function isInsideRow(run: readonly DigitGroup[], index: number): boolean {
  const first = run[index];
  const [country, previous] = [run[index - 2], run[index - 1]];
  if (first?.digits.length !== 1 || previous?.digits.length !== 1 || jointOf(first.separator) === 'list') return false;
  return !(country?.digits === '8' && previous.digits === '6');
}

/** 0.13812345678; a list's number before a point is never 0. */
const isFraction = (run: readonly DigitGroup[], index: number): boolean => /^[.．]$/.test(run[index]?.separator ?? '') && /^0+$/.test(run[index - 1]?.digits ?? '');

/** A capital behind the digits makes them a code; a further single digit behind single digits makes them a longer row. */
function endsAsNumber(plain: string, run: readonly DigitGroup[], groups: readonly DigitGroup[]): boolean {
  const last = groups.at(-1);
  if (last === undefined || /^[A-Z]/.test(plain.slice(last.end, last.end + 1))) return false;
  const next = run.find((group) => group.start >= last.end && group.separator !== '');
  return !(groups.every((group) => group.digits.length === 1) && next?.digits.length === 1 && jointOf(next.separator) !== 'list');
}

/** @returns the kind that was found, or undefined; never the number itself, so that no error message repeats it */
export function findPersonData(text: string, year = new Date().getUTCFullYear()): PersonDataKind | undefined {
  if (text.length < FEWEST_SIGNS || (text.match(DIGIT_LIKE)?.length ?? 0) < FEWEST_SIGNS) return undefined;
  const kept = text.replace(MACHINE_MADE, 'ͼ');
  return findIn(plainDigits(kept, false), year) ?? (hasChineseDigit(kept) ? findIn(plainDigits(kept, true), year) : undefined);
}
