/**
 * Reads the text of one result cell: what a person typed, pasted or an instrument exported.
 * Nothing is guessed: what could mean two things is refused, with what to do instead.
 * Pure; knows no method (readResult does).
 */
import type { Decimal } from 'decimal.js';
import { Exact } from './rounding.ts';
import { textDenial, whyTextNot } from './texts/textRefusal.ts';

export interface Refusal {
  ok: false;
  code: RefusalCode;
  zh: string;
  en: string;
}

export const REFUSAL_CODES = [
  'blank', 'too-long', 'not-a-number', 'not-finite', 'negative', 'ambiguous-separator', 'decimal-comma', 'other-digits',
  'too-many-digits', 'out-of-range', 'qualifier-after', 'qualifier-unsupported', 'formula', 'date', 'spreadsheet-error', 'not-a-result',
  'unknown-unit', 'unit-mismatch', 'limit-not-of-method', 'dilution-invalid', 'invisible-character', 'person-data-refused',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

export interface TypedText {
  ok: true;
  qualifier: '=' | '<' | '>';
  /** The number, plain decimal text; null where only a limit was named in words (ND, <LOQ). */
  number: string | null;
  /** The same, as a number that arithmetic keeps exact. */
  exact: Decimal | null;
  /** The limit named in words. */
  named: 'lod' | 'loq' | null;
  /** "(detected)" was said after a limit. */
  detectedSaid: boolean;
  /** "12.5 ± 0.3": the manual expanded uncertainty, digits as typed. */
  uncertainty: string | null;
  /** The text as it was read, where that differs from what was typed by more than spaces. */
  normalisedText?: string;
}

/** More digits than any instrument gives: a slip of the paste, not a result. */
const MAX_DIGITS = 24;
/** Powers of ten between which a concentration can lie in any unit known here. */
const MAX_EXPONENT = 15;
const MAX_LENGTH = 200;

const refuse = (code: RefusalCode, zh: string, en: string): Refusal => ({ ok: false, code, zh, en });

/** Signs that input methods for Chinese put where ASCII is meant. */
function toAscii(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00A0\u2007\u2009\u202F]/g, ' ')
    .replace(/\u3002/g, '.')
    .replace(/[\uFE64\u3008\u2039]/g, '<')
    .replace(/[\uFE65\u3009\u203A]/g, '>')
    .replace(/\u2212/g, '-')
    .replace(/\u3001/g, ',');
}

/** "No peak" and "< 0" are how instruments' software says that nothing was found. */
const BELOW_LOD = /^(no peak|<\s?0|n\.?\s?d\.?|n\/d|not detected|bdl|<\s?(lod|mdl)|未检出|未檢出|<\s?检出限|低于检出限)$/i;
const BELOW_LOQ = /^(<\s?(loq|ml)|<\s?(定量限|测定下限)|低于(定量限|测定下限))$/i;
/** What spreadsheets make of 1-2 and 3/4: a date where a number belongs. */
const DATE = /^(\d{4}[-/年]\d{1,2}(月|[-/月]\d{1,2}日?)?|\d{1,2}[-/]\d{1,2}([-/]\d{2,4})?|\d{1,2}月\d{1,2}日|\d{1,2}[-/ ][a-z]{3}([-/ ]\d{2,4})?|[a-z]{3}-\d{2,4})([ t]\d{1,2}:\d{2}(:\d{2})?)?$/i;
const DETECTED = /\s*\(\s*(detected|检出|有检出)\s*\)$/i;

const notANumber = (text: string): Refusal =>
  refuse(
    'not-a-number',
    `"${text}" 不是数值。请填写数字（如 12.5）、<检出限（如 <10 或 10L）或 未检出。`,
    `"${text}" is not a number. Type a number (12.5), a limit (<10 or 10L), or ND.`,
  );

