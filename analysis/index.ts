/**
 * The statistics of Shuijian: pure functions, numbers in, numbers out. No I/O, no clock, no Math.random;
 * seeds are arguments. A step answers { result, diagnostics, decisions }: what came out, the figures behind
 * it, and each decision in both languages. NaN in is refused by index; what cannot be estimated is null or
 * NaN with a reason, never 0.
 *
 * Reference software, conventions and the largest errors: test/analysis/goldenTable.ts prints them;
 * `cli selftest analysis` computes published figures again.
 */
export type { Decision, Step } from './step.ts';
export { Random } from './random.ts';
export { normalCdf, normalQuantile, normalSurvival, twoSidedP } from './normal.ts';
export { adjustP, type AdjustMethod } from './adjustP.ts';
export { median, quantile } from './quantile.ts';

// loads: from a concentration to consumption, and why not
export { consumption, correctionFactor, domesticFlow, doses, load, pnml, pnmlChineseUnits } from './loads/load.ts';
export { normalise, type Normalised, type NormaliseInput } from './loads/normalise.ts';
export { amphetamineNet, type AmphetamineConstants } from './loads/amphetamineNet.ts';
export { decayFactor, halfLifeAt, survivingShare, type HalfLife } from './loads/decay.ts';
export { combinePopulations, populationFromCotinine, populationFromMarker, type MarkerPopulation } from './loads/populationMarkers.ts';
export { loadUncertainty, type LoadUncertainty, type LoadUncertaintyInput, type Uncertain } from './loads/loadUncertainty.ts';

// values below and above limits
export { compareCensored, fromFlags, type CensoredValue } from './censored/censoredValue.ts';
export { summariseCensored, type CensoredSummary } from './censored/summariseCensored.ts';
export { kaplanMeier, kaplanMeierQuantile, type KaplanMeier } from './censored/kaplanMeier.ts';
export { plottingPositions } from './censored/plottingPositions.ts';
export { ros, type Ros } from './censored/ros.ts';
export { lognormalFit, normalFit, type LognormalFit, type NormalFit } from './censored/maximumLikelihood.ts';
export { chooseEstimator, type Estimator } from './censored/chooseEstimator.ts';
export { detectionFrequency, type DetectionFrequency } from './censored/detectionFrequency.ts';
export { petoPeto, type PetoPeto } from './censored/petoPeto.ts';
export { substitution, type Substitution } from './censored/substitution.ts';

// robust
export { algorithmA, type RobustMean } from './robust/algorithmA.ts';
export { mad, nIqr } from './robust/scale.ts';
export { qn } from './robust/qn.ts';
export { sn } from './robust/sn.ts';
export { zetaScore, zScore, type Score } from './robust/scores.ts';
export { theilSen, type TheilSen } from './robust/theilSen.ts';

// space
export * from './spatial/index.ts';

// the stream: relations, the way of the water, where load enters
export { streamNetwork, type StreamNetwork, type StreamRelation } from './stream/streamNetwork.ts';
export { streamDistance, type StreamDistance } from './stream/streamDistance.ts';
export { rankReaches, type Reach, type ReachRanking, type SiteLoad } from './stream/rankReaches.ts';

// use, dumping, manufacture
export { scoreSources, type SourceScores } from './sources/scoreSources.ts';
export type { Evidence, SourceSample, SourceThresholds } from './sources/evidence.ts';

// time
export { trend, type Trend, type TrendOptions } from './trend/trend.ts';
export { trendMany, type TrendTable } from './trend/trendMany.ts';
export { mannKendall, type MannKendall } from './trend/mannKendall.ts';
export { seasonalKendall, type SeasonalKendall } from './trend/seasonalKendall.ts';
export { senSlope, type SenSlope } from './trend/senSlope.ts';
export { censoredTrend, type CensoredTrend } from './trend/censoredTrend.ts';
export { beforeAfter, type BeforeAfter } from './trend/beforeAfter.ts';
export { spaceTimeCategory, SPACE_TIME_KINDS, type SpaceTimeCategory, type SpaceTimePeriod } from './trend/spaceTime.ts';

// water against independent counts
export { kendall, spearman } from './agreement/rankCorrelation.ts';
export { agreement, type Agreement } from './agreement/agreement.ts';
export { betterOrLessEfficient, type MatrixInput, type MatrixResult } from './agreement/betterOrLessEfficient.ts';
export type { Direction, Situation } from '../models/schemas/answers/indicators.ts';

// what operations did to the water
export { operationsEffect } from './operations/effect/operationsEffect.ts';
export type { EffectTown } from './operations/effect/effectTypes.ts';
export type { EffectVerdict, OperationsEffect } from '../models/schemas/answers/effect.ts';
export { bivariateNormal, type BivariateNormal } from './censored/bivariateNormal.ts';

// classes and indices
export { naturalBreaks, type Breaks } from './breaks.ts';
export { degreeOfContamination, geoaccumulation, nemerow, pollutionLoadIndex, singleFactor, weightedNemerow } from './indices/indices.ts';
