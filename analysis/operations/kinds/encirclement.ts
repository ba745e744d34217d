/**
 * Encirclement: one whole day of joint force per severe, firm area. Until the deploying body has
 * recorded its confidentiality decision it is a block of force without a place. Villages are named
 * by a planner's nomination with its own approval, never by a grade.
 */
import type { Demand } from '../types.ts';
import { areasOf, demandFor, type Kind } from './kind.ts';

/** Stands for the place of a block of force. */
export const NO_PLACE = '*';

export const encirclement: Kind<'encirclement'> = {
  kind: 'encirclement',
  demands: (rule, context) => {
    const areas = areasOf(rule, context);
    return areas.map((area, i): Demand => {
      const demand = demandFor(rule, area, {
        week: 1 + Math.floor((i * context.problem.weeks) / areas.length),
        from: context.start,
        to: context.end - 1,
        freshUntil: context.freshUntil(area),
        crew: rule.crew.map(({ level, count }) => ({ levels: [level], count })),
        joint: true,
        gapDays: rule.minimumGapDays,
      });
      return context.problem.placesMayBeStored ? demand : { ...demand, areaId: null, areaCode: NO_PLACE };
    });
  },
};
