/**
 * How far a rule can be trusted on a county's own rounds: did its probabilities foresee the next round,
 * how much hangs on the weights, how steady are the classes, do they agree with independent counts.
 * Works on assessments as they were made; nothing is graded anew. Pure.
 */
import type { AreaAssessment } from '../../models/schemas/assessment.ts';
import { agreement } from '../agreement/agreement.ts';
import { familyVerdict } from '../agreement/familyVerdict.ts';
import type { Decision } from '../step.ts';
import { CLASSES, classOf, probabilityOf, type Class } from './classify.ts';
import { COMPONENTS, severityCuts, usedWeights, weightedSum, type ComponentKey, type SeverityFormula, type Weights } from './components/severity.ts';
import type { Words } from '../../models/schemas/vocabulary.ts';
import type { Cuts } from './cuts.ts';

export interface AssessedRound {
  code: string;
  areas: readonly AreaAssessment[];
}

/** A count of another agency, by area and round. */
export interface TownCount {
  round: string;
  areaId: string;
  kind: string;
  count: number;
}

export interface BackTest {
  pairs: number;
  /** Σ over the classes of (stated - came)², mean over the pairs; "came" is the class of the next round by itself. */
  brier: number;
  /** Of whoever says that the next round is as this one, for certain. */
  persistence: number;
  /** Of whoever states the share of each class for every town. */
  climate: number;
}

export interface WeightTest {
  key: ComponentKey;
  factor: number;
  changed: number;
  of: number;
  areas: { round: string; name: Words; from: Class; to: Class }[];
}

export interface StabilityTest {
  from: string;
  to: string;
  changed: number;
  of: number;
}

export interface AgreementTest {
  round: string;
  /** A kind of count, by itself or per unit shift of effort. */
  kind: string;
  perEffort: boolean;
  n: number;
  rho: number;
  lower: number;
  upper: number;
  p: number;
  /** Adjusted for all tests of the answer (Benjamini-Hochberg); the verdict goes by it. */
  q: number;
  verdict: 'agreement' | 'disagreement' | 'none-shown';
}

export interface Validation {
  rounds: string[];
  backTest: BackTest | null;
  weights: WeightTest[];
  stability: StabilityTest[];
  agreement: AgreementTest[];
  decisions: Decision[];
}

const WEIGHT_FACTORS = [0.8, 1.2] as const;
/** Fewer towns with a count make no agreement. */
const FEWEST_TOWNS = 5;

const squared = (areas: readonly { p: (grade: Class) => number; came: Class }[]): number =>
  areas.reduce((sum, { p, came }) => sum + CLASSES.reduce((part, grade) => part + (p(grade) - (came === grade ? 1 : 0)) ** 2, 0), 0) / areas.length;

function backTest(rounds: readonly AssessedRound[]): BackTest | null {
  const pairs = rounds.slice(0, -1).flatMap(({ areas }, i) => {
    const next = new Map((rounds[i + 1]?.areas ?? []).map((area) => [area.areaId, area]));
    return areas.flatMap(({ areaId, probability, call }) => {
      const came = next.get(areaId)?.call?.own;
      return probability === null || call === undefined || came === undefined ? [] : [{ probability, own: call.own, came }];
    });
  });
  if (pairs.length === 0) return null;
  const share = (grade: Class): number => pairs.filter(({ came }) => came === grade).length / pairs.length;
  const shares = new Map(CLASSES.map((grade) => [grade, share(grade)]));
  return {
    pairs: pairs.length,
    brier: squared(pairs.map(({ probability, came }) => ({ p: (grade) => probabilityOf(probability, grade), came }))),
    persistence: squared(pairs.map(({ own, came }) => ({ p: (grade) => (own === grade ? 1 : 0), came }))),
    climate: squared(pairs.map(({ came }) => ({ p: (grade) => shares.get(grade) ?? 0, came }))),
  };
}

/** Class of the mean severity with other weights; undefined for an area without components. */
function classWith({ components }: AreaAssessment, weights: Weights, { indexCuts, formula = weightedSum }: VariedRule): Class | undefined {
  const value = new Map(components.map((each) => [each.key, each.value]));
  const known = (key: ComponentKey): boolean => typeof value.get(key) === 'number';
  if (!COMPONENTS.some(known)) return undefined;
  const used = usedWeights(weights, known);
  const at = (key: ComponentKey): number => value.get(key) ?? 0;
  const severity = formula(used, { level: at('level'), breadth: at('breadth'), trend: at('trend'), cluster: at('cluster'), history: at('history') });
  return classOf(severity, severityCuts(used, indexCuts, formula));
}

/** What the weights are tried on. */
export interface VariedRule {
  weights: Weights;
  indexCuts: Cuts;
  formula?: SeverityFormula;
}

