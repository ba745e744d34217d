/** Runs one of the project's programs as a process of its own, as a person at a terminal does. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface Finished {
  code: number | null;
  out: string;
  err: string;
}

export interface Running {
  process: ChildProcess;
  finished: Promise<Finished>;
  /** Waits for a text on stderr or stdout. @throws when the program ends without it */
  says: (pattern: RegExp) => Promise<RegExpExecArray>;
}

/** @param environment replaces what the tests run in, but for PATH and HOME */
export const start = (program: string, args: readonly string[], environment?: Record<string, string>): Running =>
  startNode(['--import', 'tsx', program, ...args], environment);

function startNode(args: readonly string[], environment: Record<string, string> = {}): Running {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, args, {
    env: { PATH, HOME, TZ: 'Asia/Shanghai', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  const listeners = new Set<() => void>();
  const heard = () => {
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    heard();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    heard();
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(out) ?? pattern.exec(err);
        if (found === null) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
      void finished.then(
        ({ code }) => reject(new Error(`${args.join(' ')} ended with ${String(code)} and never said ${String(pattern)}:\n${err}`)),
        reject,
      );
    });
  return { process: child, finished, says };
}

export const run = (program: string, args: readonly string[], environment?: Record<string, string>): Promise<Finished> =>
  start(program, args, environment).finished;

/** Node with its own arguments, without the loader for TypeScript. */
export const runNode = (args: readonly string[], environment?: Record<string, string>): Promise<Finished> => startNode(args, environment).finished;
