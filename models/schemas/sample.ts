import { Type } from '@sinclair/typebox';
import { choice, freeText, hash, id, instant, integer, json, localDate, nullable, real, ref, revision, synthetic, text } from './fields.ts';
import { COORDINATE_SYSTEMS } from './site.ts';
import { thing, type Row } from './thing.ts';
import { MATRICES, SAMPLING_MODES } from './vocabulary.ts';

export const SAMPLE_STATES = ['planned', 'collected', 'in-transit', 'received', 'disposed', 'missed', 'cancelled', 'lost', 'rejected'] as const;
export type SampleState = (typeof SAMPLE_STATES)[number];
export const SAMPLE_KINDS = ['routine', 'field-duplicate', 'field-blank'] as const;

/** A bottle. `state` and the times follow from custody events; a rejected number is never used again. */
export const sample = thing(
  'sample',
  'record',
  {
    id: id(),
    number: text(['样品编号', 'Sample number'], 40),
    roundId: ref('round', ['轮次', 'Round']),
    siteId: ref('site', ['点位', 'Site']),
    kind: choice(SAMPLE_KINDS, ['样品类别', 'Sample kind']),
    matrix: choice(MATRICES, ['介质', 'Matrix']),
    mode: choice(SAMPLING_MODES, ['采样方式', 'Sampling mode']),
    state: choice(SAMPLE_STATES, ['状态', 'State']),
    dueOn: localDate(['应采日期', 'Due on']),
    collectedAt: nullable(instant(['采样时间', 'Collected at'])),
    collectedOn: nullable(localDate(['采样日期', 'Collected on'])),
    receivedAt: nullable(instant(['收样时间', 'Received at'])),
    receiptTemperatureC: nullable(real(['收样温度', 'Temperature on receipt'], '°C', { minimum: -90, maximum: 70 })),
    /** Rain of the 48 h before and flow at the time, where recorded: a fall that dilution explains is said to be so. */
    rainMm: nullable(real(['前48小时降雨', 'Rain in the 48 h before'], 'mm', { minimum: 0, maximum: 2000 })),
    flowM3PerDay: nullable(real(['当日流量', 'Flow on the day'], 'm³/d', { exclusiveMinimum: 0 })),
    /** The bottle that this one was taken instead of: rejected, lost, missed or invalidated. */
    replacesSampleId: nullable(ref('sample', ['替代的样品', 'Replaces sample'])),
    synthetic: synthetic(),
    revision: revision(),
  },
  { unique: [{ name: 'uq_sample_number', fields: ['number'] }], indexes: [['roundId', 'siteId'], ['siteId']] },
);
export type Sample = Row<typeof sample>;

export const CUSTODY_KINDS = ['collect', 'hand-over', 'receive', 'reject', 'miss', 'lose', 'cancel', 'dispose'] as const;
export type CustodyKind = (typeof CUSTODY_KINDS)[number];
/** Why a sample was received with a deviation, rejected or missed. */
export const CUSTODY_REASONS = ['temperature', 'leaking', 'seal-broken', 'label-unreadable', 'volume-short', 'holding-time', 'wrong-container', 'site-dry', 'site-inaccessible', 'unsafe', 'other'] as const;

export const custodyEvent = thing(
  'custodyEvent',
  'evidence',
  {
    id: id(),
    sampleId: ref('sample', ['样品', 'Sample']),
    sequence: integer(['序号', 'Sequence'], { minimum: 1 }),
    kind: choice(CUSTODY_KINDS, ['事件', 'Event']),
    at: instant(['发生时间', 'Happened at']),
    localDate: localDate(['发生日期', 'Local date']),
    actorId: ref('user', ['记录人', 'Recorded by']),
    from: nullable(text(['交出方', 'From'], 100)),
    to: nullable(text(['接收方', 'To'], 100)),
    seal: nullable(text(['封签', 'Seal'], 60)),
    temperatureC: nullable(real(['温度', 'Temperature'], '°C', { minimum: -90, maximum: 70 })),
    reasons: json(Type.Array(Type.Unsafe<(typeof CUSTODY_REASONS)[number]>({ type: 'string', enum: [...CUSTODY_REASONS] })), ['原因代码', 'Reason codes']),
    deviation: nullable(freeText(['偏离说明', 'Deviation'], 500)),
    givenX: nullable(real(['原始经度', 'Longitude as given'], '°', { minimum: -180, maximum: 180 })),
    givenY: nullable(real(['原始纬度', 'Latitude as given'], '°', { minimum: -90, maximum: 90 })),
    givenSystem: nullable(choice(COORDINATE_SYSTEMS, ['坐标系', 'Coordinate system'])),
    accuracyM: nullable(real(['定位精度', 'Position accuracy'], 'm', { minimum: 0 })),
    photoSha256: nullable(hash(['照片哈希', 'Photo SHA-256'], 64)),
    measurements: json(
      Type.Object(
        { pH: Type.Optional(Type.Number({ minimum: 0, maximum: 14 })), waterTemperatureC: Type.Optional(Type.Number({ minimum: -5, maximum: 70 })), conductivityUSPerCm: Type.Optional(Type.Number({ minimum: 0 })), rainMm: Type.Optional(Type.Number({ minimum: 0, maximum: 2000 })), flowM3PerDay: Type.Optional(Type.Number({ exclusiveMinimum: 0 })), volumeMl: Type.Optional(Type.Number({ minimum: 0 })) },
        { additionalProperties: false },
      ),
      ['现场测定', 'Field measurements'],
    ),
    recordedAt: instant(['登记时间', 'Recorded at']),
  },
  { unique: [{ name: 'uq_custody_sequence', fields: ['sampleId', 'sequence'] }] },
);
export type CustodyEvent = Row<typeof custodyEvent>;
