/**
 * The reasons of a grade in words, in both languages at once so that neither can be forgotten.
 * Codes are stable: a page or a test may look for one. Pure.
 */
import type { Reason } from '../../models/schemas/assessment.ts';
import type { Basis, Grade, Matrix, Words } from '../../models/schemas/vocabulary.ts';

export const GRADE_WORDS: Readonly<Record<Grade, Words>> = {
  severe: { zh: '严重', en: 'Severe' },
  'moderately-severe': { zh: '较严重', en: 'Moderately severe' },
  general: { zh: '一般严重', en: 'General' },
  insufficient: { zh: '证据不足', en: 'Insufficient evidence' },
  'not-graded': { zh: '未评级', en: 'Not graded' },
};

const MATRIX_WORDS: Readonly<Record<Matrix, Words>> = {
  sewage: { zh: '污水', en: 'sewage' },
  'surface-water': { zh: '地表水', en: 'surface water' },
  soil: { zh: '土壤', en: 'soil' },
};
const BASIS_WORDS: Readonly<Record<Basis, Words>> = {
  concentration: { zh: '浓度', en: 'concentration' },
  load: { zh: '负荷', en: 'load' },
  pnml: { zh: '千人均负荷', en: 'load per 1,000 inhabitants' },
};

/** Three significant digits, without an exponent for the sizes that occur. */
export const figure = (value: number): string => (value === Infinity ? '∞' : String(Number(value.toPrecision(3))));
const percent = (p: number): string => `${figure(p * 100)} %`;

export const medium = (matrix: Matrix, basis: Basis): Words => ({
  zh: `${MATRIX_WORDS[matrix].zh}${BASIS_WORDS[basis].zh}`,
  en: `${MATRIX_WORDS[matrix].en}, ${BASIS_WORDS[basis].en}`,
});

