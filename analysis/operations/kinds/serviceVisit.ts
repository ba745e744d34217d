/** Service visit: help brought to an area, never to a named person. */
import type { Kind } from './kind.ts';
import { regularVisits } from './regularVisits.ts';

export const serviceVisit: Kind<'service-visit'> = { kind: 'service-visit', demands: regularVisits };
