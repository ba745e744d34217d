/**
 * What the API answers, as types: the things of models/schemas plus what lists add to them.
 * Nothing here is checked at run time; the server validates by the same schemas.
 */
import type {
  Absence,
  Analyte,
  Area,
  AuditEntry,
  CustodyEvent,
  CustodyKind,
  Grade,
  Language,
  Matrix,
  Method,
  Plan,
  Reason,
  Role,
  Round,
  Sample,
  SampleState,
  Site,
  Unit,
  Words,
} from '../../models/schemas/index.ts';
import type { AllowedAction } from '../../models/schemas/answers/allowedAction.ts';

export interface List<T> {
  items: T[];
  next: string | null;
  total?: number;
}

export const ROOMS = ['today', 'rounds', 'bench', 'runs', 'review', 'map', 'trends', 'operations', 'audit', 'settings'] as const;
export type Room = (typeof ROOMS)[number];

export interface SessionUser {
  id: string;
  username: string;
  displayName: string;
  roles: Role[];
  areaCodes: string[];
  language: Language | null;
}

export interface Session {
  user: SessionUser | null;
  setupNeeded: boolean;
  demo: boolean;
  syntheticData: boolean;
  /** Given for this account in the last 30 days, by whomever. */
  wrongPasswords: { count: number; lastAt: string } | null;
  /** Operations of the permission matrix that this account may do. */
  permissions: string[];
  rooms: { room: Room; allowed: boolean; roles: Role[] }[];
  settings: {
    reviewLevels: 1 | 2 | 3;
    laboratoryName: Words;
    mapApproval?: string;
    confidentialityDecision: 'undecided' | 'places-may-be-stored';
    minimumPublishedPopulation: number;
    /** Verifying, reviewing and releasing ask for the password again. */
    requireStepUp: boolean;
  };
}

export interface SampleItem extends Sample {
  site: { id: string; code: string; name: Words; hazardNote: string | null };
  area: { id: string; code: string; name: Words };
  custody: (CustodyEvent & { actorName: string | null })[];
  replaces: { id: string; number: string } | null;
  replacedBy: { id: string; number: string } | null;
  allowedActions: AllowedAction[];
}

/** One custody event as it is asked for; the server numbers and stamps it. */
export interface CustodyRequest {
  sampleId: string;
  revision: number;
  kind: CustodyKind;
  at: string;
  localDate?: string;
  from?: string;
  to?: string;
  seal?: string;
  temperatureC?: number;
  reasons?: string[];
  deviation?: string;
  givenX?: number;
  givenY?: number;
  givenSystem?: string;
  accuracyM?: number;
  measurements?: Record<string, number>;
}

export interface CustodyAnswer {
  done: { sampleId: string; revision: number; state: SampleState }[];
  refused: { sampleId: string; code: string; sentence: string }[];
}

export const WORK_KEYS = [
  'toCollect',
  'toReceive',
  'toEnter',
  'toSubmit',
  'toVerify',
  'toReview',
  'toRelease',
  'toWithdraw',
  'returned',
  'late',
  'qcFailing',
  'toSchedule',
  'toApprove',
  'tasksToday',
] as const;
export type WorkKey = (typeof WORK_KEYS)[number];

export interface Worklist {
  counts: { key: WorkKey; count: number; room: Room; query: string }[];
  recent: { at: string; action: string; sentence: Words }[];
}

export interface Flag extends Reason {
  code: 'hold' | 'hold-confirmed' | 'qc-fail' | 'qc-warn' | 'above-range' | 'returned' | 'late-correction' | 'under-correction' | 'withdrawal-asked' | 'verdict-above' | 'verdict-shoulder';
}

