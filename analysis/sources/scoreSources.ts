/**
 * Use, dumping and manufacture scored apart: each score is 1 - Π(1 - strength) of its evidence, 0 where the
 * evidence read speaks for something else, null where nothing that could speak for it was measured.
 * The three do not sum to one: a site can have all of them.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireCensored } from '../censored/censoredValue.ts';
import type { Decision, Step } from '../step.ts';
import {
  amphetamineEvidence,
  cocaineEvidence,
  ephedrineEvidence,
  ketamineEvidence,
  markerEvidence,
  mdmaEvidence,
  methcathinoneEvidence,
  SOURCE_KINDS,
  type Evidence,
  type SourceKind,
  type SourceSample,
  type SourceThresholds,
} from './evidence.ts';

export interface SourceScores {
  /** 0 to 1, or null where nothing was measured that could tell. */
  use: number | null;
  dumping: number | null;
  manufacture: number | null;
}

export interface SourceDiagnostics {
  /** Every piece, also those that say nothing, with ratio and threshold. */
  evidence: Evidence[];
}

function scoreOf(kind: SourceKind, evidence: readonly Evidence[], measurable: boolean): number | null {
  const own = evidence.filter((one) => one.supports === kind);
  if (own.length > 0) return 1 - own.reduce((left, one) => left * (1 - one.strength), 1);
  return measurable ? 0 : null;
}

/**
 * @throws RangeError naming a value that is not finite or negative, a month that is none, an unknown marker
 */
export function scoreSources(sample: SourceSample, thresholds: SourceThresholds): Step<SourceScores, SourceDiagnostics> {
  if (!Number.isInteger(sample.month) || sample.month < 1 || sample.month > 12) throw new RangeError(`month is ${sample.month}; a whole number from 1 to 12 was expected`);
  for (const [analyte, value] of Object.entries(sample.values)) {
    if (value === undefined) continue;
    requireCensored(`values.${analyte}`, [value]);
    if (value.value < 0) throw new RangeError(`values.${analyte} is ${value.value}; a concentration >= 0 was expected`);
  }
  const evidence = [
    ...ketamineEvidence(sample, thresholds.ketamineNorketamine),
    ...amphetamineEvidence(sample, thresholds.amphetamineMethamphetamine),
    ...cocaineEvidence(sample, thresholds.cocaineBenzoylecgonine),
    ...mdmaEvidence(sample, thresholds.mdmaEnantiomers),
    ...ephedrineEvidence(sample, thresholds.ephedrineSummer),
    ...markerEvidence(sample),
    ...methcathinoneEvidence(sample),
  ];
  const decided = evidence.some((one) => one.supports !== null);
  const sought = Object.keys(sample.markers).length > 0;
  const result: SourceScores = {
    use: scoreOf('use', evidence, decided),
    dumping: scoreOf('dumping', evidence, decided),
    manufacture: scoreOf('manufacture', evidence, decided || sought),
  };
  const decisions: Decision[] = evidence.map(({ code, zh, en }) => ({ code, zh, en }));
  if (SOURCE_KINDS.every((kind) => result[kind] === null)) {
    decisions.push({ code: 'no-source-evidence', zh: '没有可解读的比值或标志物：来源不评分。', en: 'No ratio or marker could be read: the source is not scored.' });
  }
  return { result, diagnostics: { evidence }, decisions };
}