/** Plain decimal text of an unsigned number, or why it is refused. */
function readNumber(text: string): { ok: true; decimal: string; exact: Decimal; plain: boolean } | Refusal {
  if (/^[-+]?(nan|inf(inity)?)$/i.test(text) || text === '∞') {
    return refuse('not-finite', `"${text}" 不是有限数值。请填写仪器给出的数字，或将结果标为未分析。`, `"${text}" is not a finite number. Type the number the instrument gave, or mark the result as not analysed.`);
  }
  if (/^-/.test(text)) {
    return refuse('negative', `"${text}" 为负值，浓度不能为负。低于检出限请填 <检出限 或 未检出。`, `"${text}" is negative; a concentration cannot be. Below the detection limit type < and the limit, or ND.`);
  }
  if (/\d\s*[ ',_]\s*\d/.test(text)) {
    if (/^\d+,\d+$/.test(text) && !/^\d{1,3},\d{3}$/.test(text)) {
      const point = text.replace(',', '.');
      return refuse('decimal-comma', `"${text}" 用逗号作小数点，请改为 ${point}。`, `"${text}" has a decimal comma. Write ${point} with a point.`);
    }
    return refuse('ambiguous-separator', `"${text}" 含分隔符，可能有两种读法。请去掉千位分隔符，并用点作小数点。`, `"${text}" can be read in two ways. Leave out thousands separators and use a point for decimals.`);
  }
  const parts = /^\+?(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  const whole = parts?.[1] ?? '';
  const fraction = parts?.[2] ?? '';
  if (parts === null || whole + fraction === '') return notANumber(text);
  if (whole.length + fraction.length > MAX_DIGITS) {
    return refuse('too-many-digits', `"${text}" 有 ${String(whole.length + fraction.length)} 位数字，最多 ${String(MAX_DIGITS)} 位。请核对后重新填写。`, `"${text}" has ${String(whole.length + fraction.length)} digits; at most ${String(MAX_DIGITS)} are taken. Check it and type it again.`);
  }
  const exponent = parts[3] ?? '0';
  const exact = exponent.length > 6 ? undefined : new Exact(`${whole === '' ? '0' : whole}.${fraction === '' ? '0' : fraction}e${exponent}`);
  if (exact?.isFinite() !== true || (!exact.isZero() && Math.abs(exact.e) > MAX_EXPONENT)) {
    return refuse('out-of-range', `"${text}" 超出可能的浓度范围。请核对数值和单位。`, `"${text}" is outside any possible concentration. Check the number and its unit.`);
  }
  return { ok: true, decimal: exact.toFixed(), exact, plain: /^\d+(\.\d+)?$/.test(text) };
}

/** Texts that are no result at all, each with what to do instead. */
function refuseNonResult(text: string): Refusal | undefined {
  if (text === '') return refuse('blank', '此格为空：空白不是 0。请填写数值，或将结果标为未分析。', 'The cell is blank, and blank is not 0. Type a value, or mark the result as not analysed.');
  if (/\p{Nd}/u.test(text.replace(/[0-9]/g, ''))) {
    return refuse('other-digits', `"${text}" 含有其他文字的数字。请用 0-9 填写。`, `"${text}" has digits of another script. Type it with the digits 0-9.`);
  }
  if (text.startsWith('#')) return refuse('spreadsheet-error', `"${text}" 是电子表格的错误值。请在表格中改正后再粘贴。`, `"${text}" is an error of a spreadsheet. Mend it there and paste again.`);
  if (text.startsWith('=')) return refuse('formula', `"${text}" 是公式。请粘贴计算后的数值。`, `"${text}" is a formula. Paste its value.`);
  if (DATE.test(text)) return refuse('date', `"${text}" 是日期。电子表格可能改动了原值，请按文本重新填写数值。`, `"${text}" is a date where a number belongs. The spreadsheet may have changed it: format the cell as text and type the number again.`);
  if (/^(n\/?a\.?|na|-+|–|—|\/|\*+|\.)$/i.test(text)) {
    return refuse('not-a-result', `"${text}" 不是结果。未做分析请用“未分析”并选择原因；未检出请填 未检出。`, `"${text}" is not a result. Use "not analysed" with a reason, or type ND for a non-detect.`);
  }
  if (/^([≤≥~≈]|[<>]=|<>|<<|>>)/.test(text)) {
    return refuse('qualifier-unsupported', `"${text}" 的符号不被接受。请用 < 或 >。`, `The sign of "${text}" is not taken. Use < or >.`);
  }
  if (/\d\s*[<>≤≥]+$/.test(text)) {
    return refuse('qualifier-after', `"${text}" 的符号在数字之后。请写在数字之前，如 <${text.replace(/[\s<>≤≥]/g, '')}。`, `"${text}" has its sign after the number. Write it before, as in <${text.replace(/[\s<>≤≥]/g, '')}.`);
  }
  return undefined;
}

/** @param rawText as typed; it is kept elsewhere, unchanged */
export function readTypedText(rawText: string): TypedText | Refusal {
  if (rawText.length > MAX_LENGTH) return refuse('too-long', `内容有 ${String(rawText.length)} 个字符，最多 ${String(MAX_LENGTH)} 个。`, `The text has ${String(rawText.length)} characters; at most ${String(MAX_LENGTH)} are taken.`);
  const barred = whyTextNot(rawText, 'lines');
  if (barred !== undefined) {
    const { zh, en } = textDenial(barred, '此格', 'The cell');
    return refuse(barred.code === 'invalid' ? 'invisible-character' : barred.code, zh, en);
  }
  const text = toAscii(rawText).trim();
  const typed = rawText.replace(/\s/g, '');
  const withNote = (reading: Omit<TypedText, 'ok'>, canonical: string): TypedText => ({
    ok: true,
    ...reading,
    ...(canonical.replace(/\s/g, '') === typed ? {} : { normalisedText: canonical }),
  });

  const named = BELOW_LOD.test(text) ? 'lod' : BELOW_LOQ.test(text) ? 'loq' : null;
  if (named !== null) return withNote({ qualifier: '<', number: null, exact: null, named, detectedSaid: false, uncertainty: null }, named === 'lod' ? '< LOD' : '< LOQ');
  const refused = refuseNonResult(text);
  if (refused !== undefined) return refused;

  const detectedSaid = DETECTED.test(text);
  const body = text.replace(DETECTED, '');
  const sign = /^[<>]/.exec(body)?.[0];
  // 10L: detection limit + L, the notation of Chinese reports; a small l is left out, it looks like a 1
  const trailingL = sign === undefined && /^[\d.]+\s?L$/.test(body);
  const qualifier = sign === '<' || trailingL ? '<' : sign === '>' ? '>' : '=';
  const rest = (trailingL ? body.slice(0, -1) : body.slice(sign === undefined ? 0 : 1)).trim();
  const [numberText = '', uncertaintyText, ...more] = rest.split(/\s*(?:±|\+\/-|\+-)\s*/);
  if (more.length > 0 || (uncertaintyText !== undefined && qualifier !== '=') || (detectedSaid && qualifier !== '<')) return notANumber(text);

  const number = readNumber(numberText);
  if (!number.ok) return number.code === 'not-a-number' ? notANumber(text) : number;
  const shown = number.plain ? numberText : number.decimal;
  if (uncertaintyText === undefined) {
    const canonical = `${qualifier === '=' ? '' : qualifier}${shown}${detectedSaid ? ' (detected)' : ''}`;
    return withNote({ qualifier, number: number.decimal, exact: number.exact, named: null, detectedSaid, uncertainty: null }, canonical);
  }
  const uncertainty = readNumber(uncertaintyText);
  if (!uncertainty.ok) return uncertainty;
  const digits = uncertainty.plain ? uncertaintyText.replace(/^0+(?=\d)/, '') : uncertainty.decimal;
  return withNote({ qualifier, number: number.decimal, exact: number.exact, named: null, detectedSaid, uncertainty: digits }, `${shown} ± ${digits}`);
}
