/**
 * The peer: one R process kept warm, so that its start and its reading of files are not counted. Absent where R is.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Time } from './compare.ts';

export class RPeer {
  /** Versions of R and its packages, or why there are none. */
  readonly versions: string;
  private readonly process: ChildProcessWithoutNullStreams | undefined;
  private readonly waiting: ((line: string) => void)[];

  private constructor(versions: string, waiting: ((line: string) => void)[], process?: ChildProcessWithoutNullStreams) {
    this.versions = versions;
    this.waiting = waiting;
    this.process = process;
  }

  /** @param folder where the bench wrote its data */
  static async start(folder: string): Promise<RPeer> {
    const child = spawn('Rscript', ['--vanilla', fileURLToPath(new URL('./peer.R', import.meta.url))]);
    const waiting: ((line: string) => void)[] = [];
    child.stderr.resume();
    const gone = new Promise<string>((resolve) => {
      child.once('error', (error) => { resolve(`error R is not here (${error.message})`); });
      child.once('exit', (code) => {
        for (const answer of waiting.splice(0)) answer(`error R ended with code ${String(code)}`);
        resolve(`error R ended with code ${String(code)}`);
      });
    });
    createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line));
    // a write to a process that never started fails beside its error event, which is answered above
    child.stdin.on('error', () => undefined);
    const answer = new Promise<string>((resolve) => { waiting.push(resolve); });
    child.stdin.write(`folder ${folder}\n`);
    const versions = await Promise.race([answer, gone]);
    return versions.startsWith('error') ? new RPeer(versions.slice(6), []) : new RPeer(versions, waiting, child);
  }

  private ask(line: string): Promise<string> {
    const { process, waiting } = this;
    if (!process) return Promise.resolve('absent');
    return new Promise((resolve) => {
      waiting.push(resolve);
      process.stdin.write(`${line}\n`);
    });
  }

  /** False where the package is not installed. @throws Error with R's words when the data cannot be read */
  async prepare(row: string): Promise<boolean> {
    const answer = await this.ask(`prepare ${row}`);
    if (answer.startsWith('error')) throw new Error(`R, ${row}: ${answer}`);
    return answer === 'ready';
  }

  /** Milliseconds of one call, the mean of `times` calls. */
  async time(row: string, times: number): Promise<Time> {
    const answer = await this.ask(`time ${row} ${times}`);
    const [wall = Number.NaN, cpu = Number.NaN] = answer.split(' ').map(Number);
    if (!Number.isFinite(wall) || !Number.isFinite(cpu)) throw new Error(`R, ${row}: ${answer}`);
    return { wall, cpu };
  }

  stop(): void {
    this.process?.stdin.end('quit\n');
  }
}
