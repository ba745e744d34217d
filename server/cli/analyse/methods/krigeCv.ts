/** `analyse krige-cv`: leave-one-out cross-validation of kriging. */
import { krigeCv } from '../../../../analysis/spatial/krigeCv.ts';
import { type AnalyseMethod } from '../method.ts';
import { LONGLAT_OPTION, MODEL_OPTIONS, modelOption, NEAR_OPTIONS, POINTS_OPTION, readSpatial } from '../spatialInput.ts';
import { krigeOptions } from './krige.ts';

export const krigeCvMethod: AnalyseMethod = {
  name: 'krige-cv',
  summary: 'Leave-one-out cross-validation of kriging',
  options: {
    points: POINTS_OPTION,
    ...MODEL_OPTIONS,
    ...NEAR_OPTIONS,
    drift: { type: 'string', description: 'none (ordinary) or xy (universal, mean linear in x and y); default none' },
    longlat: LONGLAT_OPTION,
  },
  help: `
In: points x,y,value. Out: prediction, variance, residual (observed - predicted; null where the others nearby do not
suffice), rmse, meanError, msdr (mean of residual^2 / variance), skill (1 - squared error over that of the mean of
the others).

Conventions: one site is left out at a time, the variogram is kept. With all sites in one system the residuals follow from
one factorisation in closed form; with nmax, nmin or maxdist each site is predicted from its own neighbours.
Reference software: R gstat 2.1-0 (krige.cv).`,
  async run(options) {
    const model = modelOption(options);
    const krigeWith = krigeOptions(options);
    const { points, values, decisions } = await readSpatial(options, false);
    const step = krigeCv(points, values, model, krigeWith);
    return { ...step.result, ...step.diagnostics, decisions: [...decisions, ...step.decisions] };
  },
};
