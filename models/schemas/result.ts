import { choice, code, decimal, flag, freeText, hash, id, instant, integer, nullable, ref, revision, synthetic, text, typedText } from './fields.ts';
import { thing, type Row } from './thing.ts';
import { UNITS } from './analyte.ts';
import { BASES } from './vocabulary.ts';

export const RESULT_STATES = ['pending', 'entered', 'submitted', 'verified', 'released', 'superseded', 'voided', 'not-analysed'] as const;
export type ResultState = (typeof RESULT_STATES)[number];

/** The head of a result attempt: derived from its revisions and events, checked against them by `verify`. */
export const result = thing(
  'result',
  'record',
  {
    id: id(),
    sampleId: ref('sample', ['样品', 'Sample']),
    analyteId: ref('analyte', ['分析物', 'Analyte']),
    basis: choice(BASES, ['基准', 'Basis']),
    attempt: integer(['次数', 'Attempt'], { minimum: 1 }),
    state: choice(RESULT_STATES, ['状态', 'State']),
    /** True for the one attempt that is worked on: the newest that was not given up. What is released stands beside it until it is released itself. */
    reportable: flag(['可报告', 'Reportable']),
    methodId: nullable(ref('method', ['方法', 'Method'])),
    runId: nullable(ref('run', ['分析批', 'Run'])),
    supersedesId: nullable(ref('result', ['取代', 'Supersedes'])),
    /** Its withdrawal is asked for and not decided; only of what is released. */
    asked: nullable(choice(['void', 'invalidate'] as const, ['撤回申请', 'Withdrawal asked for'])),
    /** Number of the newest resultRevision; 0 while nothing was typed. */
    valueRevision: integer(['录入版本', 'Value revision'], { minimum: 0 }),
    synthetic: synthetic(),
    revision: revision(),
  },
  {
    unique: [
      { name: 'uq_result_attempt', fields: ['sampleId', 'analyteId', 'basis', 'attempt'] },
      { name: 'uq_result_reportable', fields: ['sampleId', 'analyteId', 'basis'], where: '"reportable"' },
      { name: 'uq_result_released', fields: ['sampleId', 'analyteId', 'basis'], where: `"state" = 'released'` },
    ],
    indexes: [['runId']],
  },
);
export type Result = Row<typeof result>;

export const QUALIFIERS = ['=', '<', '>'] as const;
export type Qualifier = (typeof QUALIFIERS)[number];

/**
 * What was typed and how it was read, once. `rawText` is kept for ever beside the parsed decimal.
 * Where there is a qualifier the qualifier governs: `limit` carries the number and `value` is null
 * unless the instrument gave one (a 5 below LOD 10 keeps value 5 and qualifier '<', limit 10).
 */
export const resultRevision = thing(
  'resultRevision',
  'evidence',
  {
    id: id(),
    resultId: ref('result', ['结果', 'Result']),
    valueRevision: integer(['录入版本', 'Value revision'], { minimum: 1 }),
    rawText: typedText(['原始录入', 'As typed'], 200),
    /** The decimal read from the text, in `unit`, before dilution; null where the text carried only a limit. */
    parsed: nullable(decimal(['解析值', 'Parsed value'])),
    typedQualifier: choice(QUALIFIERS, ['录入限定符', 'Typed qualifier']),
    typedUnit: choice(UNITS, ['录入单位', 'Typed unit']),
    dilution: decimal(['稀释倍数', 'Dilution']),
    /** After dilution and unit: in the method's unit. */
    qualifier: choice(QUALIFIERS, ['限定符', 'Qualifier']),
    value: nullable(decimal(['数值', 'Value'])),
    limit: nullable(decimal(['限值', 'Limit'])),
    detected: flag(['检出', 'Detected']),
    unit: choice(UNITS, ['单位', 'Unit']),
    /** As reports print it: "12.3", "< 10", "< 20 (detected)", "> 1000". */
    reportedText: code(['报告值', 'Reported'], 60),
    lod: nullable(decimal(['检出限', 'LOD'])),
    loq: nullable(decimal(['定量限', 'LOQ'])),
    upper: nullable(decimal(['测定上限', 'Upper limit'])),
    expandedUncertainty: nullable(decimal(['扩展不确定度', 'Expanded uncertainty'])),
    /** Why a person must look before it is submitted: a 1000-fold jump, a ratio out of range. */
    hold: nullable(code(['待核', 'Held for a look'], 200)),
    /** The hold that somebody looked at and confirmed: it is kept with the value, and no longer holds it. */
    confirmedHold: nullable(code(['已确认的待核', 'Hold confirmed'], 200)),
    /** When the instrument measured it; null where nobody said. */
    measuredAt: nullable(instant(['测定时间', 'Measured at'])),
    remark: nullable(freeText(['备注', 'Remark'], 500)),
    reason: nullable(freeText(['修改理由', 'Reason of change'], 500)),
    authorId: ref('user', ['录入人', 'Entered by']),
    importId: nullable(ref('importLog', ['导入批次', 'Import'])),
    at: instant(['录入时间', 'Entered at']),
    synthetic: synthetic(),
  },
  { unique: [{ name: 'uq_result_revision', fields: ['resultId', 'valueRevision'] }] },
);
export type ResultRevision = Row<typeof resultRevision>;

