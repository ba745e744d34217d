/** Counts of other agencies from a file: tried first, every error at once, nothing written where there is one; a figure that differs is a revision and wants its reason. */
import type { ImportLog, IndicatorCount } from '../../../models/schemas/index.ts';
import type { Language } from '../../../models/schemas/vocabulary.ts';
import type { IndicatorReport } from '../../../models/schemas/answers/indicators.ts';
import { sha256Hex } from '../../../models/store/canonical.ts';
import { newId, nowInstant } from '../../../models/store/index.ts';
import { countKey, COUNTS_IMPORT, insertCounts, readCountBook } from '../../../models/store/repositories/indicators.ts';
import { areasByCode } from '../../../models/store/repositories/reference.ts';
import type { Store } from '../../../models/store/types.ts';
import { demand, inScope, type CurrentUser } from '../../auth/permissions.ts';
import { readIndicators } from '../../imports/indicators/indicators.ts';
import { readFile } from '../../imports/text/readFile.ts';

export interface ImportIndicators {
  user: CurrentUser;
  at: number;
  language: Language;
  bytes: Buffer;
  fileName: string;
  dryRun: boolean;
  /** Agency that the figures come from. */
  source: string;
  reason?: string | undefined;
}

/** @throws Fault `not-allowed`, and what reading a file throws */
export async function importIndicators(store: Store, { user, at, language, bytes, fileName, dryRun, source, reason }: ImportIndicators): Promise<IndicatorReport> {
  demand(user, 'indicators.write');
  const { table, encoding, sheet } = await readFile(bytes);
  const { cells, errors: found } = readIndicators(table);
  const errors = [...found];
  const areas = new Map((await areasByCode(store.read, [...new Set(cells.map(({ area }) => area))])).filter(({ id, level }) => inScope(user, id) && level === 'town').map((row) => [row.code, row]));
  const toldRows = new Set<number>();
  for (const { row, column, area, name } of cells) {
    const known = areas.get(area);
    if (toldRows.has(row)) continue;
    toldRows.add(row);
    if (known === undefined) errors.push({ row, column, value: area.slice(0, 20), zh: '没有此代码的乡镇，或不在您负责的区域内', en: 'there is no town of this code, or it is outside the areas of this account' });
    // a wrong word beside a code may be a person's name: it is not repeated
    else if (name !== '' && ![known.nameZh, known.nameEn].some((own) => own.replace(/\s/g, '').toLowerCase() === name.replace(/\s/g, '').toLowerCase())) errors.push({ row, column, value: area, zh: `代码 ${area} 的乡镇是${known.nameZh}，表中写的不是；此列只写乡镇名称`, en: `the town of code ${area} is ${known.nameEn}, and the table says otherwise; only the town's name belongs here` });
  }
  const said = errors.sort((a, b) => a.row - b.row).map(({ row, column, value, zh, en }) => ({ row, column, value, message: language === 'en' ? en : zh }));
  const base = { read: cells.length, errors: said, dryRun, importId: null };
  if (errors.length > 0) return { ...base, written: 0, unchanged: 0, revisions: [], reasonWanted: false };
  const given = reason?.trim() ?? '';
  return store.write(async (tx) => {
    const { standing, lastSequence } = await readCountBook(tx);
    const importId = newId(at);
    const rows: IndicatorCount[] = [];
    const revisions: IndicatorReport['revisions'] = [];
    let unchanged = 0;
    for (const { row, area, period, kind, count } of cells) {
      const areaId = areas.get(area)?.id ?? '';
      const key = countKey({ areaId, period, kind });
      const before = standing.get(key);
      if (before?.count === count) {
        unchanged++;
        continue;
      }
      if (before !== undefined) revisions.push({ row, area, period, kind, from: before.count, to: count });
      rows.push({ id: newId(at), areaId, period, kind, count, sequence: (lastSequence.get(key) ?? 0) + 1, source, reason: before === undefined ? null : given, importId, at: nowInstant(at), synthetic: false });
    }
    const reasonWanted = revisions.length > 0 && given === '';
    if (reasonWanted && !dryRun) return { ...base, written: 0, unchanged, revisions, reasonWanted };
    if (dryRun || rows.length === 0) return { ...base, written: rows.length, unchanged, revisions, reasonWanted };
    const log: ImportLog = { id: importId, kind: COUNTS_IMPORT, fileName, fileSha256: sha256Hex(bytes), encoding, separator: table.separator, sheet, mapping: null, summary: { read: cells.length, written: rows.length, unchanged }, choices: {}, actorId: user.id, at: nowInstant(at) };
    await insertCounts(tx, log, rows, given === '' ? null : given);
    return { ...base, importId, written: rows.length, unchanged, revisions, reasonWanted };
  });
}
