/** A plan document as the checker reads it: its own reading of the file, shared with nothing that makes plans. */
export interface Rule {
  kind: string; grades: string[]; onWeakEvidence: boolean; levels: string[]; shifts: string[];
  perWeek?: number; premisesPerShift?: number; withinWeeks?: number; crew?: { level: string; count: number }[]; minimumGapDays?: number; afterOperationsLastWeeks?: number; everyWeeks?: { grade: string; weeks: number }[];
}
export interface UnitRow { code: string; level: string; home: string | null; region: string | null; shiftsPerWeek: number; longitude: number | null; latitude: number | null }
export interface AreaRow { code: string; region: string | null; longitude: number | null; latitude: number | null; grade: string; firmness: string; evidenceOn: string | null; outdated: boolean; sourceSite: string | null; sites: { code: string; premises: number | null }[]; nominations: string[] }
export interface TaskRow { number: string; kind: string; area: string; site: string | null; place: string | null; units: string[]; date: string; shift: string; premises: number | null; grade: string; extra: boolean; blind: boolean }
export interface PlanJson {
  startsOn: string; weeks: number; placesMayBeStored: boolean; blindShare: number;
  rules: { evidenceDays: number; shiftCost: Record<string, number>; rules: Rule[] };
  units: UnitRow[]; absences: { unit: string | null; from: string; to: string }[]; areas: AreaRow[]; tasks: TaskRow[];
  unserved: { kind: string; area: string; site?: string; week: number; count: number; blind?: boolean; reasons: { code: string; zh: string; en: string }[] }[];
  ledger: { area: string; kind: string; week: number; required: number; served: number; unserved: number }[];
  required: number; served: number; objective: number | null; bound: number | null; gap: number | null;
  /** What a planner asked for beyond the rules; area null for a block of force. */
  added?: { kind: string; area: string | null; from: string; to: string }[];
}
