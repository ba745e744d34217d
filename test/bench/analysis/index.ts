/**
 * The bench of the spatial statistics and trends against R (gstat, spdep, trend) and turf, in turn, in one run.
 * `BENCH=rows`, `BENCH=growth` or `BENCH=country` runs one part.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { association, growth } from './association.ts';
import { heading, line, type Row } from './compare.ts';
import { countrywide } from './countrywide.ts';
import { geostatistics } from './geostatistics.ts';
import { RPeer } from './rPeer.ts';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const turf = (): string => (JSON.parse(readFileSync(new URL('../../../node_modules/@turf/turf/package.json', import.meta.url), 'utf8')) as { version: string }).version;

export async function run(): Promise<Row[]> {
  const only = process.env['BENCH'];
  const wanted = (part: string): boolean => only === undefined || only === part;
  const rows: Row[] = [];
  if (wanted('rows')) {
    const folder = await mkdtemp(join(tmpdir(), 'bench-analysis-'));
    const r = await RPeer.start(folder);
    try {
      say(`peers: ${r.versions}; @turf/turf ${turf()}`);
      say(heading);
      const print = (row: Row): void => {
        rows.push(row);
        say(line(row));
      };
      await geostatistics(r, folder, print);
      await association(r, folder, print);
    } finally {
      r.stop();
      await rm(folder, { recursive: true });
    }
  }
  if (wanted('growth')) for (const { step, small, large, ratio } of growth()) say(`growth 10,000 -> 100,000: ${step.padEnd(16)} ${small.toFixed(2)} -> ${large.toFixed(2)} ms, x ${ratio.toFixed(1)} (<= 12)`);
  if (wanted('country')) await countrywide(say);
  return rows;
}
