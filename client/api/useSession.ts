/** Who is signed in, what the account may do, and signing in and out. */
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { keys } from './keys.ts';
import { request } from './request.ts';
import type { Language, Room, Session } from './types.ts';
import { useIntent } from './useIntent.ts';

export const useSessionQuery = () =>
  useQuery({ queryKey: keys.session(), queryFn: ({ signal }) => request<Session>('/session', { signal }), staleTime: Infinity });

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

/** Nothing that one person read is left for the next one at the same screen. */
function takeOver(client: QueryClient, session: Session): void {
  // The session's own entry stays: the shell listens to it.
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session()[0] });
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
