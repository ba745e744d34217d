/**
 * Encirclement: one whole day of joint force for each place that was nominated in a severe, firm area and
 * approved by a second planner. A severe area without such a place, and every one until the deploying body
 * has recorded its confidentiality decision, gets one block of force without a place: no grade names a village.
 */
import type { Demand, PlanArea, PlanNomination } from '../types.ts';
import { areasOf, demandFor, type Kind } from './kind.ts';

/** Stands for the place of a block of force. */
export const NO_PLACE = '*';

export const encirclement: Kind<'encirclement'> = {
  kind: 'encirclement',
  demands: (rule, context) => {
    const { placesMayBeStored, weeks } = context.problem;
    const wanted = areasOf(rule, context).flatMap((area): { area: PlanArea; nomination: PlanNomination | null }[] => {
      const named = placesMayBeStored ? (area.nominations ?? []) : [];
      return named.length === 0 ? [{ area, nomination: null }] : named.map((nomination) => ({ area, nomination }));
    });
    return wanted.map(({ area, nomination }, i): Demand => {
      const demand = demandFor(rule, area, {
        week: 1 + Math.floor((i * weeks) / wanted.length),
        from: context.start,
        to: context.end - 1,
        freshUntil: context.freshUntil(area),
        crew: rule.crew.map(({ level, count }) => ({ levels: [level], count })),
        joint: true,
        gapDays: rule.minimumGapDays,
        nomination,
      });
      return nomination === null ? { ...demand, areaId: null, areaCode: NO_PLACE } : demand;
    });
  },
};
