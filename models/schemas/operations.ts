import { Type, type Static } from '@sinclair/typebox';
import { choice, code, flag, freeText, id, instant, integer, localDate, machineJson, nullable, real, ref, revision, synthetic, text } from './fields.ts';
import { thing, type Row } from './thing.ts';

export const UNIT_LEVELS = ['town', 'county', 'city'] as const;

/** A unit that can be sent out. Units are bodies, never persons. */
export const unit = thing(
  'unit',
  'record',
  {
    id: id(),
    code: text(['单位编号', 'Unit code'], 40),
    nameZh: text(['名称（中文）', 'Name (Chinese)']),
    nameEn: text(['名称（英文）', 'Name (English)']),
    level: choice(UNIT_LEVELS, ['级别', 'Level']),
    /** Home area; a town unit serves it and may be lent to others. */
    areaId: ref('area', ['驻地区域', 'Home area']),
    shiftsPerWeek: integer(['每周班次', 'Shifts a week'], { minimum: 0, maximum: 21 }),
    active: flag(['启用', 'Active']),
    synthetic: synthetic(),
    revision: revision(),
  },
  { unique: [{ name: 'uq_unit_code', fields: ['code'] }] },
);
export type Unit = Row<typeof unit>;

export const ABSENCE_REASONS = ['training', 'redeployed', 'holiday', 'maintenance', 'court', 'other'] as const;

/** Days on which a unit (or, with unitId null, everybody) does no operation. */
export const absence = thing('absence', 'record', {
  id: id(),
  unitId: nullable(ref('unit', ['单位', 'Unit'])),
  startsOn: localDate(['开始日期', 'Starts on']),
  endsOn: localDate(['结束日期', 'Ends on']),
  reasonCode: choice(ABSENCE_REASONS, ['原因', 'Reason']),
  cancelled: flag(['已撤销', 'Cancelled']),
  synthetic: synthetic(),
  revision: revision(),
});
export type Absence = Row<typeof absence>;

/** What the response rules can ask for. Each kind has its own file in analysis/operations/kinds. */
export const TASK_KINDS = ['area-check', 'premises-check', 'encirclement', 'source-investigation', 're-sampling', 'prevention-outreach', 'service-visit'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];
export const SHIFTS = ['morning', 'afternoon', 'evening', 'day'] as const;
export type Shift = (typeof SHIFTS)[number];
/** Why a candidate slot could not take a task. */
export const BLOCKING_CODES = ['BLACKOUT', 'UNIT_OFF', 'WEEK_CAP', 'REST', 'BUSY', 'JOINT_FORCE', 'FRESHNESS', 'ELIGIBILITY', 'GAP', 'CONFIDENTIALITY', 'NOMINATION', 'PAST'] as const;
export type BlockingCode = (typeof BLOCKING_CODES)[number];

export const UnservedTask = Type.Object({
  kind: Type.String(),
  area: Type.String(),
  site: Type.Optional(Type.String()),
  week: Type.Integer(),
  count: Type.Integer({ minimum: 1 }),
  /** True for checks drawn by lot. */
  blind: Type.Optional(Type.Boolean()),
  reasons: Type.Array(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String(), slots: Type.Optional(Type.Integer()) })),
});
export type UnservedTask = Static<typeof UnservedTask>;

const ReplanSlot = Type.Object({ date: Type.String(), shift: Type.String(), units: Type.Array(Type.String()) });
/** One task that is not as it was; units and areas by code. */
export const ReplanChange = Type.Object({
  change: Type.Unsafe<'moved' | 'unit-changed' | 'new' | 'dropped'>({ type: 'string', enum: ['moved', 'unit-changed', 'new', 'dropped'] }),
  kind: Type.String(),
  area: Type.String(),
  site: Type.Union([Type.String(), Type.Null()]),
  before: Type.Union([ReplanSlot, Type.Null()]),
  after: Type.Union([ReplanSlot, Type.Null()]),
});
export type ReplanChange = Static<typeof ReplanChange>;

