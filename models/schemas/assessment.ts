import { Type, type Static } from '@sinclair/typebox';
import { choice, code, hash, id, instant, integer, machineJson, nullable, ref, synthetic, text } from './fields.ts';
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

const Bounds = Type.Object({ lower: Type.Number(), upper: Type.Number() });
/** The classes that evidence can carry. */
const CARRIED = ['general', 'moderately-severe', 'severe'] as const;
const Share = Type.Object({ key: Type.String(), label: Words, points: Type.Number() });

/** Why a class, in points of severity and in the units of the laboratory. */
export const Explanation = Type.Object({
  /** Severity at central values, from which the parts below are taken. */
  central: Type.Number(),
  /** Severity of the middle of the county, which the components are held against. */
  baseline: Type.Number(),
  /** Exact Shapley values, largest first; analytes against their absence, sites against not having been sampled. */
  analytes: Type.Array(Share),
  sites: Type.Array(Share),
  counterfactual: Type.Union([
    Type.Object({
      grade: oneOf(CARRIED),
      analyte: Type.String(),
      /** Null: at every site. */
      siteCode: Type.Union([Type.String(), Type.Null()]),
      unit: Type.String(),
      from: Type.Number(),
      to: Type.Number(),
      /** Relative change, negative for a fall. */
      change: Type.Number(),
    }),
    Type.Null(),
  ]),
  sentence: Words,
});
export type Explanation = Static<typeof Explanation>;

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
  components: Type.Array(
    Type.Object({
      key: Type.String(),
      /** 0 to 100; null where it could not be computed. */
      value: NumberOrNull,
      /** As used: raised in proportion where others were left out, 0 where this one was. */
      weight: Type.Number(),
      used: Type.Boolean(),
      /** What it rests on, or why it was left out. */
      note: Type.Union([Words, Type.Null()]),
      /** Weight in the rule's text. */
      ruleWeight: Type.Optional(Type.Number()),
      /** 95 % of the draws. */
      interval: Type.Optional(Bounds),
      /** Exact Shapley value in points of severity, against the middle of the county. */
      contribution: Type.Optional(Type.Number()),
    }),
  ),
  /** 95 % of the draws of the severity. */
  severityInterval: Type.Optional(Bounds),
  /** Cuts of the severity with the weights in use. */
  severityCuts: Type.Optional(Type.Object({ moderatelySevere: Type.Number(), severe: Type.Number() })),
  /** Draws behind the probabilities. */
  draws: Type.Optional(Type.Integer()),
  /** What the round gives by itself, what stood before, and what became of it. */
  call: Type.Optional(
    Type.Object({
      own: oneOf(CARRIED),
      ownFirm: Type.Boolean(),
      previous: Type.Union([oneOf(CARRIED), Type.Null()]),
      established: Type.Union([oneOf(CARRIED), Type.Null()]),
      memory: oneOf(['none', 'same', 'raised', 'not-yet-firm', 'lowered-certain', 'lowered-twice', 'held-first', 'held-rain'] as const),
      explainedByRain: Type.Boolean(),
    }),
  ),
  explanation: Type.Optional(Explanation),
  /** Sub-indices by matrix and basis, combined visibly. */
  subIndices: Type.Array(Type.Object({ matrix: oneOf(MATRICES), basis: oneOf(BASES), index: NumberOrNull, validSites: Type.Integer(), analytes: Type.Array(AnalyteStanding) })),
  sites: Type.Array(SiteStanding),
});
export type AreaAssessment = Static<typeof AreaAssessment>;

/** A village or an operational area beside the towns, or why it is not graded by itself. */
export const FurtherArea = Type.Object({
  areaId: Type.String(),
  code: Type.String(),
  name: Words,
  kind: oneOf(['village', 'operational'] as const),
  /** Ids of the towns whose sites it shares. */
  towns: Type.Array(Type.String()),
  /** Codes of its sampled sites: what drives the grade of the town where the place has none of its own. */
  sites: Type.Array(Type.String()),
  withheld: Type.Union([Words, Type.Null()]),
  standing: Type.Union([AreaAssessment, Type.Null()]),
});
export type FurtherArea = Static<typeof FurtherArea>;

