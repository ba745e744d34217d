/** Before and after operations, as the API answers it. Ratios are after / before. */
import type { Words } from '../../api/types.ts';

export interface Ratio {
  ratio: number;
  lower: number | null;
  upper: number | null;
}

export interface Effect {
  operationsRound: string;
  waterRound: string | null;
  synthetic: boolean;
  analyte: string;
  analytes: { id: string; name: Words }[];
  load: number;
  concentration: number;
  verdict: string;
  operated: { towns: number; pairs: number; ratio: number | null };
  untouched: { towns: number; pairs: number; ratio: number | null };
  effect: (Ratio & { p: number; attainableP: number; pMethod: 'exact' | 'permutation'; assignments: number }) | null;
  regression: { correlation: number | null; expected: Ratio; remainder: Ratio } | null;
  smallestVisible: { fall: number; rise: number } | null;
  sentences: Words[];
  towns: { code: string; name: Words; operated: boolean; pairs: number; ratio: number | null }[];
}
