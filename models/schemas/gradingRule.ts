import { Type, type Static } from '@sinclair/typebox';
import { choice, freeText, id, instant, integer, json, localDate, nullable, ref, revision, synthetic, text } from './fields.ts';
import { thing, type Row } from './thing.ts';
import { GRADES } from './vocabulary.ts';

/** The shipped rules that a stored one may start from. */
export const RULE_BASES = ['five-components', 'nemerow-fixed-cuts'] as const;
export type RuleBase = (typeof RULE_BASES)[number];

const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });

/** Weights of the visible components; they sum to 1. */
export const RuleWeights = Type.Object({ level: Type.Number(), breadth: Type.Number(), trend: Type.Number(), cluster: Type.Number(), history: Type.Number() });

/**
 * A formula as a tree of plain data: what the evaluator walks. It holds nothing that could be run.
 * `n` a number, `v` a variable, `u` minus, `o` an operator, `f` a function, `c` a comparison, `l` and / or / not, `i` if-then-else.
 */
export type FormulaTree =
  | { t: 'n'; value: number }
  | { t: 'v'; name: string }
  | { t: 'u'; of: FormulaTree }
  | { t: 'o'; op: '+' | '-' | '*' | '/' | '^'; a: FormulaTree; b: FormulaTree }
  | { t: 'f'; name: string; args: FormulaTree[] }
  | { t: 'c'; op: '<' | '<=' | '>' | '>='; a: FormulaTree; b: FormulaTree }
  | { t: 'l'; op: 'and' | 'or' | 'not'; args: FormulaTree[] }
  | { t: 'i'; when: FormulaTree; then: FormulaTree; otherwise: FormulaTree };

/** One town made up to show a clause: per site METH and KET in multiples of their references, as typed (`10`, `<0.2`, `>50`). */
export const RuleCase = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 120 }),
  sites: Type.Array(Type.Object({ meth: Type.String({ maxLength: 20 }), ket: Type.String({ maxLength: 20 }) }), { minItems: 1, maxItems: 12 }),
  expected: oneOf(GRADES),
});
export type RuleCase = Static<typeof RuleCase>;

/** What one evaluator needs to grade by a stored rule. */
export const RuleDocument = Type.Object({
  base: oneOf(RULE_BASES),
  /** Multiples of the references. */
  cuts: Type.Object({ moderatelySevere: Type.Number(), severe: Type.Number() }),
  /** Null for a base without components. */
  weights: Type.Union([RuleWeights, Type.Null()]),
  formula: Type.Union([Type.Object({ text: Type.String(), tree: Type.Unsafe<FormulaTree>({ type: 'object' }) }), Type.Null()]),
  /** Weights within the index where they differ from the base: 2 for a priority analyte, 1 for another. */
  analyteWeights: Type.Array(Type.Object({ analyte: Type.String(), weight: Type.Number() })),
  examples: Type.Array(RuleCase),
});
export type RuleDocument = Static<typeof RuleDocument>;

/** A version of a grading rule that the laboratory wrote. Never changed: a change is a new version. */
export const gradingRule = thing(
  'gradingRule',
  'evidence',
  {
    id: id(),
    code: text(['规则代码', 'Rule code'], 40),
    version: integer(['版本', 'Version'], { minimum: 1 }),
    titleZh: text(['名称（中文）', 'Title (Chinese)'], 120),
    titleEn: text(['名称（英文）', 'Title (English)'], 120),
    author: text(['制定者', 'Author'], 80),
    source: freeText(['出处', 'Source'], 600),
    reason: freeText(['理由', 'Reason'], 1000),
    /** The cuts rest on evidence of these days; what is graded begins after them. */
    referenceFrom: localDate(['参考期起', 'Reference period from']),
    referenceTo: localDate(['参考期止', 'Reference period to']),
    gradesFrom: localDate(['首个被评日期', 'Grades from']),
    body: json(Type.Unsafe<RuleDocument>({ type: 'object' }), ['规则内容', 'Body']),
    createdBy: ref('user', ['建立人', 'Created by']),
    createdAt: instant(['建立时间', 'Created at']),
    synthetic: synthetic(),
  },
  { unique: [{ name: 'uq_grading_rule_version', fields: ['code', 'version'] }] },
);
export type StoredRule = Row<typeof gradingRule>;

export const ADOPTION_STATES = ['proposed', 'adopted', 'rejected', 'withdrawn'] as const;

/** What a change of rule would do to one area, as the two people saw it. */
export const RuleChange = Type.Object({
  code: Type.String(),
  name: Type.Object({ zh: Type.String(), en: Type.String() }),
  from: Type.Object({ grade: oneOf(GRADES), firmness: Type.String(), probability: Type.Union([Type.Object({ severe: Type.Number(), moderatelySevere: Type.Number(), general: Type.Number() }), Type.Null()]) }),
  to: Type.Object({ grade: oneOf(GRADES), firmness: Type.String(), probability: Type.Union([Type.Object({ severe: Type.Number(), moderatelySevere: Type.Number(), general: Type.Number() }), Type.Null()]) }),
});
export type RuleChange = Static<typeof RuleChange>;

/** One person proposes a rule version for new assessments, a second one decides. */
export const ruleAdoption = thing(
  'ruleAdoption',
  'record',
  {
    id: id(),
    rule: text(['规则', 'Rule'], 60),
    ruleVersion: text(['规则版本', 'Rule version'], 20),
    /** Round on which its effect was shown, what it was held against, and which areas would change. */
    roundCode: text(['轮次', 'Round'], 40),
    against: text(['现行规则', 'Rule in force'], 90),
    changes: json(Type.Array(RuleChange), ['变化', 'Changes']),
    reason: freeText(['理由', 'Reason'], 1000),
    state: choice(ADOPTION_STATES, ['状态', 'State']),
    proposedBy: ref('user', ['提议人', 'Proposed by']),
    proposedAt: instant(['提议时间', 'Proposed at']),
    decidedBy: nullable(ref('user', ['决定人', 'Decided by'])),
    decidedAt: nullable(instant(['决定时间', 'Decided at'])),
    revision: revision(),
  },
  { unique: [{ name: 'uq_rule_adoption_open', fields: ['rule', 'ruleVersion'], where: "state = 'proposed'" }], indexes: [['state']] },
);
export type RuleAdoption = Row<typeof ruleAdoption>;
