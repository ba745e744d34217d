/**
 * Plans schedules in one warm thread, one after the other, so that the server goes on answering. A
 * plan that is cancelled ends the thread, because a solver cannot be asked to stop; the next one
 * starts a new thread. The thread never keeps the process alive by itself.
 */
import type { Worker } from 'node:worker_threads';
import type { PlanProgress } from '../../analysis/operations/optimise/optimise.ts';
import type { Fix, Unserved } from '../../analysis/operations/relaxations.ts';
import type { AddedTask, Replanned, Replanning } from '../../analysis/operations/replan/types.ts';
import type { Plan, Problem } from '../../analysis/operations/types.ts';
import { Fault } from '../../models/errors.ts';
import type { FromPlanner, PlanJob } from './plannerMessages.ts';
import { startThread } from './startThread.ts';

export interface PlanOptions {
  /** Seconds of solving, without waiting for one's turn. */
  seconds: number;
  onProgress?: (progress: PlanProgress) => void;
  signal?: AbortSignal;
}

type Done = Extract<FromPlanner, { kind: 'done' | 'fixes' | 'replanned' }>;

interface Waiting {
  job: PlanJob;
  options: PlanOptions;
  resolve: (message: Done) => void;
  reject: (error: Error) => void;
}

const cancelled = (): Fault => new Fault('cancelled', 'planning was cancelled before it was done; nothing was stored');

class Planner {
  private thread: Worker | undefined;
  private readonly queue: Waiting[] = [];
  private nextId = 1;

  /** @param added tasks beyond the rules. @throws Fault `cancelled` when the signal is aborted; an Error with the planner's words when it fails */
  async plan(problem: Problem, seed: number, options: PlanOptions, added: readonly AddedTask[] = []): Promise<Plan> {
    const done = await this.run({ problem, seed, seconds: options.seconds, added }, options);
    if (done.kind !== 'done') throw new Error(`the planner answered ${done.kind}; a plan was expected`);
    return done.plan;
  }

  /** The rest of a plan, planned again with as few changes as its cost allows. @throws as plan */
  async replan(problem: Problem, seed: number, replanning: Replanning, options: PlanOptions): Promise<Replanned> {
    const done = await this.run({ problem, seed, seconds: options.seconds, replanning }, options);
    if (done.kind !== 'replanned') throw new Error(`the planner answered ${done.kind}; a plan was expected`);
    return done.replanned;
  }

  /** Changes that were seen to help a line of unserved tasks. @throws as plan */
  async fixes(problem: Problem, seed: number, unserved: Plan['unserved'], line: Unserved, options: PlanOptions): Promise<Fix[]> {
    const done = await this.run({ problem, seed, seconds: options.seconds, fixesFor: { line, unserved } }, options);
    if (done.kind !== 'fixes') throw new Error(`the planner answered ${done.kind}; fixes were expected`);
    return done.fixes;
  }

  private run(job: Omit<PlanJob, 'id'>, options: PlanOptions): Promise<Done> {
    return new Promise((resolve, reject) => {
      if (options.signal?.aborted === true) {
        reject(cancelled());
        return;
      }
      const waiting: Waiting = { job: { ...job, id: this.nextId++ }, options, resolve, reject };
      options.signal?.addEventListener('abort', () => this.cancel(waiting), { once: true });
      this.queue.push(waiting);
      if (this.queue.length === 1) this.next();
    });
  }

  private next(): void {
    const [first] = this.queue;
    if (first === undefined) {
      this.thread?.unref();
      return;
    }
    const thread = this.thread ?? this.start();
    thread.ref();
    thread.postMessage(first.job);
  }

  private start(): Worker {
    const thread = startThread('plannerThread');
    this.thread = thread;
    thread.on('message', (message: FromPlanner) => this.receive(message));
    let failure: Error | undefined;
    thread.on('error', (error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    thread.on('exit', (code) => {
      if (this.thread !== thread) return;
      this.thread = undefined;
      const lost = this.queue.shift();
      lost?.reject(failure ?? new Error(`the planner ended with code ${code}`));
      this.next();
    });
    return thread;
  }

  private receive(message: FromPlanner): void {
    const [first] = this.queue;
    if (first === undefined || first.job.id !== message.id) return;
    if (message.kind === 'progress') {
      first.options.onProgress?.(message.progress);
      return;
    }
    this.queue.shift();
    if (message.kind === 'failed') first.reject(message.name === 'RangeError' ? new RangeError(message.message) : new Error(message.message));
    else first.resolve(message);
    this.next();
  }

  private cancel(waiting: Waiting): void {
    const at = this.queue.indexOf(waiting);
    if (at < 0) return;
    this.queue.splice(at, 1);
    waiting.reject(cancelled());
    if (at > 0) return;
    const thread = this.thread;
    this.thread = undefined;
    void thread?.terminate();
    this.next();
  }
}

/** The planner of this process. */
export const planner = new Planner();
