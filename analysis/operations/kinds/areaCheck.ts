/**
 * Area check: a fixed number a week in every area that has any evidence, whatever its grade, and by
 * the seed now and then one more.
 */
import { areasOf, demandFor, type Kind } from './kind.ts';

export const areaCheck: Kind<'area-check'> = {
  kind: 'area-check',
  demands: (rule, context) =>
    areasOf(rule, context).flatMap((area) =>
      Array.from({ length: context.problem.weeks }, (_, i) => i + 1).flatMap((week) =>
        Array.from({ length: rule.perWeek + (context.chance() < rule.extraShare ? 1 : 0) }, (_, nth) => demandFor(rule, area, { week, ...context.daysOfWeek(week), oncePerDay: true, extra: nth >= rule.perWeek })),
      ),
    ),
};
