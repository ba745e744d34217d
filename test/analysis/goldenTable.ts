/**
 * Every number of the non-spatial golden files and of fixtures/rReference.json held against ours.
 * Run alone it prints the table: file, quantity, how many numbers, largest error, tolerance.
 *   node --import tsx test/analysis/goldenTable.ts
 * Data of other packages are read in place and listed as absent where they are not at hand.
 *
 * Over 300 lines because every golden quantity is a row of this one table.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { kendall, spearman } from '../../analysis/agreement/rankCorrelation.ts';
import { adjustP } from '../../analysis/adjustP.ts';
import { incompleteBeta, incompleteBetaInverse, logGamma, studentQuantileTwoSided, studentTwoSidedP } from '../../analysis/beta.ts';
import { naturalBreaks } from '../../analysis/breaks.ts';
import type { CensoredValue } from '../../analysis/censored/censoredValue.ts';
import { detectionFrequency } from '../../analysis/censored/detectionFrequency.ts';
import { kaplanMeier } from '../../analysis/censored/kaplanMeier.ts';
import { lognormalFit, normalFit } from '../../analysis/censored/maximumLikelihood.ts';
import { petoPeto } from '../../analysis/censored/petoPeto.ts';
import { ros } from '../../analysis/censored/ros.ts';
import { substitution } from '../../analysis/censored/substitution.ts';
import { degreeOfContamination, geoaccumulation, nemerow, pollutionLoadIndex, singleFactor, weightedNemerow } from '../../analysis/indices/indices.ts';
import { algorithmA } from '../../analysis/robust/algorithmA.ts';
import { qn } from '../../analysis/robust/qn.ts';
import { mad, nIqr } from '../../analysis/robust/scale.ts';
import { sn } from '../../analysis/robust/sn.ts';
import { theilSen } from '../../analysis/robust/theilSen.ts';
import { beforeAfter } from '../../analysis/trend/beforeAfter.ts';
import { mannKendall } from '../../analysis/trend/mannKendall.ts';
import { seasonalKendall } from '../../analysis/trend/seasonalKendall.ts';
import { senSlope } from '../../analysis/trend/senSlope.ts';
import { fromFlags } from './censored/fromFlags.ts';

export interface GoldenRow {
  file: string;
  quantity: string;
  numbers: number;
  /** Relative, or absolute where the golden number is 0. */
  largestError: number;
  tolerance: number;
}

const root = join(import.meta.dirname, '../..');
export const GOLDEN_FILES = {
  c_trend: '../shared/data/golden/c_trend.json',
  d_censored: '../shared/data/golden/d_censored.json',
  e_breaks: 'test/golden/e_breaks.json',
  f_rank: 'test/golden/f_rank.json',
  g_robust: '../shared/data/golden/g_robust.json',
  h_indices: 'test/golden/h_indices.json',
  rReference: 'test/analysis/fixtures/rReference.json',
} as const;
export type GoldenFile = keyof typeof GOLDEN_FILES;

export const isPresent = (file: GoldenFile): boolean => existsSync(join(root, GOLDEN_FILES[file]));

type Json = { [key: string]: Json } & { length: number; [index: number]: Json };
const read = (file: GoldenFile): Json => JSON.parse(readFileSync(join(root, GOLDEN_FILES[file]), 'utf8')) as Json;
const items = (value: Json | undefined): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const numbers = (value: Json | undefined): number[] => (Array.isArray(value) ? (value as number[]) : []);
const flags = (value: Json | undefined): boolean[] => (Array.isArray(value) ? (value as boolean[]) : []);
const number = (value: Json | undefined): number => value as unknown as number;

