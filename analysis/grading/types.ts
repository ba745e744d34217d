/**
 * What a grading rule is given and what it answers. Types only.
 * A rule is one file in `rules/`; the engine knows nothing of its formula, so that a fixed-cut
 * index and a Monte Carlo of several components stand side by side under one interface.
 */
import type { AreaAssessment, Reason } from '../../models/schemas/assessment.ts';
import type { Site } from '../../models/schemas/site.ts';
import type { Basis, Matrix, SamplingMode, Words } from '../../models/schemas/vocabulary.ts';
import type { StoredRule } from '../../models/schemas/gradingRule.ts';
import type { Class } from './classify.ts';
import type { SeverityFormula, Weights } from './components/severity.ts';
import type { Cuts } from './cuts.ts';

/** One released result as numbers. Missing is null, never 0; limits are after dilution, in `unit`. */
export interface GradingMeasurement {
  resultId: string;
  analyte: string;
  basis: Basis;
  unit: string;
  qualifier: '=' | '<' | '>';
  /** Unrounded; needed where the qualifier is '=', of no weight elsewhere: the qualifier governs. */
  value: number | null;
  /** What the qualifier refers to. */
  limit: number | null;
  lod: number | null;
  loq: number | null;
  /** True for a '<' that was seen but not quantified: it lies between LOD and LOQ. */
  detected: boolean;
  /** As reports print it. */
  reported: string;
  /** Why quality control makes a reader look twice; null where it does not. */
  qcFlag: string | null;
}

/** One bottle with the released results that it gave. */
export interface GradingSample {
  id: string;
  siteId: string;
  matrix: Matrix;
  mode: SamplingMode;
  /** Local date; null where it was not recorded, and then it makes no day of a composite series. */
  collectedOn: string | null;
  rainMm: number | null;
  measurements: readonly GradingMeasurement[];
}

export interface GradingSite {
  id: string;
  code: string;
  areaId: string;
  asset: Site['asset'];
  /** WGS-84 degrees; without it the site takes no part in tests of clustering. */
  position?: { longitude: number; latitude: number };
}

export interface GradingArea {
  id: string;
  code: string;
  name: Words;
  /** Bottles planned in the round; 0 for a place that the plan leaves out. */
  planned: number;
}

/** A village, or an operational area that joins places of several codes. */
export interface GradingGroup {
  id: string;
  code: string;
  name: Words;
  kind: 'village' | 'operational';
  /** Ids of the graded areas whose sites it shares. */
  towns: readonly string[];
  /** Sites that stand in it; they may belong to several towns. */
  siteIds: readonly string[];
  /** Why it is not graded by itself, whatever its evidence; null where it may be. */
  withheld: Words | null;
}

/** Versioned reference S of one analyte in one matrix and basis. */
export interface GradingReference {
  analyte: string;
  matrix: Matrix;
  basis: Basis;
  unit: string;
  value: number;
  version: string;
  source: string;
}

export interface GradingAnalyte {
  id: string;
  name: Words;
  abbreviation: string;
  priority: boolean;
}

/** Water runs from one site to another. */
export interface GradingRelation {
  upstreamSiteId: string;
  downstreamSiteId: string;
}

/** A class as it was issued for an area in an earlier round. */
export interface IssuedClass {
  areaId: string;
  /** The class that the evidence of that round gave by itself. */
  own: Class;
  /** The class that stood after that round: entered when firm, left as the rule says; null where none ever was firm. */
  established: Class | null;
  /** The fall of that round was put down to rain. */
  explainedByRain: boolean;
}

/** An earlier round of the same plan: its evidence, and what was issued on it. */
export interface PastRound {
  round: GradingInputs['round'];
  sites: readonly GradingSite[];
  samples: readonly GradingSample[];
  /** Of the newest assessment of that round by the same rule; empty where there is none. */
  issued: readonly IssuedClass[];
}

/** Everything that a grade may depend on. A rule reads nothing else. */
export interface GradingInputs {
  round: { code: string; startsOn: string; endsOn: string };
  areas: readonly GradingArea[];
  sites: readonly GradingSite[];
  samples: readonly GradingSample[];
  references: readonly GradingReference[];
  analytes: readonly GradingAnalyte[];
  relations: readonly GradingRelation[];
  /** Villages and operational areas with sites in this round; left out where there is none. */
  groups?: readonly GradingGroup[];
  /** Earlier rounds, oldest first; left out for a rule that looks at none. */
  past?: readonly PastRound[];
}

/** A worked case that a test runs, so that the rule's own text cannot drift from what it does. */
export interface RuleExample {
  title: Words;
  inputs: GradingInputs;
  expected: readonly { code: string; grade: AreaAssessment['grade']; firmness: AreaAssessment['firmness']; index?: number | null; reasons?: readonly string[] }[];
}

export interface RuleOptions {
  /** Draws per area, for rules that draw; part of what reproduces an assessment. Left out: the rule's own number. */
  draws?: number;
  /** Draws that every area gets first; the full number then only where no class has at least 95 % of them. */
  screen?: number;
  /** False leaves the explanations out, for the thousands of counties of a country. */
  explain?: boolean;
}

/** Areas waiting to be graded, in the order of the inputs. */
export interface PreparedGrading {
  count: number;
  gradeAt(index: number): AreaAssessment;
  decisions: Reason[];
}

export interface GradingRule {
  id: string;
  version: string;
  title: Words;
  author: string;
  /** ISO date on which this version was written. */
  date: string;
  reason: Words;
  source: string;
  cuts: Cuts;
  /** Largest share of town rounds that it calls severe in generated counties without contamination, as counted; left out where nobody counted. */
  falseSevere?: number;
  examples: readonly RuleExample[];
  /** How many earlier rounds of the plan it looks at; they are part of its inputs and of their hash. */
  pastRounds: number;
  /** Named sources of uncertainty that its probabilities cover, for the page of the rule. */
  uncertainty?: readonly { key: string; value: number | null; words: Words; source: string }[];
  /** What the validation varies; left out for a rule without components. */
  severity?: { weights: Weights; indexCuts: Cuts; formula?: SeverityFormula };
  /** The stored version that it interprets; left out for a rule that is code. */
  stored?: StoredRule;
  /** Visible components with their weights, for the page of the rule. */
  components?: readonly { key: string; weight: number; words: Words }[];
  /**
   * Reads the inputs once; the areas can then be graded one by one, in any order and on any thread, with the same bytes.
   * @throws RangeError as `grade`
   */
  prepare(inputs: GradingInputs, seed: number, options?: RuleOptions): PreparedGrading;
  /**
   * Grades every area of the inputs, in the order given.
   * @param seed for rules that draw; a rule without draws ignores it
   * @throws RangeError naming the value and where it stands, for inputs that no rule can read
   */
  grade(inputs: GradingInputs, seed: number): { areas: AreaAssessment[]; decisions: Reason[] };
}
