/**
 * Weighted least squares fit of a variogram model, weights np / dist² (gstat's fit.method 7).
 *
 * Given the range, nugget and partial sill enter linearly, so the best pair not below zero is known in closed form.
 * The range is scanned over a wide grid with that pair, every valley of the scan starts a Levenberg-Marquardt
 * descent in all three parameters, and the lowest end wins. gstat stops earlier: its SSErr is a little higher.
 */
import type { Decision } from '../step.ts';
import type { EmpiricalVariogram, VariogramLag } from './empiricalVariogram.ts';
import { levenbergMarquardt } from './levenbergMarquardt.ts';
import { correlation, DEFAULT_KAPPA, type VariogramModel, type VariogramType } from './variogramModel.ts';

export interface VariogramFit {
  model: VariogramModel;
  /** Weighted sum of squares, gstat's SSErr. */
  sse: number;
  decisions: Decision[];
}

const SCAN = 144;

/** Longest range looked at, in units of the farthest lag: beyond, an exponential is a straight line to 1 in 20,000. */
const LONGEST = 10_000;

/** A range this many times the farthest lag is no longer identified by the lags. */
const NOT_IDENTIFIED = 50;

/** Weighted sum of squares and the best nugget and psill, neither below 0, at a given range. */
const sillsAt = (lags: readonly VariogramLag[], weights: Float64Array, type: VariogramType, range: number, kappa: number): { nugget: number; psill: number; sse: number } => {
  let [ww, wf, wff, wg, wfg] = [0, 0, 0, 0, 0];
  const shape = new Float64Array(lags.length);
  lags.forEach(({ dist, gamma }, i) => {
    const w = weights[i] as number;
    const f = 1 - correlation(type, range, dist, kappa);
    shape[i] = f;
    ww += w;
    wf += w * f;
    wff += w * f * f;
    wg += w * gamma;
    wfg += w * f * gamma;
  });
  const sse = (nugget: number, psill: number): number =>
    lags.reduce((sum, { gamma }, i) => sum + (weights[i] as number) * (gamma - nugget - psill * (shape[i] as number)) ** 2, 0);
  const onlyPsill = { nugget: 0, psill: wff > 0 ? Math.max(0, wfg / wff) : 0 };
  const onlyNugget = { nugget: Math.max(0, wg / ww), psill: 0 };
  const determinant = ww * wff - wf * wf;
  const candidates = [onlyPsill, onlyNugget];
  if (determinant > 1e-14 * ww * wff) {
    const both = { nugget: (wff * wg - wf * wfg) / determinant, psill: (ww * wfg - wf * wg) / determinant };
    if (both.nugget >= 0 && both.psill >= 0) candidates.push(both);
  }
  let best = { nugget: 0, psill: 0, sse: Infinity };
  for (const { nugget, psill } of candidates) {
    const reached = sse(nugget, psill);
    if (reached < best.sse) best = { nugget, psill, sse: reached };
  }
  return best;
};

/** Derivative of 1 - correlation after the range: exact for sph, exp, gau; central difference for Matérn. */
const shapeSlope = (type: VariogramType, range: number, h: number, kappa: number): number => {
  const u = h / range;
  switch (type) {
    case 'sph':
      return u >= 1 ? 0 : (-1.5 * u * (1 - u * u)) / range;
    case 'exp':
      return (-u * Math.exp(-u)) / range;
    case 'gau':
      return (-2 * u * u * Math.exp(-u * u)) / range;
    case 'mat': {
      const step = range * 1e-5;
      return (correlation('mat', range - step, h, kappa) - correlation('mat', range + step, h, kappa)) / (2 * step);
    }
  }
};

/**
 * Fits one model.
 * @param variogram lags at distance 0 (coincident places) take no part: their weight would be infinite
 * @throws RangeError when fewer than 3 lags are left, or a lag is not finite
 */
