/**
 * Premises check: the premises around each sampling point, one by one, inside the window in which
 * the evidence is fresh. Premises are a count; a point nobody counted gets one visit without a number.
 */
import type { PlanSite } from '../types.ts';
import { areasOf, demandFor, type Kind } from './kind.ts';

/** Premises of each visit: full shifts and what is left. */
function visits({ premises }: PlanSite, perShift: number): (number | null)[] {
  if (premises === null) return [null];
  return Array.from({ length: Math.ceil(premises / perShift) }, (_, i) => Math.min(perShift, premises - i * perShift));
}

export const premisesCheck: Kind<'premises-check'> = {
  kind: 'premises-check',
  demands: (rule, context) => {
    const window = Math.min(rule.withinWeeks, context.problem.weeks);
    const to = context.daysOfWeek(window).to;
    return areasOf(rule, context).flatMap((area) => {
      const due = area.sites.flatMap((site) => visits(site, rule.premisesPerShift).map((premises) => ({ site, premises })));
      return due.map(({ site, premises }, i) =>
        demandFor(rule, area, {
          siteId: site.id,
          siteCode: site.code,
          premises,
          // spread evenly over the window, so that the first week does not carry all
          week: 1 + Math.floor((i * window) / due.length),
          from: context.start,
          to,
          freshUntil: context.freshUntil(area),
        }),
      );
    });
  },
};