class Table {
  readonly rows = new Map<string, GoldenRow>();
  private readonly file: GoldenFile;
  constructor(file: GoldenFile) {
    this.file = file;
  }
  hold(quantity: string, got: ArrayLike<number> | number | undefined, gold: ArrayLike<number> | number, tolerance = 1e-8): void {
    const ours = typeof got === 'number' ? [got] : Array.from(got ?? []);
    const theirs = typeof gold === 'number' ? [gold] : Array.from(gold);
    const row = this.rows.get(quantity) ?? { file: this.file, quantity, numbers: 0, largestError: 0, tolerance };
    if (ours.length !== theirs.length || theirs.length === 0) row.largestError = Infinity;
    theirs.forEach((expected, i) => {
      const value = ours[i] ?? Number.NaN;
      const error = Math.abs(value - expected) / (expected === 0 ? 1 : Math.abs(expected));
      row.numbers += 1;
      // NaN must not pass: a comparison with it would keep the smaller error
      row.largestError = Number.isFinite(error) ? Math.max(row.largestError, error) : Infinity;
    });
    this.rows.set(quantity, row);
  }
}

function trendRows(table: Table): void {
  const gold = read('c_trend');
  for (const series of items(gold['series'])) {
    const t = numbers(series['t']);
    const x = numbers(series['x']);
    const test = mannKendall(t, x);
    const sen = senSlope(t, x, test.varS);
    table.hold('S', test.S, number(series['S']));
    table.hold('varS', test.varS, number(series['varS']));
    table.hold('tau-b', test.tau, number(series['tau_b']));
    table.hold('z with continuity', test.z, number(series['z_continuity']));
    table.hold('p with continuity', test.p, number(series['p_continuity']));
    table.hold('z plain', test.zPlain, number(series['z_plain']));
    table.hold('p plain', test.pPlain, number(series['p_plain']));
    table.hold('Sen slope', sen.slope, number(series['senSlope']));
    table.hold('Sen interval', [sen.lower, sen.upper], numbers(series['senCI95']));
    table.hold('Sen intercept', sen.intercept, number(series['senIntercept_medianResidual']));
    table.hold('tie groups', test.ties, number(series['ties']));
  }
  for (const series of items(gold['seasonal'])) {
    const x = numbers(series['x']);
    const k = number(series['frequency']);
    const test = seasonalKendall(x.map((_, i) => Math.floor(i / k)), x.map((_, i) => i % k), x);
    table.hold('seasonal S', test.S, number(series['S']));
    table.hold('seasonal varS', test.varS, number(series['varS']));
    table.hold('seasonal z', test.z, number(series['z_continuity']));
    table.hold('seasonal p', test.p, number(series['p']));
    table.hold('seasonal z plain', test.zPlain, number(series['z_plain']));
    table.hold('seasonal p plain', test.pPlain, number(series['p_plain']));
    table.hold('S by season', test.seasons.map((one) => one.S), numbers(series['S_bySeason']));
    table.hold('varS by season', test.seasons.map((one) => one.varS), numbers(series['varS_bySeason']));
    table.hold('seasonal Sen slope', test.slope, number(series['seasonalSenSlope']));
  }
}

function censoredRows(table: Table): void {
  for (const set of items(read('d_censored')['sets'])) {
    const values = fromFlags(numbers(set['obs']), flags(set['censored']));
    const line = ros(values);
    const km = kaplanMeier(values);
    const log = lognormalFit(values);
    const normal = normalFit(values);
    const half = substitution(values);
    const [r, k, l, n, s] = ['ros', 'kaplanMeier', 'mleLognormal', 'mleNormal', 'substitution'].map((key) => set[key]);
    for (const key of ['intercept', 'slope', 'mean', 'sd', 'median'] as const) table.hold(`ROS ${key}`, line[key], number(r?.[key]));
    table.hold('ROS quantiles', line.quantiles, numbers(r?.['quantiles_type7']));
    table.hold('ROS modelled', line.modelled.slice().sort(), numbers(r?.['modeled']).sort((a, b) => a - b));
    table.hold('ROS plotting positions', line.plottingPositions.slice().sort(), numbers(r?.['plottingPositions']).sort((a, b) => a - b));
    table.hold('Kaplan-Meier mean', km.mean, number(k?.['mean_restricted']));
    table.hold('Kaplan-Meier se', km.se, number(k?.['se']));
    table.hold('Kaplan-Meier median', km.median, number(k?.['median']));
    table.hold('Kaplan-Meier curve', km.steps.map((step) => step.beyond), numbers(k?.['survival']));
    table.hold('Kaplan-Meier values', km.steps.map((step) => step.value), numbers(k?.['value']));
    for (const key of ['mean', 'sd', 'median', 'meanlog', 'sdlog', 'logLik', 'seMeanlog'] as const) table.hold(`lognormal ${key}`, log[key], number(l?.[key]));
    for (const key of ['mean', 'sd', 'logLik'] as const) table.hold(`normal ${key}`, normal[key], number(n?.[key]));
    for (const key of ['zero', 'half', 'sqrt2', 'full'] as const) table.hold(`substitution ${key}`, half[key], number(s?.[key]));
  }
}

