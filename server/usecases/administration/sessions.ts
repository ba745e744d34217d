/** The first account, signing in, and asking for the password once more. */
import { Fault } from '../../../models/errors.ts';
import type { Language, User } from '../../../models/schemas/index.ts';
import { nowInstant } from '../../../models/store/index.ts';
import {
  consumeSetupToken,
  insertUser,
  listUsers,
  removeSessionsOf,
  replaceSetupToken,
  updateUser,
  userById,
  userByUsername,
} from '../../../models/store/repositories/users.ts';
import type { Reader, Store } from '../../../models/store/types.ts';
import { demandGoodPassword, hashPassword, verifyPassword } from '../../auth/passwords.ts';
import type { CurrentUser } from '../../auth/permissions.ts';
import type { OpenSession, Sessions } from '../../auth/sessions.ts';
import { looksLikeToken, newToken, sha256 } from '../../auth/tokens.ts';
import { guardedPassword } from './passwordGuard.ts';
import { plainUsername } from './staff.ts';

/**
 * Whether nobody who can sign in has ever administrated here. A deactivated administrator does not open
 * the door again; the example's, to whom nobody can sign in by password, does not close it.
 */
export async function setupNeeded(reader: Reader): Promise<boolean> {
  const accounts = await listUsers(reader);
  return !accounts.some(({ roles, passwordHash }) => roles.includes('admin') && passwordHash !== null);
}

/**
 * Makes the one-time token of the first run; an earlier one stops working.
 * @returns the token, kept nowhere; undefined once somebody administrates
 */
export async function offerSetup(store: Store, clock: () => number): Promise<string | undefined> {
  if (!(await setupNeeded(store.read))) return undefined;
  const token = newToken();
  await store.write((tx) => replaceSetupToken(tx, sha256(token), nowInstant(clock())));
  return token;
}

export interface SetupRequest {
  token: string;
  username: string;
  displayName: string;
  password: string;
  language: Language;
}

/**
 * Makes the first administrator. Of any number who come at once, one succeeds.
 * @throws Fault `setup-closed`, `not-allowed` for a wrong token, `invalid`
 */
export async function setUp(
  store: Store,
  sessions: Sessions,
  clock: () => number,
  request: SetupRequest,
): Promise<{ user: User; session: OpenSession }> {
  const closed = () => new Fault('setup-closed', 'set-up was done already', { details: [{ message: 'setup.closed' }] });
  if (!(await setupNeeded(store.read))) throw closed();
  const username = plainUsername(request.username);
  demandGoodPassword(request.password, username);
  const passwordHash = await hashPassword(request.password);
  return store.write(async (tx) => {
    if (!(await setupNeeded(tx))) throw closed();
    if (!looksLikeToken(request.token) || !(await consumeSetupToken(tx, sha256(request.token)))) {
      throw new Fault('not-allowed', 'this set-up link is not valid', { details: [{ pointer: '/token', message: 'setup.token' }] });
    }
    const { displayName, language } = request;
    const user = await insertUser(tx, { username, displayName, passwordHash, roles: ['admin'], areaCodes: [], language, at: clock() });
    return { user, session: await sessions.openIn(tx, user.id) };
  });
}

const refused = () => new Fault('not-signed-in', 'the user name or the password is wrong', { details: [{ message: 'sign-in.refused' }] });

/** @throws Fault `not-signed-in`, `too-many-attempts`; the same for an unknown name, a wrong password and a closed account, after the same work */
export async function signIn(
  store: Store,
  sessions: Sessions,
  username: string,
  password: string,
  at: number,
): Promise<{ user: User; session: OpenSession }> {
  const name = username.trim().toLowerCase();
  const user = await userByUsername(store.read, name);
  const usable = user !== undefined && user.active ? user.passwordHash : null;
  const right = await guardedPassword(store, user === undefined ? { unknownName: name } : { id: user.id }, 'sign-in', at, () => verifyPassword(usable, password));
  if (!right || user === undefined) throw refused();
  return { user, session: await sessions.open(user.id) };
}

const passwordFault = (message: 'password.needed' | 'password.wrong', said: string): Fault => new Fault('not-allowed', said, { details: [{ pointer: '/password', message }] });

/**
 * The password once more, before something is signed.
 * @param at milliseconds since the epoch
 * @throws Fault `not-allowed` when it is missing or wrong, `too-many-attempts` while the account waits
 */
export async function confirmPassword(store: Store, user: Pick<CurrentUser, 'id'>, password: string | undefined, at: number, purpose: 'signature' | 'change' = 'signature'): Promise<void> {
  if (password === undefined || password === '') throw passwordFault('password.needed', 'this action needs the password again');
  const row = await userById(store.read, user.id);
  if (!(await guardedPassword(store, { id: user.id }, purpose, at, () => verifyPassword(row?.passwordHash ?? null, password)))) throw passwordFault('password.wrong', 'the password is wrong');
}

/**
 * Everybody changes the own password, with the old one; every other session of the account ends.
 * @returns the session that goes on in the place of the one that asked
 * @throws Fault `not-allowed` for a wrong old one, `too-many-attempts`, `invalid` for a new one that is too weak
 */
export async function changeOwnPassword(store: Store, sessions: Sessions, user: Pick<CurrentUser, 'id' | 'username'>, given: { password: string; newPassword: string }, at: number): Promise<OpenSession> {
  demandGoodPassword(given.newPassword, user.username, '/newPassword');
  await confirmPassword(store, user, given.password, at, 'change');
  const passwordHash = await hashPassword(given.newPassword);
  return store.write(async (tx) => {
    const row = await userById(tx, user.id);
    if (row === undefined) throw new Fault('not-found', `there is no account ${user.id}`);
    await updateUser(tx, user.id, row.revision, { passwordHash }, user.id);
    await removeSessionsOf(tx, user.id);
    return sessions.openIn(tx, user.id);
  });
}

/** Everybody chooses the own language. */
export async function chooseLanguage(store: Store, userId: string, language: Language): Promise<void> {
  await store.write(async (tx) => {
    const row = await userById(tx, userId);
    if (row === undefined) throw new Fault('not-found', `there is no account ${userId}`);
    await updateUser(tx, userId, row.revision, { language }, userId);
  });
}
