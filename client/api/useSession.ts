/** Who is signed in, what the account may do, and signing in and out. */
import { useEffect } from 'react';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { keys } from './keys.ts';
import { request } from './request.ts';
import type { Language, Room, Session } from './types.ts';
import { useIntent } from './useIntent.ts';

/** Tells the other windows of this browser that somebody came or went: they share the sign-in and must not go on as somebody else. */
const PERSON_KEY = 'shuijian.person';
let lastPerson: string | null = null;

/** Nothing that one person read is left for the next one at the same screen. */
function forgetOthers(client: QueryClient): void {
  // The session's own entry stays: the shell listens to it.
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session()[0] && queryKey[0] !== keys.expired()[0] });
  client.setQueryData(keys.expired(), false);
}

/** Somebody is signed in: the same as before, or another person, who finds nothing of the one before. */
function meet(client: QueryClient, { user }: Session): void {
  if (user === null) return;
  if (lastPerson !== null && lastPerson !== user.id) forgetOthers(client);
  lastPerson = user.id;
  try {
    if (localStorage.getItem(PERSON_KEY) !== user.id) localStorage.setItem(PERSON_KEY, user.id);
  } catch {
    // Without storage other windows notice at their next refused request.
  }
}

export function useSessionQuery() {
  const client = useQueryClient();
  return useQuery({
    queryKey: keys.session(),
    queryFn: async ({ signal }) => {
      const session = await request<Session>('/session', { signal });
      meet(client, session);
      return session;
    },
    staleTime: Infinity,
  });
}

/** Asks who is signed in when another window of this browser says that somebody came. Once, in the shell. */
export function useOtherWindows(): void {
  const client = useQueryClient();
  useEffect(() => {
    const ask = (event: StorageEvent): void => {
      if (event.key === PERSON_KEY) void client.invalidateQueries({ queryKey: keys.session() });
    };
    window.addEventListener('storage', ask);
    return () => window.removeEventListener('storage', ask);
  }, [client]);
}

/**
 * The session of a person who is signed in. Only used inside the shell, which is not drawn before.
 * @throws Error outside it: that is a fault of the program, not of the user
 */
export function useSession(): Session {
  const session = useSessionQuery().data;
  if (session === undefined) throw new Error('useSession was used outside the shell, before the session was read');
  return session;
}

/** True when the account may do an operation of the permission matrix. */
export function useCan(operation: string): boolean {
  return useSession().permissions.includes(operation);
}

export function useRoomAccess(room: Room): { allowed: boolean; roles: Session['rooms'][number]['roles'] } {
  const access = useSession().rooms.find((one) => one.room === room);
  return { allowed: access?.allowed ?? false, roles: access?.roles ?? [] };
}

/** True while the server no longer knows the session of the person before the screen. */
export const useExpired = (): boolean => useQuery({ queryKey: keys.expired(), queryFn: () => false, enabled: false, initialData: false, staleTime: Infinity }).data;

/** Another person at the same screen finds nothing of the one before; the same person goes on where the session was lost. */
function takeOver(client: QueryClient, session: Session): void {
  const before = client.getQueryData<Session>(keys.session())?.user;
  client.setQueryData(keys.expired(), false);
  if (before !== null && before !== undefined && before.id === session.user?.id) {
    client.setQueryData(keys.session(), session);
    void client.invalidateQueries();
    return;
  }
  forgetOthers(client);
  meet(client, session);
  client.setQueryData(keys.session(), session);
}

export function useSignIn() {
  const client = useQueryClient();
  return useIntent({
    mutationFn: (credentials: { username: string; password: string }) =>
      request<Session>('/session', { method: 'POST', body: credentials }),
    onSuccess: (session) => takeOver(client, session),
  });
}

export function useSetUp() {
  const client = useQueryClient();
  return useIntent({
    mutationFn: (body: { token: string; username: string; displayName: string; password: string }) =>
      request<Session>('/setup', { method: 'POST', body }),
    onSuccess: (session) => takeOver(client, session),
  });
}

export function useSignOut() {
  return useIntent({
    mutationFn: () => request<unknown>('/session', { method: 'DELETE' }),
    // A fresh page: nothing of this person stays in memory.
    onSuccess: () => window.location.assign('/'),
  });
}

/** Keeps the language with the account, so that the next screen speaks it too. */
export async function saveLanguage(client: QueryClient, language: Language): Promise<void> {
  await request<unknown>('/session', { method: 'PATCH', body: { language } });
  client.setQueryData<Session>(keys.session(), (session) =>
    session === undefined || session.user === null ? session : { ...session, user: { ...session.user, language } },
  );
}