export const ScheduleBody = Type.Object({
  unserved: Type.Array(UnservedTask),
  /** required = served + unserved, per area, kind and week. */
  ledger: Type.Array(Type.Object({ area: Type.String(), kind: Type.String(), week: Type.Integer(), required: Type.Integer(), served: Type.Integer(), unserved: Type.Integer() })),
  required: Type.Integer(),
  served: Type.Integer(),
  notes: Type.Array(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })),
  /** The parts of the objective: kilometres, weeks late, shifts between most and least loaded, price of what is not served. */
  cost: Type.Optional(Type.Object({ kilometres: Type.Number(), lateness: Type.Number(), uneven: Type.Number(), shortfall: Type.Number() })),
  /** Checks drawn by lot whatever the grade: the share that was wanted and is reached of the unit-shifts beside the standing area checks, and where. Planners only. */
  blind: Type.Optional(Type.Union([Type.Object({ wanted: Type.Number(), reached: Type.Union([Type.Number(), Type.Null()]), shifts: Type.Integer(), of: Type.Integer(), unserved: Type.Integer(), towns: Type.Array(Type.Object({ area: Type.String(), checks: Type.Integer() })) }), Type.Null()])),
  /** What an observer of the area checks could foretell (analysis/operations/predictability); null with fewer than two towns. */
  predictability: Type.Optional(Type.Union([Type.Object({ safeDays: Type.Number(), forced: Type.Number(), brierSkill: Type.Number(), entropy: Type.Number(), entropyMost: Type.Number(), townDays: Type.Integer(), visits: Type.Integer() }), Type.Null()])),
  /** Of a plan that was planned again: what changed, what was hit, and what keeping calm costs. Planners only. */
  replan: Type.Optional(
    Type.Object({
      from: Type.String(),
      hit: Type.Integer(),
      counts: Type.Object({ moved: Type.Integer(), unitChanged: Type.Integer(), added: Type.Integer(), dropped: Type.Integer() }),
      changes: Type.Array(ReplanChange),
      /** Cost of this plan, and of planning the rest anew; null where that was not computed. */
      calm: Type.Object({ kept: Type.Number(), free: Type.Union([Type.Number(), Type.Null()]), freeChanges: Type.Union([Type.Integer(), Type.Null()]) }),
    }),
  ),
  /** Tasks beyond what the rules ask for, which every revision carries on. Planners only. */
  added: Type.Optional(Type.Array(Type.Object({ kind: Type.Unsafe<'encirclement' | 're-sampling' | 'area-check'>({ type: 'string', enum: ['encirclement', 're-sampling', 'area-check'] }), area: Type.Union([Type.String(), Type.Null()]), from: Type.String(), to: Type.String() }))),
  /** What a draft was planned as if it were so (analysis/operations/relaxations); it has to be arranged. Planners only. */
  assumed: Type.Optional(Type.Array(Type.Unsafe<object>({ type: 'object' }))),
  /** Units, absences, grades and rules as they were when it was planned; kept for the plan document, never answered with a schedule. */
  basis: Type.Optional(Type.Unknown()),
});
export type ScheduleBody = Static<typeof ScheduleBody>;

/** `superseded`: a released revision took its place; what was done under it stays there. */
export const SCHEDULE_STATES = ['draft', 'approved', 'released', 'withdrawn', 'superseded'] as const;

/** Secret until released. A second planner approves. A changed plan is a new schedule that names its predecessor. */
export const schedule = thing(
  'schedule',
  'record',
  {
    id: id(),
    assessmentId: ref('assessment', ['评估', 'Assessment']),
    roundId: ref('round', ['轮次', 'Round']),
    startsOn: localDate(['开始日期', 'Starts on']),
    weeks: integer(['周数', 'Weeks'], { minimum: 1, maximum: 53 }),
    seed: text(['随机种子', 'Seed'], 64),
    rules: text(['响应规则版本', 'Response rules'], 40),
    state: choice(SCHEDULE_STATES, ['状态', 'State']),
    objective: nullable(real(['目标值', 'Objective'], undefined)),
    bound: nullable(real(['下界', 'Bound'], undefined)),
    gap: nullable(real(['差距', 'Gap'], undefined)),
    body: machineJson(Type.Unsafe<ScheduleBody>({ type: 'object' }), ['说明', 'Body']),
    createdBy: ref('user', ['编制人', 'Planned by']),
    createdAt: instant(['编制时间', 'Planned at']),
    approvedBy: nullable(ref('user', ['批准人', 'Approved by'])),
    releasedAt: nullable(instant(['发布时间', 'Released at'])),
    /** 1 for a plan made anew, one more with each replanning of it. */
    version: integer(['方案版次', 'Version of the plan'], { minimum: 1 }),
    predecessorId: nullable(ref('schedule', ['前一版排班', 'Predecessor'])),
    /** First day that was planned again; what lies before it stays with the predecessor. */
    replannedFrom: nullable(localDate(['重新编制起始日', 'Planned again from'])),
    synthetic: synthetic(),
    revision: revision(),
  },
  { indexes: [['roundId']] },
);
export type Schedule = Row<typeof schedule>;

export const TASK_STATES = ['planned', 'started', 'done', 'cancelled'] as const;

