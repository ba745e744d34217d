/**
 * Assessments that somebody waits for: begun at once, graded on threads, asked after, cancelled.
 * Kept in memory: a job that a restart ends has written nothing, and the previous assessment stands.
 */
import { gradingRules } from '../../../analysis/grading/rules/index.ts';
import { Fault } from '../../../models/errors.ts';
import { newId } from '../../../models/store/index.ts';
import type { Store } from '../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../auth/permissions.ts';
import type { Publish } from '../../http/changes.ts';
import { assessOnPool } from '../../workers/gradingJobs.ts';
import { WorkerPool } from '../../workers/pool.ts';
import { assessRound } from './assess.ts';
import { requireRound } from '../rounds/rounds.ts';

export const JOB_STATES = ['running', 'done', 'cancelled'] as const;
export interface AssessJob {
  id: string;
  round: string;
  state: (typeof JOB_STATES)[number];
  /** Areas graded, and in all; 0 of 0 while the evidence is read. */
  done: number;
  count: number;
  assessmentId: string | null;
}

interface Held {
  job: AssessJob;
  userId: string;
  /** Why it failed: thrown at whoever asks, so that it is said in their language. */
  failure: Error | undefined;
  abort: AbortController;
  ended: Promise<void>;
}

/** Ended jobs that are still answered for. */
const MOST_KEPT = 50;
/** One person's jobs at a time: a second click is no second county. */
const MOST_RUNNING = 4;

const isRunning = ({ job, failure }: Held): boolean => job.state === 'running' && failure === undefined;

export interface StartJob {
  store: Store;
  user: CurrentUser;
  clock: () => number;
  publish: Publish;
  round: string;
  seed?: number | undefined;
  rule?: string | undefined;
}

export class AssessJobs {
  readonly pool = new WorkerPool();
  private readonly held = new Map<string, Held>();

  /**
   * Starts the threads and lets each grade the worked examples of the shipped rule, so that the first person does not
   * wait for code to be compiled: a first county takes about three times a later one without it.
   */
  async warm(): Promise<void> {
    const [rule] = gradingRules;
    const rounds = Array.from({ length: this.pool.size }, () => rule.examples).flat();
    try {
      await Promise.all(rounds.map(({ inputs }) => assessOnPool(this.pool, inputs, rule, 1)));
    } catch (error) {
      // closed in the meantime: nobody waits for it any more
      if (!(error instanceof Fault && error.code === 'cancelled')) throw error;
    }
  }

  /** @throws Fault `not-allowed`, `not-found` for the round, `too-busy` where the person has as many running */
  async start({ store, user, clock, publish, round, seed, rule }: StartJob): Promise<AssessJob> {
    demand(user, 'assessments.create');
    await requireRound(store.read, round);
    const running = [...this.held.values()].filter((held) => held.userId === user.id && isRunning(held)).length;
    if (running >= MOST_RUNNING) throw new Fault('too-busy', `${running} assessments of yours are running; wait for one or cancel it`, { facts: { retryAfterSeconds: 5 } });
    const job: AssessJob = { id: newId(clock()), round, state: 'running', done: 0, count: 0, assessmentId: null };
    const abort = new AbortController();
    const onProgress = (done: number, count: number): void => {
      job.done = done;
      job.count = count;
    };
    const held: Held = { job, userId: user.id, failure: undefined, abort, ended: Promise.resolve() };
    held.ended = assessRound(store, { user, at: clock(), round, seed, rule, publish, pool: this.pool, onProgress, signal: abort.signal }).then(
      ({ id }) => {
        job.assessmentId = id;
        job.state = 'done';
      },
      (error: unknown) => {
        if (error instanceof Fault && error.code === 'cancelled') job.state = 'cancelled';
        else held.failure = error instanceof Error ? error : new Error(String(error));
      },
    );
    this.held.set(job.id, held);
    for (const [id, old] of this.held) {
      if (this.held.size <= MOST_KEPT) break;
      if (!isRunning(old)) this.held.delete(id);
    }
    return { ...job };
  }

  private find(user: CurrentUser, id: string): Held {
    const found = this.held.get(id);
    if (found?.userId !== user.id) throw new Fault('not-found', `there is no assessment job ${id}`, { details: [{ got: id, message: 'assessment.no-job' }] });
    return found;
  }

  /** @throws Fault `not-found` for a job of somebody else, or one that is forgotten; what a failed one failed with */
  read(user: CurrentUser, id: string): AssessJob {
    const { job, failure } = this.find(user, id);
    if (failure !== undefined) throw failure;
    return { ...job };
  }

  /** Ends a running job; one that has ended stays what it is. */
  async cancel(user: CurrentUser, id: string): Promise<AssessJob> {
    const { abort, ended, job } = this.find(user, id);
    abort.abort();
    await ended;
    return { ...job };
  }

  async close(): Promise<void> {
    for (const { abort } of this.held.values()) abort.abort();
    await this.pool.close();
    await Promise.all([...this.held.values()].map(({ ended }) => ended));
  }
}
