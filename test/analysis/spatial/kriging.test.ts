import { expect } from 'chai';
import { empiricalVariogram } from '../../../analysis/spatial/empiricalVariogram.ts';
import { fitVariogram } from '../../../analysis/spatial/fitVariogram.ts';
import { idw, idwCv } from '../../../analysis/spatial/idw.ts';
import { krige } from '../../../analysis/spatial/krige.ts';
import { krigeCv } from '../../../analysis/spatial/krigeCv.ts';
import { correlation } from '../../../analysis/spatial/variogramModel.ts';
import { GEOSTAT, geostat, worst } from './golden.ts';

const KRIGING = 1e-8;
const IDW = 1e-10;

describe('variograms, kriging and inverse distance weighting against gstat 2.1-0', () => {
  for (const name of GEOSTAT) {
    const { points, values, targets, model, golden } = geostat(name);
    // on a regular grid many sites are equally near, and which of them gstat takes is not defined
    const ties = name === 'a_geostat_coalash';

    it(`${name}: sample variogram, classical and Cressie`, () => {
      for (const [estimator, reference] of [['classical', golden.empiricalVariogram], ['cressie', golden.cressieVariogram]] as const) {
        const { lags, cutoff, width } = empiricalVariogram(points, values, { estimator });
        expect(cutoff).to.be.closeTo(golden.cutoff, 1e-12 * golden.cutoff);
        expect(width).to.be.closeTo(golden.width, 1e-12 * golden.width);
        expect(lags.map(({ np }) => np)).to.deep.equal(reference.np);
        expect(worst(lags.map(({ dist }) => dist), reference.dist)).to.be.below(1e-12);
        expect(worst(lags.map(({ gamma }) => gamma), reference.gamma)).to.be.below(1e-12);
      }
    });

    it(`${name}: fits are no worse than gstat's, spherical and exponential the same`, () => {
      const variogram = empiricalVariogram(points, values);
      for (const [type, reference] of [['sph', golden.fits.Sph], ['exp', golden.fits.Exp], ['gau', golden.fits.Gau]] as const) {
        const { model: fitted, sse } = fitVariogram(variogram, type);
        expect(sse, type).to.be.at.most(reference.SSErr * (1 + 1e-6));
        expect(worst(variogram.lags.map(({ dist }) => reference.nugget + reference.psill * (1 - correlation(type, reference.range, dist))), reference.gammaAtLags)).to.be.below(1e-10);
        // gstat's Gaussian fit stops where its SSErr is 2 to 8 % above the least
        if (type === 'gau') continue;
        expect(worst([fitted.nugget, fitted.psill, fitted.range], [reference.nugget, reference.psill, reference.range], 1e-3 * (reference.psill + reference.nugget))).to.be.below(1e-3);
      }
    });

    it(`${name}: ordinary kriging from all sites, universal kriging, blocks`, () => {
      const ordinary = krige(points, values, targets, model).result;
      expect(worst(ordinary.prediction, golden.ordinaryKriging.pred)).to.be.below(KRIGING);
      expect(worst(ordinary.variance, golden.ordinaryKriging.var)).to.be.below(KRIGING);
      const universal = krige(points, values, targets, model, { drift: 'xy' }).result;
      expect(worst(universal.prediction, golden.universalKrigingXY.pred)).to.be.below(KRIGING);
      expect(worst(universal.variance, golden.universalKrigingXY.var)).to.be.below(KRIGING);
      const block = krige(points, values, targets, model, { block: golden.blockKriging.blockSize }).result;
      // gstat moves coinciding sub-points a little apart; its own note recommends 1e-3
      expect(worst(block.prediction, golden.blockKriging.pred)).to.be.below(1e-6);
      expect(worst(block.variance, golden.blockKriging.var)).to.be.below(1e-6);
    });

    it(`${name}: exact at the sites`, () => {
      const { x, y, pred } = golden.exactness;
      const { prediction, variance } = krige(points, values, { x: Float64Array.from(x), y: Float64Array.from(y) }, model).result;
      expect(worst(prediction, pred)).to.be.below(1e-12);
      for (const value of variance) expect(value).to.be.below(1e-12 * (model.nugget + model.psill));
    });

    if (!ties) {
      it(`${name}: kriging from the nearest sites`, () => {
        for (const { nmax, pred, var: variances } of golden.ordinaryKrigingLocal) {
          const { prediction, variance } = krige(points, values, targets, model, { nmax }).result;
          expect(worst(prediction, pred), `nmax ${nmax}`).to.be.below(KRIGING);
          expect(worst(variance, variances), `nmax ${nmax}`).to.be.below(KRIGING);
        }
      });
    }

    it(`${name}: leave-one-out in closed form`, () => {
      const { result, diagnostics } = krigeCv(points, values, model);
      expect(worst(result.prediction, golden.krigingLOO.pred)).to.be.below(KRIGING);
      expect(worst(result.variance, golden.krigingLOO.var)).to.be.below(KRIGING);
      expect(worst(result.residual, golden.krigingLOO.residual)).to.be.below(KRIGING);
      expect(worst([diagnostics.rmse ?? 0, diagnostics.msdr ?? 0], [golden.krigingLOO.rmse, golden.krigingLOO.msdr])).to.be.below(KRIGING);
      // five of Jura's sites have neighbours equally far up to 1e-16 m
      const near = krigeCv(points, values, model, { nmax: 32 }).diagnostics.rmse ?? 0;
      expect(worst([near], [golden.krigingLOOnmax32.rmse])).to.be.below(name === 'a_geostat_meuse_logzinc' ? KRIGING : 1e-3);
    });

    it(`${name}: inverse distance weighting and its leave-one-out`, () => {
      for (const { power, pred, looResidual, looRMSE } of golden.idw) {
        expect(worst(idw(points, values, targets, { idp: power }).result, pred)).to.be.below(IDW);
        const { result, diagnostics } = idwCv(points, values, { idp: power });
        expect(worst(result.residual, looResidual, 1e-6)).to.be.below(IDW);
        expect(worst([diagnostics.rmse ?? 0], [looRMSE])).to.be.below(IDW);
      }
      if (ties) return;
      for (const { power, nmax, pred } of golden.idwLocal) expect(worst(idw(points, values, targets, { idp: power, nmax }).result, pred)).to.be.below(IDW);
    });
  }

  it('gives the published fit of meuse: 0.0507, 0.5906, 897', () => {
    const { points, values } = geostat('a_geostat_meuse_logzinc');
    const { nugget, psill, range } = fitVariogram(empiricalVariogram(points, values), 'sph').model;
    expect(nugget.toFixed(4)).to.equal('0.0507');
    expect(psill.toFixed(4)).to.equal('0.5906');
    expect(range.toFixed(0)).to.equal('897');
  });

  it('finds the Gaussian minimum that R optim finds and gstat passes by', () => {
    const { points, values } = geostat('a_geostat_meuse_logzinc');
    const { model, sse } = fitVariogram(empiricalVariogram(points, values), 'gau');
    // R 4.2.2 optim, Nelder-Mead, reltol 1e-14
    expect(worst([model.nugget, model.psill, model.range, sse], [0.124356997824, 0.505070747019, 411.437869300813, 1.76155055669e-5])).to.be.below(1e-6);
  });
});
