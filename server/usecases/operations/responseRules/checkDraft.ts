/** What a draft of response rules may not say, whoever signs it: every fault at once, in both languages. */
import type { ResponseRule, ResponseRules } from '../../../../models/schemas/responseRules.ts';
import { Fault } from '../../../../models/errors.ts';

interface Wrong {
  pointer: string;
  zh: string;
  en: string;
}

/** The source asks for two a week of general towns, and nothing there lowers it elsewhere. */
const LEAST_CHECKS = 2;
const CLASSES = ['severe', 'moderately-severe', 'general'] as const;
/** Above these a number is a slip of the keyboard, and planning would not end. */
const MOST: Readonly<Record<string, number>> = { perWeek: 7, premisesPerShift: 500, withinWeeks: 53, minimumGapDays: 90, afterOperationsLastWeeks: 53 };
const MOST_EVIDENCE_DAYS = 730;
const MOST_CREW = 20;

function wrongIn(rule: ResponseRule, at: string): Wrong[] {
  const wrong: Wrong[] = [];
  const say = (pointer: string, zh: string, en: string): number => wrong.push({ pointer: `${at}${pointer}`, zh: `${rule.title.zh}：${zh}`, en: `${rule.title.en}: ${en}` });
  const strange = rule.grades.filter((grade) => !CLASSES.some((each) => each === grade));
  if (strange.length > 0) say('/grades', '任务只能由三个级别引起', 'only the three classes can ask for a task');
  for (const [field, most] of Object.entries(MOST)) {
    const value: unknown = Reflect.get(rule, field);
    if (typeof value === 'number' && !(value <= most)) say(`/${field}`, `${value} 超过上限 ${most}`, `${value} is above ${most}`);
  }
  if (rule.kind === 'area-check') {
    if (!(rule.perWeek >= LEAST_CHECKS)) say('/perWeek', `每周少于 ${LEAST_CHECKS} 次；来源要求至少两次`, `fewer than ${LEAST_CHECKS} a week; the source asks for at least two`);
    if (CLASSES.some((grade) => !rule.grades.includes(grade)) || !rule.onWeakEvidence) say('/grades', '常规清查适用于所有乡镇，不论级别与证据', 'the standing checks hold in every town, whatever its grade and evidence');
  } else if (rule.onWeakEvidence && rule.kind !== 're-sampling') say('/onWeakEvidence', '证据不足时只安排补充采样和常规清查', 'weak evidence asks for bottles and the standing checks only');
  if (rule.kind === 'encirclement') {
    if (rule.grades.some((grade) => grade !== 'severe')) say('/grades', '围歼式清查只用于严重乡镇', 'encirclements are for severe towns only');
    if (rule.crew.some(({ count }) => count > MOST_CREW)) say('/crew', `同级单位超过 ${MOST_CREW} 个`, `more than ${MOST_CREW} units of a level`);
  }
  if ('everyWeeks' in rule) {
    const grades = rule.everyWeeks.map(({ grade }) => grade);
    if (new Set(grades).size !== grades.length) say('/everyWeeks', '同一级别写了两次', 'a grade stands twice');
    if (rule.everyWeeks.some(({ weeks }) => weeks > 53)) say('/everyWeeks', '间隔超过 53 周', 'an interval is above 53 weeks');
  }
  return wrong;
}

/** @throws Fault `invalid` naming everything that is wrong */
export function checkDraft(draft: Pick<ResponseRules, 'rules' | 'evidenceDays'>, base: ResponseRules): void {
  const wrong = draft.rules.flatMap((rule, i) => wrongIn(rule, `/rules/${i}`));
  const kinds = draft.rules.map(({ kind }) => kind);
  if (new Set(kinds).size !== kinds.length) wrong.push({ pointer: '/rules', zh: '同一任务类型写了两次', en: 'a kind of task stands twice' });
  const lost = base.rules.filter(({ kind }) => !kinds.includes(kind));
  if (lost.length > 0) wrong.push({ pointer: '/rules', zh: `缺少：${lost.map(({ title }) => title.zh).join('、')}；不要某类任务时清空其级别`, en: `missing: ${lost.map(({ title }) => title.en).join(', ')}; to ask for none of a kind, name no grade` });
  if (!(draft.evidenceDays <= MOST_EVIDENCE_DAYS)) wrong.push({ pointer: '/evidenceDays', zh: `证据有效天数超过 ${MOST_EVIDENCE_DAYS}`, en: `evidence stays fresh for more than ${MOST_EVIDENCE_DAYS} days` });
  if (wrong.length > 0) throw new Fault('invalid', wrong.map(({ en }) => en).join('; '), { details: wrong.map(({ pointer, zh, en }) => ({ pointer, message: 'rule.said', parameters: { zh: `${zh}。`, en: `${en}.` } })) });
}
