/** What `/sites/:id/trend` answers: one analyte at one site through the rounds. */
import type { Basis, Matrix, Words } from '../vocabulary.ts';

export interface TrendPoint {
  round: string;
  collectedOn: string | null;
  value: number | null;
  qualifier: '=' | '<' | '>';
  limit: number | null;
  reportedText: string;
  resultId: string;
  lod: number | null;
  loq: number | null;
}

export interface SiteTrend {
  site: { id: string; code: string; name: Words };
  analyte: { id: string; name: Words };
  matrix: Matrix | null;
  basis: Basis;
  unit: string;
  limits: { lod: number | null; loq: number | null; upper: number | null };
  reference: { value: number; source: Words } | null;
  points: TrendPoint[];
  /** Null below four rounds; slope and its interval per round, null where limits hide them. */
  trend: { S: number; p: number; slope: number | null; lower: number | null; upper: number | null; smallestP: number | null; remarks: Words[] } | null;
}
