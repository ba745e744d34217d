/** What a slot breaks, in words, by the codes of the planner. Pure. */
import type { Breach } from '../../../../analysis/operations/replan/checkMove.ts';
import { BLOCKING_WORDS } from '../../../../analysis/operations/planSchedule.ts';
import type { BlockingCode } from '../../../../models/schemas/operations.ts';

export interface BreachView {
  code: string;
  /** Code of the unit that it is about; null for the day or the task. */
  unit: string | null;
  zh: string;
  en: string;
}

const OWN: Readonly<Record<string, { zh: string; en: string }>> = {
  WINDOW: { zh: '超出规则要求的日期范围', en: 'outside the days on which the rules ask for it' },
  SHIFT: { zh: '此类任务没有该班次', en: 'not one of the shifts of this kind of task' },
};

const isBlocking = (code: string): code is BlockingCode => Object.hasOwn(BLOCKING_WORDS, code);

export function breachViews(breaches: readonly Breach[], units: ReadonlyMap<string, string>): BreachView[] {
  return breaches.map(({ code, unitId }) => {
    const words = isBlocking(code) ? BLOCKING_WORDS[code] : (OWN[code] ?? { zh: code, en: code });
    const unit = unitId === null ? null : (units.get(unitId) ?? unitId);
    return { code, unit, zh: unit === null ? words.zh : `${unit}：${words.zh}`, en: unit === null ? words.en : `${unit}: ${words.en}` };
  });
}
