/**
 * The code that follows the newest of the given rounds: 2018-Q4 → 2019-Q1, 2018-12 → 2019-01, 2018 → 2019.
 * @returns null where none of them follows a calendar
 */
export function nextRoundCode(codes: readonly string[]): string | null {
  const newest = codes
    .filter((code) => /^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$/.test(code))
    .sort()
    .at(-1);
  if (newest === undefined) return null;
  const year = Number(newest.slice(0, 4));
  const part = newest.slice(5);
  if (part === '') return String(year + 1);
  if (part.startsWith('Q')) return part === 'Q4' ? `${year + 1}-Q1` : `${year}-Q${Number(part.slice(1)) + 1}`;
  return part === '12' ? `${year + 1}-01` : `${year}-${String(Number(part) + 1).padStart(2, '0')}`;
}
