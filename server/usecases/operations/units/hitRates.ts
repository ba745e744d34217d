/**
 * Hit rates by grade over the released schedules of a round. A number of hits of 1 or 2 could point at
 * somebody: it leaves blank with its rate, and says so.
 */
import { hitRates, type Finding, type HitRate } from '../../../../analysis/operations/hitRates.ts';
import { outcomesOfTasks } from '../../../../models/store/repositories/schedules.ts';
import type { Store } from '../../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../../auth/permissions.ts';
import { listVisibleSchedules, readSchedule } from '../plans/schedules.ts';

const SMALLEST_COUNT = 3;

export interface HitRateView extends Omit<HitRate, 'hits' | 'share' | 'interval' | 'casesPer100Premises'> {
  hits: number | null;
  share: number | null;
  interval: HitRate['interval'] | null;
  casesPer100Premises: number | null;
  /** True where a count below 3 is held back. */
  suppressed: boolean;
}

/** @throws Fault `not-allowed`, `not-found` for the round */
export async function readHitRates(store: Store, user: CurrentUser, round: string | undefined): Promise<HitRateView[]> {
  demand(user, 'schedules.read');
  const findings: Finding[] = [];
  for (const { id, state } of await listVisibleSchedules(store, user, round)) {
    if (state !== 'released' && state !== 'superseded') continue;
    // what a revision carries over is counted with the plan under which it was done
    const tasks = (await readSchedule(store, user, id)).tasks.filter(({ scheduleId }) => scheduleId === id);
    const outcomes = await outcomesOfTasks(store.read, tasks.map((task) => task.id));
    for (const task of tasks) {
      const outcome = outcomes.get(task.id)?.at(-1);
      if (outcome !== undefined && outcome.reasonCode !== 'not-done') findings.push({ grade: task.grade, kind: task.kind, blind: task.blind, premisesDone: outcome.premisesDone, cases: outcome.cases });
    }
  }
  return hitRates(findings).map((line) => {
    const suppressed = line.hits > 0 && line.hits < SMALLEST_COUNT;
    return suppressed ? { ...line, hits: null, share: null, interval: null, casesPer100Premises: null, suppressed } : { ...line, suppressed };
  });
}
