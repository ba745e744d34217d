/** Clears working state that nobody can use any more: ended sessions, and answers kept for repeated requests. */
import { expiredSessions, removeSessions } from '../../models/store/repositories/users.ts';
import { oldIdempotencyKeys, removeIdempotencyKeys } from '../../models/store/repositories/idempotency.ts';
import { nowInstant } from '../../models/store/index.ts';
import type { Store } from '../../models/store/types.ts';
import type { Services } from '../http/services.ts';

const EVERY_MS = 3_600_000;
/** A repetition after a week is a new request. */
const KEPT_ANSWERS_MS = 7 * 24 * 3_600_000;
const AT_ONCE = 500;

/** @returns how many rows went */
export async function clearWorkingState(store: Store, now: number): Promise<number> {
  const sessions = await expiredSessions(store.read, nowInstant(now), AT_ONCE);
  const keys = await oldIdempotencyKeys(store.read, nowInstant(now - KEPT_ANSWERS_MS), AT_ONCE);
  if (sessions.length === 0 && keys.length === 0) return 0;
  return store.write(async (tx) => {
    const ended =
      sessions.length === 0
        ? 0
        : await removeSessions(
            tx,
            sessions.map(({ id }) => id),
          );
    const forgotten =
      keys.length === 0
        ? 0
        : await removeIdempotencyKeys(
            tx,
            keys.map(({ id }) => id),
          );
    return ended + forgotten;
  });
}

/** @returns a function that stops it */
export function startHousekeeping({ store, clock, log }: Services): () => void {
  const timer = setInterval(() => {
    clearWorkingState(store, clock()).catch((error: unknown) => log.warn({ err: error }, 'housekeeping failed'));
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
