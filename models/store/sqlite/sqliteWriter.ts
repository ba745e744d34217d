/**
 * The one writer of a SQLite store: jobs wait in a queue and are committed in groups, each in its own
 * savepoint, and are answered after COMMIT. One connection shared by several transactions would nest
 * them into each other (a rollback of one erases what another was told is committed); one transaction
 * per job would wait for the disk each time.
 */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import type { DataSource, QueryRunner } from 'typeorm';
import { Fault } from '../../errors.ts';
import { auditEntry } from '../../schemas/index.ts';
import { chainEntry, type AuditBody, type ChainedEntry, type ChainTip } from '../auditChain.ts';
import { isFatal, toFault } from '../databaseFault.ts';
import { giveWay } from '../giveWay.ts';
import { JobTx } from '../jobTx.ts';
import { readOnlyManager, type RunnerQuery } from '../readOnlyManager.ts';
import { runHooks } from '../runHooks.ts';
import { withinLimit } from '../withinLimit.ts';
import type { Tx } from '../types.ts';
import type { SqliteSession } from './sqliteSession.ts';

export interface WriterLimits {
  /** Jobs committed together at most. */
  batch: number;
  /** No further job joins a batch that has run this long, in milliseconds. */
  batchMs: number;
  /** Jobs that may wait; the next is refused. */
  queue: number;
  /** A job that runs longer, in milliseconds, is refused: it holds up every other. */
  jobMs: number;
}

export const DEFAULT_LIMITS: WriterLimits = { batch: 64, batchMs: 50, queue: 256, jobMs: 60_000 };

interface Waiting {
  run(tx: JobTx): Promise<unknown>;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

interface Done {
  waiting: Waiting;
  value: unknown;
  /** Sequence number of the job's last entry, or of the tip where it wrote none. */
  sequence: number;
  tx: JobTx;
}

export interface SqliteWriterParts {
  session: SqliteSession;
  dataSource: DataSource;
  runner: QueryRunner;
  /** The runner's own query, before everybody else is refused it. */
  query: RunnerQuery;
  isReadOnly: (sql: string) => boolean;
  tip: ChainTip;
  now: () => number;
  limits: WriterLimits;
  /** Told once, when the disk has answered an error: nothing is acknowledged after it. */
  onFatal: (error: Error) => void;
}

export class SqliteWriter {
  readonly #parts: SqliteWriterParts;
  readonly #current = new AsyncLocalStorage<JobTx>();
  readonly #queue: Waiting[] = [];
  #tip: ChainTip;
  #draining: Promise<void> | undefined;
  #closed = false;
  #dead: Error | undefined;

  constructor(parts: SqliteWriterParts) {
    this.#parts = parts;
    this.#tip = parts.tip;
  }

  get tip(): ChainTip {
    return this.#tip;
  }

