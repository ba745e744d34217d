/** The contract of `analyse` for the spatial methods: golden values through files, field names, messages, exit codes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { analyse } from '../../../server/cli/analyse/index.ts';
import { autocorrelation, geostat, worst } from '../../analysis/spatial/golden.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'analyse-spatial-'));
});
after(() => rm(folder, { recursive: true }));

type Answer = Record<string, unknown>;

async function run(...argv: string[]): Promise<{ code: number; err: string; json: Answer; text: string }> {
  let text = '';
  let err = '';
  const code = await analyse(argv, {
    out: (more) => {
      text += more;
      return Promise.resolve();
    },
    say: (more) => {
      err += more;
      return Promise.resolve();
    },
  });
  return { code, err, text, json: text.startsWith('{') ? (JSON.parse(text) as Answer) : {} };
}

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

const series = (json: Answer, key: string): number[] => (json[key] as (number | null)[]).map((value) => value ?? Number.NaN);
const number = (json: Answer, key: string): number => json[key] as number;
const golden = (name: string): string => fileURLToPath(new URL(`../../golden/${name}`, import.meta.url));
const codes = (json: Answer): string[] => (json['decisions'] as { code: string }[]).map(({ code }) => code);

describe('analyse, spatial', () => {
  const meuse = geostat('a_geostat_meuse_logzinc');
  const points = golden('a_geostat_meuse_logzinc.csv');
  const model = ['--model', 'sph', '--nugget', String(meuse.model.nugget), '--psill', String(meuse.model.psill), '--range', String(meuse.model.range)];
  const targets = (): Promise<string> => file('targets.csv', `x,y\n${meuse.golden.targets.map(({ x, y }) => `${x},${y}`).join('\n')}\n`);

  it('krige: all sites, nearest sites, drift, block, through files with every digit', async () => {
    const at = await targets();
    const cases: [string[], { pred: number[]; var: number[] }, number][] = [
      [[], meuse.golden.ordinaryKriging, 1e-8],
      ...meuse.golden.ordinaryKrigingLocal.map((one): [string[], { pred: number[]; var: number[] }, number] => [['--nmax', String(one.nmax), '--nmin', '2'], one, 1e-8]),
      [['--drift', 'xy'], meuse.golden.universalKrigingXY, 1e-8],
      [['--block', String(meuse.golden.blockKriging.blockSize)], meuse.golden.blockKriging, 1e-6],
    ];
    for (const [more, reference, tolerance] of cases) {
      const { code, json } = await run('krige', '--points', points, '--targets', at, ...model, ...more);
      expect(code).to.equal(0);
      expect(worst(series(json, 'prediction'), reference.pred), more.join(' ')).to.be.below(tolerance);
      expect(worst(series(json, 'variance'), reference.var), more.join(' ')).to.be.below(tolerance);
    }
  });

  it('krige: null where nmin is not met, and tile beside exact', async () => {
    const at = await targets();
    const { json } = await run('krige', '--points', points, '--targets', at, ...model, '--maxdist', '100', '--nmin', '3');
    expect((json['prediction'] as unknown[]).filter((value) => value === null)).to.have.length(number(json, 'tooFew'));
    expect(number(json, 'tooFew')).to.be.above(0);
    expect(codes(json)).to.deep.equal(['too-few-near']);
    const tile = await run('krige', '--points', points, '--targets', at, ...model, '--nmax', '16', '--mode', 'tile');
    expect(tile.code).to.equal(0);
    expect(series(tile.json, 'prediction').every(Number.isFinite)).to.equal(true);
  });

  it('krige-cv, idw, idw-cv', async () => {
    const cv = (await run('krige-cv', '--points', points, ...model)).json;
    expect(worst(series(cv, 'residual'), meuse.golden.krigingLOO.residual)).to.be.below(1e-8);
    expect(worst([number(cv, 'rmse')], [meuse.golden.krigingLOO.rmse])).to.be.below(1e-8);
    const at = await targets();
    for (const { power, pred, looRMSE } of meuse.golden.idw) {
      const idw = (await run('idw', '--points', points, '--targets', at, '--idp', String(power))).json;
      expect(worst(series(idw, 'prediction'), pred)).to.be.below(1e-10);
      expect(worst([number((await run('idw-cv', '--points', points, '--idp', String(power))).json, 'rmse')], [looRMSE])).to.be.below(1e-10);
    }
  });

  it('variogram: lags and fits', async () => {
    const { json } = await run('variogram', '--points', points, '--fit', 'sph,exp,gau', '--estimator', 'classical');
    const lags = json['lags'] as { np: number; dist: number; gamma: number }[];
    expect(lags.map(({ np }) => np)).to.deep.equal(meuse.golden.empiricalVariogram.np);
    expect(worst(lags.map(({ gamma }) => gamma), meuse.golden.empiricalVariogram.gamma)).to.be.below(1e-12);
    const fits = json['fits'] as { model: string; nugget: number; psill: number; range: number; sse: number }[];
    expect(fits.map((fit) => Object.keys(fit).join())).to.deep.equal(new Array(3).fill('model,nugget,psill,range,sse'));
    expect(fits.map((fit) => fit.model)).to.deep.equal(['sph', 'exp', 'gau']);
    expect(fits[0]?.sse).to.be.at.most(meuse.golden.fits.Sph.SSErr * (1 + 1e-6));
  });

  it('moran, geary, global-g, lisa, gi on values and neighbours', async () => {
    const { golden: reference } = autocorrelation('b_autocorr_meuse_zinc_d300');
    const data = ['--values', golden('b_autocorr_meuse_zinc_d300.csv'), '--neighbours', await file('n.json', JSON.stringify(reference.weights.neighbours0))];
    const figures = (json: Answer): number[] => ['statistic', 'expectation', 'variance', 'z', 'p'].map((key) => number(json, key));
    for (const [method, more, expected] of [
      ['moran', [], reference.moranRandomisation],
      ['moran', ['--assumption', 'normality'], reference.moranNormality],
      ['moran', ['--style', 'B'], reference.moranBinaryRandomisation],
      ['geary', ['--style', 'W'], reference.gearyRandomisation],
      ['global-g', [], reference.globalG],
    ] as const) {
      const { statistic, expectation, variance, z, p } = expected;
      const flat = [z, p].map((value) => (typeof value === 'number' ? value : (value.flat()[0] ?? Number.NaN)));
      expect(worst(figures((await run(method, ...data, ...more)).json), [statistic, expectation, variance, ...flat]), `${method} ${more.join(' ')}`).to.be.below(1e-8);
    }
    const lisa = (await run('lisa', ...data, '--moments', 'total')).json;
    expect(worst(series(lisa, 'z'), reference.localMoranTotal.Z)).to.be.below(1e-8);
    expect((lisa['quadrant'] as (string | null)[])[154]).to.equal(null);
    expect((lisa['statistic'] as (number | null)[])[154]).to.equal(null);
    expect((lisa['quadrant'] as string[]).slice(0, 154)).to.deep.equal(reference.quadrantMeanSplit.slice(0, 154));
    const star = (await run('gi', ...data, '--star', '--style', 'B')).json;
    expect(worst(series(star, 'z'), reference.GiStar_binary_z)).to.be.below(1e-8);
    expect(worst(series(star, 'q'), reference.GiStar_BH)).to.be.below(1e-8);
    expect((star['spot'] as string[]).filter((spot) => spot === 'hot')).to.have.length(reference.counts.hotBH05);
  });

  it('permutations: the same seed the same answer, the analytic figures beside it', async () => {
    const { golden: reference } = autocorrelation('b_autocorr_columbus_crime');
    const data = ['--values', golden('b_autocorr_columbus_crime.csv'), '--neighbours', await file('c.json', JSON.stringify(reference.weights.neighbours0))];
    const once = await run('lisa', ...data, '--permutations', '499', '--seed', '7');
    expect((await run('lisa', ...data, '--permutations', '499', '--seed', '7')).text).to.equal(once.text);
    expect((await run('lisa', ...data, '--permutations', '499', '--seed', '8')).text).not.to.equal(once.text);
    expect(once.json).to.include({ permutations: 499, seed: 7, sampling: 'replacement' });
    expect(worst(series(once.json['analytic'] as Answer, 'p'), reference.localMoranConditional.p)).to.be.below(1e-8);
    expect(Math.min(...series(once.json, 'p'))).to.be.at.least(2 / 500);
    const global = await run('moran', ...data, '--permutations', '999', '--seed', '3', '--alternative', 'greater');
    expect(number(global.json, 'p')).to.be.within(0.001, 0.004);
    const gi = await run('gi', ...data, '--permutations', '99', '--sampling', 'permutation');
    expect(gi.json).to.include({ seed: 1, sampling: 'permutation' });
  });

  it('says what is wrong: 1 for data, 2 for the command line', async () => {
    const at = await targets();
    const nothing = await file('nan.csv', 'x,y,value\n0,0,1\n1,0,NaN\n0,1,2\n');
    const degrees = await file('degrees.csv', 'x,y,value\n116.1,22.9,1\n116.2,23,2\n116.3,22.95,3\n116.25,23.02,2.5\n');
    const twice = await file('twice.csv', 'x,y,value\n0,0,1\n0,0,2\n5,5,3\n');
    for (const [argv, code, words] of [
      [['krige', '--points', nothing, '--targets', at, ...model], 1, 'row 3, column value: is "NaN"'],
      [['krige', '--points', degrees, '--targets', at, ...model], 1, 'look like degrees of longitude and latitude'],
      [['krige', '--points', twice, '--targets', at, ...model], 1, 'points[0] and points[1] stand in one place'],
      [['krige', '--points', points, '--targets', at, ...model, '--nmax', '0'], 2, '--nmax is "0"'],
      [['krige', '--points', points, '--targets', at, ...model, '--kappa', '1'], 2, '--kappa is the smoothness of the model mat'],
      [['krige', '--points', points, '--targets', at, '--model', 'cubic', ...model.slice(2)], 2, '--model is "cubic"; expected one of sph, exp, gau, mat'],
      [['variogram', '--points', points, '--fit', 'sph,cub'], 2, '--fit names "cub"'],
      [['moran', '--values', golden('b_autocorr_columbus_crime.csv'), '--neighbours', await file('bad.json', '[[1],"x"]')], 1, 'entry 1 is "x"; a list of 0-based indices was expected'],
      [['moran', '--values', golden('b_autocorr_columbus_crime.csv'), '--neighbours', await file('few.json', '[[1],[0]]')], 1, 'values has 49 entries and the weights 2 sites'],
      [['lisa', '--values', golden('b_autocorr_columbus_crime.csv'), '--neighbours', await file('two.json', '[[1],[0]]'), '--seed', '1'], 2, 'give --permutations as well'],
    ] as const) {
      const answer = await run(...argv);
      expect(answer.err, argv.join(' ')).to.contain(words);
      expect(answer.code, argv.join(' ')).to.equal(code);
      expect(answer.text).to.equal('');
    }
  });

  it('degrees with --longlat are projected, and the answer is in metres', async () => {
    const degrees = await file('degrees2.csv', 'x,y,value\n116.1,22.9,1\n116.2,23,2\n116.3,22.95,3\n116.25,23.02,2.5\n');
    const { code, json } = await run('krige', '--longlat', '--points', degrees, '--targets', degrees, '--model', 'exp', '--nugget', '0.1', '--psill', '1', '--range', '5000');
    expect(code).to.equal(0);
    expect(worst(series(json, 'prediction'), [1, 2, 3, 2.5])).to.be.below(1e-12);
    expect(codes(json)).to.deep.equal(['projected-plane']);
  });

  it('equal values: null, the reason in words, no NaN in the text', async () => {
    const values = await file('equal.csv', 'value\n5\n5\n5\n5\n5\n');
    const neighbours = await file('ring.json', '[[1,4],[0,2],[1,3],[2,4],[3,0]]');
    for (const method of ['moran', 'geary', 'global-g', 'lisa', 'gi']) {
      const { code, json, text } = await run(method, '--values', values, '--neighbours', neighbours);
      expect(code, method).to.equal(0);
      expect(text).not.to.contain('NaN');
      expect(codes(json)).to.contain('all-equal');
      expect([json['p']].flat().every((p) => p === null)).to.equal(true);
    }
  });

  it('every method has a help that names its reference software', async () => {
    for (const method of ['krige', 'krige-cv', 'idw', 'idw-cv', 'variogram', 'moran', 'geary', 'global-g', 'lisa', 'gi']) {
      expect((await run(method, '--help')).text, method).to.match(/Reference software: R (gstat 2\.1-0|spdep 1\.2-7)/);
    }
  });
});
