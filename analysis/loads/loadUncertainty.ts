/**
 * Uncertainty of a load and of consumption by Monte Carlo (GUM Supplement 1): lognormals that keep the
 * mean for sampling, chemistry, flow, population and stability, a Beta for the excreted fraction.
 * Each quantity draws from its own stream, so that switching one off leaves the others as they were.
 * Pure: no I/O, no clock; the seed is an argument.
 */
import { requireInRange } from '../finite.ts';
import { quantileSorted } from '../quantile.ts';
import { Random } from '../random.ts';
import type { Step } from '../step.ts';
import { betaDraw, betaShape, lognormalFactors } from './draws.ts';
import { consumption, doses, load, pnml } from './load.ts';

/** Relative standard deviations; 0 for what is known. */
export interface LoadUncertainties {
  sampling: number;
  chemistry: number;
  flow: number;
  population: number;
  stability: number;
}

export interface LoadUncertaintyInput {
  concentrationNgPerL: number;
  flowM3PerDay: number;
  population: number;
  uncertainties: LoadUncertainties;
  /** Null where no consumption is asked for. */
  drug: { massRatio: number; excretedFraction: number; relativeSd: number; mgPerDose: number | null } | null;
  seed: number;
  draws: number;
  confidence?: number;
}

/** The value computed from the figures themselves, and how the draws lie around it. */
export interface Uncertain {
  value: number;
  median: number;
  lower: number;
  upper: number;
}

export interface LoadUncertainty {
  loadMgPerDay: Uncertain;
  /** mg/d per 1000 inhabitants */
  pnml: Uncertain;
  /** mg/d per 1000 inhabitants */
  consumption: Uncertain | null;
  /** Per day and 1000 inhabitants. */
  doses: Uncertain | null;
}

export interface LoadUncertaintyDiagnostics {
  draws: number;
  seed: number;
  confidence: number;
  /** Share of each source in the variance of ln(PNML). */
  budget: Record<keyof LoadUncertainties, number>;
}

/** Fewer draws leave the ends of a 95 % interval uncertain by several per cent. */
const FEWEST_DRAWS = 10_000;

const SOURCES = ['sampling', 'chemistry', 'flow', 'population', 'stability'] as const;

function summarise(value: number, draws: Float64Array, tail: number): Uncertain {
  const sorted = draws.sort();
  return { value, median: quantileSorted(sorted, 0.5), lower: quantileSorted(sorted, tail), upper: quantileSorted(sorted, 1 - tail) };
}

/**
 * @param input draws >= 10,000; seed a whole number >= 0
 * @throws RangeError naming the argument out of range
 */
export function loadUncertainty(input: LoadUncertaintyInput): Step<LoadUncertainty, LoadUncertaintyDiagnostics> {
  const { uncertainties, drug, seed, draws } = input;
  const confidence = input.confidence ?? 0.95;
  requireInRange('confidence', confidence, { above: 0, below: 1 });
  if (!Number.isSafeInteger(draws) || draws < FEWEST_DRAWS) throw new RangeError(`draws is ${draws}; a whole number of at least ${FEWEST_DRAWS} was expected`);
  for (const source of SOURCES) requireInRange(`uncertainties.${source}`, uncertainties[source], { from: 0 });
  const mass = load(input.concentrationNgPerL, input.flowM3PerDay);
  const perThousand = pnml(mass, input.population);

  const draw = SOURCES.map((source, index) => lognormalFactors(new Random(seed, index), uncertainties[source], draws));
  const [sampling, chemistry, flow, population, stability] = draw;
  const excretion = new Random(seed, SOURCES.length);
  const shape = drug === null ? null : betaShape(drug.excretedFraction, drug.relativeSd);
  const loads = new Float64Array(draws);
  const normalised = new Float64Array(draws);
  const consumed = new Float64Array(drug === null ? 0 : draws);
  for (let i = 0; i < draws; i++) {
    const factor = (sampling?.[i] ?? Number.NaN) * (chemistry?.[i] ?? Number.NaN) * (flow?.[i] ?? Number.NaN) * (stability?.[i] ?? Number.NaN);
    loads[i] = mass * factor;
    normalised[i] = (perThousand * factor) / (population?.[i] ?? Number.NaN);
    if (drug !== null && shape !== null) consumed[i] = ((normalised[i] ?? Number.NaN) * drug.massRatio) / betaDraw(excretion, shape.a, shape.b);
  }
  const tail = (1 - confidence) / 2;
  const eaten = drug === null ? null : summarise(consumption(perThousand, drug.massRatio, drug.excretedFraction), consumed, tail);
  const dose = drug?.mgPerDose ?? null;
  const variances = SOURCES.map((source) => Math.log1p(uncertainties[source] ** 2));
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  return {
    result: {
      loadMgPerDay: summarise(mass, loads, tail),
      pnml: summarise(perThousand, normalised, tail),
      consumption: eaten,
      doses: eaten === null || dose === null ? null : { value: doses(eaten.value, dose), median: eaten.median / dose, lower: eaten.lower / dose, upper: eaten.upper / dose },
    },
    diagnostics: {
      draws,
      seed,
      confidence,
      budget: Object.fromEntries(SOURCES.map((source, k) => [source, total === 0 ? 0 : (variances[k] ?? 0) / total])) as Record<keyof LoadUncertainties, number>,
    },
    decisions: [
      {
        code: 'monte-carlo',
        zh: `蒙特卡洛 ${draws} 次（种子 ${seed}）：保均值对数正态；排泄率用 Beta 分布。`,
        en: `${draws} Monte Carlo draws (seed ${seed}): lognormals that keep the mean, a Beta for the excreted fraction.`,
      },
    ],
  };
}
