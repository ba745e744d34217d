/**
 * Plans under way in this process: how far each is, and how to stop it. Kept in memory only, because
 * a plan that is not done is nothing; whoever asked for it sees it, nobody else.
 */
import type { PlanProgress } from '../../../../analysis/operations/optimise/optimise.ts';
import { Fault } from '../../../../models/errors.ts';
import type { CurrentUser } from '../../../auth/permissions.ts';

interface Running {
  userId: string;
  controller: AbortController;
  progress: PlanProgress | null;
}

const running = new Map<string, Running>();

export interface PlanningView {
  job: string;
  /** Null until the solver has begun. */
  progress: PlanProgress | null;
}

const key = (user: CurrentUser, job: string): string => `${user.id} ${job}`;

const unknown = (job: string): Fault => new Fault('not-found', `no plan ${job} is under way; it is done, cancelled or was never begun`, { details: [{ got: job, message: 'planning.unknown' }] });

/** Runs the work under a name, so that it can be followed and cancelled. @throws Fault `conflict` where the name is in use */
export async function followPlanning<T>(job: string | undefined, user: CurrentUser, work: (watch: { onProgress?: (progress: PlanProgress) => void; signal?: AbortSignal }) => Promise<T>): Promise<T> {
  if (job === undefined) return work({});
  const name = key(user, job);
  if (running.has(name)) throw new Fault('conflict', `a plan ${job} is under way already`, { details: [{ got: job, message: 'planning.taken' }] });
  const entry: Running = { userId: user.id, controller: new AbortController(), progress: null };
  running.set(name, entry);
  try {
    return await work({ signal: entry.controller.signal, onProgress: (progress) => void (entry.progress = progress) });
  } finally {
    running.delete(name);
  }
}

/** @throws Fault `not-found` */
export function readPlanning(user: CurrentUser, job: string): PlanningView {
  const entry = running.get(key(user, job));
  if (entry === undefined) throw unknown(job);
  return { job, progress: entry.progress };
}

/** Nothing of the plan is stored. @throws Fault `not-found` */
export function cancelPlanning(user: CurrentUser, job: string): void {
  const entry = running.get(key(user, job));
  if (entry === undefined) throw unknown(job);
  entry.controller.abort();
}
