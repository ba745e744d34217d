/** The map of a round, and the evidence behind one area's colour. */
import { Type } from '@sinclair/typebox';
import type { FeatureCollection, LineString, MultiPolygon, Point, Polygon } from 'geojson';
import { AreaAssessment, FurtherArea, Reason, SiteStanding } from '../../../models/schemas/assessment.ts';
import { AREA_LEVELS, FIRMNESSES, GRADES, POPULATION_BASES } from '../../../models/schemas/index.ts';
import { route, Words, type RouteList } from '../../http/route.ts';
import { areaEvidence } from '../../usecases/assessment/evidence.ts';
import { mapView } from '../../usecases/assessment/mapView.ts';
import { Since } from '../../../models/schemas/assessment.ts';
import type { AreaProperties, SiteProperties } from '../../../models/schemas/answers/map.ts';
import { RuleView } from './ruleView.ts';
import { oneOf, orNull } from '../views.ts';

const geoJson = <T>() => Type.Unsafe<T>({ type: 'object', properties: { type: { const: 'FeatureCollection' }, features: { type: 'array', items: { type: 'object' } } }, required: ['type', 'features'] });
const code = Type.String({ minLength: 1, maxLength: 40 });
const id = Type.String({ minLength: 1, maxLength: 80 });

const Summary = Type.Object({
  id: Type.String(), sequence: Type.Integer(), rule: Type.String(), ruleVersion: Type.String(), ruleTitle: Words, createdAt: Type.String(), stale: Type.Boolean(), newer: Type.Integer({ minimum: 0 }), staleReasons: Type.Array(Words), since: Type.Union([Since, Type.Null()]),
});

const MapViewSchema = Type.Object(
  {
    round: Type.String(),
    assessment: orNull(Summary),
    sentence: Words,
    county: Type.Object({ code: Type.String(), name: Words }),
    bounds: Type.Array(Type.Number(), { minItems: 4, maxItems: 4 }),
    legend: Type.Array(Type.Object({ grade: oneOf(GRADES), label: Words, color: Type.String(), count: Type.Integer() })),
    areas: geoJson<FeatureCollection<Polygon | MultiPolygon, AreaProperties>>(),
    seats: geoJson<FeatureCollection<Point, AreaProperties>>(),
    sites: geoJson<FeatureCollection<Point, SiteProperties>>(),
    relations: geoJson<FeatureCollection<LineString>>(),
    further: Type.Array(Type.Object({ areaId: Type.String(), code: Type.String(), name: Words, kind: FurtherArea.properties.kind, withheld: Type.Boolean(), grade: orNull(oneOf(GRADES)), firmness: orNull(oneOf(FIRMNESSES)), severity: orNull(Type.Number()) })),
    notices: Type.Array(Reason),
    rounds: Type.Array(Type.Object({ code: Type.String(), counts: Type.Unsafe<Partial<Record<(typeof GRADES)[number], number>>>({ type: 'object', additionalProperties: { type: 'integer' } }) })),
  },
  { $id: 'mapView' },
);

const NumberOrNull = orNull(Type.Number());
const { standing: ownStanding, ...omitStanding } = FurtherArea.properties;
void ownStanding;

const EvidenceSchema = Type.Object(
  {
    area: Type.Object({ id: Type.String(), code: Type.String(), name: Words, level: oneOf(AREA_LEVELS), population: orNull(Type.Integer()), populationBasis: orNull(oneOf(POPULATION_BASES)) }),
    assessment: orNull(Summary),
    standing: orNull(AreaAssessment),
    within: Type.Array(Type.Object({ ...omitStanding, grade: orNull(oneOf(GRADES)), firmness: orNull(oneOf(FIRMNESSES)), severity: NumberOrNull })),
    place: orNull(Type.Object({
      kind: FurtherArea.properties.kind,
      withheld: orNull(Words),
      towns: Type.Array(Type.Object({
        areaId: Type.String(), code: Type.String(), name: Words, grade: oneOf(GRADES), firmness: oneOf(FIRMNESSES),
        sites: Type.Array(Type.Object({ siteCode: Type.String(), siteName: Words, matrix: SiteStanding.properties.matrix, basis: SiteStanding.properties.basis, index: NumberOrNull, indexQualifier: SiteStanding.properties.indexQualifier, grade: SiteStanding.properties.grade, here: Type.Boolean() })),
      })),
    })),
    sites: Type.Array(
      Type.Object({
        ...SiteStanding.properties,
        siteName: Words,
        results: Type.Array(
          Type.Object({
            resultId: Type.String(), sampleNumber: Type.String(), analyte: Type.String(), reportedText: Type.String(), factor: NumberOrNull, qualifier: oneOf(['=', '<', '>'] as const),
            reference: NumberOrNull, referenceSource: orNull(Words), qc: orNull(Type.Object({ status: Type.String(), runNumber: Type.String() })),
          }),
        ),
      }),
    ),
    history: Type.Array(Type.Object({ round: Type.String(), grade: oneOf(GRADES), severity: NumberOrNull, index: NumberOrNull })),
    rule: orNull(RuleView),
  },
  { $id: 'areaEvidence' },
);

export const mapRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/map',
    operation: 'map.read',
    summary: 'The map of a round: graded points, cells, sites, streams, and the sentence over them',
    query: Type.Object({ round: code, assessment: Type.Optional(id) }),
    response: MapViewSchema,
    follows: 'store',
    handler: ({ store, user, query }) => mapView(store, user, query.round, query.assessment),
  }),
  route({
    method: 'get',
    path: '/api/areas/:id/evidence',
    operation: 'map.read',
    summary: 'Why an area has its colour, traced to bottles, quality control, references and the rule',
    params: Type.Object({ id }),
    query: Type.Object({ round: code, assessment: Type.Optional(id) }),
    response: EvidenceSchema,
    handler: ({ store, user, params, query }) => areaEvidence(store, user, params.id, query.round, query.assessment),
  }),
];