function breakRows(table: Table): void {
  for (const one of items(read('e_breaks')['cases'])) {
    const { result, diagnostics } = naturalBreaks(numbers(one['values']), number(one['k']));
    table.hold('gvf', result.gvf, number(one['gvf']));
    table.hold('class counts', result.counts, numbers(one['fisherCounts']));
    table.hold('within sum of squares', diagnostics.within, number(one['withinSS_fisher']));
    table.hold('breaks', result.breaks, numbers(one['fisherBreaks']));
  }
}

function rankRows(table: Table): void {
  for (const one of items(read('f_rank')['cases'])) {
    const x = numbers(one['x']);
    const y = numbers(one['y']);
    const rho = spearman(x, y);
    const tau = kendall(x, y);
    const line = theilSen(x, y);
    table.hold('Spearman rho', rho.rho, number(one['spearmanRho']));
    table.hold('Spearman p', rho.p, number(one['spearmanP_t']));
    table.hold('Kendall tau-b', tau.tau, number(one['kendallTauB']));
    table.hold('Kendall z', tau.z, number(one['kendallZ']));
    table.hold('Kendall p', tau.p, number(one['kendallP']));
    table.hold('Theil-Sen slope', line.slope, number(one['theilSenSlope']));
    table.hold('Theil-Sen intercept, median residual', line.intercept, number(one['theilSenIntercept_medianResidual']));
    table.hold('Theil-Sen intercept, medians', line.interceptOfMedians, number(one['theilSenIntercept_medY_minus_slope_medX']));
  }
}

function robustRows(table: Table): void {
  for (const one of items(read('g_robust')['cases'])) {
    const x = numbers(one['x']);
    const iso = algorithmA(x).result;
    const exact = algorithmA(x, 'exact').result;
    const isoGold = one['isoConstants_1.483_1.134'];
    const exactGold = one['exactConstants_metRology_algA'];
    table.hold('Algorithm A mean', iso.mean, number(isoGold?.['mean']));
    table.hold('Algorithm A sd', iso.sd, number(isoGold?.['sd']));
    table.hold('Algorithm A u', iso.u, number(isoGold?.['u']));
    table.hold('Algorithm A exact mean', exact.mean, number(exactGold?.['mu']));
    table.hold('Algorithm A exact sd', exact.sd, number(exactGold?.['s']));
    table.hold('MAD', mad(x), number(one['mad']));
    table.hold('nIQR', nIqr(x), number(one['nIQR']));
    table.hold('Qn', qn(x), number(one['Qn']));
    table.hold('Qn without finite factor', qn(x, false), number(one['Qn_unfinite']));
    table.hold('Sn', sn(x), number(one['Sn']));
  }
}

