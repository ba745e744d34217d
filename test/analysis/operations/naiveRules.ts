/** Visits by rules that people make up against patterns; negative control of the predictability measures. */
import type { Watched } from '../../../analysis/operations/predictability.ts';
import type { Random } from '../../../analysis/random.ts';

export type NaiveRule = 'fixed-weekdays' | 'never-adjacent-never-same-weekday' | 'chance';

/** Two visits a week of one town. */
export function naive(rule: NaiveRule, start: number, weeks: number, random: Random, group: string): Watched {
  const visits = new Map<number, string>();
  const shift = (): string => ['morning', 'afternoon', 'evening'][random.below(3)] ?? 'morning';
  const fixed = random.below(4);
  let before: number[] = [];
  let lastDay = start - 2;
  for (let week = 0; week < weeks; week++) {
    let pair: number[];
    for (let tries = 0; ; tries++) {
      const a = random.below(7);
      const b = random.below(7);
      if (a === b) continue;
      pair = rule === 'fixed-weekdays' ? [fixed, fixed + 3] : [Math.min(a, b), Math.max(a, b)];
      if (rule !== 'never-adjacent-never-same-weekday' || tries > 500) break;
      const [first = 0, second = 0] = pair;
      const gap = start + 7 * week + first - lastDay;
      if (second - first > 1 && gap > 1 && gap <= 6 && !before.includes(first) && !before.includes(second)) break;
    }
    for (const day of pair) visits.set(start + 7 * week + day, rule === 'fixed-weekdays' ? 'morning' : shift());
    before = pair;
    lastDay = start + 7 * week + Math.max(...pair);
  }
  return { start, days: 7 * weeks, visits, group };
}