const list = (names: readonly Words[]): Words => ({ zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') });
const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

export interface Top {
  analyte: Words;
  siteCode: string;
  factor: number;
  atLeast: boolean;
}

export const reasons = {
  graded: (grade: Grade, shown: string, cut: number | undefined, top: Top | undefined, sites: number, plantDays: number): Reason => {
    const evidence = plantDays > 0 ? { zh: `，单厂最多 ${plantDays} 个混合样日`, en: `, up to ${plural(plantDays, 'composite day')} at one plant` } : { zh: '', en: '' };
    const against = cut === undefined ? { zh: '', en: '' } : { zh: `（切分值 ${figure(cut)}）`, en: ` (cut ${figure(cut)})` };
    const highest =
      top === undefined
        ? { zh: '', en: '' }
        : {
            zh: `最高为点位 ${top.siteCode} 的${top.analyte.zh}，${top.atLeast ? '至少' : ''}为参考值的 ${figure(top.factor)} 倍。`,
            en: ` Highest: ${top.analyte.en} at ${top.siteCode}, ${top.atLeast ? 'at least ' : ''}${figure(top.factor)} times its reference.`,
          };
    return {
      code: 'graded',
      zh: `${GRADE_WORDS[grade].zh}：指数 ${shown}${against.zh}，依据 ${sites} 个有效点位${evidence.zh}。${highest.zh}`,
      en: `${GRADE_WORDS[grade].en}: index ${shown}${against.en} from ${plural(sites, 'valid site')}${evidence.en}.${highest.en}`,
    };
  },
  decidedBy: (matrix: Matrix, basis: Basis, index: string): Reason => ({
    code: 'decided-by',
    zh: `由${medium(matrix, basis).zh}分指数 ${index} 决定；各介质、各基准分别计算，未合并。`,
    en: `Decided by the sub-index of ${medium(matrix, basis).en}, ${index}; matrices and bases are computed apart and never pooled.`,
  }),
  decidedByMean: (parts: number): Reason => ({
    code: 'decided-by-mean',
    zh: `由 ${parts} 个分指数按有效点位数加权平均得出；各介质、各基准分别计算，未合并。`,
    en: `The mean of ${plural(parts, 'sub-index').replace('indexs', 'indices')}, weighted by valid sites; matrices and bases are computed apart and never pooled.`,
  }),
  tooFew: (sites: number, plantDays: number, wanted: { minimumSites: number; minimumDays: number }): Reason => ({
    code: 'too-few-sites',
    zh: `有效点位 ${sites} 个，单厂混合样 ${plantDays} 天；至少需要 ${wanted.minimumSites} 个有效点位，或一座污水处理厂 ${wanted.minimumDays} 天混合样。`,
    en: `${plural(sites, 'valid site')} and ${plural(plantDays, 'composite day')} at one plant; at least ${wanted.minimumSites} valid sites, or ${wanted.minimumDays} days of composites at one plant, are needed.`,
  }),
  bottles: (planned: number, withResults: number): Reason => ({
    code: 'bottles',
    zh: `计划样品 ${planned} 个，其中 ${withResults} 个有已签发结果。`,
    en: `${plural(planned, 'bottle')} planned, ${withResults} with released results.`,
  }),
  noResult: (planned: number): Reason => ({
    code: 'no-released-result',
    zh: `计划样品 ${planned} 个，尚无已签发结果。`,
    en: `${plural(planned, 'bottle')} planned, none with a released result.`,
  }),
  notSampled: (): Reason => ({ code: 'not-sampled', zh: '本轮未在此处采样，不作评级。', en: 'Nothing was sampled here in this round, so there is no grade.' }),
  uninformative: (matrix: Matrix, basis: Basis, names: readonly Words[], cut: number): Reason => ({
    code: 'limit-above-cut',
    zh: `${medium(matrix, basis).zh}：${list(names).zh} 未检出，但定量限高于参考值的 ${figure(cut)} 倍或未给出，不构成“一般严重”的证据。`,
    en: `${medium(matrix, basis).en}: ${list(names).en} not detected, but the LOQ is above ${figure(cut)} times the reference or not stated; that is no evidence for "general".`,
  }),
  unreferenced: (matrix: Matrix, basis: Basis, names: readonly Words[]): Reason => ({
    code: 'no-reference',
    zh: `${medium(matrix, basis).zh}：${list(names).zh} 没有参考值，照常显示，不参与评级。`,
    en: `${medium(matrix, basis).en}: shown and not graded, for want of a reference: ${list(names).en}.`,
  }),
  aboveRange: (matrix: Matrix, basis: Basis, results: number): Reason => ({
    code: 'above-range',
    zh: `${medium(matrix, basis).zh}：${results} 个结果高于校准上限，按下限计入，未剔除。`,
    en: `${medium(matrix, basis).en}: ${plural(results, 'result')} above the calibration range entered as lower bounds; none was dropped.`,
  }),
  belowLimits: (results: number, lower: number, upper: number): Reason => ({
    code: 'below-limits',
    zh: `${results} 个结果低于检出限或定量限，按区间计入（未以半值替代）；指数介于 ${figure(lower)} 与 ${figure(upper)} 之间。`,
    en: `${plural(results, 'result')} below a limit entered as intervals, with no half-limit substitution; the index lies between ${figure(lower)} and ${figure(upper)}.`,
  }),
  openCut: (lower: Grade, upper: Grade): Reason => ({
    code: 'cut-inside-bounds',
    zh: `删失值使等级未定：至少为${GRADE_WORDS[lower].zh}，可能为${GRADE_WORDS[upper].zh}。应补充采样。`,
    en: `Censored values leave the class open: at least ${GRADE_WORDS[lower].en.toLowerCase()}, possibly ${GRADE_WORDS[upper].en.toLowerCase()}. It calls for re-sampling.`,
  }),
  nearCut: (probability: number, firmAt: number): Reason => ({
    code: 'near-cut',
    zh: `该等级的概率为 ${percent(probability)}，低于 ${percent(firmAt)}：临界。应补充采样，不宜动用警力。`,
    en: `The probability of this class is ${percent(probability)}, below ${percent(firmAt)}: borderline. It calls for re-sampling, not for force.`,
  }),
  priorityUnknown: (names: readonly Words[]): Reason => ({
    code: 'priority-not-known',
    zh: `重点分析物 ${list(names).zh} 证据不足，“一般严重”只能为临界。`,
    en: `Too little evidence on the priority analyte ${list(names).en}: "general" can only be borderline.`,
  }),
  flagged: (results: number, changes: boolean): Reason => ({
    code: changes ? 'quality-control-decides' : 'quality-control-flag',
    zh: `${results} 个结果所在分析批质控未通过而经说明放行${changes ? '；除去它们等级会改变，故为临界' : '；除去它们等级不变'}。`,
    en: `${plural(results, 'result')} released by override from a run whose quality control failed${changes ? '; without them the class would change, so it is borderline' : '; without them the class is the same'}.`,
  }),
  singleSite: (siteCode: string, index: number, cut: number): Reason => ({
    code: 'single-site',
    zh: `点位 ${siteCode} 的指数至少为 ${figure(index)}，达到单点切分值 ${figure(cut)}：等级至少为较严重，不被其他点位平均掉。`,
    en: `Site ${siteCode} alone has an index of at least ${figure(index)}, at or above the single-site cut ${figure(cut)}: the class is at least moderately severe, whatever the other sites say.`,
  }),
  reach: (upstream: string, downstream: string, ratio: number): Reason => ({
    code: 'reach',
    zh: `${upstream} 至 ${downstream} 河段之间指数升至 ${figure(ratio)} 倍以上，此段可能有来源汇入。`,
    en: `Between ${upstream} and ${downstream} the index rises at least ${figure(ratio)} times: something may enter along this reach.`,
  }),
} satisfies Record<string, (...args: never[]) => Reason>;
