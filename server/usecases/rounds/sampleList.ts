/** Samples of every round, a page at a time, as the person may see them. */
import type { Matrix, SampleState } from '../../../models/schemas/index.ts';
import { countSamplesIn, samplePage, type SampleFilter } from '../../../models/store/repositories/sampleList.ts';
import type { Store } from '../../../models/store/types.ts';
import type { CurrentUser } from '../../auth/permissions.ts';

export interface SampleListRow {
  id: string;
  number: string;
  round: string;
  site: { id: string; code: string; name: { zh: string; en: string } };
  area: { id: string; code: string; name: { zh: string; en: string } };
  matrix: Matrix;
  state: SampleState;
  dueOn: string;
  collectedOn: string | null;
  receivedAt: string | null;
  synthetic: boolean;
  revision: number;
}

export interface SamplePage {
  items: SampleListRow[];
  next: string | null;
  total: number;
}

/** @param filter.areaIds is narrowed to the areas of the account */
export async function readSamplePage(store: Store, user: CurrentUser, filter: SampleFilter, limit: number, after?: string): Promise<SamplePage> {
  const scope = user.scope;
  const own: SampleFilter = scope === null ? filter : { ...filter, areaIds: [...scope].filter((id) => filter.areaIds === undefined || filter.areaIds.includes(id)) };
  const rows = await samplePage(store.read, own, limit + 1, after);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      id: row.id, number: row.number, round: row.roundCode,
      site: { id: row.siteId, code: row.siteCode, name: { zh: row.siteNameZh, en: row.siteNameEn } }, area: { id: row.areaId, code: row.areaCode, name: { zh: row.areaNameZh, en: row.areaNameEn } },
      matrix: row.matrix, state: row.state, dueOn: row.dueOn, collectedOn: row.collectedOn, receivedAt: row.receivedAt,
      // SQLite keeps truth as 0 and 1
      synthetic: Boolean(row.synthetic), revision: row.revision,
    })),
    next: rows.length > limit && last !== undefined ? last.number : null,
    total: await countSamplesIn(store.read, own),
  };
}
