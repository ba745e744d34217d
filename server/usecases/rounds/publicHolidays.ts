/**
 * Public holidays and make-up working days of China inside a schedule: days of rest where the deploying
 * body says so, and always said on the plan. Years that the calendar does not know are said too. Pure.
 */
import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { addDays } from '../../../sampling-plans/calendar.ts';
import type { PlanAbsence } from '../../../analysis/operations/types.ts';

const { holidays, workdays }: { holidays: Readonly<Record<string, string>>; workdays: Readonly<Record<string, string>> } = calendar;
const YEARS = new Set(Object.keys(holidays).map((date) => date.slice(0, 4)));

export type HolidayPolicy = 'as-any-day' | 'rest';

export interface HolidayPlan {
  absences: PlanAbsence[];
  notes: { code: string; zh: string; en: string }[];
}

/** "Labour Day,劳动节,1" of the table. */
function nameOf(entry: string): { zh: string; en: string } {
  const [en = entry, zh = en] = entry.split(',');
  return { zh, en };
}

/** @param startsOn first day, YYYY-MM-DD */
export function publicHolidays(startsOn: string, weeks: number, policy: HolidayPolicy): HolidayPlan {
  const dates = Array.from({ length: 7 * weeks }, (_, i) => addDays(startsOn, i));
  const off = dates.filter((date) => Object.hasOwn(holidays, date));
  const madeUp = dates.filter((date) => Object.hasOwn(workdays, date));
  const unknown = [...new Set(dates.map((date) => date.slice(0, 4)))].filter((year) => !YEARS.has(year));
  const list = (language: 'zh' | 'en'): string => off.map((date) => `${date} ${nameOf(holidays[date] ?? '')[language]}`).join(language === 'zh' ? '、' : ', ');
  const notes: HolidayPlan['notes'] = [];
  if (off.length > 0) {
    notes.push(
      policy === 'rest'
        ? { code: 'holidays-rest', zh: `法定节假日不安排行动：${list('zh')}。`, en: `No operations on public holidays: ${list('en')}.` }
        : { code: 'holidays-worked', zh: `排班期内有法定节假日，按平日安排：${list('zh')}。可在设置中改为休息。`, en: `Public holidays lie in this schedule and are planned as any day: ${list('en')}. A setting makes them days of rest.` },
    );
  }
  if (madeUp.length > 0) notes.push({ code: 'make-up-days', zh: `调休上班日：${madeUp.join('、')}。`, en: `Weekends worked for a holiday: ${madeUp.join(', ')}.` });
  if (unknown.length > 0) notes.push({ code: 'holidays-unknown', zh: `${unknown.join('、')} 年的法定节假日尚未收录，请以停止行动日登记。`, en: `The public holidays of ${unknown.join(', ')} are not known yet; record them as blackout days.` });
  return { absences: policy === 'rest' ? off.map((date) => ({ unitId: null, startsOn: date, endsOn: date })) : [], notes };
}
