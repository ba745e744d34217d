/**
 * Many clients of one server, in a process of their own, so that they take nothing from the server's
 * thread: reads a job from its parent, answers how long each request took.
 */
import { Agent, request } from 'node:http';

export interface Job {
  url: string;
  cookie: string;
  clients: number;
  /** Sent in order, each by the client that is free. */
  requests: { method: 'GET' | 'POST'; path: string; body?: string }[];
}

export interface Measured {
  seconds: number;
  /** Milliseconds, ascending. */
  latencies: number[];
  /** Answers that were no success, the first ten. */
  failed: string[];
}

async function work({ url, cookie, clients, requests }: Job): Promise<Measured> {
  const { hostname, port, origin } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const latencies: number[] = [];
  const failed: string[] = [];
  let next = 0;
  const send = (wanted: Job['requests'][number]): Promise<void> =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const body = wanted.body ?? '';
      const outgoing = request({ hostname, port, agent, method: wanted.method, path: wanted.path, headers: { cookie, origin, ...(body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }) } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (piece: string) => { if (text.length < 300) text += piece; });
        answer.on('end', () => {
          latencies.push(performance.now() - began);
          if ((answer.statusCode !== 200 || text.includes('"refused":[{')) && failed.length < 10) failed.push(`${String(answer.statusCode)} ${text}`);
          resolve();
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  const client = async (): Promise<void> => {
    for (;;) {
      const wanted = requests[next];
      next += 1;
      if (wanted === undefined) return;
      await send(wanted);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return { seconds, latencies: latencies.sort((a, b) => a - b), failed };
}

if (process.argv[1] === import.meta.filename) {
  process.once('message', (job) => {
    void work(job as Job).then((measured) => {
      process.send?.(measured, () => { process.disconnect(); });
    });
  });
}
