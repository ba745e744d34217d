/** Why a demand has no place: every candidate slot with all that blocks it, never only the last check that failed. Pure. */
import type { BlockingCode } from '../../models/schemas/operations.ts';
import type { Calendar } from './calendar.ts';
import { mayDo } from './eligibility.ts';
import type { Demand, Problem, Unplaced } from './types.ts';

/**
 * @param calendar with everything that was placed
 * @param today first day that can still be used, where a plan is planned again
 */
export function explainUnplaced(calendar: Calendar, { units }: Pick<Problem, 'units'>, demand: Demand, today = -Infinity): Unplaced {
  const blocked: Partial<Record<BlockingCode, number>> = {};
  let candidates = 0;
  const count = (codes: readonly BlockingCode[]): void => {
    candidates += 1;
    for (const code of new Set(codes)) blocked[code] = (blocked[code] ?? 0) + 1;
  };
  for (let day = demand.from; day <= demand.to; day++) {
    const whole = calendar.dayBlocks(demand, day);
    for (const unit of units) {
      for (const shift of demand.shifts) {
        if (day < today) {
          count(['PAST']);
          continue;
        }
        const own = mayDo(unit, demand) ? calendar.unitBlocks(unit, day, shift) : (['ELIGIBILITY'] as const);
        // A free unit of a joint force is blocked by the comrades it lacks.
        count(whole.length + own.length === 0 ? ['JOINT_FORCE'] : [...whole, ...own]);
      }
    }
  }
  return { demand, candidates, blocked };
}