function indexRows(table: Table): void {
  const gold = read('h_indices');
  const reference = numbers(gold['reference']);
  const weights = numbers(gold['weights']);
  items(gold['X']).forEach((row, i) => {
    const values = numbers(row);
    const factors = values.map((value, j) => singleFactor(value, reference[j] ?? Number.NaN));
    table.hold('single factor', factors, numbers(items(gold['P'])[i]));
    table.hold('Nemerow', nemerow(factors), number(gold['nemerow']?.[i]));
    table.hold('weighted Nemerow', weightedNemerow(factors, weights), number(gold['nemerowWeighted']?.[i]));
    table.hold('Igeo', values.map((value, j) => geoaccumulation(value, reference[j] ?? Number.NaN)), numbers(items(gold['igeo'])[i]));
    table.hold('pollution load index', pollutionLoadIndex(factors), number(gold['pli']?.[i]));
    table.hold('degree of contamination', degreeOfContamination(factors), number(gold['degreeOfContamination']?.[i]));
  });
  const testing = gold['multipleTesting'];
  const p = numbers(testing?.['p']);
  for (const method of ['BH', 'BY', 'bonferroni'] as const) table.hold(`adjusted p, ${method}`, adjustP(p, method), numbers(testing?.[method]));
}

const asCensored = (values: number[], qualifiers: string[]): CensoredValue[] => values.map((value, i) => ({ value, qualifier: qualifiers[i] === '<' ? '<' : qualifiers[i] === '>' ? '>' : '=' }));

function ownRows(table: Table): void {
  const gold = read('rReference');
  for (const set of items(gold['censored'])) {
    const values = fromFlags(numbers(set['values']), flags(set['below']));
    const km = kaplanMeier(values);
    const log = lognormalFit(values);
    const normal = normalFit(values);
    const line = ros(values);
    table.hold('Kaplan-Meier mean', km.mean, number(set['kmMean']));
    table.hold('Kaplan-Meier se', km.se, number(set['kmSe']));
    table.hold('Kaplan-Meier median', km.median, number(set['kmMedian']));
    for (const key of ['meanlog', 'sdlog', 'seMeanlog'] as const) table.hold(`lognormal ${key}`, log[key], number(set[key]));
    table.hold('lognormal logLik', log.logLik, number(set['logLikLog']));
    for (const key of ['mean', 'sd', 'logLik'] as const) table.hold(`normal ${key}`, normal[key], number(set[key]));
    table.hold('ROS mean', line.mean, number(set['rosMean']));
    table.hold('ROS sd', line.sd, number(set['rosSd']));
    table.hold('ROS median', line.median, number(set['rosMedian']));
  }
  for (const set of items(gold['twoSided'])) {
    const fit = lognormalFit(asCensored(numbers(set['values']), set['qualifiers'] as unknown as string[]));
    for (const key of ['meanlog', 'sdlog', 'seMeanlog'] as const) table.hold(`lognormal with < and >, ${key}`, fit[key], number(set[key]));
  }
  for (const set of items(gold['peto'])) {
    const values = fromFlags(numbers(set['values']), flags(set['below']));
    const { result } = petoPeto(values.slice(0, number(set['first'])), values.slice(number(set['first'])));
    table.hold('Peto-Peto chi-square', result?.chiSquare, number(set['chiSquare']));
    table.hold('Peto-Peto p', result?.pNormal, number(set['p']));
  }
  for (const set of items(gold['scales'])) {
    const x = numbers(set['values']);
    table.hold('MAD', mad(x), number(set['mad']));
    table.hold('nIQR', nIqr(x), number(set['iqr']));
    table.hold('Sn', sn(x), number(set['sn']));
    // robustbase truncates differences to single precision inside its Qn
    table.hold('Qn', qn(x), number(set['qn']), 1.2e-7);
  }
  for (const set of items(gold['ranks'])) {
    const rho = spearman(numbers(set['x']), numbers(set['y']));
    const tau = kendall(numbers(set['x']), numbers(set['y']));
    table.hold('Kendall tau-b', tau.tau, number(set['tau']));
    table.hold('Kendall z', tau.z, number(set['z']));
    table.hold('Kendall p', tau.p, number(set['kendallP']));
    table.hold('Spearman rho', rho.rho, number(set['rho']));
    table.hold('Spearman p', rho.p, number(set['spearmanP']));
  }
  for (const set of items(gold['exact'])) {
    const values = numbers(set['values']);
    if (values.length < 8) table.hold('Mann-Kendall exact p', mannKendall(values.map((_, i) => i), values).p, number(set['p']));
  }
  for (const set of items(gold['binomial'])) {
    const interval = detectionFrequency(number(set['detected']), number(set['n']));
    table.hold('Clopper-Pearson interval', [interval.lower, interval.upper], [number(set['lower']), number(set['upper'])]);
  }
  for (const set of items(gold['pairs'])) {
    const plain = (key: string): CensoredValue[] => numbers(set[key]).map((value) => ({ value, qualifier: '=' }));
    const { result } = beforeAfter(plain('before'), plain('after'), { seed: 1 });
    table.hold('before/after ratio and interval', [result.ratio?.estimate ?? Number.NaN, result.ratio?.lower ?? Number.NaN, result.ratio?.upper ?? Number.NaN], [number(set['ratio']), number(set['lower']), number(set['upper'])]);
    table.hold('sign test p', result.sign.p, number(set['signP']));
  }
  for (const set of items(gold['breaks'])) {
    const { result } = naturalBreaks(numbers(set['values']), number(set['k']));
    table.hold('natural breaks gvf', result.gvf, number(set['gvf']));
    table.hold('natural breaks counts', result.counts, numbers(set['counts']));
  }
  const special = gold['special'];
  table.hold('log-gamma', [0.1, 0.5, 1, 1.5, 12.25, 100.5, 1e6].map(logGamma), numbers(special?.['lgamma']));
  const t = [0.3, 2, 9, 21.1];
  table.hold("Student's t, two-sided p", t.map((one, i) => studentTwoSidedP(one, [1, 3, 30, 153][i] ?? 1)), numbers(special?.['pt']));
  table.hold('incomplete beta', [0.001, 0.3, 0.7, 0.999].map((x, i) => incompleteBeta(x, [0.5, 2.5, 40, 8][i] ?? 1, [3, 7, 30, 0.4][i] ?? 1)), numbers(special?.['pbeta']));
  table.hold('inverse incomplete beta', [0.025, 0.5, 0.975].map((p, i) => incompleteBetaInverse(p, [3, 12, 1][i] ?? 1, [8, 0.7, 40][i] ?? 1)), numbers(special?.['qbeta']));
  table.hold("Student's t quantile", [1, 4, 30].map((degrees) => studentQuantileTwoSided(0.95, degrees)), numbers(special?.['qt']));
}

