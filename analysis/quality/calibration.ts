/**
 * Calibration: a straight line by least squares weighted 1/x; r2 of the weighted fit; back-calculated
 * amounts within 20 % (30 % at the LOQ); at least 6 levels.
 * Pure: no I/O, no clock, no Math.random.
 */
import type { Decimal } from 'decimal.js';
import { Exact, exactOf, percent, type Finding } from './finding.ts';
import type { QualityLimits } from './limits.ts';

export interface CalibrationPoint {
  /** Nominal amount, > 0, plain decimal text. */
  expected: string;
  /** Response (area ratio). */
  response: string;
}

export interface CalibrationLine {
  slope: string;
  intercept: string;
  r2: string;
  /** Back-calculated / nominal, in the order given. */
  backCalculated: string[];
}

/**
 * @throws RangeError where fewer than two different levels are given or an amount is not above 0
 */
export function fitCalibration(points: readonly CalibrationPoint[]): CalibrationLine {
  const rows = points.map((point, index) => {
    const x = exactOf(`expected of point ${String(index)}`, point.expected);
    if (x.lte(0)) throw new RangeError(`expected of point ${String(index)} is "${point.expected}": 1/x weighting wants an amount above 0`);
    return { x, y: exactOf(`response of point ${String(index)}`, point.response), w: new Exact(1).div(x) };
  });
  const sum = (of: (row: (typeof rows)[number]) => Decimal): Decimal => rows.reduce((total, row) => total.plus(of(row)), new Exact(0));
  const weight = sum((row) => row.w);
  if (new Set(rows.map((row) => row.x.toFixed())).size < 2) throw new RangeError(`a calibration of ${String(points.length)} points has fewer than two levels`);
  const meanX = sum((row) => row.w.times(row.x)).div(weight);
  const meanY = sum((row) => row.w.times(row.y)).div(weight);
  const sxx = sum((row) => row.w.times(row.x.minus(meanX).pow(2)));
  const sxy = sum((row) => row.w.times(row.x.minus(meanX)).times(row.y.minus(meanY)));
  const syy = sum((row) => row.w.times(row.y.minus(meanY).pow(2)));
  if (sxy.isZero() || syy.isZero()) throw new RangeError('the response of the calibration does not change with the amount');
  const slope = sxy.div(sxx);
  const intercept = meanY.minus(slope.times(meanX));
  return {
    slope: slope.toFixed(),
    intercept: intercept.toFixed(),
    r2: sxy.pow(2).div(sxx.times(syy)).toFixed(),
    backCalculated: rows.map((row) => row.y.minus(intercept).div(slope).div(row.x).toFixed()),
  };
}

/** Findings on a calibration whose points carry back-calculated amounts (as instruments export them). */
export function evaluateBackCalculated(points: readonly { expected: string; measured: string }[], loq: string, limits: QualityLimits): Finding[] {
  // a level of nothing is a blank and no level
  const levels = new Set(points.map((point) => exactOf('expected', point.expected)).filter((level) => level.gt(0)).map((level) => level.toFixed())).size;
  const enough = levels >= limits.calibrationLevels;
  const count: Finding = {
    code: 'calibration-levels',
    outcome: enough ? 'pass' : 'fail',
    value: String(levels),
    limit: `>= ${String(limits.calibrationLevels)}`,
    zh: `校准浓度点 ${String(levels)} 个，至少 ${String(limits.calibrationLevels)} 个`,
    en: `${String(levels)} calibration levels, at least ${String(limits.calibrationLevels)}`,
  };
  const cut = exactOf('loq', loq);
  return [
    count,
    ...points.map((point): Finding => {
      const nominal = exactOf('expected', point.expected);
      if (nominal.lte(0)) return { code: 'back-calculated', outcome: null, value: null, limit: '', zh: `${nominal.toFixed()} 点是空白点，不参与反算`, en: `level ${nominal.toFixed()} is a blank: nothing is divided by it` };
      const allowed = new Exact(nominal.lte(cut) ? limits.backCalculatedAtLoq : limits.backCalculated);
      const deviation = exactOf('measured', point.measured).div(nominal).minus(1);
      return {
        code: 'back-calculated',
        outcome: deviation.abs().lte(allowed) ? 'pass' : 'fail',
        value: deviation.times(100).toDecimalPlaces(4).toFixed(),
        limit: `+- ${percent(allowed)}`,
        zh: `${nominal.toFixed()} 点反算偏差 ${percent(deviation)}，限值 ±${percent(allowed)}`,
        en: `level ${nominal.toFixed()} back-calculates ${percent(deviation)} off, limit ±${percent(allowed)}`,
      };
    }),
  ];
}
