/** What the steps of a drawn grade hand to each other. Types only. */
import type { AreaTrend } from './components/trendOfArea.ts';
import type { AreaCluster } from './components/clusterOfSites.ts';
import type { Rain } from './components/rainOfArea.ts';
import type { ComponentKey, SeverityFormula, Weights } from './components/severity.ts';
import type { ArrangedArea } from './arrange.ts';
import type { ClassProbability } from './classify.ts';
import type { SharedErrors } from './monteCarlo/drawOrdered.ts';
import type { TownDraws } from './monteCarlo/drawTown.ts';
import type { TownModel } from './monteCarlo/townModel.ts';
import type { Uncertainty } from './monteCarlo/uncertainty.ts';
import type { IndexConstants } from './siteIndex.ts';
import type { EvidenceConstants } from './subIndex.ts';
import type { Words } from '../../models/schemas/vocabulary.ts';
import type { Cuts } from './cuts.ts';
import type { GradingAnalyte, GradingInputs, IssuedClass, RuleOptions } from './types.ts';

export interface OrderedDecision {
  /** The highest class is issued that the place has at least with this probability. */
  issueAt: number;
  /** In multiples of its reference: a priority analyte whose middle of sites stands there makes a place at least moderately severe, in that draw. */
  priorityCut: number;
  shared: SharedErrors;
  /** Draws begin with the rule's number and are doubled up to this, until each decision is so many standard errors from its threshold. */
  mostDraws: number;
  standardErrors: number;
}

export interface DrawConstants extends IndexConstants, EvidenceConstants {
  weights: Weights;
  /** Severity from components; left out: their weighted sum. */
  formula?: SeverityFormula;
  /** In multiples of the references; turned into cuts of the severity with the weights in use, and the colour of a single site. */
  indexCuts: Cuts;
  sources: Uncertainty;
  draws: number;
  firmAt: number;
  downAt: number;
  /** A priority analyte above its reference with this probability makes a place at least moderately severe. */
  priorityAt: number;
  /** Of a rule whose classes are ordered and stand on the level alone; left out for one that sums components. */
  ordered?: OrderedDecision;
  reachRise: number;
  /** Rounds in which the weight of a past round halves. */
  halfLifeRounds: number;
}

/** An area in an earlier round: its evidence as a model, and when. */
export interface PastArea {
  code: string;
  years: number;
  model: TownModel;
  central: { index: number; breadth: number };
}

/** Everything about one area that was worked out for the county. */
export interface DrawContext {
  number: number;
  arranged: ArrangedArea;
  model: TownModel | undefined;
  years: number;
  past: readonly PastArea[];
  trend: AreaTrend | undefined;
  cluster: AreaCluster | undefined;
  rain: { rain: Rain; ratio: number } | undefined;
  /** Newest first. */
  issued: readonly IssuedClass[];
}

export interface DrawCounty {
  contexts: readonly DrawContext[];
  constants: DrawConstants;
  analytes: ReadonlyMap<string, GradingAnalyte>;
  relations: GradingInputs['relations'];
  /** Median of each component over the graded areas, at central values: what an area is held against. */
  middle: Readonly<Partial<Record<ComponentKey, number>>>;
  seed: number;
  options: RuleOptions;
}

export interface Component {
  draws: Float64Array;
  /** At central values, which the explanation uses. */
  central: number;
  note: Words;
}
export type AreaComponents = Readonly<Record<ComponentKey, Component | undefined>>;

export interface DrawnSeverity {
  draws: TownDraws;
  weights: Weights;
  /** With the weights in use. */
  cuts: Cuts;
  components: AreaComponents;
  /** Of each draw. */
  severity: Float64Array;
  mean: number;
  interval: { lower: number; upper: number };
  probability: ClassProbability;
  /** Of an ordered rule: the priority analyte that decided, and whether a decision is nearer to its threshold than chance allows to tell. */
  ordered?: { atLimit: ReadonlyMap<string, number>; byLevel: number; undecided: boolean };
}
