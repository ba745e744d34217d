/**
 * The shapes in which results leave the server: a cell of the round grid, and a change.
 * The same `Change` answers the writer and goes to every other open client as a server-sent event.
 */
import { Type, type Static } from '@sinclair/typebox';
import { BASES, QUALIFIERS, RESULT_STATES, SAMPLE_STATES } from '../../../models/schemas/index.ts';
import { AllowedAction } from '../../../models/schemas/answers/allowedAction.ts';

const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
const orNull = <S extends Parameters<typeof Type.Array>[0]>(schema: S) => Type.Union([schema, Type.Null()]);

const FLAG_CODES = ['hold', 'hold-confirmed', 'qc-fail', 'qc-warn', 'above-range', 'returned', 'late-correction', 'under-correction', 'withdrawal-asked', 'verdict-above', 'verdict-shoulder'] as const;

export const CellFlag = Type.Object({ code: oneOf(FLAG_CODES), zh: Type.String(), en: Type.String() });
export type CellFlag = Static<typeof CellFlag>;

/** What is released and stands until the attempt that is shown takes its place. */
const Corrected = Type.Object({
  resultId: Type.String(),
  revision: Type.Integer(),
  attempt: Type.Integer(),
  reportedText: Type.String(),
  reasonCode: orNull(Type.String()),
  reason: orNull(Type.String()),
});

/** Who asked to withdraw what is released, and why; it stands until somebody else decides. */
const Asked = Type.Object({
  action: oneOf(['void', 'invalidate'] as const),
  actorName: orNull(Type.String()),
  reasonCode: orNull(Type.String()),
  reason: orNull(Type.String()),
  at: Type.String(),
});

/** One sample × analyte × basis; `resultId` is null while nothing was ever written, and everything typed is then null. */
export const Cell = Type.Object(
  {
    resultId: orNull(Type.String()),
    sampleId: Type.String(),
    analyteId: Type.String(),
    basis: oneOf(BASES),
    state: oneOf(RESULT_STATES),
    /** Of the head; what bulk writes name. 0 while nothing was written. */
    revision: Type.Integer(),
    valueRevision: Type.Integer(),
    attempt: Type.Integer(),
    rawText: orNull(Type.String()),
    dilution: orNull(Type.String()),
    typedUnit: orNull(Type.String()),
    reportedText: orNull(Type.String()),
    qualifier: orNull(oneOf(QUALIFIERS)),
    value: orNull(Type.String()),
    limit: orNull(Type.String()),
    unit: orNull(Type.String()),
    detected: orNull(Type.Boolean()),
    flags: Type.Array(CellFlag),
    remark: orNull(Type.String()),
    authorId: orNull(Type.String()),
    authorName: orNull(Type.String()),
    runId: orNull(Type.String()),
    corrects: Type.Optional(Corrected),
    asked: Type.Optional(Asked),
    allowedActions: Type.Array(AllowedAction),
  },
  { $id: 'cell' },
);
export type Cell = Static<typeof Cell>;

/** A cell of the round grid: what may be done with it is said once for all cells that agree, by index into the grid's `actionSets`. */
export const GridCell = Type.Composite([Type.Omit(Cell, ['allowedActions']), Type.Object({ actions: Type.Integer({ minimum: 0 }) })], { $id: 'gridCell' });
export type GridCell = Static<typeof GridCell>;

const ChangedSample = Type.Object({ id: Type.String(), revision: Type.Integer(), state: oneOf(SAMPLE_STATES) });

export const Change = Type.Object(
  {
    /** Audit sequence number up to which the change is known. */
    revision: Type.Integer(),
    round: Type.String(),
    cells: Type.Array(Cell),
    samples: Type.Optional(Type.Array(ChangedSample)),
    /** Ids of assessments that no longer stand on the newest evidence. */
    stale: Type.Object({ assessments: Type.Array(Type.String()) }),
    /** More was changed than is worth sending: read the round again. */
    reload: Type.Optional(Type.Boolean()),
  },
  { $id: 'change' },
);
export type Change = Static<typeof Change>;

/** What was typed in one cell. An absent unit or dilution leaves the one that stands. */
export const CellInput = Type.Object(
  {
    sampleId: Type.String({ maxLength: 80 }),
    analyteId: Type.String({ maxLength: 80 }),
    basis: Type.Optional(oneOf(BASES)),
    /** Revision of the cell that was seen; 0 while nothing was written. */
    revision: Type.Integer({ minimum: 0 }),
    rawText: Type.String({ maxLength: 2000 }),
    unit: Type.Optional(Type.String({ maxLength: 60 })),
    dilution: Type.Optional(Type.String({ maxLength: 60 })),
    remark: Type.Optional(orNull(Type.String({ maxLength: 500 }))),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
    /** When the instrument measured it: an instant, or the clock of the round's time zone. */
    measuredAt: Type.Optional(orNull(Type.String({ maxLength: 40 }))),
    /** A person looked at a held value and stands by it. */
    confirmHold: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type CellInput = Static<typeof CellInput>;

/** A cell that was not taken, with what was typed. */
export const RefusedCell = Type.Object({
  sampleId: Type.String(),
  analyteId: Type.String(),
  rawText: Type.String(),
  code: Type.String(),
  sentence: Type.String(),
  current: Type.Optional(Cell),
});
export type RefusedCell = Static<typeof RefusedCell>;
