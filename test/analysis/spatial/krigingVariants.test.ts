import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { besselKScaled } from '../../../analysis/spatial/besselK.ts';
import { empiricalVariogram } from '../../../analysis/spatial/empiricalVariogram.ts';
import { fitVariogram } from '../../../analysis/spatial/fitVariogram.ts';
import { idw, type IdwOptions } from '../../../analysis/spatial/idw.ts';
import { krige, type KrigeOptions } from '../../../analysis/spatial/krige.ts';
import { krigeCv } from '../../../analysis/spatial/krigeCv.ts';
import { pointsFrom } from '../../../analysis/spatial/points.ts';
import type { VariogramModel } from '../../../analysis/spatial/variogramModel.ts';
import { geostat, worst, type Numbers } from './golden.ts';

interface Variants {
  targets: { x: number; y: number }[];
  variants: { name: string; model: VariogramModel; options: KrigeOptions; pred: Numbers; var: Numbers }[];
  idw: IdwOptions & { pred: Numbers };
  universalLoo: { model: VariogramModel; pred: Numbers; var: Numbers };
  maternFit: { cutoff: number; width: number; kappa: number; nugget: number; psill: number; range: number; SSErr: number };
}

const golden = JSON.parse(readFileSync(new URL('../../golden/krige_variants_meuse.json', import.meta.url), 'utf8')) as Variants;
const { points, values } = geostat('a_geostat_meuse_logzinc');
const targets = { x: Float64Array.from(golden.targets, ({ x }) => x), y: Float64Array.from(golden.targets, ({ y }) => y) };

describe('other models and neighbourhoods against gstat 2.1-0', () => {
  for (const { name, model, options, pred, var: variances } of golden.variants) {
    it(`${name}: ${JSON.stringify({ ...model, ...options })}`, () => {
      const { prediction, variance } = krige(points, values, targets, model, options).result;
      const tolerance = options.block === undefined ? 1e-8 : 1e-6;
      expect(worst(prediction, pred)).to.be.below(tolerance);
      expect(worst(variance, variances)).to.be.below(tolerance);
    });
  }

  it('says how many targets have too few sites near', () => {
    const { diagnostics, decisions } = krige(points, values, targets, { model: 'sph', nugget: 0.05, psill: 0.6, range: 900 }, { nmax: 20, nmin: 5, maxdist: 300 });
    const missing = golden.variants.find(({ name }) => name === 'near')?.pred.filter((value) => value === null).length ?? 0;
    expect(missing).to.be.above(0);
    expect(diagnostics.tooFew).to.equal(missing);
    expect(decisions.map(({ code }) => code)).to.deep.equal(['too-few-near']);
    expect(decisions[0]?.en).to.contain(`${missing} targets have fewer than 5 sites within 300`);
  });

  it('inverse distance weighting with nmax, nmin, maxdist and a power of 2.5', () => {
    const { pred, ...options } = golden.idw;
    expect(worst(idw(points, values, targets, options).result, pred)).to.be.below(1e-10);
  });

  it('leave-one-out of universal kriging in closed form is that of the brute force', () => {
    const { result } = krigeCv(points, values, golden.universalLoo.model, { drift: 'xy' });
    expect(worst(result.prediction, golden.universalLoo.pred)).to.be.below(1e-8);
    expect(worst(result.variance, golden.universalLoo.var)).to.be.below(1e-8);
    const brute = krigeCv(points, values, golden.universalLoo.model, { drift: 'xy', nmax: 154, maxdist: 1e9 }).result;
    expect(worst(brute.prediction, [...result.prediction])).to.be.below(1e-8);
  });

  it('fits the Matérn model', () => {
    const { cutoff, width, kappa, nugget, psill, range, SSErr } = golden.maternFit;
    const { model, sse } = fitVariogram(empiricalVariogram(points, values, { cutoff, width }), 'mat', { kappa });
    expect(sse).to.be.at.most(SSErr * (1 + 1e-6));
    expect(worst([model.nugget, model.psill, model.range], [nugget, psill, range])).to.be.below(1e-3);
  });

  it('lags are (lower, upper], coincident pairs in the first, a last lag cut at the cutoff: as gstat', () => {
    const pairsOf = (x: number[], y: number[], values: number[], cutoff: number, width: number): number[][] =>
      empiricalVariogram(pointsFrom(x, y), values, { cutoff, width }).lags.map(({ np, dist, gamma }) => [np, Number(dist.toFixed(12)), Number(gamma.toFixed(12))]);
    const line = [0, 1, 2, 3, 5];
    const onLine = [[3, 1, 1], [3, 2, 2.333333333333], [2, 3, 1.25], [1, 4, 4.5]];
    expect(pairsOf(line, [0, 0, 0, 0, 0], [1, 2, 4, 3, 5], 4, 1)).to.deep.equal(onLine);
    expect(pairsOf(line, [0, 0, 0, 0, 0], [1, 2, 4, 3, 5], 4, 0.1)).to.deep.equal(onLine);
    const twice = [[0, 0, 1, 2, 3, 5, 5], [0, 0, 1, 0, 2, 1, 1], [1, 2, 4, 3, 5, 9, 7]] as const;
    const begin = [[2, 0, 1.25], [5, 1.648528137424, 1.9], [4, 2.2360679775, 3.125]];
    expect(pairsOf([...twice[0]], [...twice[1]], [...twice[2]], 4, 1)).to.deep.equal([...begin, [6, 3.589276311877, 9.25]]);
    expect(pairsOf([...twice[0]], [...twice[1]], [...twice[2]], 3.5, 1)).to.deep.equal([...begin, [2, 3.162277660168, 13]]);
    expect(pairsOf([0, 0, 0.5, 1, 2, 3, 5], [0, 0, 0.5, 1, 0, 2, 1], [1, 2, 4, 3, 5, 9, 7], 4, 1)).to.deep.equal([[4, 0.53033008589, 1.875], [6, 1.637296586201, 2.916666666667], [4, 2.405919969981, 10.125], [4, 3.593345052774, 16.625]]);
  });

  it('follows a semivariance that rises in a straight line to a lower sum than gstat, and says that the range is not identified', () => {
    const lags = [[30, 1.02], [40, 1.98], [50, 3.05], [60, 3.99], [70, 5.01]].map(([np = 0, gamma = 0], i) => ({ np, dist: i + 1, gamma }));
    const { sse, decisions } = fitVariogram({ lags }, 'exp');
    // gstat 2.1-0 from vgm(10, "Exp", 20, 0): range 4783, no convergence after 200 iterations
    expect(sse).to.be.below(1.1580440762124);
    expect(decisions.map(({ code }) => code)).to.deep.equal(['range-not-identified']);
  });

  it('Bessel functions agree with R besselK(x, nu, TRUE)', () => {
    const reference = [
      [0, 1e-6, 13.931456005075455],
      [0.3, 0.5, 1.6099336591565363],
      [1, 2, 1.0334768470686888],
      [1, 2.1, 1.0023680527405792],
      [2.2, 5, 0.8497446193751736],
      [3.7, 300, 0.07399650843722233],
    ] as const;
    expect(besselKScaled(0.5, 3)).to.be.closeTo(Math.sqrt(Math.PI / 6), 1e-15);
    expect(besselKScaled(1.5, 3)).to.be.closeTo(Math.sqrt(Math.PI / 6) * (1 + 1 / 3), 1e-15);
    for (const [nu, x, value] of reference) expect(worst([besselKScaled(nu, x)], [value])).to.be.below(1e-14);
  });
});
