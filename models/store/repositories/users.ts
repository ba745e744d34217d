/**
 * Staff accounts, their sessions and the one-time set-up token.
 * Every change of an account carries its audit note; sessions and tokens are working state and carry none.
 */
import { newId, nowInstant } from '../identity.ts';
import { Fault } from '../../errors.ts';
import {
  area,
  session,
  setupToken,
  user,
  type Language,
  type Role,
  type Session,
  type SetupToken,
  type User,
} from '../../schemas/index.ts';
import type { Reader, Tx } from '../types.ts';

export interface NewUser {
  username: string;
  displayName: string;
  /** PHC text of argon2id; null for an account that nobody can sign in to. */
  passwordHash: string | null;
  roles: Role[];
  areaCodes: string[];
  language: Language | null;
  samePersonAsId?: string | null;
  /** Milliseconds since the epoch. */
  at: number;
  /** Who made the account; null when nobody is there yet. */
  actorId?: string | null;
}

export const usersById = (reader: Reader, ids: readonly string[]): Promise<User[]> => reader.find(user, { where: { id: ids } });

export const userById = (reader: Reader, id: string): Promise<User | undefined> => reader.get(user, id);

export async function userByUsername(reader: Reader, username: string): Promise<User | undefined> {
  const [found] = await reader.find(user, { where: { username }, limit: 1 });
  return found;
}

/** Every account of the person who holds this one. */
export async function accountsOfPerson(reader: Reader, { id, samePersonAsId }: Pick<User, 'id' | 'samePersonAsId'>): Promise<{ id: string }[]> {
  const first = samePersonAsId ?? id;
  return [{ id: first }, ...(await reader.find(user, { where: { samePersonAsId: first } }))];
}

/** All accounts by user name; a laboratory has dozens, not thousands. */
export const listUsers = (reader: Reader): Promise<User[]> => reader.find(user, { order: ['username'] });

/** Accounts that may administrate now. */
export async function activeAdmins(reader: Reader): Promise<User[]> {
  const active = await reader.find(user, { where: { active: true } });
  return active.filter(({ roles }) => roles.includes('admin'));
}

/** @throws Fault `duplicate` when the user name is taken */
export async function insertUser(tx: Tx, { at, actorId = null, ...fields }: NewUser): Promise<User> {
  if ((await userByUsername(tx, fields.username)) !== undefined) {
    throw new Fault('duplicate', `the user name "${fields.username}" is taken`, {
      details: [{ pointer: '/username', got: fields.username, message: 'user.username-taken' }],
    });
  }
  const row: User = { id: newId(), samePersonAsId: null, ...fields, active: true, createdAt: nowInstant(at), revision: 1 };
  await tx.insert(user, [row]);
  const { username, displayName, roles, areaCodes } = row;
  tx.audit({ actorId, action: 'user.create', subject: 'user', subjectId: row.id, detail: { username, displayName, roles, areaCodes } });
  return row;
}

export type UserPatch = Partial<Pick<User, 'displayName' | 'roles' | 'areaCodes' | 'active' | 'language' | 'passwordHash' | 'samePersonAsId'>>;

/** Changes an account if its revision is the expected one. The audit says which fields changed and never holds a hash. */
export async function updateUser(tx: Tx, id: string, expectedRevision: number, patch: UserPatch, actorId: string): Promise<User> {
  const changed = await tx.update(user, id, expectedRevision, patch);
  if (changed.revision !== expectedRevision) {
    const { passwordHash, ...visible } = patch;
    tx.audit({
      actorId,
      action: 'user.change',
      subject: 'user',
      subjectId: id,
      detail: { ...visible, ...(passwordHash === undefined ? {} : { password: 'changed' }) },
    });
  }
  return changed;
}

export async function insertSession(tx: Tx, row: Omit<Session, 'id'>): Promise<Session> {
  const kept: Session = { id: newId(), ...row };
  await tx.insert(session, [kept]);
  return kept;
}

export const sessionsByToken = (reader: Reader, tokenSha256: readonly string[]): Promise<Session[]> => reader.find(session, { where: { tokenSha256 } });

export const touchSession = (tx: Tx, id: string, lastSeenAt: string): Promise<void> => tx.touch(session, id, { lastSeenAt });

export const removeSession = (tx: Tx, tokenSha256: string): Promise<number> => tx.remove(session, { tokenSha256 });

/** Ends every session of a person, as after a change of password. */
export const removeSessionsOf = (tx: Tx, userId: string): Promise<number> => tx.remove(session, { userId });

/** Sessions whose last hour has come, oldest first. */
export async function expiredSessions(reader: Reader, now: string, limit: number): Promise<Session[]> {
  const oldest = await reader.find(session, { order: ['expiresAt'], limit });
  return oldest.filter(({ expiresAt }) => expiresAt <= now);
}

export const removeSessions = (tx: Tx, ids: readonly string[]): Promise<number> => tx.remove(session, { id: ids });

/** Replaces whatever set-up token there was: only the newest link is good. */
export async function replaceSetupToken(tx: Tx, tokenSha256: string, createdAt: string): Promise<void> {
  const earlier = await tx.find(setupToken);
  if (earlier.length > 0) await tx.remove(setupToken, { id: earlier.map(({ id }) => id) });
  const row: SetupToken = { id: newId(), tokenSha256, createdAt, usedAt: null };
  await tx.insert(setupToken, [row]);
}

/**
 * Takes the token out of the store. Deleting is what decides between two who come at once:
 * on both engines only one of them deletes the row.
 * @returns whether the token was there
 */
export async function consumeSetupToken(tx: Tx, tokenSha256: string): Promise<boolean> {
  return (await tx.remove(setupToken, { tokenSha256 })) === 1;
}

/**
 * Codes and ids of the named areas and of everything below them.
 * @returns null for the whole deployment, which is what no codes at all mean
 */
export async function areasBelow(reader: Reader, codes: readonly string[]): Promise<ReadonlySet<string> | null> {
  if (codes.length === 0) return null;
  const scope = new Set<string>();
  let level = await reader.find(area, { where: { code: codes } });
  while (level.length > 0) {
    const fresh = level.filter(({ id }) => !scope.has(id));
    for (const { id, code } of fresh) scope.add(id).add(code);
    level = fresh.length === 0 ? [] : await reader.find(area, { where: { parentId: fresh.map(({ id }) => id) } });
  }
  return scope;
}

/** Which of the codes are codes of areas. */
export async function existingAreaCodes(reader: Reader, codes: readonly string[]): Promise<ReadonlySet<string>> {
  if (codes.length === 0) return new Set();
  const rows = await reader.find(area, { where: { code: codes } });
  return new Set(rows.map(({ code }) => code));
}
