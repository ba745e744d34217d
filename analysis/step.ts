/**
 * The form in which a step of the analysis answers: its result, the figures behind it,
 * and every decision it took on the way, in words. Types only.
 */
import type { Reason } from '../models/schemas/assessment.ts';

/** A decision a step took, with a stable code and its sentence in both languages. */
export type Decision = Reason;

export interface Step<Result, Diagnostics> {
  result: Result;
  diagnostics: Diagnostics;
  decisions: Decision[];
}
