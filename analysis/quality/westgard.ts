/**
 * Westgard rules on control results: 1-2s warns; 1-3s, 2-2s, R-4s, 4-1s and 10-x reject.
 * "Exceeds" is strict: exactly 3 SD passes. R-4s: one control above +2 SD and another below -2 SD in
 * the same run. Names follow Westgard, Barry, Hunt & Groth 1981.
 * Pure: no I/O, no clock, no Math.random.
 */
import { exactOf, type Finding } from './finding.ts';

export type WestgardRule = '1-2s' | '1-3s' | '2-2s' | 'R-4s' | '4-1s' | '10-x';

export interface Control {
  /** Runs in order of time; controls of one run share it. */
  run: string;
  /** Plain decimal text. */
  value: string;
}

export interface Violation {
  rule: WestgardRule;
  outcome: 'warn' | 'fail';
  /** Indices of the controls that make it, oldest first. */
  controls: number[];
}

/** Points a baseline must have before it may judge. */
const BASELINE_MINIMUM = 20;

/**
 * @param controls oldest first
 * @param baseline mean and SD of the control lot, and over how many points they were made
 * @returns violations that end at the newest control of its run, so that each run is judged once
 * @throws RangeError where the SD is not above 0 or the baseline has fewer than 20 points
 */
export function westgard(controls: readonly Control[], baseline: { mean: string; sd: string; n: number }): Violation[] {
  const mean = exactOf('mean', baseline.mean);
  const sd = exactOf('sd', baseline.sd);
  if (sd.lte(0)) throw new RangeError(`sd is "${baseline.sd}": expected above 0`);
  if (!(baseline.n >= BASELINE_MINIMUM)) throw new RangeError(`the baseline has ${String(baseline.n)} points: expected at least ${String(BASELINE_MINIMUM)}`);
  const deviations = controls.map((control, index) => exactOf(`value of control ${String(index)}`, control.value).minus(mean));
  const exceeds = (index: number, times: number, side: 1 | -1): boolean => {
    const deviation = deviations[index];
    return deviation !== undefined && deviation.times(side).gt(sd.times(times));
  };
  const violations: Violation[] = [];
  const streak = (rule: WestgardRule, length: number, times: number, end: number): void => {
    for (const side of [1, -1] as const) {
      const members = Array.from({ length }, (_, offset) => end - length + 1 + offset);
      if (members.every((index) => index >= 0 && exceeds(index, times, side))) violations.push({ rule, outcome: 'fail', controls: members });
    }
  };
  const lastRun = controls.at(-1)?.run;
  controls.forEach((control, index) => {
    if (control.run !== lastRun) return;
    const either = (times: number): boolean => exceeds(index, times, 1) || exceeds(index, times, -1);
    if (either(3)) violations.push({ rule: '1-3s', outcome: 'fail', controls: [index] });
    else if (either(2)) violations.push({ rule: '1-2s', outcome: 'warn', controls: [index] });
    streak('2-2s', 2, 2, index);
    streak('4-1s', 4, 1, index);
    streak('10-x', 10, 0, index);
  });
  const inRun = controls.flatMap((control, index) => (control.run === lastRun ? [index] : []));
  const high = inRun.find((index) => exceeds(index, 2, 1));
  const low = inRun.find((index) => exceeds(index, 2, -1));
  if (high !== undefined && low !== undefined) violations.push({ rule: 'R-4s', outcome: 'fail', controls: [high, low].sort((a, b) => a - b) });
  return violations;
}

/** A violation in words. */
export function westgardFinding(violation: Violation): Finding {
  const rejects = violation.outcome === 'fail';
  return {
    code: `westgard-${violation.rule}`,
    outcome: violation.outcome,
    value: null,
    limit: violation.rule,
    zh: `质控图 ${violation.rule}：${rejects ? '拒绝' : '警告'}`,
    en: `control chart ${violation.rule}: ${rejects ? 'reject' : 'warning'}`,
  };
}
