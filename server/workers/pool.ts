/**
 * A pool of worker threads for long computations. A job is cut into parts of fixed size; parts are handed out as workers
 * become free, and results come back in the order of the parts. Inputs are copied to each worker once; what lies in
 * SharedArrayBuffers is not copied, and results written there need not travel.
 *
 * The answer is the same for any number of workers, none included (the parts are then done here, one per turn of the
 * event loop). A worker that dies is replaced and its part done again, once.
 */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Fault } from '../../models/errors.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { prepareOf, type TaskInput, type TaskName, type TaskResult } from './tasks.ts';

export interface RunOptions {
  /** Items of the job, and of one part. Parts are cut at multiples of `part` whatever the number of workers. */
  count: number;
  part: number;
  /** Called with the items done so far, rising, ending at `count`. */
  onProgress?: (done: number, count: number) => void;
  /** Aborted: no further part is handed out and the job is refused with the code `cancelled`. */
  signal?: AbortSignal;
}

interface Job {
  id: number;
  task: string;
  input: unknown;
  options: RunOptions;
  parts: number;
  next: number;
  again: number[];
  attempts: Map<number, number>;
  results: unknown[];
  finished: number;
  done: number;
  knownTo: Set<Worker>;
  settle: { resolve: (results: unknown[]) => void; reject: (error: Error) => void };
}

/** Times a part is begun before a dying worker is taken as the job's fault. */
const ATTEMPTS = 2;

/** Under tsx this file and its worker are TypeScript, compiled they are JavaScript. */
const SOURCE = import.meta.url.endsWith('.ts');

const startWorker = (): Worker => {
  if (!SOURCE) return new Worker(new URL('./worker.js', import.meta.url));
  // A thread does not inherit tsx's hooks (Node 20): it registers them itself, then loads the worker. The ESM build of
  // tsx's interface is named outright, because require.resolve would find the other.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api').replace(/\.cjs$/, '.mjs')).href;
  const file = new URL('./worker.ts', import.meta.url).href;
  return new Worker(`import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(file)}); });`, { eval: true, execArgv: [] });
};

/** Memory that workers see without a copy. */
export const sharedBytes = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes);

/** A copy in shared memory; the same array when it is there already. */
export const shared = <Values extends Float64Array | Int32Array>(values: Values): Values => {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const memory = sharedBytes(values.byteLength);
  const copy = values instanceof Float64Array ? new Float64Array(memory) : new Int32Array(memory);
  copy.set(values);
  return copy as unknown as Values;
};

export class WorkerPool {
  /** Threads at most; 0 does the work here. */
  readonly size: number;
  private readonly workers = new Map<Worker, { job: Job; part: number } | undefined>();
  private readonly jobs: Job[] = [];
  private nextId = 1;
  private closed = false;

  /** @param size threads; default one fewer than the machine runs at once, at least one */
  constructor(size = Math.max(1, availableParallelism() - 1)) {
    if (!Number.isInteger(size) || size < 0 || size > 256) throw new RangeError(`size is ${size}; a whole number of workers from 0 to 256 was expected`);
    this.size = size;
  }

