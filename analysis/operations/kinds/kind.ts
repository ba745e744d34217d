/** The form of a kind of task: which rule it reads and the demands that follow. Types and one helper. */
import type { ResponseRule } from '../../../models/schemas/responseRules.ts';
import type { Demand, KindContext, PlanArea } from '../types.ts';

export type RuleOf<K extends ResponseRule['kind']> = Extract<ResponseRule, { kind: K }>;

export interface Kind<K extends ResponseRule['kind'] = ResponseRule['kind']> {
  kind: K;
  demands: (rule: RuleOf<K>, context: KindContext) => Demand[];
}

/** What most demands share: one unit of the rule's levels, anywhere in the given days. */
export const demandFor = (rule: ResponseRule, area: PlanArea, more: Pick<Demand, 'week' | 'from' | 'to'> & Partial<Demand>): Demand => ({
  kind: rule.kind,
  areaId: area.id,
  areaCode: area.code,
  siteId: null,
  siteCode: null,
  nomination: null,
  grade: area.grade,
  premises: null,
  freshUntil: null,
  shifts: rule.shifts,
  crew: [{ levels: rule.levels, count: 1 }],
  joint: false,
  gapDays: 0,
  oncePerDay: false,
  due: more.week,
  region: area.region ?? null,
  extra: false,
  blind: false,
  ...more,
});

/** The areas that a rule speaks of: those with a firm grade it names, and the weak ones where it stands for them. */
export const areasOf = (rule: ResponseRule, { firm, weak }: KindContext): PlanArea[] => [...firm.filter(({ grade }) => rule.grades.includes(grade)), ...(rule.onWeakEvidence ? weak : [])];
