/**
 * Limits of the quality-control checks: editable defaults, each with its source.
 * A laboratory that sets its own hands them in; nothing else in this folder holds a number.
 */
export interface QualityLimits {
  /** Share of RPD = |a-b| / mean allowed when both amounts are at least 5 × LOQ, and at 2 to 5 × LOQ. */
  duplicateRpdFar: string;
  duplicateRpdNear: string;
  /** Below this many LOQ the difference itself is held against the LOQ. */
  duplicateNearFrom: string;
  duplicateFarFrom: string;
  recoveryFrom: string;
  recoveryTo: string;
  recoveryNearFrom: string;
  recoveryNearTo: string;
  /** A spike of at most this many LOQ counts as near the LOQ. */
  recoveryNearUpTo: string;
  calibrationCheck: string;
  calibrationLevels: number;
  calibrationR2: string;
  backCalculated: string;
  backCalculatedAtLoq: string;
  source: string;
}

export const DEFAULT_LIMITS: QualityLimits = {
  duplicateRpdFar: '0.20',
  duplicateRpdNear: '0.30',
  duplicateNearFrom: '2',
  duplicateFarFrom: '5',
  recoveryFrom: '0.70',
  recoveryTo: '1.30',
  recoveryNearFrom: '0.50',
  recoveryNearTo: '1.50',
  recoveryNearUpTo: '2',
  calibrationCheck: '0.20',
  calibrationLevels: 6,
  calibrationR2: '0.99',
  backCalculated: '0.20',
  backCalculatedAtLoq: '0.30',
  source: 'Laboratory default after EPA 1694 and HJ 91.1-2019; editable',
};
