/**
 * A number that somebody typed, or null where the text is none. Full-width digits and the minus
 * sign of typography are read; blanks, commas and words are not: `Number('')` would be 0.
 */
export function parseNumber(text: string): number | null {
  const plain = text.normalize('NFKC').trim().replace(/^[−–]/, '-');
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