  write<T>(job: (tx: Tx) => Promise<T>): Promise<T> {
    const outer = this.#current.getStore();
    if (outer?.isOpen === true) return outer.join(job);
    if (this.#dead !== undefined) return Promise.reject(new Error('the store has stopped after a disk error; restart the program', { cause: this.#dead }));
    if (this.#closed) return Promise.reject(new Error('the store is closed'));
    if (this.#queue.length >= this.#parts.limits.queue) {
      return Promise.reject(new Fault('too-busy', `${this.#queue.length} changes are waiting to be written: try again in a second`, { facts: { waiting: this.#queue.length, retryAfterSeconds: 1 } }));
    }
    return new Promise<T>((resolve, reject) => {
      // the job runs in its caller's async context, not in that of whoever started the draining
      const context = new AsyncResource('shuijian-job');
      const run = (tx: JobTx): Promise<T> => context.runInAsyncScope(() => this.#current.run(tx, () => job(tx)));
      this.#queue.push({ run, resolve: resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Refuses new jobs and waits for those in the queue. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
  }

  async #drain(): Promise<void> {
    // one turn of the event loop, so that requests that came together are committed together
    await giveWay();
    while (this.#queue.length > 0) {
      await this.#batch();
      await giveWay();
    }
    this.#draining = undefined;
  }

  async #batch(): Promise<void> {
    const { session, limits } = this.#parts;
    const done: Done[] = [];
    const taken: Waiting[] = [];
    const entries: ChainedEntry[] = [];
    let tip = this.#tip;
    try {
      session.control('BEGIN IMMEDIATE');
      const started = performance.now();
      while (taken.length < limits.batch && performance.now() - started < limits.batchMs) {
        const waiting = this.#queue.shift();
        if (waiting === undefined) break;
        taken.push(waiting);
        const outcome = await this.#job(waiting);
        if (outcome === undefined) continue;
        for (const body of outcome.bodies) {
          const entry = chainEntry(tip, body);
          entries.push(entry);
          tip = { sequence: entry.sequence, hash: entry.hash };
        }
        done.push({ waiting, value: outcome.value, tx: outcome.tx, sequence: tip.sequence });
      }
      await session.insert(auditEntry, entries.map((entry) => entry.bound));
      session.control('COMMIT');
    } catch (error) {
      this.#abandon(error, taken);
      return;
    }
    this.#tip = tip;
    for (const { waiting, value, tx, sequence } of done) {
      runHooks(tx.hooks, sequence);
      waiting.resolve(value);
    }
  }

  /** @returns undefined when the job was refused; @throws when the whole batch is lost */
  async #job(waiting: Waiting): Promise<{ value: unknown; bodies: AuditBody[]; tx: JobTx } | undefined> {
    const { session, dataSource, runner, query, isReadOnly, now, limits } = this.#parts;
    const tx = new JobTx(session, (gate) => readOnlyManager(dataSource, runner, query, isReadOnly, gate), now);
    session.control('SAVEPOINT job');
    try {
      const value = await withinLimit(waiting.run(tx), limits.jobMs);
      const bodies = await tx.finish();
      session.control('RELEASE job');
      return { value, bodies, tx };
    } catch (error) {
      await tx.close();
      // after some errors (disk full) SQLite rolls the whole transaction back by itself; what follows would commit on its own
      if (isFatal(error) || !session.inTransaction) throw new BatchLost(error);
      session.control('ROLLBACK TO job');
      session.control('RELEASE job');
      waiting.reject(toFault(error));
      return undefined;
    }
  }

  /** Nobody in the batch is told that it was written. Those already refused keep their own answer. */
  #abandon(error: unknown, taken: readonly Waiting[]): void {
    const { session, onFatal } = this.#parts;
    const cause = error instanceof BatchLost ? error.cause : error;
    try {
      if (session.inTransaction) session.control('ROLLBACK');
    } catch (rollbackError) {
      // the rollback of a broken disk may fail too; the process ends below and the journal is recovered at start
      this.#dead = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
    }
    const fault = toFault(cause);
    const refusal = fault instanceof Fault && fault.code === 'storage-full' ? fault : new Error('the change could not be committed; nothing was written', { cause });
    // a promise settles once: jobs refused before this moment keep their own answer.
    // where not even BEGIN worked, those who wait are told, instead of trying for ever
    for (const waiting of taken.length > 0 ? taken : this.#queue.splice(0)) waiting.reject(refusal);
    if (isFatal(cause) || this.#dead !== undefined) {
      const reason = cause instanceof Error ? cause : new Error(String(cause));
      this.#dead = reason;
      for (const waiting of this.#queue.splice(0)) waiting.reject(new Error('the store has stopped after a disk error; restart the program', { cause: reason }));
      onFatal(reason);
    }
  }

}

/** The transaction as a whole is gone, not one job of it. */
class BatchLost extends Error {
  constructor(cause: unknown) {
    super('the batch is lost', { cause });
  }
}
