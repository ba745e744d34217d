/**
 * One planted error per method, in a copy of the sources: the tests of that method must go red.
 *   node --import tsx test/campaigns/plantedErrors.ts [WORDS of the methods to take]
 * Prints caught or NOT CAUGHT beside each; exit 1 when one was not caught, or its place no longer stands in the sources.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileKernels } from '../support/kernels.ts';
import { tempFolder } from '../support/tempFolder.ts';

interface Planted {
  method: string;
  /** Under analysis/, or the bare name of a file of analysis/spatial. */
  file: string;
  from: string;
  to: string;
  /** Test file under test/. */
  test: string;
}

const PLANTED: readonly Planted[] = [
  { method: 'k nearest neighbours: the last ring is not searched', file: 'pointGrid', from: 'if (side > 0 && worst < side * side * (1 - 1e-12)) return have;', to: 'if (side > 0 && worst < 4 * side * side) return have;', test: 'analysis/spatial/properties' },
  { method: 'distance band: the upper bound is left out', file: 'pointGrid', from: 'if (squared > upperSquared || squared <= lowerSquared) continue;', to: 'if (squared > 0.999 * upperSquared || squared <= lowerSquared) continue;', test: 'analysis/spatial/association' },
  { method: 'Moran: n in place of the linked sites', file: 'moran', from: 'const factor = linked / s0 / c.sumSquares;', to: 'const factor = weights.count / s0 / c.sumSquares;', test: 'analysis/spatial/association' },
  { method: 'Moran: kurtosis of the normal distribution', file: 'moran', from: 'const kurtosis = (c.z.length * c.sumFourths) / (c.sumSquares * c.sumSquares);', to: 'const kurtosis = 3;', test: 'analysis/spatial/association' },
  { method: "Geary: PySAL's sign of z", file: 'geary', from: 'z: (1 - statistic) / Math.sqrt(spread)', to: 'z: (statistic - 1) / Math.sqrt(spread)', test: 'analysis/spatial/association' },
  { method: 'global G: the coefficient B1 as first printed', file: 'globalG', from: 'const b1 = -((n * n - n) * s1 - 2 * n * s2 + 6 * square);', to: 'const b1 = -((n * n - n) * s1 - 2 * n * s2 + 3 * square);', test: 'analysis/spatial/association' },
  { method: "local Moran: GeoDa's divisor", file: 'lisa', from: 'const m2 = c.sumSquares / n;', to: 'const m2 = c.sumSquares / (n - 1);', test: 'analysis/spatial/association' },
  { method: 'local Moran, total: the product of the rest doubled', file: 'lisa', from: ': own * squares + cross * (sum * sum - squares) - mean * mean;', to: ': own * squares + 2 * cross * (sum * sum - squares) - mean * mean;', test: 'analysis/spatial/association' },
  { method: 'local Moran: what equals the mean is High', file: 'lisa', from: '(values[i] as number) > middle', to: '(values[i] as number) >= middle', test: 'analysis/spatial/association' },
  { method: 'Gi: the site left in its own mean', file: 'gi', from: 'const others = -here / (n - 1);', to: 'const others = 0;', test: 'analysis/spatial/association' },
  { method: 'Gi*: the site left out of its neighbourhood', file: 'gi', from: 'local += w * here;', to: 'local += 0 * here;', test: 'analysis/spatial/association' },
  { method: 'permutations: the site itself among the draws', file: 'conditionalPermutations', from: 'if (count === 0) return;', to: 'if (count >= 0) return;', test: 'analysis/spatial/properties' },
  { method: 'permutations: one stream for all sites', file: 'conditionalPermutations', from: 'seedState(seed, stream + i, state);', to: 'seedState(seed, stream, state);', test: 'analysis/spatial/properties' },
  { method: 'permutations: a draw without replacement that repeats', file: 'permutationPool', from: 'if (earlier >= base) continue;', to: '', test: 'analysis/spatial/properties' },
  { method: 'pseudo p without the observed arrangement', file: 'permutedGlobal', from: 'const upper = (asLarge + 1) / (permutations + 1);', to: 'const upper = asLarge / permutations;', test: 'analysis/spatial/association' },
  { method: 'variogram: a third of the diagonal', file: 'empiricalVariogram', from: 'const CUTOFF_SHARE = 0.33333;', to: 'const CUTOFF_SHARE = 1 / 3;', test: 'analysis/spatial/kriging' },
  { method: 'variogram: lags closed below', file: 'empiricalVariogram', from: 'distance > 0 ? Math.ceil(distance / width) - 1 : 0;', to: 'Math.min(bins - 1, Math.floor(distance / width));', test: 'analysis/spatial/krigingVariants' },
  { method: 'variogram, Cressie: without its constant', file: 'empiricalVariogram', from: '(0.457 + 0.494 / np)', to: '0.457', test: 'analysis/spatial/kriging' },
  { method: 'fit: weights np', file: 'fitVariogram', from: 'np / (dist * dist));', to: 'np);', test: 'analysis/spatial/kriging' },
  { method: 'Gaussian model: practical range', file: 'kernels/assembly/kriging', from: 'model == GAUSSIAN ? squared :', to: 'model == GAUSSIAN ? f64x2.mul(squared, f64x2.splat(3)) :', test: 'analysis/spatial/krigingVariants' },
  { method: 'Matérn model: a factor of the order', file: 'variogramModel', from: 'Math.exp((1 - kappa) * Math.LN2', to: 'Math.exp(-kappa * Math.LN2', test: 'analysis/spatial/krigingVariants' },
  { method: 'ordinary kriging: the variance without the unknown mean', file: 'krigingSystem', from: 'let excess = along * along;', to: 'let excess = 0;', test: 'analysis/spatial/kriging' },
  { method: 'universal kriging: the second drift column not made orthogonal', file: 'krigingSystem', from: 'for (let m = 1; m < k; m++) r[', to: 'for (let m = 1; m < Math.min(k, 2); m++) r[', test: 'analysis/spatial/kriging' },
  { method: 'kriging from all sites: one row too many left out', file: 'krigingSystem', from: 'const first = Math.floor(zeros / PANEL / PANEL);', to: 'const first = Math.ceil(zeros / PANEL / PANEL + 0.1);', test: 'analysis/spatial/kriging' },
  { method: 'block kriging: the variance of a point', file: 'krigingSystem', from: '(this.block ? this.block.variance : this.sill)', to: '(this.block ? this.sill : this.sill)', test: 'analysis/spatial/kriging' },
  { method: 'local kriging: nmin not kept', file: 'krige', from: 'this.least = Math.max(nmin, drift', to: 'this.least = Math.max(0, drift', test: 'analysis/spatial/krigingVariants' },
  { method: 'tiles: twice as wide', file: 'krige', from: 'const TILE_REACH = 0.11;', to: 'const TILE_REACH = 0.22;', test: 'analysis/spatial/properties' },
  { method: 'leave-one-out: the drift left out of the closed form', file: 'krigeCv', from: 'for (let k = 0; k < terms; k++) p -=', to: 'for (let k = 0; k < 0; k++) p -=', test: 'analysis/spatial/kriging' },
  { method: 'inverse distance: no number at a site', file: 'idw', from: 'if (weight === 0) continue;', to: '', test: 'analysis/spatial/properties' },
  { method: 'inverse distance: half the power', file: 'idw', from: 'this.half = idp / 2;', to: 'this.half = idp / 4;', test: 'analysis/spatial/kriging' },
  { method: 'surface: the probability of not exceeding', file: 'surface', from: 'normalSurvival((limit - prediction) / deviation)', to: 'normalSurvival((prediction - limit) / deviation)', test: 'analysis/spatial/surface' },
  { method: 'contours: half a cell off', file: 'contours', from: '[west + xOf(position) * cellWidth,', to: '[west + (xOf(position) + 0.5) * cellWidth,', test: 'analysis/spatial/surface' },
  { method: 'contours: the saddles joined the other way', file: 'isoRings', from: '[5, BOTTOM, LEFT],\n  [5, TOP, RIGHT],', to: '[5, BOTTOM, RIGHT],\n  [5, TOP, LEFT],', test: 'analysis/spatial/isoRings' },
  { method: 'exponential of the kernels: a term wrong', file: 'kernels/assembly/kriging', from: '0.041666666666666664,', to: '0.04,', test: 'analysis/kernels' },
  { method: 'kernel of the factor: the second row not cleared of the first', file: 'kernels/assembly/kriging', from: '- l10 * l10;', to: ';', test: 'analysis/spatial/kriging' },
  { method: 'kernel of the substitution: rows of the factor from the start', file: 'kernels/assembly/kriging', from: 'takeOut(rows + (from << 7), panel', to: 'takeOut(rows, panel', test: 'analysis/kernels' },
  { method: 'kernel of distances: the height left out', file: 'kernels/assembly/kriging', from: 'second = f64x2.add(second, f64x2.mul(dz, dz));', to: '', test: 'analysis/kernels' },
  { method: 'inverse distance of all sites: two targets changed over', file: 'kernels/assembly/inverseDistance', from: 'v128.store(into, f64x2.div(bSum, bTotal), 16);', to: 'v128.store(into, f64x2.div(aSum, aTotal), 16);', test: 'analysis/spatial/kriging' },
  { method: 'GeoTIFF: its corner on the other side of the equator', file: 'toGeoTiff', from: '[0, 0, 0, west, north, 0]', to: '[0, 0, 0, west, -north, 0]', test: 'analysis/spatial/surface' },
  { method: 'adjusted p: ranks from 0', file: 'adjustP', from: '(harmonic * m * (p[i] as number)) / rank', to: '(harmonic * m * (p[i] as number)) / (rank + 1)', test: 'analysis/adjustP' },
  { method: 'load: flow in 10,000 m3', file: 'loads/load', from: 'concentrationNgPerL * flowM3PerDay * 1e-3', to: 'concentrationNgPerL * flowM3PerDay * 10', test: 'analysis/loads/loads' },
  { method: 'decay: the loss doubled', file: 'loads/decay', from: 'return 2 ** passed;', to: 'return 4 ** passed;', test: 'analysis/loads/loads' },
  { method: 'Kaplan-Meier: a limit counted as a value', file: 'censored/kaplanMeier', from: "if (ordered[j]?.qualifier === '=') events += 1;", to: 'events += 1;', test: 'analysis/censored/estimators' },
  { method: 'plotting positions: bands not chained', file: 'censored/plottingPositions', from: '(inBand / (inBand + under)) * (1 - exceedance)', to: 'inBand / (inBand + under)', test: 'analysis/censored/estimators' },
  { method: 'order statistics: n in place of n - 1', file: 'censored/ros', from: 'Math.sqrt(sumOfSquares / (modelled.length - 1))', to: 'Math.sqrt(sumOfSquares / modelled.length)', test: 'analysis/censored/estimators' },
  { method: 'choice of estimator: 80 % itself refused', file: 'censored/chooseEstimator', from: 'if (share > 0.8)', to: 'if (share >= 0.8)', test: 'analysis/censored/summary' },
  { method: 'detection frequency: one tail', file: 'censored/detectionFrequency', from: 'const tail = (1 - confidence) / 2;', to: 'const tail = 1 - confidence;', test: 'analysis/censored/summary' },
  { method: 'Peto-Peto: every value weighs the same', file: 'censored/petoPeto', from: 'weight *= (atRisk - events) / atRisk;', to: '', test: 'analysis/censored/summary' },
  { method: 'Algorithm A: the limits at 2 sd', file: 'robust/algorithmA', from: 'const LIMIT = 1.5;', to: 'const LIMIT = 2;', test: 'analysis/robust/robust' },
  { method: 'Qn: the next distance', file: 'robust/qn', from: 'pairDistance(sorted, (half * (half - 1)) / 2)', to: 'pairDistance(sorted, (half * (half - 1)) / 2 + 1)', test: 'analysis/robust/robust' },
  { method: 'Sn: the low median within', file: 'robust/sn', from: 'const highMedian = Math.floor(n / 2) + 1;', to: 'const highMedian = Math.floor((n + 1) / 2);', test: 'analysis/robust/robust' },
  { method: 'Mann-Kendall: ties left out of the variance', file: 'trend/kendallScore', from: '(n * (n - 1) * (2 * n + 5) - x.first - y.first) / 18', to: '(n * (n - 1) * (2 * n + 5)) / 18', test: 'analysis/trend/kendall' },
  { method: 'Sen: the interval rounded up', file: 'trend/senSlope', from: 'return floor % 2 === 0 ? floor : floor + 1;', to: 'return floor + 2;', test: 'analysis/trend/trend' },
  { method: 'seasonal Kendall: variance of the last season', file: 'trend/seasonalKendall', from: 'varS += score.varS;', to: 'varS = score.varS;', test: 'analysis/trend/trend' },
  { method: 'space-time: always from 80 %', file: 'trend/spaceTime', from: 'export const ALWAYS = 0.9;', to: 'export const ALWAYS = 0.8;', test: 'analysis/trend/spaceTime' },
  { method: 'stream: decay on the way left out of the balance', file: 'stream/rankReaches', from: '- survive * (incoming[i] ?? 0)', to: '- (incoming[i] ?? 0)', test: 'analysis/stream/stream' },
  { method: 'before and after: half the limit in its place', file: 'censored/bivariateNormal', from: "if (qualifier === '=') return { mean: value, variance: 0 };", to: "if (qualifier !== '>') return { mean: qualifier === '=' ? value : value - Math.LN2, variance: 0 };", test: 'analysis/effect/operationsEffect' },
  { method: 'before and after: towns with operations alone', file: 'operations/effect/townShift', from: 'change / k : -change / (towns.length - k)', to: 'change / k : 0', test: 'analysis/effect/operationsEffect' },
  { method: 'before and after: high values do not fall back', file: 'operations/effect/regressionToMean', from: 'const slope = products(levels, changes) / spread;', to: 'const slope = 0 * products(levels, changes);', test: 'analysis/effect/operationsEffect' },
  { method: 'before and after: one way too few', file: 'operations/effect/townShift', from: 'if (Math.abs(sum - centre) >= seen - tolerance) asExtreme += 1;', to: 'if (Math.abs(sum - centre) > seen + tolerance) asExtreme += 1;', test: 'analysis/effect/operationsEffect' },
  { method: 'rank correlation: equal values in the order met', file: 'agreement/rankCorrelation', from: 'ranks[order[k] ?? 0] = (start + end + 1) / 2;', to: 'ranks[order[k] ?? 0] = k + 1;', test: 'analysis/agreement/agreement' },
  { method: 'natural breaks: a class fewer', file: 'breaks', from: 'ckmeans(Array.from(scaled), classes)', to: 'ckmeans(Array.from(scaled), Math.max(1, classes - 1))', test: 'analysis/breaks' },
  { method: 'Igeo: the background without its 1.5', file: 'indices/indices', from: 'Math.log2(value / background / 1.5)', to: 'Math.log2(value / background)', test: 'analysis/indices/indices' },
  { method: 'Nemerow: the mean of mean and maximum', file: 'indices/indices', from: 'Math.hypot(a, b) * Math.SQRT1_2', to: '(a + b) / 2', test: 'analysis/indices/indices' },
  { method: 'sources: ketamine of surface water read as of sewage', file: 'sources/evidence', from: "if (sample.matrix !== 'sewage') {", to: "if (sample.matrix === 'soil') {", test: 'analysis/sources/scoreSources' },
];

