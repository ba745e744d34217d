/** What the generator of the example answers. Plain data: nothing of a store, no grade, no rule. */
import type { Matrix, SamplingMode } from '../../../models/schemas/vocabulary.ts';
import type { CUSTODY_REASONS, SampleState } from '../../../models/schemas/sample.ts';
import type { QcKind } from '../../../models/schemas/run.ts';
import type { ABSENCE_REASONS, INDICATOR_KINDS, TaskKind } from '../../../models/schemas/operations.ts';
import type { ResultState } from '../../../models/schemas/result.ts';
import type { UnitOfMeasure } from '../../../models/schemas/analyte.ts';
import type { PlanDocument } from '../../../models/schemas/plan.ts';
import type { Period } from '../../../sampling-plans/calendar.ts';

export interface HuilaiOptions {
  /** A county without contamination: ordinary background use everywhere, and counts that know nothing of the water. */
  nullCounty?: boolean;
  /** False: nobody entered how water runs from site to site. The water is the same. */
  streams?: boolean;
  /** Days on which the composite of a sewage plant is taken in each round; 1 to 7. */
  days?: number;
  /** Codes of the rounds to draw; all eight unless said. A round is the same whichever others are drawn. */
  rounds?: readonly string[];
}

export type CustodyReason = (typeof CUSTODY_REASONS)[number];

/** A bottle and what became of it. Instants are UTC. */
export interface GeneratedSample {
  number: string;
  roundCode: string;
  areaCode: string;
  siteCode: string;
  matrix: Matrix;
  mode: SamplingMode;
  dueOn: string;
  replaces: string | null;
  state: SampleState;
  /** Local date of collection, or of the visit that found no water. */
  visitedOn: string | null;
  collectedAt: string | null;
  handedOverAt: string | null;
  receivedAt: string | null;
  receiptTemperatureC: number | null;
  /** Codes of the deviation, the rejection or the miss. */
  reasons: CustodyReason[];
  deviation: string | null;
  rainMm: number | null;
  flowM3PerDay: number | null;
  position: { longitude: number; latitude: number; accuracyM: number };
  field: { pH: number; waterTemperatureC: number; conductivityUSPerCm: number };
}

/** One typing of a cell, as the technician or the instrument's export gave it. */
export interface GeneratedEntry {
  rawText: string;
  unit: UnitOfMeasure;
  dilution: string;
  at: string;
  /** Why it was typed again; null for the first time. */
  reason: string | null;
}

export interface GeneratedResult {
  sampleNumber: string;
  roundCode: string;
  analyte: string;
  attempt: number;
  runNumber: string;
  /** Number of the technician, from 0. */
  technician: number;
  /** First typing first; the last one stands. */
  entries: GeneratedEntry[];
  state: ResultState;
  /** How the attempt that came before it ended. */
  follows: { action: 'retest' | 'amend'; reasonCode: string; reason: string } | null;
  /** Sent back by the verifier once, with this reason. */
  returned: string | null;
}

export interface GeneratedRun {
  number: string;
  roundCode: string;
  matrix: Matrix;
  methodCode: string;
  instrument: string;
  state: 'open' | 'closed';
  openedAt: string;
  closedAt: string | null;
  repeats: string | null;
  overrideReason: string | null;
}

export interface GeneratedQc {
  runNumber: string;
  kind: QcKind;
  analyte: string;
  sampleNumber: string | null;
  rawText: string;
  expected: string | null;
  base: string | null;
  measuredAt: string;
  technician: number;
}

export interface GeneratedUnit {
  code: string;
  nameZh: string;
  nameEn: string;
  level: 'town' | 'county' | 'city';
  areaCode: string;
  shiftsPerWeek: number;
}

export interface GeneratedAbsence {
  /** Null: everybody. */
  unitCode: string | null;
  startsOn: string;
  endsOn: string;
  reasonCode: (typeof ABSENCE_REASONS)[number];
}

export interface GeneratedIndicator {
  areaCode: string;
  period: string;
  kind: (typeof INDICATOR_KINDS)[number];
  count: number;
}

/** What the operations of a quarter found in a town, as counts. */
export interface GeneratedOutcome {
  areaCode: string;
  roundCode: string;
  kind: TaskKind;
  cases: number;
  usersFound: number;
  seizedGrams: number;
}

export interface HuilaiData {
  seed: number;
  options: Required<HuilaiOptions>;
  plan: PlanDocument;
  rounds: readonly Period[];
  samples: readonly GeneratedSample[];
  runs: readonly GeneratedRun[];
  qc: readonly GeneratedQc[];
  results: readonly GeneratedResult[];
  units: readonly GeneratedUnit[];
  absences: readonly GeneratedAbsence[];
  indicators: readonly GeneratedIndicator[];
  outcomes: readonly GeneratedOutcome[];
}
