/** The menu of exports, and the files. */
import { Type } from '@sinclair/typebox';
import { LANGUAGES } from '../../../models/schemas/vocabulary.ts';
import { Denial } from '../../../models/schemas/answers/allowedAction.ts';
import { whyNot } from '../../auth/permissions.ts';
import { exportKinds, writeExport } from '../../exports/index.ts';
import { EXPORT_PARAMETERS } from '../../exports/exportKind.ts';
import { file, fileAnswer, pageOf, route, Words, type RouteList } from '../../http/route.ts';
import { oneOf } from '../views.ts';

const short = Type.Optional(Type.String({ minLength: 1, maxLength: 80 }));
const MEDIA = [...new Set(exportKinds.flatMap(({ formats }) => Object.values(formats).map(({ mediaType }) => mediaType)))];

export const exportRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/exports',
    operation: 'exports.read',
    summary: 'What can be exported, in which formats, and whether this person may',
    response: pageOf(Type.Object({ id: Type.String(), title: Words, formats: Type.Array(Type.String()), parameters: Type.Array(oneOf(EXPORT_PARAMETERS)), allowed: Type.Boolean(), reason: Type.Optional(Denial) })),
    handler: ({ user }) => {
      const items = exportKinds.map(({ id, title, formats, parameters, operation }) => {
        const reason = whyNot(user, operation);
        return { id, title, formats: Object.keys(formats), parameters: [...parameters], allowed: reason === undefined, ...(reason === undefined ? {} : { reason }) };
      });
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'get',
    path: '/api/exports/:id',
    operation: 'exports.read',
    summary: 'A file: released data only, non-detects with a blank value and their limits, synthetic data marked in every row',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 40 }) }),
    query: Type.Object({ format: short, round: short, schedule: short, date: short, unit: short, language: Type.Optional(oneOf(LANGUAGES)) }),
    response: fileAnswer(MEDIA),
    handler: async ({ store, user, params, query, language, clock, services }) => file(await writeExport(params.id, query.format, { store, user, language: query.language ?? language, at: clock(), round: query.round, schedule: query.schedule, date: query.date, unit: query.unit, roads: services.roads })),
  }),
];
