/** Prevention outreach: teaching brought to graded areas, with its outcome recorded as counts. */
import type { Kind } from './kind.ts';
import { regularVisits } from './regularVisits.ts';

export const preventionOutreach: Kind<'prevention-outreach'> = { kind: 'prevention-outreach', demands: regularVisits };
