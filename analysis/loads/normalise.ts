/**
 * Whether a concentration can become a load and a load per 1000 inhabitants, and if not, why not.
 * Most ditch and river grabs have neither flow nor population: their concentration is graded as it is.
 * Limits stay limits: "< 20 ng/L" becomes "< load".
 * Pure: no I/O, no clock, no Math.random.
 */
import type { Basis, Matrix, SamplingMode } from '../../models/schemas/vocabulary.ts';
import { requireCensored, type CensoredValue } from '../censored/censoredValue.ts';
import { requireInRange } from '../finite.ts';
import type { Decision, Step } from '../step.ts';
import { domesticFlow, load, pnml } from './load.ts';

export interface NormaliseInput {
  /** ng/L */
  concentration: CensoredValue;
  matrix: Matrix;
  mode: SamplingMode;
  flowM3PerDay: number | null;
  /** Inhabitants served, with the basis in words (census of residents, registered, marker). */
  population: { inhabitants: number; basis: string } | null;
  /** Share of the flow that is domestic sewage; null where unknown: the whole flow counts. */
  domesticShare: number | null;
}

export interface Normalised {
  /** The most normalised basis that the data carry. */
  basis: Basis;
  /** mg/d; null where it cannot be computed. */
  load: CensoredValue | null;
  /** mg/d per 1000 inhabitants; null likewise. */
  pnml: CensoredValue | null;
}

export interface NormaliseDiagnostics {
  /** Flow that entered, m³/d. */
  flowM3PerDay: number;
  inhabitants: number;
}

/**
 * @throws RangeError naming a negative concentration, a flow or population that is not > 0, a share outside (0, 1]
 */
export function normalise(input: NormaliseInput): Step<Normalised, NormaliseDiagnostics> {
  requireCensored('concentration', [input.concentration]);
  const decisions: Decision[] = [];
  const none = (code: string, zh: string, en: string): Step<Normalised, NormaliseDiagnostics> => ({
    result: { basis: 'concentration', load: null, pnml: null },
    diagnostics: { flowM3PerDay: Number.NaN, inhabitants: Number.NaN },
    decisions: [...decisions, { code, zh, en }],
  });
  if (input.matrix === 'soil') return none('soil-has-no-flow', '土壤没有流量：只评价浓度。', 'Soil has no flow: the concentration is graded.');
  if (input.flowM3PerDay === null) return none('no-flow', '没有流量：不能换算负荷，只评价浓度。', 'No flow is known: there is no load, and the concentration is graded.');
  const share = input.domesticShare ?? 1;
  const flow = domesticFlow(input.flowM3PerDay, share);
  if (share < 1) decisions.push({ code: 'domestic-share', zh: `生活污水占比 ${share}：以 ${flow} m³/d 计算。`, en: `Domestic share ${share}: ${flow} m³/d entered the load.` });
  const { value, qualifier } = input.concentration;
  const mass: CensoredValue = { value: load(value, flow), qualifier };
  if (input.mode === 'grab') {
    decisions.push({
      code: 'grab-load',
      zh: '瞬时样：负荷只代表取样时刻，抽样不确定度 30-50 %。',
      en: 'Grab sample: the load stands for the moment of sampling, with 30-50 % sampling uncertainty.',
    });
  }
  const withoutPopulation = (code: string, zh: string, en: string): Step<Normalised, NormaliseDiagnostics> => ({
    result: { basis: 'load', load: mass, pnml: null },
    diagnostics: { flowM3PerDay: flow, inhabitants: Number.NaN },
    decisions: [...decisions, { code, zh, en }],
  });
  if (input.matrix === 'surface-water') {
    return withoutPopulation('river-has-no-population', '地表水没有可界定的服务人口：不换算千人负荷。', 'Surface water serves no definable population: no load per 1000 inhabitants.');
  }
  if (input.population === null) {
    return withoutPopulation('no-population', '没有服务人口：不换算千人负荷。', 'No population served is known: no load per 1000 inhabitants.');
  }
  requireInRange('population.inhabitants', input.population.inhabitants, { above: 0 });
  decisions.push({
    code: 'population-basis',
    zh: `服务人口 ${input.population.inhabitants} 人，口径：${input.population.basis}（常住与户籍可相差 30 % 以上）。`,
    en: `Population ${input.population.inhabitants}, basis: ${input.population.basis} (resident and registered figures can differ by 30 % and more).`,
  });
  return {
    result: { basis: 'pnml', load: mass, pnml: { value: pnml(mass.value, input.population.inhabitants), qualifier } },
    diagnostics: { flowM3PerDay: flow, inhabitants: input.population.inhabitants },
    decisions,
  };
}
