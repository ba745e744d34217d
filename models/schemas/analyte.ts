import { choice, decimal, flag, id, integer, nullable, real, ref, revision, text } from './fields.ts';
import { Type } from '@sinclair/typebox';
import { json } from './fields.ts';
import { thing, type Row } from './thing.ts';
import { MATRICES } from './vocabulary.ts';

/** A substance that is looked for. Filled from models/reference/analytes.json; its id is the record's key. */
export const analyte = thing('analyte', 'record', {
  id: id(['分析物', 'Analyte']),
  nameZh: text(['名称（中文）', 'Name (Chinese)']),
  nameEn: text(['名称（英文）', 'Name (English)']),
  abbreviation: text(['缩写', 'Abbreviation'], 40),
  cas: nullable(text(['CAS号', 'CAS number'], 20)),
  group: text(['类别', 'Group'], 60),
  tier: text(['层级', 'Tier'], 20),
  priority: flag(['重点分析物', 'Priority analyte']),
  order: integer(['次序', 'Order'], { minimum: 0 }),
  source: text(['出处', 'Source'], 300),
  revision: revision(),
});
export type Analyte = Row<typeof analyte>;

/** 40 CFR 136: ML = 3.18 × MDL. HJ 168: 测定下限 = 4 × 检出限. */
export const LIMIT_RULES = ['40CFR136', 'HJ168', 'stated'] as const;
/** GB/T 8170 rounds half to even; the alternative is half up. */
export const ROUNDING_RULES = ['gb-t-8170', 'half-up'] as const;
export const UNITS = ['ng/L', 'µg/L', 'mg/L', 'ng/g', 'µg/kg', 'mg/d', 'mg/1000inh/d'] as const;
export type UnitOfMeasure = (typeof UNITS)[number];

/** A version of a method for one analyte in one matrix. Never changed: a new version is a new row. */
export const method = thing(
  'method',
  'evidence',
  {
    id: id(),
    code: text(['方法', 'Method'], 60),
    version: integer(['版本', 'Version'], { minimum: 1 }),
    analyteId: ref('analyte', ['分析物', 'Analyte']),
    matrix: choice(MATRICES, ['介质', 'Matrix']),
    unit: choice(UNITS, ['单位', 'Unit']),
    lod: decimal(['检出限', 'LOD']),
    loq: decimal(['定量限', 'LOQ']),
    upper: decimal(['测定上限', 'Upper limit']),
    significantDigits: integer(['有效数字', 'Significant digits'], { minimum: 1, maximum: 8 }),
    maximumDecimals: nullable(integer(['最多小数位', 'Decimals at most'], { minimum: 0, maximum: 12 })),
    rounding: choice(ROUNDING_RULES, ['修约规则', 'Rounding']),
    limitRule: choice(LIMIT_RULES, ['限值规则', 'Limit rule']),
    /** Relative expanded uncertainty by half-open, contiguous ranges [from, to) in the method's unit. */
    uncertainty: json(Type.Array(Type.Object({ from: Type.String(), to: Type.Union([Type.String(), Type.Null()]), relative: Type.Number({ minimum: 0 }) }, { additionalProperties: false })), ['不确定度', 'Uncertainty']),
    manualLimits: flag(['允许手工限值', 'Manual limits allowed']),
    /** From collection to measurement at most; null where the laboratory has set none. */
    holdingTimeHours: nullable(real(['保存时限', 'Holding time'], 'h', { exclusiveMinimum: 0 })),
    /** A value this many times above or below what the site showed before is held for a look; null: the usual factor. */
    holdFactor: nullable(real(['待核倍数', 'Hold from a change of'], undefined, { exclusiveMinimum: 1 })),
    verificationsRequired: integer(['要求复核人数', 'Verifications required'], { minimum: 1, maximum: 2 }),
    duplicateRule: choice(['rpd', 'relative-deviation'] as const, ['平行样规则', 'Duplicate rule']),
    source: text(['出处', 'Source'], 300),
  },
  { unique: [{ name: 'uq_method_version', fields: ['code', 'version', 'analyteId', 'matrix'] }], indexes: [['analyteId', 'matrix']] },
);
export type Method = Row<typeof method>;
