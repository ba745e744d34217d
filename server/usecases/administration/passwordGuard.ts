/**
 * Guesses of passwords are counted, slowed down and told. An attempt is counted before its hash is checked, so that guesses
 * made side by side count as well; the right password takes the count away. A name that no account has is counted the same
 * way, so that nothing tells it from one that has. The count is in the database: it outlives a restart and is one for all servers.
 */
import { Fault } from '../../../models/errors.ts';
import type { PasswordGuard } from '../../../models/schemas/index.ts';
import { auditOf } from '../../../models/store/repositories/results.ts';
import { newId, nowInstant } from '../../../models/store/index.ts';
import { forgetOld, guardOf, listGuards, removeGuard, replaceGuard } from '../../../models/store/repositories/passwordGuards.ts';
import type { Reader, Store, Tx } from '../../../models/store/types.ts';
import { sha256 } from '../../auth/tokens.ts';

/** So many wrong ones are a person's own; OWASP ASVS 4.0.3, 2.2.1 asks for no more than 100 an hour. */
const FREE_ATTEMPTS = 5;
/** The first wait; each further wrong one doubles it. */
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** After so long without a wrong one the count begins anew. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;
/** Transactions that may come in between before a request gives up. */
const TRIES = 40;

/** What a count is kept under: the account, or a name that none has. */
export type Guarded = { id: string } | { unknownName: string };

const accountOf = (guarded: Guarded): string => ('id' in guarded ? guarded.id : `name:${sha256(guarded.unknownName)}`);

const waitAfter = (failures: number): number => (failures < FREE_ATTEMPTS ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - FREE_ATTEMPTS)));

function tooMany(until: string, at: number): Fault {
  const seconds = Math.max(1, Math.ceil((Date.parse(until) - at) / 1000));
  return new Fault('too-many-attempts', `too many wrong passwords; try again in ${String(seconds)} seconds`, { details: [{ pointer: '/password', message: 'password.locked', parameters: { seconds } }], facts: { retryAfterSeconds: seconds } });
}

function counted(before: PasswordGuard | undefined, account: string, at: number): PasswordGuard {
  const now = nowInstant(at);
  const goesOn = before !== undefined && at - Date.parse(before.lastAt) < FORGOTTEN_AFTER_MS;
  const failures = (goesOn ? before.failures : 0) + 1;
  const wait = waitAfter(failures);
  return { id: newId(at), account, failures, firstAt: goesOn ? before.firstAt : now, lastAt: now, lockedUntil: wait === 0 ? null : nowInstant(at + wait) };
}

/**
 * Counts an attempt as wrong until it proves right.
 * @param purpose what the password is for; it stands in the trail
 * @throws Fault `too-many-attempts` while the account waits; nothing is checked then
 */
async function reserve(store: Store, guarded: Guarded, purpose: 'sign-in' | 'signature' | 'change', at: number): Promise<void> {
  const account = accountOf(guarded);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const taken = await store.write(async (tx): Promise<boolean> => {
      const before = await guardOf(tx, account);
      if (before !== undefined && before.lockedUntil !== null && Date.parse(before.lockedUntil) > at) throw tooMany(before.lockedUntil, at);
      const next = counted(before, account, at);
      if (!(await replaceGuard(tx, before, next))) return false;
      // names that nobody has are many; what is forgotten anyway does not stay
      await forgetOld(tx, nowInstant(at - FORGOTTEN_AFTER_MS));
      if (next.lockedUntil !== null) tx.audit({ actorId: null, action: 'user.locked', subject: 'user', subjectId: account, detail: { purpose, failures: next.failures, lockedUntil: next.lockedUntil } });
      return true;
    }).catch((error: unknown) => {
      // two first attempts at once: the second finds the first's count in its place
      if (error instanceof Fault && error.code === 'duplicate') return false;
      throw error;
    });
    if (taken) return;
  }
  throw new Fault('too-busy', 'too many attempts at once; try again in a second', { facts: { retryAfterSeconds: 1 } });
}

/**
 * Lets an attempt be made and counts it.
 * @param check whether the password is right
 * @returns what `check` says
 * @throws Fault `too-many-attempts` while the account waits
 */
export async function guardedPassword(store: Store, guarded: Guarded, purpose: 'sign-in' | 'signature' | 'change', at: number, check: () => Promise<boolean>): Promise<boolean> {
  await reserve(store, guarded, purpose, at);
  const right = await check();
  await store.write(async (tx) => {
    if (right) await removeGuard(tx, accountOf(guarded));
    // those that were let through are few, so each is written down; of a name that no account has only its hash is
    else tx.audit({ actorId: null, action: 'user.password-failed', subject: 'user', subjectId: accountOf(guarded), detail: { purpose } });
  });
  return right;
}

const TOLD_FOR_MS = 30 * 24 * 3_600_000;

/** What the owner of an account is told. @returns null where there was no wrong password in 30 days */
export async function wrongPasswordsOf(reader: Reader, userId: string, at: number): Promise<{ count: number; lastAt: string } | null> {
  const from = nowInstant(at - TOLD_FOR_MS);
  const failed = (await auditOf(reader, 'user', [userId])).filter((entry) => entry.action === 'user.password-failed' && entry.at >= from);
  const last = failed.at(-1);
  return last === undefined ? null : { count: failed.length, lastAt: last.at };
}

/** Accounts that wait now, by id: until when, after how many wrong passwords. */
export async function waitingAccounts(reader: Reader, at: number): Promise<Map<string, { failures: number; lockedUntil: string }>> {
  const now = nowInstant(at);
  return new Map((await listGuards(reader)).flatMap(({ account, failures, lockedUntil }) => (lockedUntil === null || lockedUntil <= now ? [] : [[account, { failures, lockedUntil }] as const])));
}

/** An administrator lets an account go on. @returns false where it did not wait */
export async function unlock(tx: Tx, userId: string, actorId: string): Promise<boolean> {
  if ((await removeGuard(tx, userId)) === 0) return false;
  tx.audit({ actorId, action: 'user.unlocked', subject: 'user', subjectId: userId });
  return true;
}
