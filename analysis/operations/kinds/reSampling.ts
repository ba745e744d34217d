/**
 * Re-sampling: soon where the evidence is weak, and at the end of the schedule where operations were
 * planned, so that the water answers them.
 */
import { demandFor, type Kind } from './kind.ts';

export const reSampling: Kind<'re-sampling'> = {
  kind: 're-sampling',
  demands: (rule, { problem, firm, weak, daysOfWeek }) => {
    const soon = Math.min(rule.withinWeeks, problem.weeks);
    const late = Math.max(1, problem.weeks - rule.afterOperationsLastWeeks + 1);
    return [
      ...(rule.onWeakEvidence ? weak : []).map((area) => demandFor(rule, area, { week: 1, from: daysOfWeek(1).from, to: daysOfWeek(soon).to })),
      ...firm.filter(({ grade }) => rule.grades.includes(grade)).map((area) => demandFor(rule, area, { week: late, from: daysOfWeek(late).from, to: daysOfWeek(problem.weeks).to })),
    ];
  },
};
