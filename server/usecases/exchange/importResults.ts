/**
 * Importing results from a file. Everything is decided before anything is written: every error at
 * once with row, column, value and what to do; nothing is written if any is wrong. The same file
 * again changes nothing; a changed value for an existing result is a conflict that wants a choice.
 */
import { Fault } from '../../../models/errors.ts';
import { importLog, importPart, qcSample as qcThing, result as resultThing, resultRevision, type ImportLog, type ImportPart, type Language } from '../../../models/schemas/index.ts';
import type { ImportNote, ImportReport } from '../../../models/schemas/answers/imports.ts';
import { newId, nowInstant, prepareRows, sha256Hex } from '../../../models/store/index.ts';
import { importMappingByName } from '../../../models/store/repositories/imports.ts';
import { resultsOfSamples } from '../../../models/store/repositories/results.ts';
import { roundByCode } from '../../../models/store/repositories/rounds.ts';
import { samplesByNumber } from '../../../models/store/repositories/samples.ts';
import type { Reader, Store } from '../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../auth/permissions.ts';
import type { Publish } from '../../http/changes.ts';
import { AUTO, detectLayout, layoutOf } from '../../imports/index.ts';
import type { ImportedValue, ImportError } from '../../imports/layout.ts';
import { readFile } from '../../imports/text/readFile.ts';
import { giveWay, readHistory, readKnown, type Known } from './importKnown.ts';
import { planQc, planValues, type ImportChoice, type ImportPlan } from './importPlan.ts';
import { announce, announceReload, joinWrites, writeResults } from '../results/writeResults.ts';

export interface ImportRequest {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  language: Language;
  publish: Publish;
  /** Id of a layout; `auto` finds it by the headings. */
  kind: string;
  fileName: string;
  bytes: Buffer;
  dryRun: boolean;
  /** Samples of another round are an error; absent, the rounds follow from the sample numbers. */
  round?: string | undefined;
  /** Number of the run for rows that name none. */
  run?: string | undefined;
  /** Name of a column mapping. */
  mapping?: string | undefined;
  /** Sheet of a workbook; absent, the first that is not empty. */
  sheet?: string | undefined;
  /** Why existing values are changed, for all conflicts of the file that carry none of their own. */
  reason?: string | undefined;
  reasonCode?: string | undefined;
  onConflict?: 'keep' | 'take' | undefined;
  choices?: readonly ImportChoice[] | undefined;
}

/** A change of more cells than this is announced as "read again". */
const MAX_ANNOUNCED = 2000;
const LINES_PER_PART = 1000;
/** Said in an answer; an instrument's file has thousands of internal standards. */
const MAX_SKIPPED = 500;

/** What was planned against may have changed before the write: then nothing is written. */
async function demandUnchanged(reader: Reader, known: Known, plan: ImportPlan): Promise<void> {
  const samples = new Map((await samplesByNumber(reader, [...known.samples.keys()])).map((sample) => [sample.id, sample.revision]));
  const changed = [...known.samples.values()].find((sample) => samples.get(sample.id) !== sample.revision);
  if (changed !== undefined) throw new Fault('conflict', `sample ${changed.number} was changed while the file was read; import it again`, { details: [{ got: changed.number, message: 'import.changed' }] });
  const planned = new Set(plan.writes.insertHeads.map((head) => `${head.sampleId} ${head.analyteId} ${head.basis} ${String(head.attempt)}`));
  const heads = planned.size === 0 ? [] : await resultsOfSamples(reader, [...new Set(plan.writes.insertHeads.map((head) => head.sampleId))]);
  const taken = heads.find((head) => planned.has(`${head.sampleId} ${head.analyteId} ${head.basis} ${String(head.attempt)}`));
  if (taken !== undefined) throw new Fault('conflict', `a result of ${taken.analyteId} was entered while the file was read; import it again`, { details: [{ got: taken.analyteId, message: 'import.changed' }] });
}

/**
 * @throws Fault `not-found` for the kind, round or mapping, `unsupported-encoding`, `unsupported-format`, `too-large`,
 *   `conflict` when somebody wrote the same results meanwhile; whatever is wrong inside the file is listed, not thrown
 */
