/**
 * The quality-control status of a run, computed from its QC samples and never stored:
 * none (nothing to judge), warn, pass or fail.
 * Pure: no I/O, no clock, no Math.random.
 */
import { evaluateBlank } from './blank.ts';
import { evaluateBackCalculated } from './calibration.ts';
import { evaluateDuplicate, type DuplicateRule } from './duplicate.ts';
import type { Amount, Finding } from './finding.ts';
import type { QualityLimits } from './limits.ts';
import { evaluateCalibrationCheck, evaluateRecovery } from './recovery.ts';

export type QcKind = 'method-blank' | 'field-blank' | 'duplicate' | 'matrix-spike' | 'laboratory-control' | 'continuing-calibration' | 'calibration';

export interface QcMeasurement {
  kind: QcKind;
  analyteId: string;
  /** In the method's unit. */
  measured: Amount;
  expected: string | null;
  /** The unspiked amount of a spike; the first amount of a duplicate. */
  base: Amount | null;
}

export interface QcMethod {
  lod: string;
  loq: string;
  duplicateRule: DuplicateRule;
}

export interface RunFinding extends Finding {
  kind: QcKind;
  analyteId: string;
}

export type RunStatus = 'none' | 'warn' | 'pass' | 'fail';

/** A row whose figures carry no judgement at all. */
const CANNOT_BE_JUDGED = 'cannot-be-judged';

const missing = (code: string, zh: string, en: string): Finding => ({ code, outcome: null, value: null, limit: '', zh, en });

function evaluateOne(sample: QcMeasurement, method: QcMethod, limits: QualityLimits): Finding {
  switch (sample.kind) {
    case 'method-blank':
    case 'field-blank':
      return evaluateBlank(sample.measured, method.lod);
    case 'duplicate':
      if (sample.base === null) return missing('duplicate', '没有第一个结果，无法判定', 'there is no first result to compare with');
      return evaluateDuplicate(sample.base, sample.measured, method.loq, method.duplicateRule, limits);
    case 'matrix-spike':
    case 'laboratory-control': {
      if (sample.expected === null) return missing('recovery', '没有加标量，无法计算回收率', 'the amount added is missing: no recovery');
      // A sample below its limit contributes nothing that can be told from zero to the spike
      const base = sample.kind === 'laboratory-control' ? '0' : sample.base === null ? null : sample.base.qualifier === '<' ? (sample.base.value ?? '0') : sample.base.value;
      return evaluateRecovery(sample.measured, base, sample.expected, method.loq, limits);
    }
    case 'continuing-calibration':
      if (sample.expected === null) return missing('calibration-check', '没有标称值，无法判定', 'the nominal amount is missing: not evaluable');
      return evaluateCalibrationCheck(sample.measured, sample.expected, limits);
    case 'calibration':
      return missing('calibration', '校准点与整条曲线一起判定', 'calibration points are judged together');
  }
}

/** What was stored is judged or said to be beyond judgement, with the reason; it never keeps the others from being read. */
function judged(judge: () => Finding[]): Finding[] {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [missing(CANNOT_BE_JUDGED, `无法判定：${error.message}`, `cannot be judged: ${error.message}`)];
  }
}

/**
 * @param methods by analyte; a QC sample of an analyte without a method is not evaluable and says so
 * @returns findings in the order of the samples, calibration last
 */
export function evaluateRun(samples: readonly QcMeasurement[], methods: ReadonlyMap<string, QcMethod>, limits: QualityLimits): RunFinding[] {
  const findings: RunFinding[] = [];
  const calibrations = new Map<string, { expected: string; measured: string }[]>();
  for (const sample of samples) {
    const method = methods.get(sample.analyteId);
    if (method === undefined) {
      findings.push({ kind: sample.kind, analyteId: sample.analyteId, ...missing('no-method', '没有此分析物的方法，无法判定', 'there is no method for this analyte: not evaluable') });
      continue;
    }
    if (sample.kind === 'calibration') {
      if (sample.expected === null || sample.measured.value === null) {
        findings.push({ kind: sample.kind, analyteId: sample.analyteId, ...missing('calibration', '校准点缺少标称值或测得值', 'a calibration point lacks its nominal or measured amount') });
        continue;
      }
      const points = calibrations.get(sample.analyteId) ?? [];
      points.push({ expected: sample.expected, measured: sample.measured.value });
      calibrations.set(sample.analyteId, points);
      continue;
    }
    findings.push(...judged(() => [evaluateOne(sample, method, limits)]).map((finding) => ({ kind: sample.kind, analyteId: sample.analyteId, ...finding })));
  }
  for (const [analyteId, points] of calibrations) {
    const method = methods.get(analyteId);
    if (method === undefined) continue;
    findings.push(...judged(() => evaluateBackCalculated(points, method.loq, limits)).map((finding) => ({ kind: 'calibration' as const, analyteId, ...finding })));
  }
  return findings;
}

/** Fail outweighs warn outweighs pass; what cannot be judged is never a pass; findings that decide nothing leave the status `none`. */
export function runStatus(findings: readonly Finding[]): RunStatus {
  if (findings.some((finding) => finding.outcome === 'fail')) return 'fail';
  if (findings.some((finding) => finding.outcome === 'warn' || finding.code === CANNOT_BE_JUDGED)) return 'warn';
  return findings.some((finding) => finding.outcome === 'pass') ? 'pass' : 'none';
}
