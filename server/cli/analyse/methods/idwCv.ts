/** `analyse idw-cv`: leave-one-out cross-validation of inverse distance weighting. */
import { idwCv } from '../../../../analysis/spatial/idw.ts';
import { type AnalyseMethod, numberOption } from '../method.ts';
import { LONGLAT_OPTION, NEAR_OPTIONS, nearOptions, POINTS_OPTION, readSpatial } from '../spatialInput.ts';

export const idwCvMethod: AnalyseMethod = {
  name: 'idw-cv',
  summary: 'Leave-one-out cross-validation of inverse distance weighting',
  options: {
    points: POINTS_OPTION,
    idp: { type: 'string', description: 'power of the distance, default 2' },
    ...NEAR_OPTIONS,
    longlat: LONGLAT_OPTION,
  },
  help: `
In: points x,y,value. Out: prediction, residual (observed - predicted), rmse, meanError, skill (1 - squared error over that
of the mean of the others).
Reference software: R gstat 2.1-0 (krige.cv without a model).`,
  async run(options) {
    const idp = numberOption(options, 'idp', { minimum: 0 }) ?? 2;
    const near = nearOptions(options);
    const { points, values, decisions } = await readSpatial(options, false);
    const step = idwCv(points, values, { idp, ...near });
    return { ...step.result, ...step.diagnostics, decisions: [...decisions, ...step.decisions] };
  },
};
