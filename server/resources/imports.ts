/** Importing files: the kinds there are, a dry run, the import, and its log. */
import { Type } from '@sinclair/typebox';
import { importLog } from '../../models/schemas/index.ts';
import { namesOf, importsOf } from '../../models/store/repositories/reference.ts';
import { extend, fileBody, route, Words, type RouteList } from '../http/route.ts';
import { layouts } from '../imports/index.ts';
import { sampleOf } from '../imports/sampleFile.ts';
import { importResults } from '../usecases/importResults.ts';
import { orNull } from './views.ts';

const text = Type.String();

export const ImportReport = Type.Object(
  {
    read: Type.Integer(),
    /** In a dry run, what would be written. 0 where there is any error or conflict. */
    written: Type.Integer(),
    unchanged: Type.Integer(),
    conflicts: Type.Array(Type.Object({ row: Type.Integer(), column: text, sampleNumber: text, analyte: text, existing: text, incoming: text, message: text })),
    errors: Type.Array(Type.Object({ row: Type.Integer(), column: text, value: text, message: text })),
    encoding: text,
    separator: text,
    dryRun: Type.Boolean(),
  },
  { $id: 'importReport' },
);

export const importRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/imports',
    operation: 'results.import',
    summary: 'The kinds of file that can be imported, each with an example, and the latest imports',
    response: Type.Object({
      kinds: Type.Array(Type.Object({ id: text, title: Words, columns: Type.Array(text), sample: text })),
      log: Type.Array(extend(importLog, { actorName: orNull(text) }, 'importLogView')),
    }),
    handler: async ({ store }) => {
      const log = await importsOf(store.read, 50);
      const names = await namesOf(store.read, log.map((entry) => entry.actorId));
      const kinds = await Promise.all(layouts.map(async ({ id, title, columns, sample }) => ({ id, title, columns: [...columns], sample: await sampleOf(sample) })));
      return { kinds, log: log.map((entry) => ({ ...entry, actorName: names.get(entry.actorId) ?? null })) };
    },
  }),
  route({
    method: 'post',
    path: '/api/imports/:kind',
    operation: 'results.import',
    summary: 'Import a file of results; every error at once, nothing written where there is one, the same file again changes nothing',
    params: Type.Object({ kind: Type.String({ minLength: 1, maxLength: 40 }) }),
    query: Type.Object({
      dryRun: Type.Optional(Type.Boolean()),
      round: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
      fileName: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      /** Why existing values are changed. */
      reason: Type.Optional(Type.String({ maxLength: 500 })),
    }),
    body: fileBody(['text/csv', 'text/tab-separated-values', 'text/plain', 'application/octet-stream']),
    response: ImportReport,
    handler: ({ store, user, params, query, body, clock, language, publish }) =>
      importResults(store, { user, at: clock(), language, publish, kind: params.kind, fileName: query.fileName ?? `${params.kind}.csv`, bytes: body, dryRun: query.dryRun ?? false, round: query.round, reason: query.reason }),
  }),
];
