/**
 * A county assessed end to end over HTTP, as a person waits for it: asked for, graded on the pool, kept, and the map
 * with its grades read. Huilai, 14 towns and 5 other places, 65 sites, 10 analytes, with all earlier rounds as past
 * and the draws of every assessment (500, and 10,000 where they leave doubt). Cold is the first of a process that has just
 * started, with its threads warmed as `start` warms them: the earlier rounds are read for the first time and code still
 * compiles. Warm is the same round again: nothing but assessments was written, so its evidence is known.
 *   npm run bench -- assessment
 */
import { setTimeout as wait } from 'node:timers/promises';
import { loadavg } from 'node:os';
import type { MapView } from '../../../models/schemas/answers/map.ts';
import { loadExample } from '../../../server/example/loadExample.ts';
import type { AssessJob } from '../../../server/usecases/assessment/assessJobs.ts';
import { startApp } from '../../support/app.ts';

const ROUNDS = ['2018-Q1', '2019-Q3'] as const;
const REPEATS = 5;
/** As often as the page asks. */
const ASK_EVERY_MS = 50;
export const TARGET_SECONDS = 2;

export interface Measured {
  round: string;
  state: 'cold' | 'warm';
  seconds: number;
  /** From the request to the end of the job, and the map after it. */
  job: number;
  map: number;
  cpuSeconds: number;
}

export async function run(): Promise<Measured[]> {
  const app = await startApp({ environment: { RATE_LIMIT: '0' } });
  const rows: Measured[] = [];
  try {
    await loadExample(app.store, { seed: 20180101, at: Date.UTC(2020, 0, 6) });
    const begun = performance.now();
    await app.server.services.assessJobs.warm();
    process.stdout.write(`threads warmed in ${((performance.now() - begun) / 1000).toFixed(2)} s, in the background of a start\n`);
    const planner = await app.as('planner');
    const once = async (round: string, state: Measured['state'], seed: number): Promise<void> => {
      const [begun, used] = [performance.now(), process.cpuUsage()];
      const { id } = (await planner.post('/api/assessment-jobs', { round, seed })).as<AssessJob>();
      let job: AssessJob;
      do {
        await wait(ASK_EVERY_MS);
        job = (await planner.get(`/api/assessment-jobs/${id}`)).as<AssessJob>();
      } while (job.state === 'running');
      const ended = performance.now();
      const view = (await planner.get(`/api/map?round=${round}`)).as<MapView>();
      if (job.state !== 'done' || view.assessment?.id !== job.assessmentId) throw new Error(`the assessment of ${round} ended ${job.state} and the map shows ${view.assessment?.id ?? 'none'}`);
      const done = performance.now();
      const cpu = process.cpuUsage(used);
      const row: Measured = { round, state, seconds: (done - begun) / 1000, job: (ended - begun) / 1000, map: (done - ended) / 1000, cpuSeconds: (cpu.user + cpu.system) / 1e6 };
      rows.push(row);
      const shown = (value: number): string => value.toFixed(2).padStart(6);
      process.stdout.write(`${round}  ${state}  ${shown(row.seconds)} s  job ${shown(row.job)}  map ${shown(row.map)}  CPU ${shown(row.cpuSeconds)}  load ${(loadavg()[0] ?? Number.NaN).toFixed(1)}${row.seconds > TARGET_SECONDS ? '  over the target of 2 s' : ''}\n`);
    };
    for (const round of [...ROUNDS].reverse()) {
      await once(round, rows.length === 0 ? 'cold' : 'warm', 1);
      for (let i = 1; i <= REPEATS; i++) await once(round, 'warm', 1 + i);
    }
  } finally {
    await app.close();
  }
  return rows;
}
