/**
 * What a global test of spatial association answers, and how z becomes p.
 */
import { normalCdf, normalSurvival, twoSidedP } from '../normal.ts';
import type { Decision, Step } from '../step.ts';

export type Alternative = 'two.sided' | 'greater' | 'less';

export interface GlobalTest {
  /** All five are null together where the test is not defined; `decisions` say why. */
  statistic: number | null;
  expectation: number | null;
  variance: number | null;
  z: number | null;
  p: number | null;
}

export interface GlobalDiagnostics {
  /** Sites given, and sites with at least one neighbour (spdep's adjusted n). */
  n: number;
  linked: number;
  s0: number;
  s1: number;
  s2: number;
}

export type GlobalStep = Step<GlobalTest, GlobalDiagnostics>;

const NOTHING: GlobalTest = { statistic: null, expectation: null, variance: null, z: null, p: null };

/** p of a standard normal z. */
const pOf = (z: number, alternative: Alternative): number =>
  alternative === 'greater' ? normalSurvival(z) : alternative === 'less' ? normalCdf(z) : twoSidedP(z);

/** The answer of a test that cannot be made, with its reason. */
export const untestable = (diagnostics: GlobalDiagnostics, decisions: Decision[], reason: Decision): GlobalStep => ({
  result: NOTHING,
  diagnostics,
  decisions: [...decisions, reason],
});

export const ALL_EQUAL: Decision = {
  code: 'all-equal',
  zh: '所有数值相等，不存在可检验的空间格局',
  en: 'All values are equal: there is no spatial pattern to test',
};

/** Why too few linked sites leave the variance undefined; undefined when there are enough. */
export const tooFew = (linked: number): Decision | undefined =>
  linked >= 4
    ? undefined
    : {
        code: 'too-few-linked-sites',
        zh: `只有 ${linked} 个点位有邻点，至少需要 4 个才能计算方差`,
        en: `${linked} sites have a neighbour; at least 4 are needed for the variance to be defined`,
      };

/** Says which sites have no neighbour and so do not count. */
export const islandDecisions = (islands: readonly number[]): Decision[] =>
  islands.length === 0
    ? []
    : [
        {
          code: 'islands',
          zh: `没有邻点、不参与检验的点位（${islands.length} 个）：${listed(islands)}`,
          en: `Sites without a neighbour, which take no part (${islands.length}): ${listed(islands)}`,
        },
      ];

const listed = (indices: readonly number[]): string => (indices.length <= 12 ? indices.join(', ') : `${indices.slice(0, 12).join(', ')}, …`);

/** z and p from statistic, expectation and variance; a variance that is not above zero leaves them null. */
export const tested = (
  figures: { statistic: number; expectation: number; variance: number; z?: number },
  alternative: Alternative,
  diagnostics: GlobalDiagnostics,
  decisions: Decision[],
): GlobalStep => {
  const { statistic, expectation, variance } = figures;
  if (!(variance > 0)) {
    const reason: Decision = {
      code: 'variance-not-positive',
      zh: `统计量的方差为 ${variance}，无法得到 z 和 p`,
      en: `The variance of the statistic is ${variance}: no z and no p follow from it`,
    };
    return { result: { statistic, expectation, variance: Number.isFinite(variance) ? variance : null, z: null, p: null }, diagnostics, decisions: [...decisions, reason] };
  }
  const z = figures.z ?? (statistic - expectation) / Math.sqrt(variance);
  return { result: { statistic, expectation, variance, z, p: pOf(z, alternative) }, diagnostics, decisions };
};
