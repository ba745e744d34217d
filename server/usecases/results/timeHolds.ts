/**
 * Times that make a value doubtful, whatever it is: collected far outside its round, received long after it was collected,
 * measured before that or in the future, or kept longer than its method allows. The value is held with a code for each; what
 * is said when it is confirmed is the deviation, and goes out with the result.
 * Pure.
 */
import type { Method, Round, Sample } from '../../../models/schemas/index.ts';
import { addDays } from '../../../sampling-plans/calendar.ts';

const HOUR_MS = 3_600_000;
/** Clocks of instruments and servers differ by this much without anybody lying. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** A round is sampled in its first working week; a bottle this many days outside its dates belongs to another. */
const OUTSIDE_DAYS = 31;
/** Sewage is processed within 24 h or frozen (SCORE protocol); a bottle under way longer than this has a story. */
const LATE_RECEIPT_HOURS = 7 * 24;

const hours = (ms: number): string => String(Math.round(ms / HOUR_MS));

/**
 * @param measuredAt instant at which the instrument measured it; null where nobody said
 * @param now milliseconds since the epoch
 * @returns holds as they are kept ("late-receipt:62500:168"); empty where all is well
 */
export function timeHolds(sample: Pick<Sample, 'collectedAt' | 'collectedOn' | 'receivedAt'>, round: Pick<Round, 'startsOn' | 'endsOn'>, method: Pick<Method, 'holdingTimeHours'>, measuredAt: string | null, now: number): string[] {
  const holds: string[] = [];
  const { collectedAt, collectedOn, receivedAt } = sample;
  if (collectedOn !== null && (collectedOn < addDays(round.startsOn, -OUTSIDE_DAYS) || collectedOn > addDays(round.endsOn, OUTSIDE_DAYS))) holds.push(`outside-round:${collectedOn}:${round.startsOn}:${round.endsOn}`);
  if (measuredAt !== null && Date.parse(measuredAt) > now + CLOCK_TOLERANCE_MS) holds.push(`measured-future:${measuredAt.slice(0, 10)}`);
  if (collectedAt === null) return holds;
  const collected = Date.parse(collectedAt);
  const underWay = receivedAt === null ? 0 : Date.parse(receivedAt) - collected;
  if (underWay > LATE_RECEIPT_HOURS * HOUR_MS) holds.push(`late-receipt:${hours(underWay)}:${String(LATE_RECEIPT_HOURS)}`);
  if (measuredAt !== null && Date.parse(measuredAt) < collected) holds.push(`measured-before:${measuredAt.slice(0, 10)}:${collectedAt.slice(0, 10)}`);
  // where nobody said when it was measured, it was at the latest now
  const kept = (measuredAt === null ? now : Date.parse(measuredAt)) - collected;
  if (method.holdingTimeHours !== null && kept > method.holdingTimeHours * HOUR_MS) holds.push(`holding-time:${hours(kept)}:${String(method.holdingTimeHours)}`);
  return holds;
}

/** The hold in words; undefined where it is none of these. */
export function timeHoldWords(hold: string): { zh: string; en: string } | undefined {
  const [kind, a = '', b = '', c = ''] = hold.split(':');
  switch (kind) {
    case 'outside-round':
      return { zh: `采样日期 ${a} 远在轮次（${b} 至 ${c}）之外`, en: `collected on ${a}, far outside its round (${b} to ${c})` };
    case 'late-receipt':
      return { zh: `采样后 ${a} 小时才收样，超过 ${b} 小时`, en: `received ${a} h after collection, more than ${b} h` };
    case 'measured-future':
      return { zh: `测定日期 ${a} 在将来`, en: `measured on ${a}, which lies in the future` };
    case 'measured-before':
      return { zh: `测定日期 ${a} 早于采样日期 ${b}`, en: `measured on ${a}, before it was collected on ${b}` };
    case 'holding-time':
      return { zh: `采样到测定 ${a} 小时，超过保存时限 ${b} 小时`, en: `${a} h from collection to measurement, more than the holding time of ${b} h` };
    default:
      return undefined;
  }
}