function weightTests(rounds: readonly AssessedRound[], rule: VariedRule): WeightTest[] {
  const { weights } = rule;
  return COMPONENTS.filter((key) => weights[key] > 0).flatMap((key) =>
    WEIGHT_FACTORS.map((factor): WeightTest => {
      const other: Weights = { ...weights, [key]: weights[key] * factor };
      let of = 0;
      const areas = rounds.flatMap(({ code, areas: each }) =>
        each.flatMap((area) => {
          const [from, to] = [classWith(area, weights, rule), classWith(area, other, rule)];
          if (from === undefined || to === undefined) return [];
          of += 1;
          return from === to ? [] : [{ round: code, name: area.name, from, to }];
        }),
      );
      return { key, factor, changed: areas.length, of, areas };
    }),
  );
}

function stabilityTests(rounds: readonly AssessedRound[]): StabilityTest[] {
  return rounds.slice(0, -1).flatMap((round, i) => {
    const next = rounds[i + 1];
    if (next === undefined) return [];
    const later = new Map(next.areas.map((area) => [area.areaId, area.grade]));
    const both = round.areas.flatMap(({ areaId, grade, probability }) => {
      const then = later.get(areaId);
      return probability === null || then === undefined || then === 'insufficient' || then === 'not-graded' ? [] : [{ grade, then }];
    });
    return [{ from: round.code, to: next.code, changed: both.filter(({ grade, then }) => grade !== then).length, of: both.length }];
  });
}

function agreementTests(rounds: readonly AssessedRound[], counts: readonly TownCount[], effortKind: string, seed: number): { tests: AgreementTest[]; decisions: Decision[] } {
  const decisions: Decision[] = [];
  const kinds = [...new Set(counts.map(({ kind }) => kind))].filter((kind) => kind !== effortKind).sort();
  const tests = rounds.flatMap(({ code, areas }) => {
    const own = counts.filter(({ round }) => round === code);
    const effort = new Map(own.filter(({ kind, count }) => kind === effortKind && count > 0).map(({ areaId, count }) => [areaId, count]));
    return kinds.flatMap((kind) =>
      [false, true].flatMap((perEffort): Omit<AgreementTest, 'q' | 'verdict'>[] => {
        const pairs = areas.flatMap(({ areaId, severity }) => {
          const count = own.find((each) => each.kind === kind && each.areaId === areaId)?.count;
          const shifts = effort.get(areaId);
          return severity === null || count === undefined || (perEffort && shifts === undefined) ? [] : [{ severity, value: perEffort ? count / (shifts ?? 1) : count }];
        });
        if (pairs.length < FEWEST_TOWNS) return [];
        const found = agreement(pairs.map(({ severity }) => severity), pairs.map(({ value }) => value), { seed });
        if (found.result === null) {
          decisions.push(...found.decisions);
          return [];
        }
        const { spearman, n } = found.result;
        // counts that are all alike order no towns
        if (![spearman.estimate, spearman.lower, spearman.upper, spearman.permutationP].every(Number.isFinite)) return [];
        return [{ round: code, kind, perEffort, n, rho: spearman.estimate, lower: spearman.lower, upper: spearman.upper, p: spearman.permutationP }];
      }),
    );
  });
  return { tests: familyVerdict(tests), decisions };
}

/**
 * @param rounds of one plan and rule, oldest first
 * @param rule undefined for one without components: no weights are tried
 * @param effortKind kind of count that is effort and no finding
 * @param seed of the permutations of the agreement
 */
export function validate(rounds: readonly AssessedRound[], counts: readonly TownCount[], rule: VariedRule | undefined, effortKind: string, seed: number): Validation {
  const { tests, decisions } = agreementTests(rounds, counts, effortKind, seed);
  return { rounds: rounds.map(({ code }) => code), backTest: backTest(rounds), weights: rule === undefined ? [] : weightTests(rounds, rule), stability: stabilityTests(rounds), agreement: tests, decisions };
}

/** Fractions of the LOQ that stand for what was not found: what substitution would do, as a labelled sensitivity. */
export const SUBSTITUTIONS = [0, 0.5, 1] as const;

export interface SubstitutionTest {
  /** Times the LOQ. */
  fraction: number;
  changed: number;
  of: number;
  areas: { name: Words; from: Class; to: Class }[];
}

/** Classes by themselves of two gradings of the same round, held against each other. */
export function compareClasses(before: readonly AreaAssessment[], after: readonly AreaAssessment[], fraction: number): SubstitutionTest {
  const then = new Map(after.map((area) => [area.areaId, area.call?.own]));
  const both = before.flatMap(({ areaId, name, call }) => {
    const to = then.get(areaId);
    return call === undefined || to === undefined ? [] : [{ name, from: call.own, to }];
  });
  const areas = both.filter(({ from, to }) => from !== to);
  return { fraction, changed: areas.length, of: both.length, areas };
}
