/**
 * kill -9 during entry, many times on one store: a child enters results and says each acknowledged one on
 * stdout; it is killed at a random moment; the next start must find all of them, whole, with the chain intact.
 */
import { spawn } from 'node:child_process';
import { compiled } from './compiled.ts';
import type { Place } from './engines.ts';

export interface KillReport {
  kills: number;
  acknowledged: number;
  lost: number;
  half: number;
  brokenChains: number;
  /** Longest opening of the store after a kill, in milliseconds; the child's own count. */
  slowestReadyMs: number;
  entries: number;
  rows: number;
}

export interface KillOptions {
  kills: number;
  seed: number;
  /** The store is looked through after this many kills, and after the last. */
  checkEvery: number;
  clients: number;
  tell?: (sentence: string) => void;
}

const CHILD = compiled('test/support/entryChild.ts');
/** A child is killed within this time of its first word of a kind, at random. */
const KILL_WITHIN_MS = 900;
const READY_WITHIN_MS = 60_000;

export async function killCampaign(place: Place, options: KillOptions): Promise<KillReport> {
  const random = mulberry32(options.seed);
  const report: KillReport = { kills: 0, acknowledged: 0, lost: 0, half: 0, brokenChains: 0, slowestReadyMs: 0, entries: 0, rows: 0 };
  let said = '';
  while (report.kills < options.kills) {
    // mostly in mid-entry, now and then while the round is being made
    const from = random() < 0.2 ? 'ready ' : 'ack ';
    said += await enterUntilKilled(place, options.clients, from, random() * KILL_WITHIN_MS);
    report.kills += 1;
    if (report.kills % options.checkEvery !== 0 && report.kills !== options.kills) continue;
    const found = await check(place, said);
    report.acknowledged = found.acknowledged;
    report.lost += found.lost;
    report.half += found.half;
    report.brokenChains += found.ok ? 0 : 1;
    report.slowestReadyMs = Math.max(report.slowestReadyMs, found.readyMs, ...[...said.matchAll(/^ready (\d+)$/gm)].map((match) => Number(match[1])));
    report.entries = found.entries;
    report.rows = found.rows;
    options.tell?.(`${report.kills} kills: ${JSON.stringify(found)}`);
  }
  return report;
}

const flags = (place: Place): string[] => (place.databaseUrl === undefined ? [] : ['--database-url', place.databaseUrl]);

/** @returns what the child said, whole lines only */
function enterUntilKilled(place: Place, clients: number, from: string, afterMs: number): Promise<string> {
  const child = spawn(process.execPath, [CHILD, place.dataDir, '--clients', String(clients), ...flags(place)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let errors = '';
  let killing = false;
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (killing || !out.includes(from)) return;
      killing = true;
      clearTimeout(deadline);
      setTimeout(() => child.kill('SIGKILL'), afterMs);
    });
    child.once('close', (code, signal) => {
      clearTimeout(deadline);
      if (signal === 'SIGKILL' && killing) resolve(out.slice(0, out.lastIndexOf('\n') + 1));
      else reject(new Error(`the child ended by itself (${code ?? signal ?? 'unknown'}): ${errors}`));
    });
  });
}

interface Checked {
  acknowledged: number;
  lost: number;
  half: number;
  readyMs: number;
  ok: boolean;
  entries: number;
  rows: number;
}

function check(place: Place, said: string): Promise<Checked> {
  const child = spawn(process.execPath, [CHILD, place.dataDir, '--check', ...flags(place)], { stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stdin.end(said);
  return new Promise((resolve, reject) => {
    child.once('close', (code) => (code === 0 ? resolve(JSON.parse(out) as Checked) : reject(new Error(`the check ended with ${code ?? 'a signal'}: ${out}`))));
  });
}

/** A small seeded generator, so that a campaign can be run again. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
