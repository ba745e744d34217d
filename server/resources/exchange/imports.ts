/** Importing files: the kinds there are, a dry run, the import, its log line by line, its undoing, and column mappings. */
import { Type } from '@sinclair/typebox';
import { IMPORT_OUTCOMES, importLog, importMapping, importUndo } from '../../../models/schemas/index.ts';
import { importsOf, listImportMappings, partsOf, undosOf } from '../../../models/store/repositories/imports.ts';
import { namesOf } from '../../../models/store/repositories/reference.ts';
import type { Reader } from '../../../models/store/types.ts';
import { allowedActionsField, extend, fileBody, pageOf, pageQuery, route, Words, type RouteList } from '../../http/route.ts';
import { layouts } from '../../imports/index.ts';
import { sampleOf } from '../../imports/sampleFile.ts';
import { changeMapping, createMapping, MAPPED_COLUMNS } from '../../usecases/exchange/importMappings.ts';
import { importResults } from '../../usecases/exchange/importResults.ts';
import { importActions, undoImport } from '../../usecases/exchange/importUndo.ts';
import { oneOf, orNull } from '../views.ts';

const text = Type.String();
const n = Type.Integer();
const Note = Type.Object({ row: n, column: text, value: text, message: text });

const ImportReport = Type.Object(
  {
    kind: text,
    read: n,
    /** In a dry run, what would be written. 0 where there is any error or conflict. */
    written: n,
    unchanged: n,
    kept: n,
    conflicts: Type.Array(
      Type.Object({
        key: text, row: n, column: text, sampleNumber: text, analyte: text, existing: text, incoming: text, message: text,
        /** Taking the file's value amends a verified or released result: a new attempt, to be verified again. */
        amends: Type.Boolean(),
        choices: Type.Array(Type.Object({ choice: oneOf(['keep', 'take'] as const), allowed: Type.Boolean(), reason: Type.Optional(text) })),
      }),
    ),
    errors: Type.Array(Note),
    /** Passed over, each with why: internal standards, solvent, no concentration. */
    skipped: Type.Array(Note),
    encoding: text,
    separator: text,
    sheet: orNull(text),
    sheets: Type.Array(text),
    dryRun: Type.Boolean(),
    importId: orNull(text),
  },
  { $id: 'importReport' },
);

const UndoView = extend(importUndo, { actorName: orNull(text) }, 'importUndoView');
const LogView = extend(importLog, { actorName: orNull(text), undone: orNull(UndoView) }, 'importLogView');
const LogDetail = extend(importLog, { actorName: orNull(text), undone: orNull(UndoView), allowedActions: allowedActionsField }, 'importLogDetail');
const LineView = Type.Object({ row: n, column: text, sample: text, analyte: text, text, outcome: oneOf(IMPORT_OUTCOMES), resultId: orNull(text) }, { $id: 'importLine' });

const KIND = Type.String({ minLength: 1, maxLength: 40, description: 'A kind of GET /api/imports, or "auto": found by the headings' });
const given = {
  dryRun: Type.Optional(Type.Boolean()),
  round: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  fileName: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  /** Number of the run for rows that name none. */
  run: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  /** Name of a column mapping. */
  mapping: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  /** Sheet of a workbook. */
  sheet: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  /** Why existing values are changed. */
  reason: Type.Optional(Type.String({ maxLength: 500 })),
  reasonCode: Type.Optional(Type.String({ maxLength: 60 })),
  /** For conflicts without a choice of their own. */
  onConflict: Type.Optional(oneOf(['keep', 'take'] as const)),
};

const Choice = Type.Object({ key: Type.String({ maxLength: 300 }), choice: oneOf(['keep', 'take'] as const), reason: Type.Optional(Type.String({ maxLength: 500 })), reasonCode: Type.Optional(Type.String({ maxLength: 60 })) }, { additionalProperties: false });

const MappingContent = {
  name: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
  kind: Type.String({ minLength: 1, maxLength: 40 }),
  columns: Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 200 })),
  analytes: Type.Record(Type.String({ minLength: 1, maxLength: 200 }), Type.String({ minLength: 1, maxLength: 80 })),
  unit: orNull(Type.String({ minLength: 1, maxLength: 20 })),
  beforeDilution: Type.Boolean(),
};
const MappingView = extend(importMapping, { updatedByName: orNull(text) }, 'importMappingView');

async function withNames(reader: Reader, rows: readonly (typeof importMapping)['schema']['static'][]) {
  const names = await namesOf(reader, rows.map((row) => row.updatedBy));
  return rows.map((row) => ({ ...row, updatedByName: names.get(row.updatedBy) ?? null }));
}

