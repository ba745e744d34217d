/**
 * Finds what looks like a Chinese identity number or a mainland mobile number in text that people write.
 * The system keeps no data about persons but staff, so such text is refused rather than masked.
 * Full-width digits and the usual separators do not hide a number. Pure.
 */

/** GB 11643: six digits of place, eight of birth date, three of order, one check digit or X. */
const IDENTITY_NUMBER = /(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?!\d)/;
/** 1[3-9] and nine more digits, in groups of 3-4-4 or together, with or without +86. */
const MOBILE_NUMBER = /(?<!\d)(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/;

export type PersonDataKind = 'identity-number' | 'mobile-number';

/** @returns the kind that was found, or undefined; never the number itself, so that no error message repeats it */
export function findPersonData(text: string): PersonDataKind | undefined {
  // \p{Nd} by its value: NFKC turns full-width digits into ASCII ones; spaces and dashes of every kind into one
  const plain = text.normalize('NFKC').replace(/[\s\u00ad\u200b-\u200d\u2060]+/gu, ' ').replace(/\p{Pd}/gu, '-');
  if (IDENTITY_NUMBER.test(plain)) return 'identity-number';
  if (MOBILE_NUMBER.test(plain)) return 'mobile-number';
  return undefined;
}
