/**
 * Every golden file put to `cli analyse`, through files, as a user would. Run alone it prints the table: file, quantity,
 * how many numbers, largest error, tolerance.
 *   node --import tsx test/golden/goldenCases.ts
 * Files with data of other packages are read in place and left out where they are not at hand.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AUTOCORRELATION, autocorrelation, GEOSTAT, geostat, type Figures } from '../analysis/spatial/golden.ts';
import { printAnalyseLines, runAnalyseCases, type AnalyseCase, type Expected } from '../support/analyseCases.ts';

const beside = (name: string): string => join(import.meta.dirname, name);
const inPlace = (name: string): string => join(import.meta.dirname, '../../../shared/data/golden', name);

type Add = (quantity: string, args: readonly string[], files: AnalyseCase['files'], expect: AnalyseCase['expect'], tolerance?: number, near?: AnalyseCase['near']) => void;
const adder = (cases: AnalyseCase[], peer: string): Add => (quantity, args, files, expect, tolerance = 1e-8, near = {}) => {
  cases.push({ peer, quantity, args, files, expect, tolerance, near });
};
const words = (options: Readonly<Record<string, string | number>>): string[] => Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);

function geostatCases(name: (typeof GEOSTAT)[number], add: Add): void {
  const { golden, model } = geostat(name);
  const columns = { x: golden.targets.map(({ x }) => x), y: golden.targets.map(({ y }) => y) };
  const files = { P: beside(`${name}.csv`), T: columns };
  const { nugget, psill, range } = model;
  const krige = ['krige', '--points', '@P', '--targets', '@T', ...words({ model: 'sph', nugget, psill, range })];
  const both = ({ pred, var: variance }: { pred: Expected[]; var: Expected[] }): AnalyseCase['expect'] => ({ prediction: pred, variance });
  // on a regular grid many sites are equally near, and which of them gstat takes is not defined
  const ties = name === 'a_geostat_coalash';
  add('ordinary kriging', krige, files, both(golden.ordinaryKriging));
  if (!ties) for (const local of golden.ordinaryKrigingLocal) add(`kriging, nmax ${local.nmax}`, [...krige, ...words({ nmax: local.nmax })], files, both(local));
  add('universal kriging', [...krige, ...words({ drift: 'xy' })], files, both(golden.universalKrigingXY));
  add('block kriging', [...krige, ...words({ block: golden.blockKriging.blockSize })], files, both(golden.blockKriging), 1e-6);
  add('exact at sites', krige, { P: files.P, T: { x: golden.exactness.x, y: golden.exactness.y } }, { prediction: golden.exactness.pred, variance: golden.exactness.var }, 1e-12, { scale: nugget + psill });
  const { pred, var: variance, residual, rmse, meanError, msdr } = golden.krigingLOO;
  const cv = ['krige-cv', '--points', '@P', ...words({ model: 'sph', nugget, psill, range })];
  add('leave-one-out', cv, { P: files.P }, { prediction: pred, variance, residual, rmse, msdr });
  add('leave-one-out, mean error', cv, { P: files.P }, { meanError }, 1e-8, { scale: rmse });
  if (!ties) add('leave-one-out, nmax 32, rmse', [...cv, ...words({ nmax: 32 })], { P: files.P }, { rmse: golden.krigingLOOnmax32.rmse }, name === 'a_geostat_jura_co' ? 1e-3 : 1e-8);
  for (const { power, pred: weighed, looResidual, looRMSE } of golden.idw) {
    add('inverse distance weighting', ['idw', '--points', '@P', '--targets', '@T', ...words({ idp: power })], files, { prediction: weighed }, 1e-10);
    add('idw leave-one-out', ['idw-cv', '--points', '@P', ...words({ idp: power })], { P: files.P }, { residual: looResidual, rmse: looRMSE }, 1e-10);
  }
  if (!ties) for (const { power, nmax, pred: weighed } of golden.idwLocal) add(`idw, nmax ${nmax}`, ['idw', '--points', '@P', '--targets', '@T', ...words({ idp: power, nmax })], files, { prediction: weighed }, 1e-10);
  for (const [estimator, lags] of [['classical', golden.empiricalVariogram], ['cressie', golden.cressieVariogram]] as const) {
    add(`variogram, ${estimator}`, ['variogram', '--points', '@P', ...words({ estimator })], { P: files.P }, { 'lags.np': lags.np, 'lags.dist': lags.dist, 'lags.gamma': lags.gamma, cutoff: golden.cutoff, width: golden.width }, 1e-12);
  }
  for (const [type, fit] of [['sph', golden.fits.Sph], ['exp', golden.fits.Exp], ['gau', golden.fits.Gau]] as const) {
    add(`fit ${type}, sum of squares at most gstat's`, ['variogram', '--points', '@P', ...words({ fit: type })], { P: files.P }, { 'fits.sse': fit.SSErr }, 1e-6, { atMost: true });
    // gstat's Gaussian fit stops where its sum is 2 to 8 % above the least
    if (type !== 'gau') add(`fit ${type}, parameters`, ['variogram', '--points', '@P', ...words({ fit: type })], { P: files.P }, { 'fits.nugget': fit.nugget, 'fits.psill': fit.psill, 'fits.range': fit.range }, 1e-3, { scale: 1e-3 * (fit.nugget + fit.psill) });
  }
}

function associationCases(name: (typeof AUTOCORRELATION)[number], add: Add): void {
  const { golden } = autocorrelation(name);
  const files = { V: beside(`${name}.csv`), N: golden.weights.neighbours0 };
  const data = ['--values', '@V', '--neighbours', '@N'];
  const one = (value: number | number[][]): number => (typeof value === 'number' ? value : (value.flat()[0] ?? Number.NaN));
  const five = ({ statistic, expectation, variance, z, p }: Figures): AnalyseCase['expect'] => ({ statistic, expectation, variance, z: one(z), p: one(p) });
  add('Moran', ['moran', ...data], files, five(golden.moranRandomisation));
  add('Moran, normality', ['moran', ...data, ...words({ assumption: 'normality' })], files, five(golden.moranNormality));
  add('Moran, style B', ['moran', ...data, ...words({ style: 'B' })], files, five(golden.moranBinaryRandomisation));
  add('Geary', ['geary', ...data], files, five(golden.gearyRandomisation));
  add('global G', ['global-g', ...data], files, five(golden.globalG));
  const islands = new Set(golden.weights.neighbours0.flatMap((list, i) => (list.length === 0 ? [i] : [])));
  // spdep writes 0, or a quadrant, at a site without neighbours; the contract is null
  const linked = <T>(values: readonly T[]): (T | null)[] => values.map((value, i) => (islands.has(i) ? null : value));
  const quadrant = linked(golden.quadrantMeanSplit);
  for (const [moments, local] of [['conditional', golden.localMoranConditional], ['total', golden.localMoranTotal]] as const) {
    const { Ii, EIi, VarIi, Z, p } = local;
    add(`local Moran, ${moments}`, ['lisa', ...data, ...words({ moments })], files, { statistic: linked(Ii), expectation: linked(EIi), variance: linked(VarIi), z: Z, p, quadrant, ...(moments === 'conditional' && { q: golden.localMoranBHadjP }) });
  }
  add('Gi', ['gi', ...data, ...words({ style: 'B' })], files, { z: golden.Gi_binary_z });
  add('Gi', ['gi', ...data, ...words({ style: 'W' })], files, { z: golden.Gi_rowStd_z });
  add('Gi*', ['gi', ...data, '--star', ...words({ style: 'B' })], files, { z: golden.GiStar_binary_z, p: golden.GiStar_p, q: golden.GiStar_BH });
  add('Gi*', ['gi', ...data, '--star', ...words({ style: 'W' })], files, { z: golden.GiStar_rowStd_z });
}

type Json = Record<string, unknown>;
const readAt = (path: string): Json => JSON.parse(readFileSync(path, 'utf8')) as Json;
const list = (value: unknown): Json[] => value as Json[];
const numbers = (value: unknown): number[] => value as number[];
const number = (value: unknown): number => value as number;

const SERIES: Record<string, (gold: Json, add: Add) => void> = {
  c_trend: (gold, add) => {
    for (const one of list(gold['series'])) {
      add('trend', ['trend', '--values', '@V'], { V: { t: numbers(one['t']), value: numbers(one['x']) } }, {
        S: number(one['S']), varS: number(one['varS']), tau: number(one['tau_b']), z: number(one['z_continuity']), p: number(one['p_continuity']), zPlain: number(one['z_plain']),
        slope: number(one['senSlope']), lower: numbers(one['senCI95'])[0] ?? null, upper: numbers(one['senCI95'])[1] ?? null, intercept: number(one['senIntercept_medianResidual']),
      });
    }
    for (const one of list(gold['seasonal'])) {
      const values = numbers(one['x']);
      add('seasonal trend', ['trend', '--values', '@V', ...words({ seasons: number(one['frequency']) })], { V: { t: values.map((_, i) => i + 1), value: values } }, { S: number(one['S']), varS: number(one['varS']), z: number(one['z_continuity']), p: number(one['p']), slope: number(one['seasonalSenSlope']) });
    }
  },
  d_censored: (gold, add) => {
    for (const set of list(gold['sets'])) {
      const part = (key: string, names: Record<string, string>): AnalyseCase['expect'] => Object.fromEntries(Object.entries(names).map(([ours, theirs]) => [`${key}.${ours}`, number((set[key] as Json)[theirs])]));
      add('censored', ['censored', '--values', '@V'], { V: { value: numbers(set['obs']), censored: set['censored'] as boolean[] } }, {
        ...part('ros', { mean: 'mean', sd: 'sd', median: 'median' }), ...part('kaplanMeier', { mean: 'mean_restricted', se: 'se', median: 'median' }),
        ...part('mleLognormal', { meanlog: 'meanlog', sdlog: 'sdlog', mean: 'mean', sd: 'sd', median: 'median', logLik: 'logLik' }), ...part('mleNormal', { mean: 'mean', sd: 'sd', logLik: 'logLik' }),
      });
    }
  },
  e_breaks: (gold, add) => {
    for (const one of list(gold['cases'])) add('breaks', ['breaks', '--values', '@V', ...words({ k: number(one['k']) })], { V: { value: numbers(one['values']) } }, { gvf: number(one['gvf']), counts: numbers(one['fisherCounts']) });
  },
  f_rank: (gold, add) => {
    for (const one of list(gold['cases'])) {
      add('rank', ['rank', '--values', '@V'], { V: { x: numbers(one['x']), y: numbers(one['y']) } }, {
        spearman: number(one['spearmanRho']), spearmanP: number(one['spearmanP_t']), kendall: number(one['kendallTauB']), kendallZ: number(one['kendallZ']), kendallP: number(one['kendallP']),
        'theilSen.slope': number(one['theilSenSlope']), 'theilSen.intercept': number(one['theilSenIntercept_medianResidual']),
      });
    }
  },
  g_robust: (gold, add) => {
    for (const one of list(gold['cases'])) {
      const iso = one['isoConstants_1.483_1.134'] as Json;
      const exact = one['exactConstants_metRology_algA'] as Json;
      add('robust', ['robust', '--values', '@V'], { V: { value: numbers(one['x']) } }, {
        'algorithmA.mean': number(iso['mean']), 'algorithmA.sd': number(iso['sd']), 'algorithmA.u': number(iso['u']), 'algorithmA.exact.mean': number(exact['mu']), 'algorithmA.exact.sd': number(exact['s']),
        mad: number(one['mad']), nIqr: number(one['nIQR']), qn: number(one['Qn']), sn: number(one['Sn']),
      });
    }
  },
  h_indices: (gold, add) => {
    const analytes = gold['analytes'] as string[];
    const column = (values: readonly number[][]): Record<string, number[]> => Object.fromEntries(analytes.map((analyte, j) => [analyte, values.map((row) => row[j] ?? Number.NaN)]));
    add('indices', ['indices', '--values', '@V', '--reference', '@R', '--weights', '@W'], { V: column(gold['X'] as number[][]), R: column([numbers(gold['reference'])]), W: column([numbers(gold['weights'])]) }, {
      singleFactor: (gold['P'] as number[][]).flat(), nemerow: numbers(gold['nemerow']), nemerowWeighted: numbers(gold['nemerowWeighted']), igeo: (gold['igeo'] as number[][]).flat(), pli: numbers(gold['pli']), degreeOfContamination: numbers(gold['degreeOfContamination']),
    });
  },
};

/** Every case of every golden file, and the files that are not here. */
export function goldenCases(): { cases: AnalyseCase[]; absent: string[] } {
  const cases: AnalyseCase[] = [];
  const absent: string[] = [];
  for (const name of GEOSTAT) geostatCases(name, adder(cases, name));
  for (const name of AUTOCORRELATION) associationCases(name, adder(cases, name));
  for (const [name, fill] of Object.entries(SERIES)) {
    const path = [beside(`${name}.json`), inPlace(`${name}.json`)].find(existsSync);
    if (path === undefined) absent.push(`${name}.json`);
    else fill(readAt(path), adder(cases, name));
  }
  return { cases, absent };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { cases, absent } = goldenCases();
  const answer = await runAnalyseCases(cases);
  printAnalyseLines(answer, 'file');
  for (const name of absent) process.stdout.write(`${name} is not here\n`);
  process.exitCode = answer.beyond.length === 0 ? 0 : 1;
}