export async function importResults(store: Store, request: ImportRequest): Promise<ImportReport> {
  demand(request.user, 'results.import');
  if (request.kind !== AUTO) layoutOf(request.kind);
  if (request.round !== undefined && (await roundByCode(store.read, request.round)) === undefined) throw new Fault('not-found', `there is no round ${request.round}`, { details: [{ got: request.round, message: 'round.unknown' }] });
  const mapping = request.mapping === undefined ? undefined : await importMappingByName(store.read, request.mapping);
  if (request.mapping !== undefined && mapping?.active !== true) throw new Fault('not-found', `there is no column mapping "${request.mapping}"`, { details: [{ got: request.mapping, message: 'import.mapping-unknown' }] });
  const { table, encoding, sheet, sheets } = await readFile(request.bytes, request.sheet);
  const layout = request.kind !== AUTO ? layoutOf(request.kind) : mapping === undefined ? detectLayout(table) : layoutOf(mapping.kind);
  const reading = layout.read(table, { columns: mapping?.columns, unit: mapping?.unit ?? undefined, beforeDilution: mapping?.beforeDilution });
  const { run } = request;
  const values = run === undefined ? reading.values : reading.values.map((value): ImportedValue => ({ ...value, run: value.run ?? run }));
  await giveWay();
  const known = await readKnown(store.read, values, mapping?.analytes);
  await readHistory(store.read, values, known);
  const plan: ImportPlan = { writes: joinWrites([]), touched: new Map(), qc: [], written: 0, unchanged: 0, kept: 0, conflicts: [], errors: [...reading.errors], lines: [] };
  const importId = newId(request.at);
  const choices = new Map((request.choices ?? []).map((choice) => [choice.key, choice]));
  await planValues(values.filter((value) => value.qc === undefined), known, { ...request, choices }, importId, plan);
  await planQc(store.read, values.filter((value) => value.qc !== undefined), known, { ...request, choices }, importId, plan);

  const wrong = plan.errors.length > 0 || plan.conflicts.length > 0;
  const writes = !wrong && !request.dryRun && plan.written > 0;
  const say = (words: { zh: string; en: string }): string => `${request.language === 'en' ? words.en : words.zh}${request.language === 'en' ? '.' : '。'}`;
  const notes = (list: readonly ImportError[]): ImportNote[] => [...list].sort((a, b) => a.row - b.row).map(({ row, column, value, zh, en }) => ({ row, column, value: value.slice(0, 200), message: say({ zh, en }) }));
  const answer: ImportReport = {
    kind: layout.id,
    read: values.length,
    written: wrong ? 0 : plan.written,
    unchanged: plan.unchanged,
    kept: plan.kept,
    conflicts: plan.conflicts.map(({ zh, en, takeDenied, ...conflict }) => ({
      ...conflict, message: say({ zh, en }),
      choices: [{ choice: 'keep', allowed: true }, { choice: 'take', allowed: takeDenied === undefined, ...(takeDenied === undefined ? {} : { reason: say(takeDenied) }) }],
    })),
    errors: notes(plan.errors),
    skipped: notes(reading.skipped.slice(0, MAX_SKIPPED)),
    encoding,
    separator: table.separator ?? '',
    sheet,
    sheets,
    dryRun: request.dryRun,
    importId: writes ? importId : null,
  };
  if (writes) await writeImport(store, { ...request, kind: layout.id }, plan, known, { id: importId, encoding, read: answer.read, separator: table.separator, sheet });
  return answer;
}

/** What was decided about each conflict, as the log keeps it. */
function choicesOf(request: ImportRequest): Record<string, string> {
  const words = (choice: ImportChoice): string => [choice.choice, choice.reasonCode, choice.reason].filter((part) => part !== undefined).join(': ');
  return {
    ...(request.reason === undefined ? {} : { reason: request.reason }), ...(request.reasonCode === undefined ? {} : { reasonCode: request.reasonCode }), ...(request.onConflict === undefined ? {} : { onConflict: request.onConflict }),
    ...Object.fromEntries((request.choices ?? []).map((choice) => [choice.key, words(choice)])),
  };
}

async function writeImport(store: Store, request: ImportRequest, plan: ImportPlan, known: Known, about: { id: string; encoding: string; read: number; separator: string | null; sheet: string | null }): Promise<void> {
  const log: ImportLog = {
    id: about.id, kind: request.kind, fileName: request.fileName.slice(0, 200), fileSha256: sha256Hex(request.bytes), encoding: about.encoding, separator: about.separator, sheet: about.sheet, mapping: request.mapping ?? null,
    summary: { read: about.read, written: plan.written, unchanged: plan.unchanged }, choices: choicesOf(request), actorId: request.user.id, at: nowInstant(request.at),
  };
  const parts: ImportPart[] = [];
  for (let start = 0; start < plan.lines.length; start += LINES_PER_PART) parts.push({ id: newId(request.at), importId: log.id, part: parts.length + 1, lines: plan.lines.slice(start, start + LINES_PER_PART) });
  // checked and digested here, so that the writer is held only while it writes
  await prepareRows(resultThing, plan.writes.insertHeads);
  await prepareRows(resultRevision, plan.writes.revisions);
  await prepareRows(qcThing, plan.qc);
  await prepareRows(importPart, parts);
  await store.write(async (tx) => {
    await demandUnchanged(tx, known, plan);
    await tx.insert(importLog, [log]);
    await tx.insert(importPart, parts);
    await writeResults(tx, plan.writes);
    if (plan.qc.length > 0) await tx.insert(qcThing, plan.qc);
    tx.audit({ actorId: request.user.id, action: 'results.import', subject: 'importLog', subjectId: log.id, reason: request.reason, detail: { kind: log.kind, fileName: log.fileName, fileSha256: log.fileSha256, ...log.summary, qualityControl: plan.qc.length, ...(plan.kept === 0 ? {} : { kept: plan.kept }) } });
    for (const [roundId, places] of plan.touched) {
      const book = known.books.get(roundId);
      if (book === undefined) continue;
      book.names.set(request.user.id, request.user.displayName);
      if (places.length <= MAX_ANNOUNCED) announce(tx, request.publish, book, places, [], () => undefined);
      else announceReload(tx, request.publish, book);
    }
  });
}
