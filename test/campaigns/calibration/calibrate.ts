/**
 * Do stated probabilities come true? Towns of simulated counties are graded from their bottles and held
 * against the class that their true water has by the rule's definition. Beside the rule stands the
 * naive one: half the LOQ for what was not found, no uncertainty, certain of whatever comes out.
 */
import { assess } from '../../../analysis/assess.ts';
import type { ClassProbability } from '../../../analysis/grading/classify.ts';
import type { GradingRule } from '../../../analysis/grading/types.ts';
import { classesByDefinition, figuresOfTown, hotSites, indexOfPlace, type TrueClass } from './severityByDefinition.ts';
import { ANALYTE_WEIGHTS, simulateCounty, type SimulatedCounty } from './simulateCounty.ts';

const CLASSES: readonly TrueClass[] = ['severe', 'moderately-severe', 'general'];
const EDGES = [0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0000001] as const;

export interface Reliability {
  from: number;
  to: number;
  stated: number;
  came: number;
  count: number;
}

export interface CalibrationOfRound {
  rounds: number;
  towns: number;
  /** Share of each class in truth. */
  truth: Record<TrueClass, number>;
  /** Probabilities of all three classes, by the probability stated. */
  reliability: Reliability[];
  /** The same of "severe" alone. */
  severe: Reliability[];
  /** Sum over the classes of (stated - came)², mean over the towns: 0 is perfect, 2 the worst. */
  brier: number;
  /** Of the naive rule. */
  naiveBrier: number;
  /** Of whoever states the share of each class in truth for every town. */
  climateBrier: number;
  /** Towns graded firm, and how many of them had that class; the naive rule is always firm. */
  firm: { towns: number; right: number };
  naive: { right: number };
  /** Firm severe towns whose water was not severe, and the naive rule's. */
  falseSevere: { firm: number; naive: number; of: number };
}

/** Share of a town's sampled sites that are hot, by their own values. */
function hotShares(county: SimulatedCounty, values: readonly (readonly (readonly number[])[])[]): number[] {
  const sites = values.flatMap((town, t) => town.map((factors, s) => ({ t, x: county.coordinates[t]?.[s]?.x ?? 0, y: (county.coordinates[t]?.[s]?.y ?? 0) * 1.087, value: Math.log2(indexOfPlace(factors, ANALYTE_WEIGHTS)) })));
  const hot = hotSites(sites);
  return values.map((town, t) => (100 * sites.filter((site, i) => site.t === t && hot[i]).length) / town.length);
}

const classesOf = (county: SimulatedCounty, valuesOf: (round: SimulatedCounty['rounds'][number]) => readonly (readonly (readonly number[])[])[], sampledOf: typeof valuesOf): { severity: number; grade: TrueClass }[] => {
  const last = county.rounds.at(-1);
  if (last === undefined) throw new RangeError('a county without rounds has no truth');
  const towns = valuesOf(last).map((_, t) => county.rounds.map((round) => figuresOfTown({ places: valuesOf(round)[t] ?? [] }, ANALYTE_WEIGHTS)));
  return classesByDefinition(county.years, towns, hotShares(county, sampledOf(last)));
};

interface Row {
  p: Record<TrueClass, number>;
  firm: TrueClass | undefined;
  truth: TrueClass;
  naive: TrueClass;
}

function table(rows: readonly Row[], classes: readonly TrueClass[]): Reliability[] {
  return EDGES.slice(0, -1).map((from, i) => {
    const to = EDGES[i + 1] ?? 1;
    const inside = rows.flatMap(({ p, truth }) => classes.filter((each) => p[each] >= from && p[each] < to).map((each) => ({ p: p[each], came: truth === each ? 1 : 0 })));
    const mean = (of: (one: { p: number; came: number }) => number): number => inside.reduce((sum, one) => sum + of(one), 0) / inside.length;
    return { from, to: Math.min(1, to), stated: mean(({ p }) => p), came: mean(({ came }) => came), count: inside.length };
  });
}

const probabilities = ({ severe, moderatelySevere, general }: ClassProbability): Row['p'] => ({ severe, 'moderately-severe': moderatelySevere, general });
const certain = (grade: TrueClass): Row['p'] => ({ severe: grade === 'severe' ? 1 : 0, 'moderately-severe': grade === 'moderately-severe' ? 1 : 0, general: grade === 'general' ? 1 : 0 });

/**
 * @param rounds quarters of evidence; the last is graded
 * @param draws per town
 */
export function calibrate(rule: GradingRule, counties: number, rounds: number, firstSeed: number, draws: number, progress: (done: number) => void = () => undefined): CalibrationOfRound {
  const rows: Row[] = [];
  for (let c = 0; c < counties; c++) {
    const county = simulateCounty(firstSeed + c, rounds);
    const last = county.rounds.at(-1);
    if (last === undefined) continue;
    const truth = classesOf(county, (round) => round.truth, (round) => round.sampled);
    const naive = classesOf(county, (round) => round.naive, (round) => round.naive);
    assess(last.inputs, rule, firstSeed + c, { draws, explain: false }).result.areas.forEach(({ probability, call }, t) => {
      const [real, simple] = [truth[t], naive[t]];
      if (probability === null || real === undefined || simple === undefined) return;
      const p = probabilities(probability);
      const best = CLASSES.find((each) => p[each] >= 0.8);
      rows.push({ p, firm: call === undefined ? undefined : best, truth: real.grade, naive: simple.grade });
    });
    progress(c + 1);
  }
  const share = (grade: TrueClass): number => rows.filter(({ truth }) => truth === grade).length / rows.length;
  const climate = { severe: share('severe'), 'moderately-severe': share('moderately-severe'), general: share('general') };
  const brier = (of: (row: Row) => Row['p']): number => rows.reduce((sum, row) => sum + CLASSES.reduce((part, each) => part + (of(row)[each] - certain(row.truth)[each]) ** 2, 0), 0) / rows.length;
  const firm = rows.filter((row) => row.firm !== undefined);
  const notSevere = rows.filter(({ truth }) => truth !== 'severe');
  return {
    rounds,
    towns: rows.length,
    truth: climate,
    reliability: table(rows, CLASSES),
    severe: table(rows, ['severe']),
    brier: brier(({ p }) => p),
    naiveBrier: brier(({ naive }) => certain(naive)),
    climateBrier: brier(() => climate),
    firm: { towns: firm.length, right: firm.filter((row) => row.firm === row.truth).length },
    naive: { right: rows.filter((row) => row.naive === row.truth).length },
    falseSevere: { firm: notSevere.filter((row) => row.firm === 'severe').length, naive: notSevere.filter((row) => row.naive === 'severe').length, of: notSevere.length },
  };
}
