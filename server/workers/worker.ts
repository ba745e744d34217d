/**
 * The thread side of the pool: prepares each job once, does parts as they come, answers each.
 */
import { parentPort } from 'node:worker_threads';
import type { FromWorker, ToWorker } from './messages.ts';
import { prepareOf } from './tasks.ts';

const port = parentPort;
if (!port) throw new Error('worker.ts is started by the pool (pool.ts) as a thread, not by itself');

const jobs = new Map<number, { task: string; input: unknown; run?: (from: number, to: number) => unknown }>();
const answer = (message: FromWorker): void => {
  port.postMessage(message);
};

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'job':
      jobs.set(message.job, { task: message.task, input: message.input });
      return;
    case 'forget':
      jobs.delete(message.job);
      return;
    case 'part': {
      const { job, part, from, to } = message;
      try {
        const known = jobs.get(job);
        if (!known) throw new Error(`job ${job} is not known to this worker`);
        // prepared with the first part, so that a failure belongs to a part and is reported
        known.run ??= prepareOf(known.task)(known.input);
        answer({ kind: 'done', job, part, result: known.run(from, to) });
      } catch (error) {
        answer({ kind: 'failed', job, part, name: error instanceof Error ? error.name : 'Error', message: error instanceof Error ? error.message : String(error) });
      }
    }
  }
});
