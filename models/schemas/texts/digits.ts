/**
 * Reads a text as runs of digits with what stands between them: full-width and circled digits, digits of every
 * script and Chinese numerals are the same ten. Pure.
 */

/** Digits written together, and where they end. */
export interface DigitGroup {
  digits: string;
  /** What stands between this group and the one before it in the run; '' for the first. */
  separator: string;
  /** The text before the whole group, and after it. */
  start: number;
  end: number;
}

const CHINESE = new Map([...'〇零一二三四五六七八九'].map((sign, index) => [sign, String(Math.max(0, index - 1))]));
for (const [signs, digit] of [['○洞', '0'], ['幺壹弌', '1'], ['贰貳弍两', '2'], ['叁參叄弎', '3'], ['肆', '4'], ['伍', '5'], ['陆陸', '6'], ['柒拐', '7'], ['捌', '8'], ['玖勾', '9']] as const) for (const sign of signs) CHINESE.set(sign, digit);
const CHINESE_SIGN = new RegExp(`[${[...CHINESE.keys()].join('')}]`, 'gu');
const ND = /\p{Nd}/u;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
const NOT_SHOWN = /[\p{M}\p{Cf}]+/gu;
/** Longer than this between two digits, and they are two numbers. */
const SEPARATOR_LENGTH = 5;
const GAPS = /[\p{Z}\p{P}\p{S}\p{Cc}]+/uy;

/** Unicode gives each script its ten digits in a row, so the distance to the first of them is the value. */
function valueOf(digit: string): string {
  const at = digit.codePointAt(0) ?? 0;
  let zero = at;
  while (ND.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((at - zero) % 10);
}

/** One form of a text: compatibility forms and invisible characters gone, every script's digit as 0-9. */
export function plainDigits(text: string, chinese: boolean): string {
  const plain = text.normalize('NFKC').replace(NOT_SHOWN, '').replace(OTHER_DIGIT, valueOf);
  return chinese ? plain.replace(CHINESE_SIGN, (sign) => CHINESE.get(sign) ?? sign) : plain;
}

export const hasChineseDigit = (text: string): boolean => text.search(CHINESE_SIGN) >= 0;

/** @returns runs of groups; a letter, or more than five signs, ends a run */
export function digitRuns(plain: string): DigitGroup[][] {
  const runs: DigitGroup[][] = [];
  let run: DigitGroup[] = [];
  let reached = -1;
  for (const match of plain.matchAll(/[0-9]+/g)) {
    const separator = reached < 0 ? '' : plain.slice(reached, match.index);
    const joined = reached >= 0 && [...separator].length <= SEPARATOR_LENGTH && isGap(separator);
    if (!joined && run.length > 0) {
      runs.push(run);
      run = [];
    }
    reached = match.index + match[0].length;
    run.push({ digits: match[0], separator: joined ? separator : '', start: match.index, end: reached });
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

function isGap(separator: string): boolean {
  GAPS.lastIndex = 0;
  return GAPS.exec(separator)?.[0] === separator;
}
