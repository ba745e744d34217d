/**
 * Ours and the peer in turn, repetition by repetition, so that what else the machine does falls on both. What counts is
 * processor time, all threads together, the least of all repetitions: other work on the machine only ever adds to it.
 * Beside it stands the median of the ratios of neighbouring repetitions by the clock.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { RPeer } from './rPeer.ts';

export interface Row {
  step: string;
  peer: string;
  /** Least processor time in milliseconds. */
  ours: number;
  theirs: number | null;
  /** Of the two. */
  ratio: number | null;
  /** Median of the ratios by the clock. */
  clockRatio: number | null;
  /** Largest ratio aimed at; null where ours does more than the peer. */
  target: number | null;
  note?: string;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
};

/** Milliseconds of one call. */
export interface Time {
  wall: number;
  cpu: number;
}

/** One call, repeated to last at least `least` milliseconds. */
export const timed = (work: () => void, least: number): Time => {
  const used = process.cpuUsage();
  const began = performance.now();
  for (let calls = 1; ; calls++) {
    work();
    const elapsed = performance.now() - began;
    if (elapsed < least) continue;
    const { user, system } = process.cpuUsage(used);
    return { wall: elapsed / calls, cpu: (user + system) / 1000 / calls };
  }
};

setFlagsFromString('--expose_gc');
/** What a peer in this process left behind is cleared away before ours is timed, which then runs once to be warm again. */
const collect = runInNewContext('gc') as () => void;

/** Processor time spent before anything counts, in milliseconds: on a busy machine the compiler's threads wait, too. */
const WARM = 400;

const warm = (work: () => void): void => {
  for (let used = 0; used < WARM; used += timed(work, 0).cpu);
};

const least = (times: readonly Time[]): number => Math.min(...times.map(({ cpu }) => cpu));

interface Contest {
  step: string;
  target: number | null;
  ours: () => void;
  /** Name of the peer, and how one repetition of it is timed; undefined where it is not installed. */
  peer: string;
  theirs: (() => Time | Promise<Time>) | undefined;
  repetitions?: number;
  /** Each repetition of ours lasts at least this many milliseconds. */
  atLeast?: number;
  /** Does the peer run in this process? */
  sharesHeap?: boolean;
  note?: string;
}

export const compare = async ({ step, target, ours, peer, theirs, repetitions = 9, atLeast = 20, sharesHeap = false, note }: Contest): Promise<Row> => {
  warm(ours);
  if (theirs) await theirs();
  const mine: Time[] = [];
  const other: Time[] = [];
  for (let i = 0; i < repetitions; i++) {
    if (sharesHeap) {
      collect();
      timed(ours, 2 * atLeast);
    }
    mine.push(timed(ours, atLeast));
    if (theirs) other.push(await theirs());
  }
  return {
    step,
    peer: theirs ? peer : `${peer}: not installed`,
    ours: least(mine),
    theirs: theirs ? least(other) : null,
    ratio: theirs ? least(mine) / least(other) : null,
    clockRatio: theirs ? median(mine.map(({ wall }, i) => wall / (other[i]?.wall ?? Number.NaN))) : null,
    target,
    ...(note !== undefined && { note }),
  };
};

/** A contest against a row of peer.R. */
export const againstR = async (r: RPeer, row: string, contest: Omit<Contest, 'theirs'> & { times?: number }): Promise<Row> => {
  const { times = 1, ...rest } = contest;
  const here = await r.prepare(row);
  return compare({ ...rest, theirs: here ? () => r.time(row, times) : undefined });
};

const milliseconds = (value: number | null): string => (value === null ? '-' : value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(4));

/** One line per row as soon as it is known. */
export const line = ({ step, peer, ours, theirs, ratio, clockRatio, target, note }: Row): string =>
  [
    step.padEnd(50),
    peer.padEnd(30),
    milliseconds(ours).padStart(9),
    milliseconds(theirs).padStart(9),
    (ratio === null ? '-' : ratio.toPrecision(3)).padStart(9),
    (clockRatio === null ? '-' : clockRatio.toPrecision(3)).padStart(9),
    (target === null ? '-' : `<= ${target}`).padStart(9),
    (ratio === null || target === null ? '' : ratio <= target ? 'met' : 'MISSED').padStart(7),
    note === undefined ? '' : `  ${note}`,
  ].join('');

export const heading = ['step'.padEnd(50), 'peer'.padEnd(30), 'ours ms'.padStart(9), 'peer ms'.padStart(9), 'ratio'.padStart(9), 'by clock'.padStart(9), 'target'.padStart(9)].join('');