/** One sample x analyte x basis of the round grid; `resultId` is null while nothing was ever written. */
export interface Cell {
  resultId: string | null;
  sampleId: string;
  analyteId: string;
  basis: 'concentration' | 'load' | 'pnml';
  state: 'pending' | 'entered' | 'submitted' | 'verified' | 'released' | 'superseded' | 'voided' | 'not-analysed';
  revision: number;
  valueRevision: number;
  attempt: number;
  rawText: string | null;
  dilution: string | null;
  typedUnit: string | null;
  reportedText: string | null;
  qualifier: '=' | '<' | '>' | null;
  value: string | null;
  limit: string | null;
  unit: string | null;
  detected: boolean | null;
  flags: Flag[];
  remark: string | null;
  authorId: string | null;
  authorName: string | null;
  runId: string | null;
  /** What is released and stands until this attempt takes its place. */
  corrects?: { resultId: string; revision: number; attempt: number; reportedText: string; reasonCode: string | null; reason: string | null };
  /** Its withdrawal is asked for. */
  asked?: { action: 'void' | 'invalidate'; actorName: string | null; reasonCode: string | null; reason: string | null; at: string };
  allowedActions: AllowedAction[];
}

/** A cell as the grid keeps it; what may be done with one is asked when it is looked at. */
export type GridCell = Omit<Cell, 'allowedActions'>;

/** What one write changed. The writer gets it as the answer, everybody else as a server-sent event. */
export interface Change {
  /** Audit sequence number up to which this change is known. */
  revision: number;
  round: string;
  cells: Cell[];
  samples?: (Partial<SampleItem> & { id: string; revision: number })[];
  stale: { assessments: string[] };
  /** More was changed than is worth sending: read the round again. */
  reload?: boolean;
}

export interface UserItem {
  id: string;
  username: string;
  displayName: string;
  roles: Role[];
  areaCodes: string[];
  language: Language | null;
  active: boolean;
  /** The first account of the same person. */
  samePersonAsId: string | null;
  waits: { failures: number; lockedUntil: string } | null;
  createdAt: string;
  revision: number;
  allowedActions: AllowedAction[];
}

export interface SettingItem {
  id: string;
  value: unknown;
  revision: number;
  description: Words;
  choices?: { value: unknown; zh: string; en: string }[];
}

/** What the record rests on, in both languages where it is shipped. */
export type MethodItem = Method & { sourceWords: Words };
export type AnalyteItem = Analyte & { sourceWords: Words };

export interface RuleItem {
  id: string;
  version: string;
  title: Words | string;
  author: string;
  reason: Words | string;
  source: string;
  sourceWords: Words;
  date: string;
  cuts: { moderatelySevere: number; severe: number; quantity?: string };
  components?: { key: string; weight: number; words: Words }[];
  inForce: boolean;
  stored: boolean;
  formula: string | null;
  period: { referenceFrom: string; referenceTo: string; gradesFrom: string } | null;
  draft: RuleDraft;
}

/** A rule as it is typed: numbers are texts, and are answered in words where they cannot be read. */
export interface RuleDraft {
  code: string;
  titleZh: string;
  titleEn: string;
  source: string;
  reason: string;
  referenceFrom: string;
  referenceTo: string;
  gradesFrom: string;
  base: 'five-components' | 'nemerow-fixed-cuts';
  cuts: { moderatelySevere: string; severe: string };
  weights: { level: string; breadth: string; trend: string; cluster: string; history: string };
  formula: string;
  analyteWeights: { analyte: string; weight: string }[];
  examples: { title: string; sites: { meth: string; ket: string }[]; expected: Grade }[];
}

/** An entry in a list: how many rows it binds; `AuditWhole` names them. */
export type AuditItem = Omit<AuditEntry, 'digests'> & { actorName: string | null; subjectName: Words | null; digestCount: number };
export type AuditWhole = AuditEntry & { actorName: string | null; subjectName: Words | null };

/** One line of the menu of exports. */
export interface ExportItem {
  id: string;
  title: Words;
  formats: string[];
  parameters: ('round' | 'schedule')[];
  allowed: boolean;
  reason?: Reason;
}

export interface VerifyReport {
  entries: number;
  rows: number;
  ok: boolean;
  firstBroken?: { sequence: number | null; thing?: string; id?: string; why: string };
}

export interface GeometryImport {
  read: number;
  written: number;
  unchanged: number;
  errors: { row?: number; column?: string; value?: string; message: string }[];
}

export type { Absence, Analyte, Area, Language, Matrix, Method, Plan, Reason, Role, Round, Sample, SampleState, Site, Unit, Words };