  /**
   * Runs a task over its items.
   * @returns what each part returned, in the order of the parts
   * @throws Fault `cancelled` when the signal is aborted or the pool is closed; an Error with the worker's words when a part fails
   */
  async run<Name extends TaskName>(task: Name, input: TaskInput<Name>, options: RunOptions): Promise<TaskResult<Name>[]> {
    const { count, part, signal } = options;
    if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`count is ${count}; a whole number of items was expected`);
    if (!Number.isSafeInteger(part) || part < 1) throw new RangeError(`part is ${part}; a whole number of items from 1 on was expected`);
    if (this.closed) throw new Fault('cancelled', 'the worker pool is closed');
    if (signal?.aborted) throw cancelled();
    if (count === 0) return [];
    const results = this.size === 0 ? await this.runHere(task, input, options) : await this.runInWorkers(task, input, options);
    return results as TaskResult<Name>[];
  }

  private async runHere(task: string, input: unknown, { count, part, onProgress, signal }: RunOptions): Promise<unknown[]> {
    const run = prepareOf(task)(input);
    const results: unknown[] = [];
    for (let from = 0; from < count; from += part) {
      await turn();
      if (signal?.aborted || this.closed) throw cancelled();
      const to = Math.min(count, from + part);
      results.push(run(from, to));
      onProgress?.(to, count);
    }
    return results;
  }

  private runInWorkers(task: string, input: unknown, options: RunOptions): Promise<unknown[]> {
    return new Promise<unknown[]>((resolve, reject) => {
      const parts = Math.ceil(options.count / options.part);
      const job: Job = {
        id: this.nextId++,
        task,
        input,
        options,
        parts,
        next: 0,
        again: [],
        attempts: new Map(),
        results: new Array<unknown>(parts),
        finished: 0,
        done: 0,
        knownTo: new Set(),
        settle: { resolve, reject },
      };
      const abort = (): void => {
        this.end(job, cancelled());
      };
      options.signal?.addEventListener('abort', abort, { once: true });
      const { settle } = job;
      job.settle = {
        resolve: (results) => {
          options.signal?.removeEventListener('abort', abort);
          settle.resolve(results);
        },
        reject: (error) => {
          options.signal?.removeEventListener('abort', abort);
          settle.reject(error);
        },
      };
      this.jobs.push(job);
      this.hand();
    });
  }

  /** Gives every free worker a part, starting workers up to the size. Jobs take turns. */
  private hand(): void {
    for (;;) {
      const job = this.jobs.find(({ next, parts, again }) => next < parts || again.length > 0);
      if (!job) break;
      const worker = this.free();
      if (!worker) break;
      // to the back: the next free worker serves the next job
      this.jobs.splice(this.jobs.indexOf(job), 1);
      this.jobs.push(job);
      const part = job.again.pop() ?? job.next++;
      job.attempts.set(part, (job.attempts.get(part) ?? 0) + 1);
      this.workers.set(worker, { job, part });
      worker.ref();
      if (!job.knownTo.has(worker)) {
        job.knownTo.add(worker);
        send(worker, { kind: 'job', job: job.id, task: job.task, input: job.input });
      }
      const { count, part: size } = job.options;
      send(worker, { kind: 'part', job: job.id, part, from: part * size, to: Math.min(count, (part + 1) * size) });
    }
  }

  private free(): Worker | undefined {
    for (const [worker, work] of this.workers) if (!work) return worker;
    if (this.workers.size >= this.size || this.closed) return undefined;
    const worker = startWorker();
    this.workers.set(worker, undefined);
    worker.on('message', (message: FromWorker) => {
      this.receive(worker, message);
    });
    let failure: Error | undefined;
    worker.on('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    worker.on('exit', (code) => {
      this.lost(worker, failure ?? new Error(`a worker ended with code ${code}`));
    });
    return worker;
  }

  private receive(worker: Worker, message: FromWorker): void {
    this.release(worker);
    const job = this.jobs.find(({ id }) => id === message.job);
    // the answer of a job that was cancelled or has failed: nobody waits for it
    if (job) {
      if (message.kind === 'failed') {
        const error = new Error(`${job.task}, part ${message.part + 1} of ${job.parts}: ${message.message}`);
        error.name = message.name;
        this.end(job, error);
      } else {
        const { count, part: size, onProgress } = job.options;
        job.results[message.part] = message.result;
        job.finished++;
        job.done += Math.min(count, (message.part + 1) * size) - message.part * size;
        onProgress?.(job.done, count);
        if (job.finished === job.parts) this.end(job);
      }
    }
    this.hand();
  }

  /** The worker has nothing to do and does not keep the process alive. */
  private release(worker: Worker): void {
    if (!this.workers.has(worker)) return;
    this.workers.set(worker, undefined);
    worker.unref();
  }

  private lost(worker: Worker, error: Error): void {
    const work = this.workers.get(worker);
    this.workers.delete(worker);
    for (const job of this.jobs) job.knownTo.delete(worker);
    if (this.closed) return;
    if (work && this.jobs.includes(work.job)) {
      const { job, part } = work;
      if ((job.attempts.get(part) ?? 0) < ATTEMPTS) job.again.push(part);
      else this.end(job, new Error(`${job.task}, part ${part + 1} of ${job.parts}: the worker died ${ATTEMPTS} times: ${error.message}`, { cause: error }));
    }
    this.hand();
  }

  private end(job: Job, error?: Error): void {
    const at = this.jobs.indexOf(job);
    if (at < 0) return;
    this.jobs.splice(at, 1);
    for (const worker of job.knownTo) send(worker, { kind: 'forget', job: job.id });
    if (error) job.settle.reject(error);
    else job.settle.resolve(job.results);
  }

  /** Refuses what is under way and ends the threads. */
  async close(): Promise<void> {
    this.closed = true;
    for (const job of [...this.jobs]) this.end(job, new Fault('cancelled', 'the worker pool was closed before the job was done'));
    const workers = [...this.workers.keys()];
    this.workers.clear();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

const send = (worker: Worker, message: ToWorker): void => {
  worker.postMessage(message);
};

const cancelled = (): Fault => new Fault('cancelled', 'the computation was cancelled before it was done');
