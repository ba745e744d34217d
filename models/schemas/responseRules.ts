/**
 * Response rules: which tasks a grade asks for. Data with a version, an author and a source; each
 * kind of task reads its own numbers (analysis/operations/kinds).
 */
import { Type, type Static } from '@sinclair/typebox';
import { SHIFTS, UNIT_LEVELS } from './operations.ts';
import { GRADES } from './vocabulary.ts';

const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
const Words = Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, { additionalProperties: false });
const Count = Type.Integer({ minimum: 1 });

const common = {
  title: Words,
  /** Grades that ask for it. Weak evidence (borderline, insufficient, out of date) is no grade here: see `onWeakEvidence`. */
  grades: Type.Array(oneOf(GRADES), { uniqueItems: true }),
  /** True where the task also stands while the evidence is weak. */
  onWeakEvidence: Type.Boolean(),
  /** Levels of unit that may do it. */
  levels: Type.Array(oneOf(UNIT_LEVELS), { minItems: 1, uniqueItems: true }),
  shifts: Type.Array(oneOf(SHIFTS), { minItems: 1, uniqueItems: true }),
  source: Type.String({ minLength: 1 }),
};

const rule = <const K extends string, P extends Record<string, ReturnType<typeof Type.Unsafe> | ReturnType<typeof Type.Integer> | ReturnType<typeof Type.Array> | ReturnType<typeof Type.Object>>>(kind: K, numbers: P) =>
  Type.Object({ kind: Type.Literal(kind), ...common, ...numbers }, { additionalProperties: false });

/** `extraShare`: chance of one random visit more in a town and week. Without it an observer knows when the legal number is full. */
const AreaCheckRule = rule('area-check', { perWeek: Count, extraShare: Type.Unsafe<number>({ type: 'number', minimum: 0, maximum: 1 }) });
const PremisesCheckRule = rule('premises-check', { premisesPerShift: Count, withinWeeks: Count });
const EncirclementRule = rule('encirclement', {
  crew: Type.Array(Type.Object({ level: oneOf(UNIT_LEVELS), count: Count }, { additionalProperties: false }), { minItems: 1 }),
  minimumGapDays: Count,
});
const SourceInvestigationRule = rule('source-investigation', { withinWeeks: Count });
const ReSamplingRule = rule('re-sampling', { withinWeeks: Count, afterOperationsLastWeeks: Count });
const everyWeeks = { everyWeeks: Type.Array(Type.Object({ grade: oneOf(GRADES), weeks: Count }, { additionalProperties: false })) };
const PreventionOutreachRule = rule('prevention-outreach', everyWeeks);
const ServiceVisitRule = rule('service-visit', everyWeeks);

export const ResponseRule = Type.Union([AreaCheckRule, PremisesCheckRule, EncirclementRule, SourceInvestigationRule, ReSamplingRule, PreventionOutreachRule, ServiceVisitRule]);
export type ResponseRule = Static<typeof ResponseRule>;

export const ResponseRules = Type.Object(
  {
    version: Type.String({ minLength: 1, maxLength: 40 }),
    author: Type.String({ minLength: 1 }),
    date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    reason: Words,
    source: Type.String({ minLength: 1 }),
    /** Evidence older than this, from the last bottle of an area to the day of the task, drives no force. */
    evidenceDays: Count,
    /** What a shift costs of a unit's weekly shifts. */
    shiftCost: Type.Object({ morning: Count, afternoon: Count, evening: Count, day: Count }, { additionalProperties: false }),
    rules: Type.Array(ResponseRule, { minItems: 1 }),
  },
  { $id: 'responseRules', additionalProperties: false },
);
export type ResponseRules = Static<typeof ResponseRules>;
