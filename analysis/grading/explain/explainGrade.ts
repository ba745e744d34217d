/** The explanation of a drawn grade put together: components, analytes, sites, counterfactual, sentence. Pure. */
import type { Explanation } from '../../../models/schemas/assessment.ts';
import { classOf } from '../classify.ts';
import { COMPONENTS, levelOf, weightedSum, type ComponentKey, type ComponentValues } from '../components/severity.ts';
import type { Call } from '../decide.ts';
import type { DrawContext, DrawCounty, DrawnSeverity } from '../drawTypes.ts';
import type { TownModel } from '../monteCarlo/townModel.ts';
import type { Words } from '../../../models/schemas/vocabulary.ts';
import { sentenceOf } from '../wordsDrawn.ts';
import { AreaExplainer } from './explainArea.ts';
import { shapley } from './shapley.ts';

const valuesOf = (of: (key: ComponentKey) => number): ComponentValues => ({ level: of('level'), breadth: of('breadth'), trend: of('trend'), cluster: of('cluster'), history: of('history') });

export interface Explained {
  explanation: Explanation;
  /** Exact Shapley value of each component against the county's middle. */
  contributions: Record<ComponentKey, number>;
}

export function explainGrade(context: DrawContext, model: TownModel, drawn: DrawnSeverity, call: Call, lifted: Words | undefined, county: DrawCounty): Explained {
  const { weights, components } = drawn;
  const { analytes, options, constants: { formula: severityFrom = weightedSum } } = county;
  const own = valuesOf((key) => components[key]?.central ?? 0);
  const middle = valuesOf((key) => (weights[key] > 0 ? (county.middle[key] ?? 0) : 0));
  const points = shapley(COMPONENTS.length, (coalition) => severityFrom(weights, valuesOf((key) => ((coalition & (2 ** COMPONENTS.indexOf(key))) === 0 ? middle[key] : own[key]))));
  const contributions = Object.fromEntries(COMPONENTS.map((key, i) => [key, points[i] ?? 0])) as Record<ComponentKey, number>;
  const explainer = new AreaExplainer(model, (index, breadth) => severityFrom(weights, { ...own, level: levelOf(index), breadth: Number.isNaN(breadth) ? 0 : 100 * breadth }));
  const central = severityFrom(weights, own);
  const nameOf = (id: string): { zh: string; en: string } => analytes.get(id)?.name ?? { zh: id, en: id };
  const full = options.explain !== false;
  const parts = {
    central,
    baseline: severityFrom(weights, middle),
    analytes: full ? explainer.analytes(nameOf) : [],
    sites: full ? explainer.sites() : [],
    counterfactual: full && classOf(central, drawn.cuts) === call.grade ? explainer.counterfactual(call.grade, drawn.cuts, analytes) : null,
  };
  const [first] = parts.analytes;
  let top: { analyte: { zh: string; en: string }; factor: number; sites: number } | undefined;
  // the medium with most sites speaks for the town; where two have as many, the higher one
  for (const { subIndex, units } of model.media) {
    const factor = first === undefined || !(first.points > 0) ? undefined : subIndex.analytes.find(({ analyte }) => analyte === first.key)?.factor;
    if (first === undefined || typeof factor !== 'number') continue;
    if (top === undefined || units.length > top.sites || (units.length === top.sites && factor > top.factor)) top = { analyte: nameOf(first.key), factor, sites: units.length };
  }
  const sentence = sentenceOf({ name: context.arranged.area.name, grade: call.grade, firm: call.firm, lifted: call.grade === call.own ? lifted : undefined, p: drawn.probability, own: call.own, severity: drawn.mean, explanation: parts, top, analytes });
  return { explanation: { ...parts, sentence }, contributions };
}
