/**
 * Recoveries: matrix spikes, laboratory controls, and continuing calibration checks.
 * Pure: no I/O, no clock, no Math.random.
 */
import type { Decimal } from 'decimal.js';
import { Exact, exactOf, percent, type Amount, type Finding } from './finding.ts';
import type { QualityLimits } from './limits.ts';

const within = (code: string, recovery: Decimal, from: Decimal, to: Decimal, name: { zh: string; en: string }): Finding => {
  const pass = recovery.gte(from) && recovery.lte(to);
  return {
    code,
    outcome: pass ? 'pass' : 'fail',
    value: recovery.times(100).toDecimalPlaces(4).toFixed(),
    limit: `${percent(from)} - ${percent(to)}`,
    zh: `${name.zh} ${percent(recovery)}，限值 ${percent(from)} 至 ${percent(to)}`,
    en: `${name.en} ${percent(recovery)}, limits ${percent(from)} to ${percent(to)}`,
  };
};

const notEvaluable = (code: string, zh: string, en: string): Finding => ({ code, outcome: null, value: null, limit: '', zh, en });

/**
 * Recovery of a known amount: (measured - base) / expected.
 * @param base unspiked amount of a matrix spike, 0 for a laboratory control; null where it is unknown
 * @param expected amount added or certified; one that is not above 0 carries no judgement
 * @param loq in the unit of the amounts; a spike of at most 2 × LOQ has the wider limits
 */
export function evaluateRecovery(measured: Amount, base: string | null, expected: string, loq: string, limits: QualityLimits): Finding {
  const added = exactOf('expected', expected);
  if (added.lte(0)) return notEvaluable('recovery', `加标量为 ${added.toFixed()}，无法计算回收率`, `the amount added is ${added.toFixed()}: no recovery`);
  if (base === null) return notEvaluable('recovery', '本底值未知，无法计算回收率', 'the unspiked amount is unknown: no recovery');
  if (measured.value === null) return notEvaluable('recovery', '测得值只有限值，无法计算回收率', 'only a limit was measured: no recovery');
  const near = added.lte(exactOf('loq', loq).times(limits.recoveryNearUpTo));
  const recovery = exactOf('value', measured.value).minus(exactOf('base', base)).div(added);
  return within('recovery', recovery, new Exact(near ? limits.recoveryNearFrom : limits.recoveryFrom), new Exact(near ? limits.recoveryNearTo : limits.recoveryTo), { zh: '回收率', en: 'recovery' });
}

/** Continuing calibration check: measured / expected within 1 ± limit. */
export function evaluateCalibrationCheck(measured: Amount, expected: string, limits: QualityLimits): Finding {
  const nominal = exactOf('expected', expected);
  if (nominal.lte(0)) return notEvaluable('calibration-check', `标称值为 ${nominal.toFixed()}，无法判定`, `the nominal amount is ${nominal.toFixed()}: not evaluable`);
  if (measured.value === null) return notEvaluable('calibration-check', '测得值只有限值，无法判定', 'only a limit was measured: not evaluable');
  const one = new Exact(1);
  return within('calibration-check', exactOf('value', measured.value).div(nominal), one.minus(limits.calibrationCheck), one.plus(limits.calibrationCheck), { zh: '校准核查', en: 'calibration check' });
}