export const fitVariogram = (variogram: Pick<EmpiricalVariogram, 'lags'>, type: VariogramType, options: { kappa?: number } = {}): VariogramFit => {
  const kappa = options.kappa ?? DEFAULT_KAPPA;
  const lags = variogram.lags.filter(({ dist }) => dist > 0);
  lags.forEach(({ np, dist, gamma }, i) => {
    if (!(np > 0 && Number.isFinite(dist) && Number.isFinite(gamma) && gamma >= 0)) throw new RangeError(`lags[${i}] is {np: ${np}, dist: ${dist}, gamma: ${gamma}}; pairs, distance and a semivariance of at least 0 were expected`);
  });
  if (lags.length < 3) throw new RangeError(`${lags.length} lags hold pairs of distinct places; at least 3 are needed to fit nugget, psill and range: use inverse distance weighting`);
  const decisions: Decision[] = [];
  if (lags.length < variogram.lags.length) {
    decisions.push({ code: 'zero-lag-left-out', zh: '只含重合点位、距离为 0 的一组点对不参与拟合', en: 'A lag of coincident sites alone, at distance 0, takes no part in the fit' });
  }
  const nearest = Math.min(...lags.map(({ dist }) => dist));
  const farthest = Math.max(...lags.map(({ dist }) => dist));
  const highest = Math.max(...lags.map(({ gamma }) => gamma));
  const suffix = type === 'mat' ? { kappa } : {};
  if (highest === 0) {
    decisions.push({ code: 'no-variation', zh: '所有半方差为 0，数值没有变化', en: 'Every semivariance is 0: the values do not vary' });
    return { model: { model: type, nugget: 0, psill: 0, range: farthest, ...suffix }, sse: 0, decisions };
  }
  // gamma and distance in units of their largest: the descent then meets numbers near 1 whatever the units are
  const unit = lags.map(({ np, dist, gamma }) => ({ np, dist: dist / farthest, gamma: gamma / highest }));
  const weights = Float64Array.from(unit, ({ np, dist }) => np / (dist * dist));
  const shortest = (nearest / farthest) * 0.05;
  const longest = LONGEST;

  const ranges = Array.from({ length: SCAN }, (_, i) => shortest * (longest / shortest) ** (i / (SCAN - 1)));
  const scan = ranges.map((range) => ({ range, ...sillsAt(unit, weights, type, range, kappa) }));
  const starts = scan.filter(({ sse }, i) => sse <= (scan[i - 1]?.sse ?? Infinity) && sse <= (scan[i + 1]?.sse ?? Infinity));
  const roots = weights.map(Math.sqrt);
  const problem = {
    count: unit.length,
    lower: [0, 0, shortest],
    upper: [Infinity, Infinity, longest],
    evaluate: (p: Float64Array, residuals: Float64Array, jacobian: Float64Array): void => {
      const [nugget = 0, psill = 0, range = 1] = p;
      unit.forEach(({ dist, gamma }, i) => {
        const root = roots[i] as number;
        const f = 1 - correlation(type, range, dist, kappa);
        residuals[i] = root * (nugget + psill * f - gamma);
        jacobian[i * 3] = root;
        jacobian[i * 3 + 1] = root * f;
        jacobian[i * 3 + 2] = root * psill * shapeSlope(type, range, dist, kappa);
      });
    },
  };
  let best = { nugget: 0, psill: 0, range: 1, sse: Infinity };
  for (const start of starts) {
    const { parameters } = levenbergMarquardt(problem, [start.nugget, start.psill, start.range]);
    const range = parameters[2] ?? start.range;
    const ended = { range, ...sillsAt(unit, weights, type, range, kappa) };
    const kept = ended.sse <= start.sse ? ended : start;
    // of two ends as good as each other the shorter range says less
    if (kept.sse < best.sse * (1 - 1e-12)) best = kept;
  }
  if (best.psill === 0) {
    decisions.push({ code: 'pure-nugget', zh: '拟合得到纯块金模型：未见随距离变化的空间结构', en: 'The fit is a pure nugget: no structure that changes with distance was found' });
  } else if (best.range >= NOT_IDENTIFIED) {
    decisions.push({ code: 'range-not-identified', zh: '半方差在截止距离内持续上升，变程无法识别', en: 'The semivariance rises throughout the cutoff: the range is not identified' });
  } else if (type === 'sph' && best.range <= nearest / farthest) {
    decisions.push({ code: 'range-below-first-lag', zh: '变程小于第一个距离组：数据中没有足够近的点对支持它', en: 'The range is shorter than the first lag: no pairs stand close enough to support it' });
  }
  return {
    model: { model: type, nugget: best.nugget * highest, psill: best.psill * highest, range: best.range * farthest, ...suffix },
    sse: (best.sse * highest * highest) / (farthest * farthest),
    decisions,
  };
};
