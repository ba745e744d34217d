/** Sentences of a drawn grade, both languages at once: see words.ts. Pure. */
import type { Explanation, Reason } from '../../models/schemas/assessment.ts';
import type { Class, ClassProbability } from './classify.ts';
import { probabilityOf } from './classify.ts';
import type { ComponentKey } from './components/severity.ts';
import type { Rain } from './components/rainOfArea.ts';
import type { Call } from './decide.ts';
import type { Words } from '../../models/schemas/vocabulary.ts';
import type { GradingAnalyte } from './types.ts';
import { figure, GRADE_WORDS } from './words.ts';

/** Whole percent; draws never show that something cannot be or must be. */
const percent = (p: number): string => (p < 0.005 ? '< 1 %' : p > 0.995 ? '> 99 %' : `${Math.round(p * 100)} %`);

export const COMPONENT_WORDS: Readonly<Record<ComponentKey, Words>> = {
  level: { zh: '水平', en: 'level' },
  breadth: { zh: '广度', en: 'breadth' },
  trend: { zh: '趋势', en: 'trend' },
  cluster: { zh: '聚集', en: 'cluster' },
  history: { zh: '历史', en: 'history' },
};

const join = (names: readonly Words[]): Words => ({ zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') });
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
/** Names of substances within a sentence; what is an abbreviation or begins with a figure stays. */
const within = (name: string): string => (/^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name);
const lower = (grade: Class): string => GRADE_WORDS[grade].en.toLowerCase();
const all = (p: ClassProbability): Words => ({
  zh: `严重 ${percent(p.severe)}、较严重 ${percent(p.moderatelySevere)}、一般严重 ${percent(p.general)}`,
  en: `severe ${percent(p.severe)}, moderately severe ${percent(p.moderatelySevere)}, general ${percent(p.general)}`,
});

export const drawn = {
  nearCut: (p: ClassProbability): Reason => ({ code: 'near-cut', zh: `临界：${all(p).zh}。应补充采样，不宜动用警力。`, en: `Borderline: ${all(p).en}. It calls for re-sampling, not for force.` }),
  leftOut: (keys: readonly ComponentKey[]): Reason => ({
    code: 'components-left-out',
    zh: `${join(keys.map((key) => COMPONENT_WORDS[key])).zh}无法计算，未计入；其余部分的权重按比例提高，合计为 1。`,
    en: `${capital(join(keys.map((key) => COMPONENT_WORDS[key])).en)} could not be computed and ${keys.length === 1 ? 'was' : 'were'} left out; the weights of the others were raised in proportion to sum to 1.`,
  }),
  priority: (name: Words, p: number): Reason => ({ code: 'priority-analyte', zh: `重点分析物${name.zh}高于参考值的概率为 ${percent(p)}（≥ 95 %）：等级至少为较严重。`, en: `The priority analyte ${within(name.en)} stands above its reference with ${percent(p)} (≥ 95 %): at least moderately severe.` }),
  priorityInDraws: (name: Words, p: number, cut: number): Reason => ({ code: 'priority-analyte', zh: `重点分析物${name.zh}各点位中位值不低于参考值 ${cut} 倍的概率为 ${percent(p)}：在这些抽样中等级至少为较严重，已计入上述概率。`, en: `The middle of the sites of the priority analyte ${within(name.en)} stands at ${cut} times its reference or more with ${percent(p)}: in those draws the place is at least moderately severe, and the probabilities above contain it.` }),
  atLeast: (p: ClassProbability, own: Class, issueAt: number): Reason => ({
    code: 'at-least',
    zh: `至少较严重 ${percent(p.severe + p.moderatelySevere)}，严重 ${percent(p.severe)}；取“至少达到该等级”的概率不低于 ${percent(issueAt)} 的最高等级：${GRADE_WORDS[own].zh}，其自身概率 ${percent(probabilityOf(p, own))}。`,
    en: `At least moderately severe ${percent(p.severe + p.moderatelySevere)}, severe ${percent(p.severe)}; issued is the highest class that the place has at least with ${percent(issueAt)}: ${lower(own)}, which by itself has ${percent(probabilityOf(p, own))}.`,
  }),
  sampledSites: (sites: number): Reason => ({ code: 'sampled-sites', zh: `等级说的是采样的 ${sites} 个点位的水，不是全镇的水；同日、同瓶、同批检测的共同误差已计入。`, en: `The grade speaks of the water at the ${sites} sampled site${sites === 1 ? '' : 's'}, not of the whole place; errors shared by a day, a bottle and a laboratory batch are in it.` }),
  undecided: (draws: number): Reason => ({ code: 'undecided-by-computation', zh: `抽样 ${draws} 次后仍有一项判定距其界限不足三个蒙特卡洛标准误：计算不能判定，一律标为临界。`, en: `After ${draws} draws a decision is still within three Monte Carlo standard errors of its threshold: undecided by computation, so it is borderline.` }),
  memory: ({ memory, previous, own }: Call, p: ClassProbability): Reason[] => {
    if (previous === null || memory === 'none' || memory === 'same') return [];
    const was = GRADE_WORDS[previous];
    const now = GRADE_WORDS[own];
    const chance = percent(probabilityOf(p, own));
    switch (memory) {
      case 'raised':
        return [{ code: 'raised', zh: `由${was.zh}升为${now.zh}：本季证据确定。`, en: `Raised from ${was.en.toLowerCase()} to ${lower(own)}: this quarter's evidence is firm.` }];
      case 'not-yet-firm':
        return [{ code: 'not-yet-firm', zh: `本季更可能为${now.zh}（${chance}），但不确定；维持${was.zh}，标为临界。升级须证据确定。`, en: `This quarter ${lower(own)} is more probable (${chance}) but not firm; ${was.en.toLowerCase()} stands, marked borderline. A class rises only when firm.` }];
      case 'lowered-certain':
        return [{ code: 'lowered-certain', zh: `由${was.zh}降为${now.zh}：低于原等级的概率不低于 95 %。`, en: `Lowered from ${was.en.toLowerCase()} to ${lower(own)}: a lower class has at least 95 %.` }];
      case 'lowered-twice':
        return [{ code: 'lowered-twice', zh: `由${was.zh}降为${now.zh}：已连续两季低于原等级。`, en: `Lowered from ${was.en.toLowerCase()} to ${lower(own)}: the second quarter in a row below.` }];
      case 'held-first':
        return [{ code: 'held-first', zh: `本季更可能为${now.zh}（${chance}）；首个较低的季度，维持${was.zh}，标为临界。连续两季或概率达 95 % 方可下调。`, en: `This quarter ${lower(own)} is more probable (${chance}); as the first lower quarter it leaves ${was.en.toLowerCase()} standing, marked borderline. A class falls after two quarters or at 95 %.` }];
      case 'held-rain':
        return [{ code: 'held-rain', zh: `本季更可能为${now.zh}，但这一下降可由降雨解释，维持${was.zh}，标为临界。`, en: `This quarter ${lower(own)} is more probable, but rain explains the fall; ${was.en.toLowerCase()} stands, marked borderline.` }];
    }
  },
  rain: (rain: Rain, ratio: number): Reason => ({
    code: 'fall-explained-by-rain',
    zh: `指数较上季降为 ${percent(ratio)}；采样前 48 小时降雨由 ${figure(rain.before)} mm 增至 ${figure(rain.now)} mm，其他各处同期降为 ${percent(rain.thinning)}：下降可由降雨稀释解释，不能说明形势好转。`,
    en: `The index is ${percent(ratio)} of the round before; rain in the 48 h before sampling went from ${figure(rain.before)} to ${figure(rain.now)} mm and all other places fell to ${percent(rain.thinning)}: rain explains the fall, which is no sign of betterment.`,
  }),
  rainOpen: (rain: Rain, ratio: number): Reason => ({
    code: 'fall-beyond-rain',
    zh: `指数较上季降为 ${percent(ratio)}；同期其他各处因雨降为 ${percent(rain.thinning)}：降雨只能解释一部分。`,
    en: `The index is ${percent(ratio)} of the round before; other places thinned to ${percent(rain.thinning)} with the rain: that explains only a part.`,
  }),
} satisfies Record<string, (...args: never[]) => Reason | Reason[]>;

export interface SentenceParts {
  name: Words;
  grade: Class;
  /** What the round gives by itself. */
  own: Class;
  firm: boolean;
  /** The priority analyte that lifted the class above what the draws give. */
  lifted: Words | undefined;
  p: ClassProbability;
  severity: number;
  explanation: Omit<Explanation, 'sentence'>;
  top: { analyte: Words; factor: number; sites: number } | undefined;
  analytes: ReadonlyMap<string, GradingAnalyte>;
}

/** The grade in one breath, as a person would write it. */
export function sentenceOf({ name, grade, own, firm, lifted, p, severity, explanation, top, analytes }: SentenceParts): Words {
  const chance = percent(probabilityOf(p, grade));
  const alone = percent(probabilityOf(p, own));
  const how = own !== grade ? { zh: `临界，沿用此前等级；本季自身为${GRADE_WORDS[own].zh}，${alone}`, en: `borderline, held from before; by itself this round is ${lower(own)}, ${alone}` } : lifted === undefined ? { zh: `${firm ? '确定' : '临界'}，概率 ${chance}`, en: `${firm ? 'firm' : 'borderline'}, ${chance}` } : { zh: `${firm ? '确定' : '临界'}，因重点分析物${lifted.zh}`, en: `${firm ? 'firm' : 'borderline'}, by its priority analyte ${within(lifted.en)}` };
  const zh = [`${name.zh}：${GRADE_WORDS[grade].zh}（${how.zh}），严重度 ${figure(severity)}。`];
  const en = [`${name.en} is ${lower(grade)} (${how.en}), severity ${figure(severity)}.`];
  if (top !== undefined && top.factor > 0) {
    zh.push(`${top.analyte.zh}在 ${top.sites} 个点位的中位值为参考值的 ${figure(top.factor)} 倍。`);
    en.push(`${top.analyte.en} stands at ${figure(top.factor)} times its reference in the middle of ${top.sites} site${top.sites === 1 ? '' : 's'}.`);
  }
  const [site] = explanation.sites;
  if (site !== undefined && site.points > 0 && explanation.sites.length > 1) {
    zh.push(`点位 ${site.key} 的作用最大。`);
    en.push(`Site ${site.key} adds most.`);
  }
  const { counterfactual } = explanation;
  if (counterfactual !== null) {
    const analyte = analytes.get(counterfactual.analyte)?.name ?? { zh: counterfactual.analyte, en: counterfactual.analyte };
    const [from, to] = [figure(counterfactual.from), figure(counterfactual.to)];
    const fall = counterfactual.change < 0;
    const by = fall ? percent(-counterfactual.change) : `${figure(counterfactual.change + 1)}`;
    const where = counterfactual.siteCode === null ? { zh: '各点位的', en: ' at every site' } : { zh: `点位 ${counterfactual.siteCode} 的`, en: ` at ${counterfactual.siteCode}` };
    const middle = counterfactual.siteCode === null ? { zh: '中位值', en: 'median ' } : { zh: '', en: '' };
    zh.push(`若${where.zh}${analyte.zh}${fall ? `下降 ${by}` : `升至 ${by} 倍`}（${middle.zh}由 ${from} 至 ${to} ${counterfactual.unit}），则为${GRADE_WORDS[counterfactual.grade].zh}。`);
    en.push(`It would be ${lower(counterfactual.grade)} if ${within(analyte.en)}${where.en} ${fall ? `fell by ${by}` : `rose ${by} times`} (${middle.en}from ${from} to ${to} ${counterfactual.unit}).`);
  }
  return { zh: zh.join(''), en: en.join(' ') };
}
