/**
 * A stored rule version as a rule: data interpreted by one evaluator. What it does not say (evidence
 * wanted, uncertainties, memory, draws) is that of the shipped rule which it is based on. Pure.
 */
import type { StoredRule } from '../../../models/schemas/gradingRule.ts';
import { severityCuts } from '../components/severity.ts';
import { severityByFormula } from '../formula/formulaTree.ts';
import { gradeAll } from '../gradeByIndex.ts';
import { DEFAULT_UNCERTAINTY, namedUncertainty } from '../monteCarlo/uncertainty.ts';
import { COMPONENTS } from '../components/severity.ts';
import type { Cuts } from '../cuts.ts';
import type { GradingRule, PreparedGrading } from '../types.ts';
import { COMPONENT_WORDS } from '../wordsDrawn.ts';
import { PAST_ROUNDS, prepareFiveComponents } from './fiveComponents.ts';
import { prepareNemerow } from './nemerowFixedCuts.ts';
import { caseInputs } from './ruleCases.ts';

/** @throws RangeError for a document that holds what its base does not know */
export function storedRule(stored: StoredRule): GradingRule {
  const { body } = stored;
  const analyteWeights = new Map(body.analyteWeights.map(({ analyte, weight }) => [analyte, weight]));
  const indexCuts: Cuts = { ...body.cuts, quantity: 'index' };
  const shared = {
    id: stored.code,
    version: String(stored.version),
    title: { zh: stored.titleZh, en: stored.titleEn },
    author: stored.author,
    date: stored.createdAt.slice(0, 10),
    reason: { zh: stored.reason, en: stored.reason },
    source: stored.source,
    examples: body.examples.map((each) => ({ title: { zh: each.title, en: each.title }, inputs: caseInputs(each), expected: [{ code: 'T', grade: each.expected, firmness: 'firm' as const }] })),
    stored,
  };
  if (body.base === 'nemerow-fixed-cuts') {
    if (body.weights !== null || body.formula !== null) throw new RangeError(`rule ${stored.code} ${stored.version} is based on ${body.base}, which has no components, yet it holds weights or a formula`);
    const prepare: GradingRule['prepare'] = (inputs): PreparedGrading => prepareNemerow(inputs, indexCuts, analyteWeights);
    return { ...shared, cuts: indexCuts, pastRounds: 0, prepare, grade: (inputs, seed) => gradeAll(prepare(inputs, seed)) };
  }
  const { weights } = body;
  if (weights === null || body.formula === null) throw new RangeError(`rule ${stored.code} ${stored.version} is based on ${body.base}, yet it holds no weights or no formula`);
  const formula = severityByFormula(body.formula.tree);
  const prepare: GradingRule['prepare'] = (inputs, seed, options): PreparedGrading => prepareFiveComponents(inputs, { weights, indexCuts, analyteWeights, formula }, seed, options);
  return {
    ...shared,
    cuts: severityCuts(weights, indexCuts, formula),
    pastRounds: PAST_ROUNDS,
    severity: { weights, indexCuts, formula },
    uncertainty: namedUncertainty(DEFAULT_UNCERTAINTY),
    components: COMPONENTS.map((key) => ({ key, weight: weights[key], words: COMPONENT_WORDS[key] })),
    prepare,
    grade: (inputs, seed) => gradeAll(prepare(inputs, seed)),
  };
}
