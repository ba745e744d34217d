/** `analyse krige`: ordinary, universal and block kriging. */
import { krige, type KrigeOptions } from '../../../../analysis/spatial/krige.ts';
import { type AnalyseMethod, type AnalyseOptions, choiceOption, numberOption } from '../method.ts';
import { LONGLAT_OPTION, MODEL_OPTIONS, modelOption, NEAR_OPTIONS, nearOptions, POINTS_OPTION, readSpatial, TARGETS_OPTION } from '../spatialInput.ts';

/** Everything of the kriging options but the model. */
export function krigeOptions(options: AnalyseOptions): KrigeOptions {
  const block = numberOption(options, 'block', { minimum: 0 });
  return {
    ...nearOptions(options),
    drift: choiceOption(options, 'drift', ['none', 'xy'] as const, 'none'),
    mode: choiceOption(options, 'mode', ['exact', 'tile'] as const, 'exact'),
    ...(block !== undefined && { block }),
  };
}

export const krigeMethod: AnalyseMethod = {
  name: 'krige',
  summary: 'Ordinary, universal and block kriging at targets',
  options: {
    points: POINTS_OPTION,
    targets: TARGETS_OPTION,
    ...MODEL_OPTIONS,
    ...NEAR_OPTIONS,
    drift: { type: 'string', description: 'none (ordinary) or xy (universal, mean linear in x and y); default none' },
    block: { type: 'string', description: 'side of square blocks whose mean is predicted' },
    mode: { type: 'string', description: 'exact or tile; default exact. tile shares near sites among targets close together' },
    longlat: LONGLAT_OPTION,
  },
  help: `
In: points x,y,value; targets x,y in the same unit. Out: prediction, variance (null where nmin is not met or the near
sites make a singular system; decisions say how many and why).

Conventions: semivariance 0 at distance 0, nugget beyond: exact at the sites, the variance at a new place includes the
nugget. sph c0 + c1 (1.5 h/a - 0.5 (h/a)^3); exp c0 + c1 (1 - exp(-h/a)); gau c0 + c1 (1 - exp(-(h/a)^2)); mat with
kappa. Without nmax and maxdist all sites enter one system. Equal distances: the site that stands first in the file.
Blocks: 4 x 4 Gauss points, no nugget within a block. Coincident sites are refused: the system would be singular.
Coordinates are plane; with --longlat a transverse Mercator plane centred on the sites, or straight distances through the
earth where that plane would be off by more than 1 in 1,000.
Reference software: R gstat 2.1-0 (krige).`,
  async run(options) {
    const model = modelOption(options);
    const krigeWith = krigeOptions(options);
    const { points, values, targets, decisions } = await readSpatial(options, true);
    const step = krige(points, values, targets ?? points, model, krigeWith);
    return { prediction: step.result.prediction, variance: step.result.variance, ...step.diagnostics, decisions: [...decisions, ...step.decisions] };
  },
};
