/** `analyse idw`: inverse distance weighting. */
import { idw } from '../../../../analysis/spatial/idw.ts';
import { type AnalyseMethod, numberOption } from '../method.ts';
import { LONGLAT_OPTION, NEAR_OPTIONS, nearOptions, POINTS_OPTION, readSpatial, TARGETS_OPTION } from '../spatialInput.ts';

export const idwMethod: AnalyseMethod = {
  name: 'idw',
  summary: 'Inverse distance weighting at targets',
  options: {
    points: POINTS_OPTION,
    targets: TARGETS_OPTION,
    idp: { type: 'string', description: 'power of the distance, default 2' },
    ...NEAR_OPTIONS,
    longlat: LONGLAT_OPTION,
  },
  help: `
In: points x,y,value; targets x,y. Out: prediction (null where nmin is not met).

Conventions: weights distance^-idp over the nmax nearest sites, all without nmax. At a site its own value is returned,
the mean where several stand in one place. It gives no variance.
Reference software: R gstat 2.1-0 (idw).`,
  async run(options) {
    const idp = numberOption(options, 'idp', { minimum: 0 }) ?? 2;
    const near = nearOptions(options);
    const { points, values, targets, decisions } = await readSpatial(options, true);
    const step = idw(points, values, targets ?? points, { idp, ...near });
    return { prediction: step.result, ...step.diagnostics, decisions: [...decisions, ...step.decisions] };
  },
};