const FILL: Record<GoldenFile, (table: Table) => void> = {
  c_trend: trendRows,
  d_censored: censoredRows,
  e_breaks: breakRows,
  f_rank: rankRows,
  g_robust: robustRows,
  h_indices: indexRows,
  rReference: ownRows,
};

/** @throws Error when the file is not there: ask isPresent first */
export function goldenRows(file: GoldenFile): GoldenRow[] {
  const table = new Table(file);
  FILL[file](table);
  return [...table.rows.values()];
}

function print(): void {
  const lines: string[] = [];
  for (const file of Object.keys(GOLDEN_FILES) as GoldenFile[]) {
    if (!isPresent(file)) {
      lines.push(`${file.padEnd(12)} absent: ${GOLDEN_FILES[file]}`);
      continue;
    }
    for (const row of goldenRows(file)) {
      const verdict = row.largestError <= row.tolerance ? '' : '  <-- beyond';
      lines.push(`${row.file.padEnd(12)} ${row.quantity.padEnd(38)} ${String(row.numbers).padStart(5)}  ${row.largestError.toExponential(1).padStart(8)}  ${row.tolerance.toExponential(0)}${verdict}`);
    }
  }
  process.stdout.write(`file         quantity                               count     error  tolerance\n${lines.join('\n')}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) print();
