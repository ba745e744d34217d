/**
 * The pieces of evidence about where a load comes from, one function each, with its ratio shown.
 * Thresholds are arguments: they belong to the versioned constants.
 * Pure: no I/O, no clock, no Math.random.
 */
import type { Matrix } from '../../models/schemas/vocabulary.ts';
import type { CensoredValue } from '../censored/censoredValue.ts';
import { exceeds, fallsBelow, ratioOf, ratioText, type Answer, type Ratio } from './ratio.ts';

export const SOURCE_KINDS = ['use', 'dumping', 'manufacture'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Same shape as `ratios` of models/reference/constants. */
export interface SourceThresholds {
  ketamineNorketamine: { typicalSewage: number; flagAbove: number; flagAboveSiteMedianTimes: number };
  amphetamineMethamphetamine: { useFrom: number; useTo: number };
  cocaineBenzoylecgonine: { useFrom: number; useTo: number };
  mdmaEnantiomers: { racemic: number; tolerance: number };
  ephedrineSummer: { flagAboveNetworkMedianTimes: number; summerMonths: readonly number[] };
}

export interface SourceSample {
  matrix: Matrix;
  /** 1 to 12 */
  month: number;
  /** By analyte id; one unit throughout. A missing analyte is left out. */
  values: Readonly<Record<string, CensoredValue | undefined>>;
  /** Levels from which an analyte counts as high here, same unit, by analyte id. */
  high: Readonly<Record<string, number | undefined>>;
  /** Median of the site's earlier ketamine/norketamine ratios; null where there are none. */
  siteMedianKetamineRatio: number | null;
  /** Median ephedrine of the network this round, same unit; null where unknown. */
  networkMedianEphedrine: number | null;
  /** R(-) / (R(-) + S(+)) of MDMA; null where not measured. */
  mdmaRShare: number | null;
  /** By-products and precursors of manufacture: true where the laboratory confirmed its presence. */
  markers: Readonly<Record<string, boolean>>;
}

export interface Evidence {
  code: string;
  /** What it speaks for; null where it says nothing. */
  supports: SourceKind | null;
  /** 0 to 1: how strongly. */
  strength: number;
  ratio: Ratio | null;
  threshold: number | null;
  zh: string;
  en: string;
}

const silent = (code: string, ratio: Ratio | null, zh: string, en: string): Evidence => ({ code, supports: null, strength: 0, ratio, threshold: null, zh, en });

/** Whether an analyte is at least at its high level for sure. */
function isHigh(sample: SourceSample, analyte: string): Answer {
  const value = sample.values[analyte];
  const level = sample.high[analyte];
  if (value === undefined || level === undefined) return 'cannot-tell';
  if (value.qualifier === '<') return value.value <= level ? 'no' : 'cannot-tell';
  return value.value >= level ? 'yes' : value.qualifier === '>' ? 'cannot-tell' : 'no';
}

export function ketamineEvidence(sample: SourceSample, thresholds: SourceThresholds['ketamineNorketamine']): Evidence[] {
  const ratio = ratioOf(sample.values['ket'], sample.values['norket']);
  if (ratio === null) return [];
  const shown = ratioText(ratio);
  if (sample.matrix !== 'sewage') {
    return [
      silent(
        'ketamine-ratio-not-read',
        ratio,
        `KET/NK = ${shown}：非污水样，氯胺酮在日照河水中半衰期约 12.6 h，该比值不按污水解读。`,
        `KET/NK is ${shown}: this is not sewage; ketamine halves in about 12.6 h in sunlit water, so the ratio is not read as if it were.`,
      ),
    ];
  }
  if (exceeds(ratio, thresholds.flagAbove) === 'yes') {
    return [{ code: 'ketamine-ratio-high', supports: 'dumping', strength: 0.7, ratio, threshold: thresholds.flagAbove, zh: `KET/NK = ${shown}，高于 ${thresholds.flagAbove}：未经人体的氯胺酮。`, en: `KET/NK is ${shown}, above ${thresholds.flagAbove}: ketamine that passed no body.` }];
  }
  const own = sample.siteMedianKetamineRatio;
  const ownLimit = own === null ? null : own * thresholds.flagAboveSiteMedianTimes;
  if (ownLimit !== null && exceeds(ratio, ownLimit) === 'yes') {
    return [{ code: 'ketamine-ratio-jump', supports: 'dumping', strength: 0.5, ratio, threshold: ownLimit, zh: `KET/NK = ${shown}，高于本点中位数的 ${thresholds.flagAboveSiteMedianTimes} 倍（${ownLimit.toPrecision(3)}）。`, en: `KET/NK is ${shown}, above ${thresholds.flagAboveSiteMedianTimes} times this site's median (${ownLimit.toPrecision(3)}).` }];
  }
  if (exceeds(ratio, thresholds.flagAbove) === 'no') {
    return [{ code: 'ketamine-ratio-use', supports: 'use', strength: 0.6, ratio, threshold: thresholds.flagAbove, zh: `KET/NK = ${shown}，符合使用（污水中约 ${thresholds.typicalSewage}）。`, en: `KET/NK is ${shown}, as use leaves it (about ${thresholds.typicalSewage} in sewage).` }];
  }
  return [silent('ketamine-ratio-undecided', ratio, `KET/NK ${shown}：受限值影响，无法判断。`, `KET/NK ${shown}: the limits leave it open.`)];
}

export function amphetamineEvidence(sample: SourceSample, thresholds: SourceThresholds['amphetamineMethamphetamine']): Evidence[] {
  const ratio = ratioOf(sample.values['amph'], sample.values['meth']);
  if (ratio === null) return [];
  const shown = ratioText(ratio);
  const low = fallsBelow(ratio, thresholds.useFrom);
  if (low === 'yes') {
    if (isHigh(sample, 'meth') === 'yes') {
      const zh = `AMP/METH = ${shown}，低于 ${thresholds.useFrom}，且甲基苯丙胺高：未经人体，倾倒或制造。`;
      const en = `AMP/METH is ${shown}, below ${thresholds.useFrom}, with high methamphetamine: it passed no body, so it was dumped or made.`;
      return [
        { code: 'amphetamine-ratio-low-dumping', supports: 'dumping', strength: 0.6, ratio, threshold: thresholds.useFrom, zh, en },
        { code: 'amphetamine-ratio-low-manufacture', supports: 'manufacture', strength: 0.5, ratio, threshold: thresholds.useFrom, zh, en },
      ];
    }
    return [silent('amphetamine-ratio-low-level-low', ratio, `AMP/METH = ${shown} 偏低，但甲基苯丙胺未达高值：不作倾倒或制造的依据。`, `AMP/METH is ${shown}, low, but methamphetamine is not known to be high: no evidence of dumping or manufacture.`)];
  }
  if (exceeds(ratio, thresholds.useTo) === 'yes') {
    return [silent('amphetamine-ratio-high', ratio, `AMP/METH = ${shown}，高于 ${thresholds.useTo}：另有苯丙胺来源，该比值不能说明甲基苯丙胺的来源。`, `AMP/METH is ${shown}, above ${thresholds.useTo}: there is another source of amphetamine, and the ratio says nothing about methamphetamine's.`)];
  }
  if (low === 'no' && exceeds(ratio, thresholds.useTo) === 'no') {
    return [{ code: 'amphetamine-ratio-use', supports: 'use', strength: 0.6, ratio, threshold: thresholds.useTo, zh: `AMP/METH = ${shown}，符合使用（${thresholds.useFrom}-${thresholds.useTo}）。`, en: `AMP/METH is ${shown}, as use leaves it (${thresholds.useFrom}-${thresholds.useTo}).` }];
  }
  return [silent('amphetamine-ratio-undecided', ratio, `AMP/METH ${shown}：受限值影响，无法判断。`, `AMP/METH ${shown}: the limits leave it open.`)];
}

export function cocaineEvidence(sample: SourceSample, thresholds: SourceThresholds['cocaineBenzoylecgonine']): Evidence[] {
  const ratio = ratioOf(sample.values['coc'], sample.values['be']);
  if (ratio === null) return [];
  const shown = ratioText(ratio);
  if (exceeds(ratio, thresholds.useTo) === 'yes') {
    return [{ code: 'cocaine-ratio-high', supports: 'dumping', strength: 0.6, ratio, threshold: thresholds.useTo, zh: `COC/BE = ${shown}，高于 ${thresholds.useTo}：倾倒。`, en: `COC/BE is ${shown}, above ${thresholds.useTo}: dumped.` }];
  }
  if (sample.matrix !== 'sewage') {
    return [silent('cocaine-ratio-hydrolysed', ratio, `COC/BE = ${shown}：可卡因在开放水体中水解为 BE，低比值不作使用的依据。`, `COC/BE is ${shown}: cocaine turns into BE in open water, so a low ratio is no evidence of use.`)];
  }
  if (exceeds(ratio, thresholds.useTo) === 'no' && fallsBelow(ratio, thresholds.useFrom) === 'no') {
    return [{ code: 'cocaine-ratio-use', supports: 'use', strength: 0.5, ratio, threshold: thresholds.useTo, zh: `COC/BE = ${shown}，符合使用（${thresholds.useFrom}-${thresholds.useTo}）。`, en: `COC/BE is ${shown}, as use leaves it (${thresholds.useFrom}-${thresholds.useTo}).` }];
  }
  return [silent('cocaine-ratio-undecided', ratio, `COC/BE ${shown}：不在使用范围内或受限值影响，无法判断。`, `COC/BE ${shown}: outside the range of use, or the limits leave it open.`)];
}

export function mdmaEvidence(sample: SourceSample, thresholds: SourceThresholds['mdmaEnantiomers']): Evidence[] {
  const share = sample.mdmaRShare;
  if (share === null) return [];
  if (!(share >= 0 && share <= 1)) throw new RangeError(`mdmaRShare is ${share}; a share from 0 to 1 was expected`);
  const ratio: Ratio = { value: share, qualifier: '=' };
  const shown = share.toPrecision(3);
  if (Math.abs(share - thresholds.racemic) <= thresholds.tolerance) {
    return [{ code: 'mdma-racemic', supports: 'dumping', strength: 0.7, ratio, threshold: thresholds.racemic, zh: `MDMA 的 R(-) 占比 ${shown}：外消旋，未经人体。`, en: `The R(-) share of MDMA is ${shown}: racemic, it passed no body.` }];
  }
  if (share > thresholds.racemic) {
    return [{ code: 'mdma-r-enriched', supports: 'use', strength: 0.6, ratio, threshold: thresholds.racemic, zh: `MDMA 的 R(-) 占比 ${shown}：R(-) 富集，符合使用。`, en: `The R(-) share of MDMA is ${shown}: enriched, as use leaves it.` }];
  }
  return [silent('mdma-s-enriched', ratio, `MDMA 的 R(-) 占比 ${shown}：S(+) 富集，两者都不支持，请复核手性分析。`, `The R(-) share of MDMA is ${shown}: S(+) enriched, which neither use nor dumping explains; check the chiral analysis.`)];
}

export function ephedrineEvidence(sample: SourceSample, thresholds: SourceThresholds['ephedrineSummer']): Evidence[] {
  const value = sample.values['eph'];
  const network = sample.networkMedianEphedrine;
  if (value === undefined || network === null) return [];
  const ratio = ratioOf(value, { value: network, qualifier: '=' });
  const summer = thresholds.summerMonths.includes(sample.month);
  const peak = exceeds(ratio, thresholds.flagAboveNetworkMedianTimes);
  if (peak !== 'yes') return [];
  const shown = ratioText(ratio);
  if (!summer) {
    return [silent('ephedrine-winter', ratio, `麻黄碱为网络中位数的 ${shown} 倍，但在感冒季：感冒药即可解释。`, `Ephedrine is ${shown} times the network's median, but in the cold season: cold medicine explains it.`)];
  }
  if (isHigh(sample, 'meth') !== 'yes') {
    return [silent('ephedrine-without-meth', ratio, `夏季麻黄碱为网络中位数的 ${shown} 倍，但甲基苯丙胺不高：不作制造的依据。`, `Ephedrine is ${shown} times the network's median in summer, but methamphetamine is not known to be high: no evidence of manufacture.`)];
  }
  return [{ code: 'ephedrine-summer', supports: 'manufacture', strength: 0.6, ratio, threshold: thresholds.flagAboveNetworkMedianTimes, zh: `夏季麻黄碱为网络中位数的 ${shown} 倍，且甲基苯丙胺高：制造线索。`, en: `Ephedrine is ${shown} times the network's median in summer, with high methamphetamine: a lead for manufacture.` }];
}

/** Present only where something was made. */
const STRONG_MARKERS: Readonly<Record<string, string>> = { cmp: 'CMP', p2p: 'P2P', apaan: 'APAAN', 'n-formyl': 'N-formyl', hydroxylimine: 'hydroxylimine' };

export function markerEvidence(sample: SourceSample): Evidence[] {
  return Object.entries(sample.markers)
    .filter(([, present]) => present)
    .map(([marker]): Evidence => {
      const name = STRONG_MARKERS[marker];
      if (name === undefined) throw new RangeError(`markers has "${marker}"; one of ${Object.keys(STRONG_MARKERS).join(', ')} was expected`);
      const isobaric = marker === 'hydroxylimine';
      return {
        code: `marker-${marker}`,
        supports: 'manufacture',
        strength: isobaric ? 0.6 : 0.8,
        ratio: null,
        threshold: null,
        zh: `检出 ${name}：制造线索。${isobaric ? '它与氯胺酮同量异位，须以保留时间确认。' : ''}`,
        en: `${name} is present: a lead for manufacture.${isobaric ? ' It is isobaric with ketamine and wants confirming by retention time.' : ''}`,
      };
    });
}

export function methcathinoneEvidence(sample: SourceSample): Evidence[] {
  const value = sample.values['mcat'];
  if (value === undefined || value.qualifier === '<') return [];
  const ephedrine = sample.values['eph'];
  return [
    silent(
      'methcathinone-not-read',
      ratioOf(value, ephedrine),
      ephedrine === undefined ? '检出甲卡西酮而未测麻黄碱：麻黄碱在污水中可转化为甲卡西酮，不单独解读。' : '甲卡西酮与麻黄碱并列显示：麻黄碱在污水中可转化为甲卡西酮，不单独解读。',
      ephedrine === undefined ? 'Methcathinone without a measured ephedrine: ephedrine turns into it in sewage, so it is not read alone.' : 'Methcathinone stands beside ephedrine, which turns into it in sewage: it is not read alone.',
    ),
  ];
}
