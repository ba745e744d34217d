/**
 * Whether digits are a Chinese resident identity number: GB 11643-1999 (18, with check digit) and the form before it (15).
 * Place codes by GB/T 2260, which fixes the ranges of each pair; the list of counties changes every year and is left out.
 */

/** Province pairs in use, those beyond the mainland (71-83) among them. */
const PROVINCES = new Set('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '));
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_DIGITS = '10X98765432';
const FIRST_YEAR = 1900;
/**
 * Numbers of 15 digits were given until 1999. Years below 30 are left out: their bearers are past 95, while place, date
 * of this decade (yymmdd) and order is how samples are numbered.
 */
const FIRST_SHORT_YEAR = 30;

function isPlace(code: string): boolean {
  const [province, prefecture, county] = [code.slice(0, 2), Number(code.slice(2, 4)), Number(code.slice(4, 6))];
  // permanent residents from abroad: 9, the province, the country
  if (code.startsWith('9')) return PROVINCES.has(code.slice(1, 3));
  if (!PROVINCES.has(province)) return false;
  // beyond the mainland no further pairs are given
  if (Number(province) > 70) return prefecture === 0 && county === 0;
  return ((prefecture >= 1 && prefecture <= 70) || prefecture === 90) && county >= 1;
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return month >= 1 && month <= 12 && day >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** @param number 17 digits and a digit or X @param year the present one: nobody is born later */
export function isIdentityNumber(number: string, year: number): boolean {
  const born = Number(number.slice(6, 10));
  if (!isPlace(number.slice(0, 6)) || born < FIRST_YEAR || born > year || !isDay(born, Number(number.slice(10, 12)), Number(number.slice(12, 14)))) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return CHECK_DIGITS[sum % 11] === number[17];
}

/** @param number 15 digits, which have no check digit */
export function isShortIdentityNumber(number: string): boolean {
  const year = Number(number.slice(6, 8));
  return isPlace(number.slice(0, 6)) && year >= FIRST_SHORT_YEAR && isDay(1900 + year, Number(number.slice(8, 10)), Number(number.slice(10, 12)));
}
