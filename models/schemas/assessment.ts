import { Type, type Static } from '@sinclair/typebox';
import { choice, id, instant, integer, json, nullable, ref, synthetic, text } from './fields.ts';
import { thing, type Row } from './thing.ts';
import { BASES, FIRMNESSES, GRADES, MATRICES } from './vocabulary.ts';

const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
const Words = Type.Object({ zh: Type.String(), en: Type.String() });
const NumberOrNull = Type.Union([Type.Number(), Type.Null()]);

/** One reason in words, with a stable code and the figures behind it. */
export const Reason = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() });
export type Reason = Static<typeof Reason>;

/** How one analyte of one matrix and basis stands against its reference. Bases and matrices are never pooled. */
export const AnalyteStanding = Type.Object({
  analyte: Type.String(),
  matrix: oneOf(MATRICES),
  basis: oneOf(BASES),
  unit: Type.String(),
  /** Versioned reference S, in `unit`. */
  reference: Type.Number(),
  referenceSource: Type.String(),
  /** Sites with a valid result, and of those how many are detected, below a limit, above the range. */
  valid: Type.Integer(),
  detected: Type.Integer(),
  censoredBelow: Type.Integer(),
  censoredAbove: Type.Integer(),
  /** True where a non-detect's LOQ is above the cut: it says nothing. */
  uninformative: Type.Integer(),
  /** Median over sites of C / S; null where not estimable. */
  factor: NumberOrNull,
  factorMaximum: NumberOrNull,
  /** `>=`: right-censored values enter, the factor is a lower bound; `<=`: an upper bound from limits. */
  factorQualifier: oneOf(['=', '<=', '>='] as const),
});
export type AnalyteStanding = Static<typeof AnalyteStanding>;

/** The standing of one site, to trace a colour back to its bottles. */
export const SiteStanding = Type.Object({
  siteId: Type.String(),
  siteCode: Type.String(),
  sampleIds: Type.Array(Type.String()),
  matrix: oneOf(MATRICES),
  basis: oneOf(BASES),
  index: NumberOrNull,
  indexQualifier: oneOf(['=', '<=', '>='] as const),
  grade: oneOf(GRADES),
  /** Factors by analyte, largest first. */
  factors: Type.Array(Type.Object({ analyte: Type.String(), resultId: Type.String(), factor: NumberOrNull, qualifier: oneOf(['=', '<', '>'] as const), reported: Type.String(), qcFlag: Type.Union([Type.String(), Type.Null()]) })),
});
export type SiteStanding = Static<typeof SiteStanding>;

export const AreaAssessment = Type.Object({
  areaId: Type.String(),
  code: Type.String(),
  name: Words,
  grade: oneOf(GRADES),
  firmness: oneOf(FIRMNESSES),
  /** 0 to 100; null where the evidence does not carry a grade. */
  severity: NumberOrNull,
  /** Town index (weighted Nemerow over the sub-indices), null where not estimable. */
  index: NumberOrNull,
  /** Bounds that values below a limit or above the range leave open; upper is null where there is none. */
  indexInterval: Type.Optional(Type.Object({ lower: Type.Number(), upper: NumberOrNull })),
  probability: Type.Union([Type.Object({ severe: Type.Number(), moderatelySevere: Type.Number(), general: Type.Number() }), Type.Null()]),
  reasons: Type.Array(Reason),
  /** Visible parts of the severity; empty where the rule has none. */
  components: Type.Array(Type.Object({ key: Type.String(), value: NumberOrNull, weight: Type.Number(), used: Type.Boolean(), note: Type.Union([Words, Type.Null()]) })),
  /** Sub-indices by matrix and basis, combined visibly. */
  subIndices: Type.Array(Type.Object({ matrix: oneOf(MATRICES), basis: oneOf(BASES), index: NumberOrNull, validSites: Type.Integer(), analytes: Type.Array(AnalyteStanding) })),
  sites: Type.Array(SiteStanding),
});
export type AreaAssessment = Static<typeof AreaAssessment>;

export const AssessmentBody = Type.Object({
  areas: Type.Array(AreaAssessment),
  decisions: Type.Array(Reason),
  /** Cut-offs of the rule as applied, so that a legend can be drawn from the assessment alone. */
  cuts: Type.Object({ moderatelySevere: Type.Number(), severe: Type.Number(), quantity: Type.String() }),
});
export type AssessmentBody = Static<typeof AssessmentBody>;

/** Immutable: a late correction makes it stale, never different. */
export const assessment = thing(
  'assessment',
  'evidence',
  {
    id: id(),
    roundId: ref('round', ['轮次', 'Round']),
    sequence: integer(['序号', 'Sequence'], { minimum: 1 }),
    rule: text(['规则', 'Rule'], 60),
    ruleVersion: text(['规则版本', 'Rule version'], 20),
    referenceVersion: text(['参考值版本', 'Reference version'], 40),
    constantsVersion: text(['常数版本', 'Constants version'], 40),
    codeVersion: text(['程序版本', 'Code version'], 40),
    /** Audit sequence number up to which evidence was read. */
    inputsRevision: integer(['输入版本', 'Inputs revision'], { minimum: 0 }),
    /** SHA-256 of the canonical JSON of every input. */
    inputsSha256: text(['输入哈希', 'Inputs SHA-256'], 64),
    seed: text(['随机种子', 'Seed'], 40),
    body: json(Type.Unsafe<AssessmentBody>({ type: 'object' }), ['结果', 'Body']),
    createdAt: instant(['建立时间', 'Created at']),
    createdBy: ref('user', ['建立人', 'Created by']),
    synthetic: synthetic(),
  },
  { unique: [{ name: 'uq_assessment_sequence', fields: ['roundId', 'sequence'] }] },
);
export type Assessment = Row<typeof assessment>;

export const SURFACE_KINDS = ['analyte', 'index', 'probability'] as const;

/** An interpolated field that belongs to one assessment. No grade and no task derives from its cells. */
export const surface = thing(
  'surface',
  'evidence',
  {
    id: id(),
    assessmentId: ref('assessment', ['评估', 'Assessment']),
    kind: choice(SURFACE_KINDS, ['类型', 'Kind']),
    analyteId: nullable(ref('analyte', ['分析物', 'Analyte'])),
    grid: json(Type.Unsafe<{ west: number; north: number; cellDegrees: number; columns: number; rows: number; value: (number | null)[]; deviation: (number | null)[] }>({ type: 'object' }), ['格网', 'Grid']),
    model: json(Type.Unsafe<Record<string, unknown>>({ type: 'object' }), ['模型', 'Model']),
    createdAt: instant(['建立时间', 'Created at']),
    synthetic: synthetic(),
  },
  { indexes: [['assessmentId']] },
);
export type Surface = Row<typeof surface>;
