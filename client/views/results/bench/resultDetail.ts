/** What `/results/:id` answers, as far as the bench shows it. */
import type { Method, ResultEvent, ResultRevision } from '../../../../models/schemas/index.ts';
import type { Cell } from '../../../api/types.ts';
import type { EarlierValue } from './SiteHistory.tsx';

export interface ResultDetail {
  cell: Cell;
  method: Method | null;
  revisions: (ResultRevision & { authorName: string })[];
  events: (ResultEvent & { actorName: string })[];
  lineage: { id: string; attempt: number; state: Cell['state']; reportedText: string | null }[];
  history: EarlierValue[];
  run: { id: string; number: string; status: string } | null;
  audit: { sequence: number; at: string; actorName: string | null; action: string; reason: string | null }[];
}
