/** Demands of a rule that wants one visit every so many weeks, by grade; a started interval counts. */
import type { Demand, KindContext } from '../types.ts';
import { areasOf, demandFor, type RuleOf } from './kind.ts';

export const regularVisits = (rule: RuleOf<'prevention-outreach'> | RuleOf<'service-visit'>, context: KindContext): Demand[] =>
  areasOf(rule, context).flatMap((area) => {
    const every = rule.everyWeeks.find(({ grade }) => grade === area.grade)?.weeks;
    if (every === undefined) return [];
    return Array.from({ length: Math.ceil(context.problem.weeks / every) }, (_, i) => {
      const first = 1 + i * every;
      const last = Math.min(first + every - 1, context.problem.weeks);
      return demandFor(rule, area, { week: first, from: context.daysOfWeek(first).from, to: context.daysOfWeek(last).to });
    });
  });
