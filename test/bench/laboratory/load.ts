/** Many clients at once on the whole stack: lists beside each other, and single results written one by one. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Agent } from '../../support/agent.ts';
import type { Job, Measured } from './clients.ts';

export interface LoadFigure extends Measured {
  name: string;
  /** Processor time of the server, milliseconds a request: what a busy machine does not blur. */
  processorPerRequest: number;
  perSecond: number;
  p50: number;
  p99: number;
}

/** @throws Error with the first answer that was no success */
export async function load(name: string, agent: Agent, clients: number, requests: Job['requests']): Promise<LoadFigure> {
  const child = fork(join(import.meta.dirname, 'clients.ts'), { execArgv: ['--import', 'tsx'] });
  const before = process.cpuUsage();
  const measured = await new Promise<Measured>((resolve, reject) => {
    child.once('message', (answer) => { resolve(answer as Measured); });
    child.once('error', reject);
    child.once('exit', (code) => { reject(new Error(`the clients ended with ${String(code)}`)); });
    const job: Job = { url: agent.base, cookie: `${agent.cookieName}=${agent.token ?? ''}`, clients, requests };
    child.send(job);
  });
  const { user, system } = process.cpuUsage(before);
  if (measured.failed.length > 0) throw new Error(`${name}: ${measured.failed.join('; ')}`);
  const at = (share: number): number => measured.latencies[Math.min(measured.latencies.length - 1, Math.floor(share * measured.latencies.length))] ?? 0;
  return { ...measured, name, processorPerRequest: (user + system) / 1000 / requests.length, perSecond: requests.length / measured.seconds, p50: at(0.5), p99: at(0.99) };
}
