/**
 * Which interpolation the sites support: the kriging model that predicts left-out sites best, or inverse distance
 * weighting where no kriging model predicts them better than their mean. Every reason is said in words.
 */
import type { Decision, Step } from '../step.ts';
import { centred } from './centred.ts';
import { empiricalVariogram, type EmpiricalVariogram } from './empiricalVariogram.ts';
import { fitVariogram } from './fitVariogram.ts';
import { idwCv } from './idw.ts';
import { krigeCv } from './krigeCv.ts';
import { distanceBand } from './neighbours.ts';
import { countOf, requireDistinct, requireMetres, requireValuesAt, type Points } from './points.ts';
import type { VariogramModel, VariogramType } from './variogramModel.ts';

/** Up to this many sites one system of all of them is used; above, the nearest ones. */
const GLOBAL_SITES = 600;
/** Nearest sites used above that. */
const LOCAL_SITES = 32;
/** Sites left out at most, evenly picked, when choosing for many. */
const LEFT_OUT = 1000;
/** A sample variogram with fewer pairs than this is not read. */
const FEWEST_PAIRS = 30;

/**
 * Least leave-one-out skill at which kriging is kept. A pure nugget predicts the mean and has skill 0 up to rounding;
 * less than a hundredth is told apart from it by chance alone.
 */
const LEAST_SKILL = 0.01;

export type Interpolation = { method: 'kriging'; model: VariogramModel; nmax?: number } | { method: 'idw'; idp: number; nmax?: number };

export interface Candidate {
  name: string;
  model?: VariogramModel;
  idp?: number;
  sse?: number;
  rmse: number | null;
  msdr?: number | null;
  skill: number | null;
}

export interface ChoiceDiagnostics {
  sites: number;
  /** Groups of sites closer to each other than one lag of the variogram. */
  clusters: number | null;
  variogram: EmpiricalVariogram | null;
  candidates: Candidate[];
}

export interface ChoiceOptions {
  /** Models tried; Matérn is tried with the given kappa. */
  models?: readonly VariogramType[];
  kappa?: number;
  powers?: readonly number[];
  /** A variogram found elsewhere, for instance pooled over analytes and quarters; scaled to the variance of these values. */
  pooled?: Pick<EmpiricalVariogram, 'lags'>;
  cutoff?: number;
}