export const importRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/imports',
    operation: 'results.import',
    summary: 'The kinds of file that can be imported, each with an example, and the latest imports',
    response: Type.Object({
      kinds: Type.Array(Type.Object({ id: text, title: Words, columns: Type.Array(text), sample: text })),
      /** What a column mapping can name. */
      mappedColumns: Type.Array(text),
      log: Type.Array(LogView),
    }),
    handler: async ({ store }) => {
      const log = await importsOf(store.read, [...layouts.map(({ id }) => id), 'euda'], 50);
      const undos = await undosOf(store.read, log.map((entry) => entry.id));
      const names = await namesOf(store.read, [...log, ...undos.values()].map((entry) => entry.actorId));
      const kinds = await Promise.all(layouts.map(async ({ id, title, columns, sample }) => ({ id, title, columns: [...columns], sample: await sampleOf(sample) })));
      return {
        kinds,
        mappedColumns: MAPPED_COLUMNS,
        log: log.map((entry) => {
          const undo = undos.get(entry.id);
          return { ...entry, actorName: names.get(entry.actorId) ?? null, undone: undo === undefined ? null : { ...undo, actorName: names.get(undo.actorId) ?? null } };
        }),
      };
    },
  }),
  route({
    method: 'post',
    path: '/api/imports/:kind',
    operation: 'results.import',
    summary: 'Import a file of results; every error at once, nothing written where there is one, the same file again changes nothing',
    params: Type.Object({ kind: KIND }),
    query: Type.Object(given),
    body: fileBody(['text/csv', 'text/tab-separated-values', 'text/plain', 'application/octet-stream', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']),
    response: ImportReport,
    handler: ({ store, user, params, query, body, clock, language, publish }) =>
      importResults(store, { ...query, user, at: clock(), language, publish, kind: params.kind, fileName: query.fileName ?? `${params.kind}.csv`, bytes: body, dryRun: query.dryRun ?? false }),
  }),
  route({
    method: 'post',
    path: '/api/imports',
    operation: 'results.import',
    summary: 'As POST /api/imports/{kind}, with the file as Base64 and a choice for each conflict',
    body: Type.Object({ kind: KIND, ...given, file: Type.String({ minLength: 1, contentEncoding: 'base64', pattern: '^[A-Za-z0-9+/]+={0,2}$' }), choices: Type.Optional(Type.Array(Choice, { maxItems: 20_000 })) }, { additionalProperties: false }),
    response: ImportReport,
    handler: ({ store, user, body, clock, language, publish }) => {
      const { file, ...rest } = body;
      return importResults(store, { ...rest, user, at: clock(), language, publish, fileName: body.fileName ?? `${body.kind}.csv`, bytes: Buffer.from(file, 'base64'), dryRun: body.dryRun ?? false });
    },
  }),
  route({
    method: 'get',
    path: '/api/import-logs/:id',
    operation: 'results.import',
    summary: 'One import, and whether it can be undone',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) }),
    response: LogDetail,
    handler: async ({ store, user, params }) => {
      const { log, undone, allowedActions } = await importActions(store.read, user, params.id);
      const names = await namesOf(store.read, [log.actorId, ...(undone === undefined ? [] : [undone.actorId])]);
      return { ...log, actorName: names.get(log.actorId) ?? null, undone: undone === undefined ? null : { ...undone, actorName: names.get(undone.actorId) ?? null }, allowedActions };
    },
  }),
  route({
    method: 'get',
    path: '/api/import-logs/:id/lines',
    operation: 'results.import',
    summary: 'What became of each value of a file',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) }),
    query: Type.Object(pageQuery),
    response: pageOf(LineView),
    handler: async ({ store, params, query }) => {
      const lines = (await partsOf(store.read, params.id)).flatMap((part) => part.lines);
      const start = Number.parseInt(query.after ?? '0', 10);
      const from = Number.isSafeInteger(start) && start > 0 ? start : 0;
      const end = from + (query.limit ?? 1000);
      const items = lines.slice(from, end).map(([row, column, sample, analyte, written, outcome, resultId]) => ({ row, column, sample, analyte, text: written, outcome, resultId }));
      return { items, next: end < lines.length ? String(end) : null, total: lines.length };
    },
  }),
  route({
    method: 'post',
    path: '/api/import-logs/:id/undo',
    operation: 'results.import',
    summary: 'Take an import back as a whole, while nothing of it is verified',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) }),
    body: Type.Object({ reason: Type.String({ maxLength: 500 }) }, { additionalProperties: false }),
    response: UndoView,
    handler: async ({ store, user, params, body, clock, publish }) => ({ ...(await undoImport(store, { user, at: clock(), publish, id: params.id, reason: body.reason })), actorName: user.displayName }),
  }),
  route({
    method: 'get',
    path: '/api/import-mappings',
    operation: 'results.import',
    summary: 'Column mappings, by name',
    response: pageOf(MappingView),
    handler: async ({ store }) => {
      const items = await withNames(store.read, await listImportMappings(store.read));
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'post',
    path: '/api/import-mappings',
    operation: 'results.import',
    summary: 'Keep a column mapping under a name',
    creates: true,
    body: Type.Object({ ...MappingContent, columns: Type.Optional(MappingContent.columns), analytes: Type.Optional(MappingContent.analytes), unit: Type.Optional(MappingContent.unit), beforeDilution: Type.Optional(MappingContent.beforeDilution) }, { additionalProperties: false }),
    response: MappingView,
    handler: async ({ store, user, body, clock }) => ({ ...(await createMapping(store, { user, at: clock(), name: body.name, kind: body.kind, columns: body.columns ?? {}, analytes: body.analytes ?? {}, unit: body.unit ?? null, beforeDilution: body.beforeDilution ?? false })), updatedByName: user.displayName }),
  }),
  route({
    method: 'patch',
    path: '/api/import-mappings/:id',
    operation: 'results.import',
    ifMatch: true,
    summary: 'Change a column mapping, or put it out of use',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) }),
    body: Type.Partial(Type.Object({ ...MappingContent, active: Type.Boolean() }, { additionalProperties: false })),
    response: MappingView,
    handler: async ({ store, user, params, ifMatch, body, clock }) => {
      const [view] = await withNames(store.read, [await changeMapping(store, { user, at: clock(), id: params.id, revision: ifMatch, patch: body })]);
      if (view === undefined) throw new Error(`mapping ${params.id} was not found again`);
      return view;
    },
  }),
];
