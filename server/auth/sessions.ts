/**
 * Sessions: an opaque token in a cookie, its hash in the store, an idle and an absolute limit.
 * The person, the roles and the areas are read from the store at every request, so that a change
 * of permission counts at once.
 */
import { Fault } from '../../models/errors.ts';
import { nowInstant } from '../../models/store/index.ts';
import { accountsOfPerson, areasBelow, insertSession, removeSession, sessionsByToken, touchSession, usersById } from '../../models/store/repositories/users.ts';
import type { Session, User } from '../../models/schemas/index.ts';
import type { Reader, Store, Tx } from '../../models/store/types.ts';
import { Gathered, type Outcome } from '../usecases/results/gathered.ts';
import type { CurrentUser } from './permissions.ts';
import { looksLikeToken, newToken, sha256 } from './tokens.ts';

/** A use of the session is written down at most this often: reading pages must not queue writes. */
const NOTED_EVERY_MS = 60_000;

export interface SessionLimits {
  idleMinutes: number;
  hours: number;
  /** Over https: the `__Host-` prefix binds the cookie to this host and to https. */
  secure: boolean;
}

export interface OpenSession {
  token: string;
  /** Value of Set-Cookie. */
  cookie: string;
}

export interface Sessions {
  readonly cookieName: string;
  /** Value of Set-Cookie that forgets the cookie. */
  readonly clearingCookie: string;
  open: (userId: string) => Promise<OpenSession>;
  /** As `open`, inside a job that is running already. */
  openIn: (tx: Tx, userId: string) => Promise<OpenSession>;
  /**
   * The person behind a token, or undefined when there is none, or no more.
   * @param use false to look without prolonging the session, as an open stream does
   */
  find: (token: string, use?: boolean) => Promise<{ user: CurrentUser } | undefined>;
  end: (token: string) => Promise<void>;
}

export async function currentUser(store: Pick<Store, 'read'>, row: User): Promise<CurrentUser> {
  const { id, username, displayName, roles, areaCodes, language } = row;
  const accounts = new Set((await accountsOfPerson(store.read, row)).map((each) => each.id));
  return { id, username, displayName, roles, areaCodes, language, scope: await areasBelow(store.read, areaCodes), accounts };
}

/** The session and the person of each token, read for all who ask at the same moment. */
async function peopleBehind(reader: Reader, hashes: readonly string[]): Promise<Outcome<{ session: Session; row: User } | undefined>[]> {
  const sessions = new Map((await sessionsByToken(reader, [...new Set(hashes)])).map((session) => [session.tokenSha256, session]));
  const people = new Map((await usersById(reader, [...new Set([...sessions.values()].map((session) => session.userId))])).map((row) => [row.id, row]));
  return hashes.map((hash) => {
    const session = sessions.get(hash);
    const row = session === undefined ? undefined : people.get(session.userId);
    return { answer: session === undefined || row === undefined ? undefined : { session, row } };
  });
}

/** @param clock milliseconds since the epoch */
export function createSessions(store: Store, clock: () => number, { idleMinutes, hours, secure }: SessionLimits): Sessions {
  const cookieName = secure ? '__Host-shuijian' : 'shuijian';
  const attributes = `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  const idleMs = idleMinutes * 60_000;
  const absoluteSeconds = hours * 3600;

  const openIn = async (tx: Tx, userId: string): Promise<OpenSession> => {
    const token = newToken();
    const now = clock();
    const at = nowInstant(now);
    await insertSession(tx, {
      tokenSha256: sha256(token),
      userId,
      createdAt: at,
      lastSeenAt: at,
      expiresAt: nowInstant(now + absoluteSeconds * 1000),
    });
    return { token, cookie: `${cookieName}=${token}; ${attributes}; Max-Age=${absoluteSeconds}` };
  };

  const lookups = new Gathered<string, { session: Session; row: User } | undefined>((hashes) => peopleBehind(store.read, hashes), { together: 256, waiting: Infinity, pieces: store.engine === 'postgres' ? 3 : 1 });

  return {
    cookieName,
    clearingCookie: `${cookieName}=; ${attributes}; Max-Age=0`,
    openIn,
    open: (userId) => store.write((tx) => openIn(tx, userId)),
    async find(token, use = true) {
      if (!looksLikeToken(token)) return undefined;
      const found = await lookups.ask(sha256(token));
      if (found === undefined) return undefined;
      const { session, row } = found;
      const now = clock();
      const seen = Date.parse(session.lastSeenAt);
      if (!(now < Date.parse(session.expiresAt)) || !(now - seen < idleMs)) return undefined;
      if (!row.active) return undefined;
      if (use && now - seen >= Math.min(NOTED_EVERY_MS, idleMs / 4)) {
        // under load the request matters more than the note; the next one makes it
        await store
          .write((tx) => touchSession(tx, session.id, nowInstant(now)))
          .catch((error: unknown) => {
            if (!(error instanceof Fault && error.code === 'too-busy')) throw error;
          });
      }
      return { user: await currentUser(store, row) };
    },
    async end(token) {
      if (looksLikeToken(token)) await store.write((tx) => removeSession(tx, sha256(token)));
    },
  };
}
