/** Every kind of task, by hand: one line each. */
import type { ResponseRule } from '../../../models/schemas/responseRules.ts';
import type { Demand, KindContext } from '../types.ts';
import { areaCheck } from './areaCheck.ts';
import { encirclement } from './encirclement.ts';
import { premisesCheck } from './premisesCheck.ts';
import { preventionOutreach } from './preventionOutreach.ts';
import { reSampling } from './reSampling.ts';
import { serviceVisit } from './serviceVisit.ts';
import { sourceInvestigation } from './sourceInvestigation.ts';

/** Demands of one rule, by its kind. */
export function demandsOf(rule: ResponseRule, context: KindContext): Demand[] {
  switch (rule.kind) {
    case 'area-check':
      return areaCheck.demands(rule, context);
    case 'premises-check':
      return premisesCheck.demands(rule, context);
    case 'encirclement':
      return encirclement.demands(rule, context);
    case 'source-investigation':
      return sourceInvestigation.demands(rule, context);
    case 're-sampling':
      return reSampling.demands(rule, context);
    case 'prevention-outreach':
      return preventionOutreach.demands(rule, context);
    case 'service-visit':
      return serviceVisit.demands(rule, context);
  }
}
