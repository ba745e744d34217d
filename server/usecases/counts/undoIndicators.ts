/**
 * Imports of counts: the list of them, and taking one back as a whole. Afterwards every figure is what
 * it was before the import, which is why a figure that was corrected since has to be taken back first.
 * Nothing is deleted: the rows and the import stay, with who took it back, when and why.
 */
import { Fault } from '../../../models/errors.ts';
import type { ImportLog, ImportUndo, IndicatorCount } from '../../../models/schemas/index.ts';
import type { Denial } from '../../../models/schemas/answers/allowedAction.ts';
import type { CountsImport } from '../../../models/schemas/answers/indicators.ts';
import { newId, nowInstant } from '../../../models/store/index.ts';
import { importById } from '../../../models/store/repositories/imports.ts';
import { countImports, countKey, COUNTS_IMPORT, insertCountsUndo, readCountBook, type CountBook } from '../../../models/store/repositories/indicators.ts';
import { namesOf } from '../../../models/store/repositories/reference.ts';
import type { Reader, Store } from '../../../models/store/types.ts';
import { allowedActions, demand, inScope, type CurrentUser } from '../../auth/permissions.ts';

const LISTED = 100;

function whyNotUndone(user: CurrentUser, log: ImportLog, rows: readonly IndicatorCount[], book: CountBook, files: ReadonlyMap<string, string>): Denial | undefined {
  if (book.undone.has(log.id)) return { code: 'already-undone', zh: '此导入已撤销', en: 'this import was taken back already' };
  if (rows.some(({ areaId }) => !inScope(user, areaId))) return { code: 'area', zh: '此文件含不在您负责区域内的乡镇', en: 'the file has towns outside the areas of this account' };
  const later = rows.flatMap((row) => {
    const standing = book.standing.get(countKey(row));
    return standing === undefined || standing.importId === log.id ? [] : [standing];
  });
  const [first] = later;
  if (first === undefined) return undefined;
  const name = files.get(first.importId ?? '') ?? '–';
  return { code: 'changed-since', zh: `其中 ${String(later.length)} 个数后来又被“${name}”更正；请先撤销后一次导入`, en: `${String(later.length)} of its counts were corrected since by “${name}”: take that import back first` };
}

/** Newest first; those that hold no town of the account are left out. @throws Fault `not-allowed` */
export async function listCountsImports(reader: Reader, user: CurrentUser): Promise<CountsImport[]> {
  demand(user, 'indicators.write');
  const book = await readCountBook(reader);
  const logs = (await countImports(reader, LISTED)).filter(({ id }) => (book.byImport.get(id) ?? []).some(({ areaId }) => inScope(user, areaId)));
  const files = new Map(logs.map(({ id, fileName }) => [id, fileName]));
  const names = await namesOf(reader, [...logs, ...book.undone.values()].map(({ actorId }) => actorId));
  return logs.map((log) => {
    const rows = book.byImport.get(log.id) ?? [];
    const undo = book.undone.get(log.id);
    return {
      id: log.id,
      fileName: log.fileName,
      source: rows[0]?.source ?? '',
      at: log.at,
      actorName: names.get(log.actorId) ?? null,
      written: rows.length,
      corrections: rows.filter((row) => row.reason !== null).length,
      periods: [...new Set(rows.map(({ period }) => period))].sort(),
      undone: undo === undefined ? null : { at: undo.at, actorName: names.get(undo.actorId) ?? null, reason: undo.reason, cleared: undo.summary.cleared, restored: undo.summary.restored },
      allowedActions: allowedActions(user, [{ action: 'undo', operation: 'indicators.write', denied: whyNotUndone(user, log, rows, book, files) }]),
    };
  });
}

/** @throws Fault `not-found`, `conflict` with the denial, `not-allowed`, `invalid` for a reason of blanks */
export async function undoIndicators(store: Store, { user, at, id, reason }: { user: CurrentUser; at: number; id: string; reason: string }): Promise<ImportUndo> {
  demand(user, 'indicators.write');
  const why = reason.trim();
  if (why === '') throw new Fault('invalid', 'a reason is wanted, and blanks are none', { details: [{ pointer: '/reason', got: reason, message: 'reason.blank' }] });
  return store.write(async (tx) => {
    const log = await importById(tx, id);
    const book = await readCountBook(tx);
    const rows = book.byImport.get(id) ?? [];
    if (log?.kind !== COUNTS_IMPORT || !rows.some(({ areaId }) => inScope(user, areaId))) throw new Fault('not-found', `there is no import of counts ${id}`, { details: [{ got: id, message: 'import.unknown' }] });
    const files = new Map((await countImports(tx, LISTED)).map((each) => [each.id, each.fileName]));
    const denial = whyNotUndone(user, log, rows, book, files);
    if (denial !== undefined) throw new Fault(denial.code === 'area' ? 'not-allowed' : 'conflict', denial.en, { details: [{ message: 'result.refused', parameters: { code: denial.code, zh: denial.zh, en: denial.en } }], facts: { reason: denial } });
    const restored = rows.filter((row) => (book.standing.get(countKey(row))?.corrections ?? 0) > 0).length;
    const undo: ImportUndo = { id: newId(at), importId: id, reason: why, summary: { cleared: rows.length - restored, restored, qualityControl: 0 }, actorId: user.id, at: nowInstant(at) };
    await insertCountsUndo(tx, log, undo);
    return undo;
  });
}
