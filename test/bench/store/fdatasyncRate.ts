/** How fast the disk is now: every acknowledged write waits for it, so no throughput means anything without it. */
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** @param folder on the disk in question @returns fdatasync calls a second over about `milliseconds` */
export function fdatasyncRate(folder: string, milliseconds = 300): number {
  const path = join(folder, 'fdatasync.tmp');
  const file = openSync(path, 'w');
  const block = Buffer.alloc(4096, 1);
  const began = performance.now();
  let count = 0;
  // appending, as a write-ahead log does
  while (performance.now() - began < milliseconds) {
    writeSync(file, block);
    fdatasyncSync(file);
    count += 1;
  }
  closeSync(file);
  rmSync(path);
  return Math.round((count * 1000) / (performance.now() - began));
}
