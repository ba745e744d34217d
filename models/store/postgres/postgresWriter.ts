/**
 * The writer of a PostgreSQL store: each job is a transaction of its own on a pooled connection.
 * Jobs run side by side, so what must hold between them rests on constraints and conditional updates,
 * never on what a job has read.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { AUDIT_PENDING_TABLE } from '../../entities/index.ts';
import { Fault } from '../../errors.ts';
import type { AuditBody } from '../auditChain.ts';
import { canonicalJson } from '../canonical.ts';
import { toFault } from '../databaseFault.ts';
import { JobTx } from '../jobTx.ts';
import { readOnlyManager, type RunnerQuery } from '../readOnlyManager.ts';
import { runHooks } from '../runHooks.ts';
import type { Tx } from '../types.ts';
import { withinLimit } from '../withinLimit.ts';
import type { Appender } from './appender.ts';
import { isReadOnly } from './isReadOnly.ts';
import { PostgresSession } from './postgresSession.ts';

export interface PostgresWriterParts {
  dataSource: DataSource;
  appender: Appender;
  /** Sequence number of the newest entry, for hooks of jobs that wrote none. */
  revision: () => Promise<number>;
  now: () => number;
  /** Transactions side by side. */
  connections: number;
  /** Jobs that may wait for a connection; the next is refused. */
  queue: number;
  jobMs: number;
}

interface Committed<T> {
  value: T;
  hooks: readonly ((sequence: number) => void)[];
  lastEntry: string | undefined;
}

export class PostgresWriter {
  readonly #parts: PostgresWriterParts;
  readonly #current = new AsyncLocalStorage<JobTx>();
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<Promise<unknown>>();
  #active = 0;
  #closed = false;

  constructor(parts: PostgresWriterParts) {
    this.#parts = parts;
  }

  write<T>(job: (tx: Tx) => Promise<T>): Promise<T> {
    const outer = this.#current.getStore();
    if (outer?.isOpen === true) return outer.join(job);
    if (this.#closed) return Promise.reject(new Error('the store is closed'));
    if (this.#waiting.length >= this.#parts.queue) {
      return Promise.reject(new Fault('too-busy', `${this.#waiting.length} changes are waiting to be written: try again in a second`, { facts: { waiting: this.#waiting.length, retryAfterSeconds: 1 } }));
    }
    const running = this.#inTurn(() => this.#transaction(job)).then((committed) => this.#afterCommit(committed));
    const settled = running.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(settled);
    void settled.then(() => this.#running.delete(settled));
    return running;
  }

  /** Refuses new jobs and waits for those under way. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#active >= this.#parts.connections) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#active += 1;
    try {
      return await work();
    } finally {
      // the place is handed on, so that nobody can slip in between
      const next = this.#waiting.shift();
      if (next === undefined) this.#active -= 1;
      else next();
    }
  }

  async #transaction<T>(job: (tx: Tx) => Promise<T>): Promise<Committed<T>> {
    const { dataSource, now } = this.#parts;
    const runner = dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      const session = new PostgresSession(client);
      const query = runner.query.bind(runner) as RunnerQuery;
      const tx = new JobTx(session, (gate) => readOnlyManager(dataSource, runner, query, isReadOnly, gate), now);
      await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
      const { value, bodies } = await this.#run(client, session, tx, job);
      return { value, hooks: tx.hooks, lastEntry: bodies.at(-1)?.id };
    } catch (error) {
      throw toFault(error);
    } finally {
      if (!runner.isReleased) await runner.release();
    }
  }

  /** The connection is free again meanwhile. */
  async #afterCommit<T>({ value, hooks, lastEntry }: Committed<T>): Promise<T> {
    const { appender, revision } = this.#parts;
    if (lastEntry !== undefined) appender.kick();
    if (hooks.length > 0) {
      try {
        runHooks(hooks, lastEntry === undefined ? await revision() : await appender.sequenceOf(lastEntry));
      } catch (error) {
        // the change is committed all the same, and says so
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
    return value;
  }

  async #run<T>(client: PoolClient, session: PostgresSession, tx: JobTx, job: (tx: Tx) => Promise<T>): Promise<{ value: T; bodies: AuditBody[] }> {
    try {
      const value = await withinLimit(
        this.#current.run(tx, () => job(tx)),
        this.#parts.jobMs,
      );
      const bodies = await tx.finish();
      if (bodies.length > 0) {
        const pending = JSON.stringify(bodies.map((body) => ({ id: body.id, body: canonicalJson(body) })));
        await session.run(`INSERT INTO "${AUDIT_PENDING_TABLE}" ("id", "body") SELECT r."id", r."body" FROM json_to_recordset($1::json) AS r("id" text, "body" text)`, [pending]);
      }
      const { command } = await client.query('COMMIT');
      // the COMMIT of a transaction that has failed answers without an error, and rolls back
      if (command !== 'COMMIT') throw new Error(`PostgreSQL answered ${command} to COMMIT: nothing was written`);
      return { value, bodies };
    } catch (error) {
      await tx.close();
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}
