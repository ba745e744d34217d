/** Reading of the reference values under test/golden, and the error measure the tests state. */
import { readFileSync } from 'node:fs';
import type { Points } from '../../../analysis/spatial/points.ts';
import type { VariogramModel } from '../../../analysis/spatial/variogramModel.ts';

export type Numbers = (number | null)[];
export interface Figures {
  statistic: number;
  expectation: number;
  variance: number;
  z: number | number[][];
  p: number | number[][];
}
interface Kriged {
  pred: number[];
  var: number[];
}
interface Fit {
  nugget: number;
  psill: number;
  range: number;
  SSErr: number;
  gammaAtLags: number[];
}
interface Lags {
  np: number[];
  dist: number[];
  gamma: number[];
}

export interface GeostatGolden {
  cutoff: number;
  width: number;
  empiricalVariogram: Lags;
  cressieVariogram: Lags;
  fits: { Sph: Fit; Exp: Fit; Gau: Fit };
  krigingModel: { nugget: number; psill: number; range: number };
  targets: { x: number; y: number }[];
  ordinaryKriging: Kriged;
  ordinaryKrigingLocal: (Kriged & { nmax: number })[];
  universalKrigingXY: Kriged;
  blockKriging: Kriged & { blockSize: number };
  exactness: Kriged & { x: number[]; y: number[] };
  krigingLOO: Kriged & { rmse: number; meanError: number; msdr: number; residual: number[] };
  krigingLOOnmax32: { rmse: number };
  idw: { power: number; pred: number[]; looResidual: number[]; looRMSE: number }[];
  idwLocal: { power: number; nmax: number; pred: number[]; looRMSE: number }[];
}

interface Local {
  Ii: Numbers;
  EIi: Numbers;
  VarIi: Numbers;
  Z: Numbers;
  p: Numbers;
}

export interface AutocorrelationGolden {
  n: number;
  weights: { neighbours0: number[][] };
  moranRandomisation: Figures;
  moranNormality: Figures;
  moranBinaryRandomisation: Figures;
  gearyRandomisation: Figures;
  globalG: Figures;
  localMoranConditional: Local;
  localMoranTotal: Local;
  quadrantMeanSplit: string[];
  localMoranBHadjP: Numbers;
  Gi_binary_z: Numbers;
  Gi_rowStd_z: Numbers;
  GiStar_binary_z: Numbers;
  GiStar_rowStd_z: Numbers;
  GiStar_p: Numbers;
  GiStar_BH: Numbers;
  GiStar_BY: Numbers;
  GiStar_Bonferroni: Numbers;
  counts: { hotBH05: number; coldBH05: number };
  permutation: { moranPseudoPgreater: number; moranPermMean: number; moranPermVar: number; localE: Numbers; localVar: Numbers; localPseudoP2sided: Numbers };
}

export interface Sites {
  points: Points;
  values: Float64Array;
}

const folder = new URL('../../golden/', import.meta.url);

const readJson = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));

const readSites = (name: string): Sites => {
  const [header = '', ...lines] = readFileSync(new URL(`${name}.csv`, folder), 'utf8').trim().split('\n');
  const columns = header.split(',');
  const column = (title: string): Float64Array => Float64Array.from(lines, (line) => Number(line.split(',')[columns.indexOf(title)]));
  return { points: { x: column('x'), y: column('y') }, values: column('value') };
};

export const GEOSTAT = ['a_geostat_meuse_logzinc', 'a_geostat_jura_co', 'a_geostat_coalash'] as const;
export const AUTOCORRELATION = ['b_autocorr_columbus_crime', 'b_autocorr_oldcol_crime', 'b_autocorr_meuse_logzinc_knn8', 'b_autocorr_meuse_zinc_d300'] as const;

export const geostat = (name: (typeof GEOSTAT)[number]): Sites & { golden: GeostatGolden; model: VariogramModel; targets: Points } => {
  const golden = readJson(name) as GeostatGolden;
  const { nugget, psill, range } = golden.krigingModel;
  return {
    ...readSites(name),
    golden,
    model: { model: 'sph', nugget, psill, range },
    targets: { x: Float64Array.from(golden.targets, ({ x }) => x), y: Float64Array.from(golden.targets, ({ y }) => y) },
  };
};

export const autocorrelation = (name: (typeof AUTOCORRELATION)[number]): Sites & { golden: AutocorrelationGolden } => ({
  ...readSites(name),
  golden: readJson(name) as AutocorrelationGolden,
});

/** Largest relative error over a series; a value that is missing on one side only is an infinite error. */
export const worst = (got: ArrayLike<number>, expected: readonly (number | null)[], floor = 0): number => {
  if (got.length !== expected.length) return Infinity;
  let most = 0;
  expected.forEach((reference, i) => {
    const value = got[i] ?? Number.NaN;
    const error = reference === null ? (Number.isNaN(value) ? 0 : Infinity) : Math.abs(value - reference) / Math.max(Math.abs(reference), floor, 1e-300);
    // a NaN error is the worst, not the least
    most = error <= most ? most : Number.isNaN(error) ? Infinity : error;
  });
  return most;
};
