/** Accounts of the staff: making and changing them. */
import { Fault, type FaultDetail } from '../../../models/errors.ts';
import type { Language, Role, User } from '../../../models/schemas/index.ts';
import type { AllowedAction, Denial } from '../../../models/schemas/answers/allowedAction.ts';
import {
  accountsOfPerson,
  activeAdmins,
  existingAreaCodes,
  insertUser,
  removeSessionsOf,
  updateUser,
  userById,
  type UserPatch,
} from '../../../models/store/repositories/users.ts';
import type { Reader, Store } from '../../../models/store/types.ts';
import { demandGoodPassword, hashPassword } from '../../auth/passwords.ts';
import { omit } from '../../omit.ts';
import { allowedActions, type CurrentUser } from '../../auth/permissions.ts';

/** An account as others may see it: without the hash. */
export interface Account extends Omit<User, 'passwordHash'> {
  /** Too many wrong passwords: nobody signs in or signs with it until then. */
  waits: { failures: number; lockedUntil: string } | null;
  allowedActions: AllowedAction[];
}

const USERNAME = /^[a-z][a-z0-9._-]{1,39}$/;

/** @throws Fault `invalid`; upper and lower case are the same name */
export function plainUsername(given: string): string {
  const username = given.trim().toLowerCase();
  if (!USERNAME.test(username))
    throw new Fault('invalid', `"${given}" is no user name`, {
      details: [{ pointer: '/username', got: given.slice(0, 80), message: 'user.username-form' }],
    });
  return username;
}

const SELF: Denial = { code: 'self', zh: '不能停用本人账户', en: 'not your own account' };

const NOT_WAITING: Denial = { code: 'not-waiting', zh: '此账户未被锁定', en: 'the account does not wait' };

export function accountFor(viewer: CurrentUser, row: User, waits: Account['waits'] = null): Account {
  return {
    ...omit(row, 'passwordHash'),
    waits,
    allowedActions: allowedActions(viewer, [
      { action: 'change', operation: 'users.write' },
      { action: 'unlock', operation: 'users.write', denied: waits === null ? NOT_WAITING : undefined },
      { action: 'deactivate', operation: 'users.write', denied: row.id === viewer.id ? SELF : undefined },
    ]),
  };
}

/** All accounts of a person point at one, the first. */
async function demandFirstAccount(reader: Reader, id: string | null, samePersonAsId: string | null | undefined): Promise<void> {
  if (samePersonAsId === undefined || samePersonAsId === null) return;
  const first = await userById(reader, samePersonAsId);
  const others = id === null ? [] : (await accountsOfPerson(reader, { id, samePersonAsId: null })).filter((each) => each.id !== id);
  if (first === undefined || first.id === id || first.samePersonAsId !== null || others.length > 0)
    throw new Fault('invalid', 'the first account of the person is wanted', { details: [{ pointer: '/samePersonAsId', got: samePersonAsId, message: 'user.same-person' }] });
}

async function demandAreas(reader: Reader, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  const known = await existingAreaCodes(reader, codes);
  const details: FaultDetail[] = codes.flatMap((code, index) =>
    known.has(code) ? [] : [{ pointer: `/areaCodes/${index}`, got: code, message: 'user.unknown-area' }],
  );
  if (details.length > 0) throw new Fault('invalid', 'some areas do not exist', { details });
}

export interface NewAccount {
  username: string;
  displayName: string;
  roles: Role[];
  areaCodes?: string[];
  password: string;
  language?: Language;
  /** The first account of the same person. */
  samePersonAsId?: string | null;
}

/** @throws Fault `invalid`, `duplicate` */
export async function createAccount(store: Store, clock: () => number, actor: CurrentUser, request: NewAccount): Promise<User> {
  const username = plainUsername(request.username);
  const areaCodes = request.areaCodes ?? [];
  demandGoodPassword(request.password, username);
  await demandAreas(store.read, areaCodes);
  await demandFirstAccount(store.read, null, request.samePersonAsId);
  const passwordHash = await hashPassword(request.password);
  const { displayName, roles, language } = request;
  return store.write((tx) =>
    insertUser(tx, {
      username,
      displayName,
      passwordHash,
      roles: [...new Set(roles)],
      areaCodes,
      language: language ?? null,
      samePersonAsId: request.samePersonAsId ?? null,
      at: clock(),
      actorId: actor.id,
    }),
  );
}

export interface AccountChange extends Omit<UserPatch, 'passwordHash'> {
  password?: string;
}

/**
 * Changes an account. A new password, fewer rights and closing end its sessions.
 * @throws Fault `not-found`, `invalid`, `stale-revision`, `conflict` when no administrator would remain
 */
export async function changeAccount(store: Store, actor: CurrentUser, id: string, revision: number, change: AccountChange): Promise<User> {
  const { password, ...fields } = change;
  const before = await userById(store.read, id);
  if (before === undefined) throw new Fault('not-found', `there is no account ${id}`);
  if (password !== undefined) demandGoodPassword(password, before.username);
  await demandAreas(store.read, fields.areaCodes ?? []);
  await demandFirstAccount(store.read, id, fields.samePersonAsId);
  const patch: UserPatch = { ...fields, ...(password === undefined ? {} : { passwordHash: await hashPassword(password) }) };
  return store.write(async (tx) => {
    const losesAdmin =
      before.roles.includes('admin') && (patch.active === false || (patch.roles !== undefined && !patch.roles.includes('admin')));
    if (losesAdmin && id === actor.id)
      throw new Fault('conflict', 'nobody takes the own administration away', { details: [{ message: 'user.self' }] });
    const changed = await updateUser(tx, id, revision, patch, actor.id);
    if (losesAdmin && (await activeAdmins(tx)).length === 0)
      throw new Fault('conflict', 'one active administrator must remain', { details: [{ message: 'user.last-admin' }] });
    if (password !== undefined || patch.active === false) await removeSessionsOf(tx, id);
    return changed;
  });
}
