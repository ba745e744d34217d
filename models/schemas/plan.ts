import { Type, type Static } from '@sinclair/typebox';
import { choice, flag, id, instant, json, localDate, ref, revision, synthetic, text } from './fields.ts';
import { thing, type Row } from './thing.ts';
import { MATRICES, SAMPLING_MODES } from './vocabulary.ts';
import { SITE_ASSETS, SITE_CATCHMENTS, SITE_ROLES, COORDINATE_SYSTEMS } from './site.ts';

const Words = Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, { additionalProperties: false });
const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });

/** A sampling plan as written in sampling-plans/plans/*.json. */
export const PlanDocument = Type.Object(
  {
    code: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
    version: Type.Integer({ minimum: 1 }),
    name: Words,
    /** What the plan takes for granted and a reader must know. */
    assumptions: Type.Array(Words),
    source: Type.String({ minLength: 1 }),
    timeZone: Type.String({ minLength: 1 }),
    synthetic: Type.Boolean(),
    codeSystem: Type.String({ minLength: 1 }),
    county: Type.String({ minLength: 1 }),
    frequency: oneOf(['quarterly', 'monthly', 'yearly'] as const),
    panel: Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true }),
    quality: Type.Object(
      {
        methodBlanksPerRun: Type.Integer({ minimum: 0 }),
        duplicateShare: Type.Number({ minimum: 0, maximum: 1 }),
        matrixSpikesPerRun: Type.Integer({ minimum: 0 }),
        runSize: Type.Integer({ minimum: 1, maximum: 200 }),
        receiptLimitC: Type.Number(),
      },
      { additionalProperties: false },
    ),
    areas: Type.Array(
      Type.Object(
        {
          code: Type.String({ minLength: 1 }),
          sites: Type.Array(
            Type.Object(
              {
                code: Type.String({ minLength: 1 }),
                name: Words,
                asset: oneOf(SITE_ASSETS),
                catchment: oneOf(SITE_CATCHMENTS),
                role: oneOf(SITE_ROLES),
                /** Code of the village that it stands in, where it is known; a village of this area. */
                village: Type.Optional(Type.String({ minLength: 1 })),
                matrix: oneOf(MATRICES),
                mode: oneOf(SAMPLING_MODES),
                /** Longitude, latitude in the system named. */
                coordinate: Type.Unsafe<[longitude: number, latitude: number]>({ type: 'array', prefixItems: [Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })], items: false, minItems: 2 }),
                coordinateSystem: oneOf(COORDINATE_SYSTEMS),
                flowM3PerDay: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
                populationServed: Type.Optional(Type.Integer({ minimum: 1 })),
                premisesAround: Type.Optional(Type.Integer({ minimum: 0 })),
                hazardNote: Type.Optional(Words),
                /** Soil is taken beside the water at this site. */
                soilBeside: Type.Optional(Type.Boolean()),
                /** Codes of the sites directly downstream, with the distance along the stream in metres where known. */
                downstream: Type.Optional(Type.Array(Type.Object({ site: Type.String(), distanceM: Type.Optional(Type.Number({ exclusiveMinimum: 0 })) }, { additionalProperties: false }))),
              },
              { additionalProperties: false },
            ),
            { minItems: 1 },
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
  },
  { $id: 'planDocument', additionalProperties: false },
);
export type PlanDocument = Static<typeof PlanDocument>;

/** A version of a sampling plan as it was taken into the store. */
export const plan = thing(
  'plan',
  'evidence',
  {
    id: id(),
    code: text(['方案编号', 'Plan code'], 40),
    version: text(['方案版本', 'Plan version'], 20),
    nameZh: text(['名称（中文）', 'Name (Chinese)']),
    nameEn: text(['名称（英文）', 'Name (English)']),
    document: json(Type.Unsafe<PlanDocument>({ type: 'object' }), ['方案内容', 'Document']),
    createdAt: instant(['建立时间', 'Created at']),
    synthetic: synthetic(),
  },
  { unique: [{ name: 'uq_plan_version', fields: ['code', 'version'] }] },
);
export type Plan = Row<typeof plan>;

export const ROUND_PERIODS = ['quarter', 'month', 'year', 'campaign'] as const;

/** One pass over the plan's sites. What is done and what is missing is computed from its samples, never stored. */
export const round = thing(
  'round',
  'record',
  {
    id: id(),
    code: text(['轮次', 'Round'], 40),
    planId: ref('plan', ['采样方案', 'Sampling plan']),
    period: choice(ROUND_PERIODS, ['周期', 'Period']),
    startsOn: localDate(['开始日期', 'Starts on']),
    endsOn: localDate(['结束日期', 'Ends on']),
    timeZone: text(['时区', 'Time zone'], 60),
    closed: flag(['已关闭', 'Closed']),
    synthetic: synthetic(),
    revision: revision(),
  },
  { unique: [{ name: 'uq_round_code', fields: ['code'] }] },
);
export type Round = Row<typeof round>;