export const task = thing(
  'task',
  'record',
  {
    id: id(),
    scheduleId: ref('schedule', ['排班', 'Schedule']),
    number: text(['任务编号', 'Task number'], 40),
    kind: choice(TASK_KINDS, ['任务类型', 'Task kind']),
    areaId: nullable(ref('area', ['区域', 'Area'])),
    siteId: nullable(ref('site', ['点位', 'Site'])),
    /** The approved nomination that names the place of an encirclement. */
    nominationId: nullable(ref('nomination', ['提名', 'Nomination'])),
    /** Identity of the task through all revisions of its schedule: that of its first row. */
    lineage: code(['任务标识', 'Lineage'], 80),
    /** A planner wants it to stay where it is when the schedule is planned again. */
    pinned: flag(['固定', 'Pinned']),
    unitIds: machineJson(Type.Array(Type.String()), ['单位', 'Units']),
    date: localDate(['日期', 'Date']),
    shift: choice(SHIFTS, ['班次', 'Shift']),
    premisesPlanned: nullable(integer(['计划场所数', 'Premises planned'], { minimum: 0 })),
    grade: code(['依据级别', 'Grade'], 30),
    /** Drawn by lot among all towns, whatever their grade: what it finds judges the grades. */
    blind: flag(['与级别无关', 'Grade-blind']),
    state: choice(TASK_STATES, ['状态', 'State']),
    cancelReason: nullable(choice(['weather', 'redeployed', 'merged', 'no-access', 'superseded', 'other'] as const, ['取消原因', 'Cancel reason'])),
    synthetic: synthetic(),
    revision: revision(),
  },
  { unique: [{ name: 'uq_task_number', fields: ['number'] }], indexes: [['scheduleId']] },
);
export type Task = Row<typeof task>;

/** What a task found, as counts. No names, no addresses, no free text about people. */
export const outcome = thing(
  'outcome',
  'evidence',
  {
    id: id(),
    taskId: ref('task', ['任务', 'Task']),
    sequence: integer(['序号', 'Sequence'], { minimum: 1 }),
    unitShifts: integer(['投入班次', 'Unit-shifts'], { minimum: 0 }),
    premisesDone: nullable(integer(['完成场所数', 'Premises done'], { minimum: 0 })),
    cases: nullable(integer(['案件数', 'Cases'], { minimum: 0 })),
    usersFound: nullable(integer(['查获人数', 'Users found'], { minimum: 0 })),
    seizedGrams: nullable(real(['缴获量', 'Seized'], 'g', { minimum: 0 })),
    reasonCode: choice(['done', 'partly-done', 'not-done'] as const, ['完成情况', 'Completion']),
    correctionReason: nullable(freeText(['更正理由', 'Reason of correction'], 300)),
    recordedBy: ref('user', ['登记人', 'Recorded by']),
    at: instant(['登记时间', 'Recorded at']),
    synthetic: synthetic(),
  },
  { unique: [{ name: 'uq_outcome_sequence', fields: ['taskId', 'sequence'] }] },
);
export type Outcome = Row<typeof outcome>;

export const INDICATOR_KINDS = ['cases', 'users-found', 'treated', 'services', 'outreach', 'unit-shifts', 'man-days', 'premises-checked'] as const;
export type IndicatorKind = (typeof INDICATOR_KINDS)[number];
/** What was put in, not what was found. */
export const EFFORT_KINDS = ['unit-shifts', 'man-days', 'premises-checked'] as const satisfies readonly IndicatorKind[];
/** Counts behind which persons stand: 1 and 2 never leave. */
export const PERSON_KINDS = ['cases', 'users-found', 'treated', 'services'] as const satisfies readonly IndicatorKind[];

/** A town-level count of another agency. Counts below 3 are suppressed in anything shared. */
export const indicatorCount = thing(
  'indicatorCount',
  'evidence',
  {
    id: id(),
    areaId: ref('area', ['区域', 'Area']),
    period: text(['时期', 'Period'], 20),
    kind: choice(INDICATOR_KINDS, ['指标', 'Indicator']),
    count: integer(['数量', 'Count'], { minimum: 0 }),
    sequence: integer(['序号', 'Sequence'], { minimum: 1 }),
    source: text(['来源', 'Source'], 200),
    /** Why it differs from the one before it; null for the first. */
    reason: nullable(freeText(['更正理由', 'Reason of correction'], 300)),
    importId: nullable(ref('importLog', ['导入批次', 'Import'])),
    at: instant(['登记时间', 'Recorded at']),
    synthetic: synthetic(),
  },
  { unique: [{ name: 'uq_indicator', fields: ['areaId', 'period', 'kind', 'sequence'] }] },
);
export type IndicatorCount = Row<typeof indicatorCount>;
