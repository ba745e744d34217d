/**
 * Passwords: argon2id with the parameters of OWASP (19 MiB, two passes), at most two hashes at a
 * time, and the rules of ASVS 2.1: long enough, not among the common ones, no rules of composition.
 */
import { hash, verify } from '@node-rs/argon2';
import { Fault, type FaultDetail } from '../../models/errors.ts';
import { COMMON_PASSWORDS } from './commonPasswords.ts';

/** KiB of memory and passes; argon2id is the library's own choice of variant. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const MINIMUM_LENGTH = 12;
const MAXIMUM_LENGTH = 200;
const AT_ONCE = 2;
const MAY_WAIT = 64;

let running = 0;
const waiting: (() => void)[] = [];

/** Runs a hash when fewer than two are running: each takes 19 MiB and a core for some 40 ms. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAY_WAIT)
      throw new Fault('too-busy', `${MAY_WAIT} sign-ins are waiting already`, { facts: { retryAfterSeconds: 5 } });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    // the place is handed on, so `running` stays as it is
    else next();
  }
}

/** Two ways of typing the same letters are one password. */
const normalised = (password: string) => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(normalised(password), PARAMETERS));

let decoy: Promise<string> | undefined;

/**
 * @param stored PHC text, or null where there is no such account: the same work is done, so that the time tells nothing
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const candidate = normalised(password).slice(0, MAXIMUM_LENGTH * 2);
  if (stored === null) {
    decoy ??= hashPassword('a password that nobody has');
    const other = await decoy;
    await inTurn(() => verify(other, candidate));
    return false;
  }
  return inTurn(() => verify(stored, candidate));
}

/** Makes the decoy before anybody asks, so that the first unknown name is as quick as the second. */
export async function warmUp(): Promise<void> {
  decoy ??= hashPassword('a password that nobody has');
  await decoy;
}

/** A short piece over and over (abcabcabcabc), or a run of neighbours (123456789012). */
function isTrivial(password: string): boolean {
  if (/^(.{1,4})\1+.{0,3}$/u.test(password)) return true;
  const steps = [...password].slice(1).map((letter, index) => (letter.codePointAt(0) ?? 0) - (password.codePointAt(index) ?? 0));
  const ordered = steps.filter((step) => Math.abs(step) === 1 || Math.abs(step) === 9).length;
  return steps.length > 0 && ordered / steps.length > 0.9;
}

/** @returns what is wrong with a new password; empty when it may be used */
export function passwordProblems(password: string, username: string, pointer = '/password'): FaultDetail[] {
  const text = normalised(password);
  const length = [...text].length;
  if (length < MINIMUM_LENGTH) return [{ pointer, message: 'password.short', parameters: { minimum: MINIMUM_LENGTH, length } }];
  if (length > MAXIMUM_LENGTH) return [{ pointer, message: 'password.long', parameters: { maximum: MAXIMUM_LENGTH } }];
  const plain = text.toLowerCase();
  if (COMMON_PASSWORDS.has(plain) || isTrivial(plain)) return [{ pointer, message: 'password.common' }];
  const core = plain.replace(/[\d\W_]+$/u, '');
  if (core === username.toLowerCase() || core === 'shuijian' || plain === '水鉴') return [{ pointer, message: 'password.personal' }];
  return [];
}

/** @throws Fault `invalid` */
export function demandGoodPassword(password: string, username: string, pointer?: string): void {
  const details = passwordProblems(password, username, pointer);
  if (details.length > 0) throw new Fault('invalid', 'the password cannot be used', { details });
}
