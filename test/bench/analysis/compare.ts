/**
 * Ours and the peer in turn, repetition by repetition, so that what else the machine does falls on both. The ratio is the
 * median of the ratios of neighbouring repetitions; the times are medians.
 */
import type { RPeer } from './rPeer.ts';

export interface Row {
  step: string;
  peer: string;
  /** Median milliseconds. */
  ours: number;
  theirs: number | null;
  ratio: number | null;
  /** Largest ratio aimed at. */
  target: number;
  note?: string;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
};

/** Milliseconds of one call, repeated to last at least `least` milliseconds. */
export const timed = (work: () => void, least: number): number => {
  const began = performance.now();
  for (let calls = 1; ; calls++) {
    work();
    const elapsed = performance.now() - began;
    if (elapsed >= least) return elapsed / calls;
  }
};

interface Contest {
  step: string;
  target: number;
  ours: () => void;
  /** Name of the peer, and how one repetition of it is timed; undefined where it is not installed. */
  peer: string;
  theirs: (() => number | Promise<number>) | undefined;
  repetitions?: number;
  /** Each repetition of ours lasts at least this many milliseconds. */
  least?: number;
  note?: string;
}

export const compare = async ({ step, target, ours, peer, theirs, repetitions = 7, least = 20, note }: Contest): Promise<Row> => {
  timed(ours, least);
  timed(ours, least);
  if (theirs) await theirs();
  const mine: number[] = [];
  const other: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    mine.push(timed(ours, least));
    if (theirs) other.push(await theirs());
  }
  return {
    step,
    peer: theirs ? peer : `${peer}: not installed`,
    ours: median(mine),
    theirs: theirs ? median(other) : null,
    ratio: theirs ? median(mine.map((time, i) => time / (other[i] ?? Number.NaN))) : null,
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
export const line = ({ step, peer, ours, theirs, ratio, target, note }: Row): string =>
  [
    step.padEnd(46),
    peer.padEnd(30),
    milliseconds(ours).padStart(9),
    milliseconds(theirs).padStart(9),
    (ratio === null ? '-' : ratio.toPrecision(3)).padStart(9),
    `<= ${target}`.padStart(9),
    (ratio === null ? '' : ratio <= target ? 'met' : 'MISSED').padStart(7),
    note === undefined ? '' : `  ${note}`,
  ].join('');

export const heading = ['step'.padEnd(46), 'peer'.padEnd(30), 'ours ms'.padStart(9), 'peer ms'.padStart(9), 'ratio'.padStart(9), 'target'.padStart(9)].join('');