const wanted = PLANTED.filter(({ method }) => method.includes(process.argv[2] ?? ''));
const root = join(import.meta.dirname, '../..');
const copy = tempFolder();
for (const part of ['analysis', 'models', 'test/analysis', 'test/golden', 'test/setup.ts', 'test/reporter.ts', 'test/support', 'package.json', 'tsconfig.json', '.mocharc.json']) cpSync(join(root, part), join(copy, part), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

const compiled = join(copy, 'analysis/kernels/compiled.ts');
const sound = readFileSync(compiled, 'utf8');

const runTests = (name: string): number | null =>
  spawnSync(process.execPath, [join(root, 'node_modules/mocha/bin/mocha.js'), '--bail', `test/${name}.test.ts`], { cwd: copy, stdio: 'ignore', env: { ...process.env, TZ: 'UTC' } }).status;

for (const name of new Set(wanted.map(({ test }) => test))) if (runTests(name) !== 0) throw new Error(`test/${name}.test.ts is red before anything was planted`);
let missed = 0;
for (const { method, file, from, to, test } of wanted) {
  const path = join(copy, 'analysis', existsSync(join(copy, 'analysis/spatial', `${file}.ts`)) ? 'spatial' : '.', `${file}.ts`);
  const source = readFileSync(path, 'utf8');
  const stands = source.includes(from);
  if (stands) {
    writeFileSync(path, source.replaceAll(from, to));
    if (file.startsWith('kernels/')) writeFileSync(compiled, await compileKernels(copy));
  }
  const caught = stands && runTests(test) !== 0;
  writeFileSync(path, source);
  writeFileSync(compiled, sound);
  if (!caught) missed++;
  process.stdout.write(`${(stands ? (caught ? 'caught' : 'NOT CAUGHT') : 'NOT FOUND').padEnd(10)}  ${method} (${file}.ts, ${test}.test.ts)\n`);
}
process.stdout.write(`${wanted.length - missed} of ${wanted.length} caught\n`);
process.exitCode = missed === 0 ? 0 : 1;
