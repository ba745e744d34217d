/** Surfaces of an assessment, to look at and to take away. No grade derives from them. */
import { Type } from '@sinclair/typebox';
import { Reason } from '../../../models/schemas/assessment.ts';
import { BASES, MATRICES } from '../../../models/schemas/vocabulary.ts';
import { file, fileAnswer, route, Words, type RouteList } from '../../http/route.ts';
import { SURFACE_SHOWS, surfaceFile, surfaceView, type SurfaceView } from '../../usecases/assessment/surfaces.ts';
import { oneOf, orNull } from '../views.ts';

const id = Type.String({ minLength: 1, maxLength: 80 });
const asked = { round: Type.String({ minLength: 1, maxLength: 40 }), assessment: Type.Optional(id), analyte: Type.Optional(id), matrix: Type.Optional(oneOf(MATRICES)), show: Type.Optional(oneOf(SURFACE_SHOWS)) };
const View = Type.Object(
  {
    round: Type.String(), sequence: Type.Integer(), synthetic: Type.Boolean(), analyte: orNull(Type.String()), show: oneOf(SURFACE_SHOWS), matrix: orNull(oneOf(MATRICES)), basis: orNull(oneOf(BASES)), unit: Type.String(),
    media: Type.Array(oneOf(MATRICES)), analytes: Type.Array(Type.Object({ id: Type.String(), name: Words })), method: orNull(oneOf(['kriging', 'idw'] as const)),
    cuts: Type.Object({ moderatelySevere: Type.Number(), severe: Type.Number() }), breaks: Type.Array(Type.Number()), bands: Type.Unsafe<SurfaceView['bands']>({ type: 'object' }),
    sites: Type.Integer(), shown: Type.Integer(), masked: Type.Integer(), decisions: Type.Array(Reason),
  },
  { $id: 'surfaceView' },
);

export const surfaceRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/surfaces',
    operation: 'map.read',
    summary: 'Filled bands of a surface of a round: index or analyte, its standard deviation, or the probability of exceeding a cut, with every decision of the model',
    query: Type.Object(asked),
    response: View,
    handler: ({ store, user, query }) => surfaceView(store, { ...query, user, show: query.show ?? 'value' }),
  }),
  route({
    method: 'get',
    path: '/api/surfaces/file',
    operation: 'map.read',
    summary: 'The same as GeoJSON, or prediction, deviation and both probabilities as the four bands of a GeoTIFF',
    query: Type.Object({ ...asked, format: oneOf(['geojson', 'geotiff'] as const) }),
    response: fileAnswer(['application/geo+json', 'image/tiff']),
    handler: async ({ store, user, query: { format, ...query } }) => file(await surfaceFile(store, { ...query, user, show: query.show ?? 'value' }, format)),
  }),
];