/** Groups of sites linked by distances up to `reach`. */
const clustersOf = (points: Points, reach: number): number => {
  const { count, start, index } = distanceBand(points, reach);
  const root = Int32Array.from({ length: count }, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (root[at] !== at) {
      root[at] = root[root[at] as number] as number;
      at = root[at] as number;
    }
    return at;
  };
  let clusters = count;
  for (let i = 0; i < count; i++) {
    for (let position = start[i] as number; position < (start[i + 1] as number); position++) {
      const a = find(i);
      const b = find(index[position] as number);
      if (a === b) continue;
      root[a] = b;
      clusters--;
    }
  }
  return clusters;
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const describe = (model: VariogramModel): string => (model.model === 'mat' ? `mat (kappa ${model.kappa ?? 0.5})` : model.model);

/**
 * @param points sites in metres, no two in one place (merge them first)
 * @param values one per site, logarithms where the values are concentrations
 * @throws RangeError when there is no site, a value is not finite, two sites coincide, or coordinates are degrees
 */
export const chooseSurface = (points: Points, values: Float64Array, options: ChoiceOptions = {}): Step<Interpolation, ChoiceDiagnostics> => {
  requireValuesAt(points, values);
  requireMetres(points);
  requireDistinct(points);
  const { models = ['sph', 'exp', 'gau', 'mat'], kappa = 1.5, powers = [1, 2, 3], pooled } = options;
  const n = countOf(points);
  if (n === 0) throw new RangeError('no sites were given; a surface needs at least 1');
  const nearest = n > GLOBAL_SITES ? { nmax: LOCAL_SITES } : {};
  const diagnostics: ChoiceDiagnostics = { sites: n, clusters: null, variogram: null, candidates: [] };
  const decisions: Decision[] = [];
  const weighting = (idp: number, reason: Decision): Step<Interpolation, ChoiceDiagnostics> => ({ result: { method: 'idw', idp, ...nearest }, diagnostics, decisions: [...decisions, reason] });
  if (n < 3) {
    return weighting(2, { code: 'too-few-sites', zh: `只有 ${n} 个点位，无法检验任何插值方法；按反距离加权显示`, en: `${n} sites cannot put any interpolation to the test: inverse distance weighting is shown` });
  }
  if (centred(values).equal) {
    return weighting(2, { code: 'all-equal', zh: '所有数值相等，插值面为常数', en: 'All values are equal: the surface is constant' });
  }

  const only = n > LEFT_OUT ? { only: Int32Array.from({ length: LEFT_OUT }, (_, i) => Math.floor((i * n) / LEFT_OUT)) } : {};
  const weighted = powers.map((idp): Candidate => {
    const { rmse, skill } = idwCv(points, values, { idp, ...nearest, ...only }).diagnostics;
    return { name: `idw ${idp}`, idp, rmse, skill };
  });
  diagnostics.candidates.push(...weighted);
  const best = (candidates: readonly Candidate[]): Candidate | undefined => candidates.filter(({ rmse }) => rmse !== null).sort((a, b) => (a.rmse ?? Infinity) - (b.rmse ?? Infinity))[0];
  const bestWeighting = best(weighted);
  const fallBack = (reason: Decision): Step<Interpolation, ChoiceDiagnostics> => {
    const step = weighting(bestWeighting?.idp ?? 2, reason);
    if ((bestWeighting?.skill ?? 0) > 0) return step;
    step.decisions.push({
      code: 'no-skill',
      zh: '反距离加权对留出点位的预测也不优于均值：图面只反映点位本身，不反映点位之间',
      en: 'Inverse distance weighting predicts left-out sites no better than their mean either: the map shows the sites, not the space between them',
    });
    return step;
  };

  const variogram = empiricalVariogram(points, values, options.cutoff === undefined ? {} : { cutoff: options.cutoff });
  diagnostics.variogram = variogram;
  const clusters = clustersOf(points, variogram.width);
  diagnostics.clusters = clusters;
  const lags = pooled?.lags ?? variogram.lags;
  const pairs = lags.reduce((sum, { np }) => sum + np, 0);
  const support = { zh: `${n} 个点位（${clusters} 簇，${pairs} 个点对）`, en: `${n} points in ${clusters} clusters (${pairs} pairs)` };
  if (lags.filter(({ dist }) => dist > 0).length < 3 || pairs < FEWEST_PAIRS) {
    return fallBack({ code: 'variogram-not-supported', zh: `${support.zh}不足以支持变异函数，改用反距离加权`, en: `Variogram not supported by ${support.en}: inverse distance weighting used` });
  }

  const variance = pooled ? values.reduce((sum, value, _, all) => sum + (value - all.reduce((a, b) => a + b / n, 0)) ** 2 / (n - 1), 0) : 1;
  const kriged: Candidate[] = [];
  for (const type of models) {
    const fit = fitVariogram({ lags }, type, type === 'mat' ? { kappa } : {});
    const model: VariogramModel = { ...fit.model, nugget: fit.model.nugget * variance, psill: fit.model.psill * variance };
    const name = describe(model);
    if (!(model.nugget + model.psill > 0)) continue;
    try {
      const { rmse, skill, msdr } = krigeCv(points, values, model, { ...nearest, ...only }).diagnostics;
      kriged.push({ name, model, sse: fit.sse, rmse, skill, msdr });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      decisions.push({ code: 'model-left-out', zh: `${name} 模型不可用：${error.message}`, en: `Model ${name} left out: ${error.message}` });
      continue;
    }
    for (const { code, zh, en } of fit.decisions) decisions.push({ code, zh: `${name}：${zh}`, en: `${name}: ${en}` });
  }
  diagnostics.candidates.push(...kriged);
  const chosen = best(kriged);
  if (!chosen?.model) {
    return fallBack({ code: 'no-model', zh: `没有变异函数模型可用于${support.zh}，改用反距离加权`, en: `No variogram model could be used for ${support.en}: inverse distance weighting used` });
  }
  const skill = chosen.skill ?? Number.NEGATIVE_INFINITY;
  if (!(skill >= LEAST_SKILL)) {
    return fallBack({
      code: 'kriging-no-skill',
      zh: `克里金留一检验的技巧为 ${percent(skill)}（与均值相当），${support.zh}不支持变异函数，改用反距离加权`,
      en: `Variogram not supported by ${support.en}: kriging's leave-one-out skill is ${percent(skill)}, as good as none; inverse distance weighting used`,
    });
  }
  decisions.push({
    code: 'kriging-chosen',
    zh: `采用 ${chosen.name} 模型的普通克里金：留一检验误差较均值减少 ${percent(skill)}，为 ${kriged.length} 个模型中最小`,
    en: `Ordinary kriging with the ${chosen.name} model: its leave-one-out squared error is ${percent(skill)} below that of the mean, the least of ${kriged.length} models`,
  });
  if (bestWeighting && (bestWeighting.rmse ?? Infinity) < (chosen.rmse ?? Infinity)) {
    decisions.push({
      code: 'idw-as-good',
      zh: `反距离加权（幂 ${bestWeighting.idp ?? 2}）的留一误差更小，但不给出标准差和超标概率，仍采用克里金`,
      en: `Inverse distance weighting (power ${bestWeighting.idp ?? 2}) has a smaller leave-one-out error, but gives no standard deviation and no exceedance: kriging is kept`,
    });
  }
  return { result: { method: 'kriging', model: chosen.model, ...nearest }, diagnostics, decisions };
};
