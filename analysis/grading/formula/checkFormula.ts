/**
 * Whether a severity formula behaves: finite wherever components may stand, never lower for a higher
 * component, higher for a higher level, and with two distinct cuts whatever components are left out.
 * Checked when a rule is saved, over a grid of components and every set that may be left out. Pure.
 */
import type { FormulaTree } from '../../../models/schemas/gradingRule.ts';
import { COMPONENTS, severityCuts, usedWeights, type ComponentKey, type ComponentValues, type Weights } from '../components/severity.ts';
import type { Cuts } from '../cuts.ts';
import { COMPONENT_WORDS } from '../wordsDrawn.ts';
import { formulaValue, severityByFormula } from './formulaTree.ts';
import type { FormulaRefusal } from './readFormula.ts';

const STEPS = [0, 20, 50, 100] as const;
/** Rounding of a sum of products is no fall. */
const SLACK = 1e-9;

/** Sets of components that may be known together: the level always is. */
const KNOWN: readonly ReadonlySet<ComponentKey>[] = Array.from({ length: 2 ** (COMPONENTS.length - 1) }, (_, bits) => new Set(COMPONENTS.filter((_key, i) => i === 0 || (bits & (2 ** (i - 1))) !== 0)));

/** Every place of the grid over the known components; the others are 0. */
function places(known: ReadonlySet<ComponentKey>): ComponentValues[] {
  let found: Record<ComponentKey, number>[] = [{ level: 0, breadth: 0, trend: 0, cluster: 0, history: 0 }];
  for (const key of COMPONENTS) if (known.has(key)) found = found.flatMap((each) => STEPS.map((value) => ({ ...each, [key]: value })));
  return found;
}

const at = (values: ComponentValues, known: ReadonlySet<ComponentKey>): string => COMPONENTS.map((key) => `${key} ${known.has(key) ? values[key] : '–'}`).join(', ');

/** @returns undefined where it behaves */
export function checkFormula(tree: FormulaTree, weights: Weights, indexCuts: Cuts): FormulaRefusal | undefined {
  const value = formulaValue(tree);
  for (const known of KNOWN) {
    const used = usedWeights(weights, (key) => known.has(key));
    for (const place of places(known)) {
      const here = value(used, place);
      if (!Number.isFinite(here)) return { code: 'not-finite', zh: `公式在 ${at(place, known)} 处得 ${here}；应处处为有限的数（– 为未计入）。`, en: `The formula gives ${here} at ${at(place, known)}; a finite number was expected everywhere (– is left out).` };
      for (const key of COMPONENTS) {
        const next = STEPS[STEPS.findIndex((step) => step === place[key]) + 1];
        if (!known.has(key) || next === undefined) continue;
        const higher = value(used, { ...place, [key]: next });
        if (Number.isFinite(higher) && higher < here - SLACK) return { code: 'falls', zh: `${COMPONENT_WORDS[key].zh}升高时公式的值下降：${at(place, known)} 处为 ${here}，升至 ${next} 后为 ${higher}。`, en: `The formula falls while ${COMPONENT_WORDS[key].en} rises: ${here} at ${at(place, known)}, ${higher} at ${next}.` };
      }
    }
    const severity = severityByFormula(tree);
    const cuts = severityCuts(used, indexCuts, severity);
    if (!(cuts.moderatelySevere > 0 && cuts.severe > cuts.moderatelySevere)) {
      const left = COMPONENTS.filter((key) => !known.has(key)).map((key) => COMPONENT_WORDS[key]);
      const when = left.length === 0 ? { zh: '各项俱全时', en: 'with all components' } : { zh: `${left.map(({ zh }) => zh).join('、')}未计入时`, en: `without ${left.map(({ en }) => en).join(', ')}` };
      return { code: 'cuts', zh: `${when.zh}，两个切分值按此公式换算为严重度 ${cuts.moderatelySevere} 与 ${cuts.severe}；应大于 0 且依次升高。水平在参考值的 4 倍处已满 100。`, en: `${when.en}, the two cuts become the severities ${cuts.moderatelySevere} and ${cuts.severe}; they have to be above 0 and rising. The level is full at 4 times the reference.` };
    }
  }
  return undefined;
}
