/** Source investigation: study and a targeted response where the stream names a reach. */
import { areasOf, demandFor, type Kind } from './kind.ts';

export const sourceInvestigation: Kind<'source-investigation'> = {
  kind: 'source-investigation',
  demands: (rule, context) =>
    areasOf(rule, context).flatMap((area) => {
      if (area.sourceSiteId === null) return [];
      const site = area.sites.find(({ id }) => id === area.sourceSiteId);
      const window = Math.min(rule.withinWeeks, context.problem.weeks);
      return [demandFor(rule, area, { siteId: area.sourceSiteId, siteCode: site?.code ?? null, week: 1, from: context.start, to: context.daysOfWeek(window).to, freshUntil: context.freshUntil(area) })];
    }),
};
