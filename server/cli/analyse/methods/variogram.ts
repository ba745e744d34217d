/** `analyse variogram`: sample variogram and fitted models. */
import { empiricalVariogram } from '../../../../analysis/spatial/empiricalVariogram.ts';
import { fitVariogram } from '../../../../analysis/spatial/fitVariogram.ts';
import { VARIOGRAM_MODELS } from '../../../../analysis/spatial/variogramModel.ts';
import { type AnalyseMethod, choiceOption, numberOption, UsageError } from '../method.ts';
import { LONGLAT_OPTION, POINTS_OPTION, readSpatial } from '../spatialInput.ts';

export const variogramMethod: AnalyseMethod = {
  name: 'variogram',
  summary: 'Sample variogram, and models fitted by weighted least squares',
  options: {
    points: POINTS_OPTION,
    cutoff: { type: 'string', description: 'largest distance of a pair; default 0.33333 x the diagonal of the bounding box' },
    width: { type: 'string', description: 'width of a lag; default cutoff / 15' },
    estimator: { type: 'string', description: 'classical (Matheron) or cressie (Cressie-Hawkins); default classical' },
    fit: { type: 'string', description: `models to fit, separated by commas: ${VARIOGRAM_MODELS.join(', ')}` },
    kappa: { type: 'string', description: 'smoothness of the Matérn model, default 0.5' },
    longlat: LONGLAT_OPTION,
  },
  help: `
In: points x,y,value. Out: lags [{np, dist, gamma}], fits [{model, nugget, psill, range, sse}], cutoff, width.

Conventions: gamma is the semivariance; lags are (lower, upper], empty ones left out; dist is the mean distance of the
pairs; coincident pairs stand in the first lag, and a lag of nothing else, at distance 0, enters no fit. Fits minimise sum np / dist^2
(gamma - model)^2 with nugget and psill not below 0, from every valley of a scan over the range; sse is that sum.
gstat stops earlier and reaches a slightly higher SSErr (its Gaussian fit stops 2 to 8 % above the minimum).
Reference software: R gstat 2.1-0 (variogram, fit.variogram with fit.method 7).`,
  async run(options) {
    const cutoff = numberOption(options, 'cutoff', { minimum: 0 });
    const width = numberOption(options, 'width', { minimum: 0 });
    const kappa = numberOption(options, 'kappa', { minimum: 0 });
    const estimator = choiceOption(options, 'estimator', ['classical', 'cressie'] as const, 'classical');
    const wanted = options['fit'];
    const models = (typeof wanted === 'string' ? wanted.split(',') : []).map((name) => {
      const found = VARIOGRAM_MODELS.find((model) => model === name.trim().toLowerCase());
      if (found === undefined) throw new UsageError(`--fit names "${name}"; expected some of ${VARIOGRAM_MODELS.join(', ')}`);
      return found;
    });
    const { points, values, decisions } = await readSpatial(options, false);
    const variogram = empiricalVariogram(points, values, { estimator, ...(cutoff !== undefined && { cutoff }), ...(width !== undefined && { width }) });
    const fitted = models.map((model) => fitVariogram(variogram, model, kappa === undefined ? {} : { kappa }));
    return {
      lags: variogram.lags,
      fits: fitted.map(({ model, sse }) => ({ ...model, sse })),
      cutoff: variogram.cutoff,
      width: variogram.width,
      estimator,
      decisions: [...decisions, ...fitted.flatMap((fit) => fit.decisions.map((decision) => ({ ...decision, en: `${fit.model.model}: ${decision.en}`, zh: `${fit.model.model}：${decision.zh}` })))],
    };
  },
};
