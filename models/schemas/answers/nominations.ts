/** What `/nominations` answers. */
import type { Nomination } from '../nomination.ts';
import type { Words } from '../vocabulary.ts';
import type { AllowedAction, Denial } from './allowedAction.ts';

export interface NominationView extends Nomination {
  area: { id: string; code: string; name: Words };
  nominatedByName: string;
  decidedByName: string | null;
  allowedActions: AllowedAction[];
}

export interface NominationList {
  items: NominationView[];
  /** Severe and firm areas of the newest assessment: the only ones in which a place may be nominated. */
  eligible: { id: string; code: string; name: Words }[];
  /** Why nothing can be nominated now; null where it can. */
  closed: Denial | null;
}
