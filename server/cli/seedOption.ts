/** A seed as typed on the command line. */
import { UsageError } from './verb.ts';

/** @throws UsageError for anything but a whole number from 0 to 2^53 - 1 */
export function seedOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,16}$/.test(text)) throw new UsageError(`--seed is "${text}"; a whole number from 0 to 2^53 - 1 is expected`);
  const seed = Number(text);
  if (!Number.isSafeInteger(seed)) throw new UsageError(`--seed is "${text}"; a whole number from 0 to 2^53 - 1 is expected`);
  return seed;
}