/**
 * `ask-void` and `ask-invalidate` ask to withdraw what is released; the value stands until another person with the right to
 * release says `withdraw`, or `keep` where it shall stand. `supersede` is written to what stood when its correction is released.
 */
export const RESULT_ACTIONS = ['enter', 'submit', 'return', 'verify', 'review', 'release', 'amend', 'retest', 'void', 'not-analysed', 'invalidate', 'ask-void', 'ask-invalidate', 'withdraw', 'keep', 'supersede'] as const;
export type ResultAction = (typeof RESULT_ACTIONS)[number];

/** One transition of a result. A verification or release signs the hash of the revision that was seen. */
export const resultEvent = thing(
  'resultEvent',
  'evidence',
  {
    id: id(),
    resultId: ref('result', ['结果', 'Result']),
    sequence: integer(['序号', 'Sequence'], { minimum: 1 }),
    action: choice(RESULT_ACTIONS, ['操作', 'Action']),
    fromState: choice(RESULT_STATES, ['原状态', 'From']),
    toState: choice(RESULT_STATES, ['新状态', 'To']),
    valueRevision: integer(['录入版本', 'Value revision'], { minimum: 0 }),
    revisionSha256: nullable(hash(['版本哈希', 'Revision SHA-256'], 64)),
    /** What the signature says, in the words of the person's language and English; null where nothing is signed. */
    meaning: nullable(text(['签署含义', 'Meaning of the signature'], 300)),
    /** `password`: it was given again for this signature. */
    confirmedBy: nullable(choice(['session', 'password'] as const, ['签署方式', 'Signed by means of'])),
    reasonCode: nullable(text(['原因代码', 'Reason code'], 60)),
    reason: nullable(freeText(['理由', 'Reason'], 500)),
    actorId: ref('user', ['操作人', 'By']),
    at: instant(['时间', 'At']),
  },
  { unique: [{ name: 'uq_result_event', fields: ['resultId', 'sequence'] }] },
);
export type ResultEvent = Row<typeof resultEvent>;

/** A result held against a versioned specification, frozen: a later edit of the specification changes no earlier verdict. */
export const verdict = thing(
  'verdict',
  'evidence',
  {
    id: id(),
    resultRevisionId: ref('resultRevision', ['录入版本', 'Result revision']),
    specification: text(['判定依据', 'Specification'], 60),
    specificationVersion: text(['依据版本', 'Specification version'], 20),
    outcome: choice(['below', 'shoulder', 'above', 'not-evaluable'] as const, ['判定', 'Verdict']),
    reference: nullable(decimal(['参考值', 'Reference'])),
    at: instant(['时间', 'At']),
  },
  { unique: [{ name: 'uq_verdict', fields: ['resultRevisionId', 'specification', 'specificationVersion'] }] },
);
export type Verdict = Row<typeof verdict>;