const Issued = Type.Object({ grade: oneOf(GRADES), firmness: oneOf(FIRMNESSES), severity: NumberOrNull });
/** What changed against the assessment before, and why a new one was made. */
export const Since = Type.Object({ sequence: Type.Integer(), reasons: Type.Array(Words), areas: Type.Array(Type.Object({ code: Type.String(), name: Words, from: Issued, to: Issued })) });

export const AssessmentBody = Type.Object({
  areas: Type.Array(AreaAssessment),
  decisions: Type.Array(Reason),
  /** Cut-offs of the rule as applied, so that a legend can be drawn from the assessment alone. */
  cuts: Type.Object({ moderatelySevere: Type.Number(), severe: Type.Number(), quantity: Type.String() }),
  /** What was asked of the draws beside the seed; left out where the rule's own numbers were used. */
  drawing: Type.Optional(Type.Object({ draws: Type.Optional(Type.Integer()), screen: Type.Optional(Type.Integer()), explain: Type.Optional(Type.Boolean()) })),
  /** Villages and operational areas; left out where there is none. */
  further: Type.Optional(Type.Array(FurtherArea)),
  /** What changed since the assessment before it, and why it was made anew. */
  since: Type.Optional(Since),
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
    referenceVersion: code(['参考值版本', 'Reference version'], 40),
    constantsVersion: code(['常数版本', 'Constants version'], 40),
    codeVersion: code(['程序版本', 'Code version'], 40),
    /** Audit sequence number up to which evidence was read. */
    inputsRevision: integer(['输入版本', 'Inputs revision'], { minimum: 0 }),
    /** SHA-256 of the canonical JSON of every input. */
    inputsSha256: hash(['输入哈希', 'Inputs SHA-256'], 64),
    seed: text(['随机种子', 'Seed'], 40),
    body: machineJson(Type.Unsafe<AssessmentBody>({ type: 'object' }), ['结果', 'Body']),
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
    grid: machineJson(Type.Unsafe<{ west: number; north: number; cellDegrees: number; columns: number; rows: number; value: (number | null)[]; deviation: (number | null)[] }>({ type: 'object' }), ['格网', 'Grid']),
    model: machineJson(Type.Unsafe<Record<string, unknown>>({ type: 'object' }), ['模型', 'Model']),
    createdAt: instant(['建立时间', 'Created at']),
    synthetic: synthetic(),
  },
  { indexes: [['assessmentId']] },
);
export type Surface = Row<typeof surface>;

/** Evidence of one round as an assessment read it, kept once whoever used it. The id is the SHA-256 of its canonical JSON. */
export const gradingEvidence = thing('gradingEvidence', 'evidence', {
  id: id(),
  bytes: integer(['字节数', 'Bytes'], { minimum: 0 }),
  /** The canonical JSON, deflated, as base64. */
  content: code(['内容', 'Content'], 64 * 1024 * 1024),
});
export type GradingEvidence = Row<typeof gradingEvidence>;

/** What an assessment was made from: the round first, then the earlier rounds, oldest first, with the classes issued in each. */
export const assessmentInputs = thing(
  'assessmentInputs',
  'evidence',
  {
    id: id(),
    assessmentId: ref('assessment', ['评估', 'Assessment']),
    parts: machineJson(Type.Unsafe<{ evidence: string; issued: unknown[] }[]>({ type: 'array' }), ['证据', 'Evidence']),
  },
  { unique: [{ name: 'uq_assessment_inputs', fields: ['assessmentId'] }] },
);
export type AssessmentInputs = Row<typeof assessmentInputs>;
