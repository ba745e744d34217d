/**
 * What was lost on the way in the sewer: first-order decay, corrected by travel time and temperature.
 * Half-lives known at 20 and 10 °C are interpolated on a logarithmic scale; outside 5 to 25 °C and
 * beyond four half-lives the correction is refused, since it would be mostly invention.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireInRange } from '../finite.ts';

export interface HalfLife {
  hoursAt20C: number;
  /** Null where it was measured at 20 °C only: then only 15 to 25 °C is accepted. */
  hoursAt10C: number | null;
}

/** More half-lives than this leave less than 1/16: the factor would multiply noise. */
const MOST_HALF_LIVES = 4;

/**
 * @param temperatureC 5 to 25, or 15 to 25 where only the value at 20 °C is known
 * @returns hours
 * @throws RangeError naming the temperature and the range
 */
export function halfLifeAt(halfLife: HalfLife, temperatureC: number): number {
  requireInRange('hoursAt20C', halfLife.hoursAt20C, { above: 0 });
  if (halfLife.hoursAt10C === null) {
    requireInRange('temperatureC (known at 20 °C only)', temperatureC, { from: 15, to: 25 });
    return halfLife.hoursAt20C;
  }
  requireInRange('hoursAt10C', halfLife.hoursAt10C, { above: 0 });
  requireInRange('temperatureC', temperatureC, { from: 5, to: 25 });
  return halfLife.hoursAt20C * (halfLife.hoursAt10C / halfLife.hoursAt20C) ** ((20 - temperatureC) / 10);
}

/**
 * Factor from what arrived to what was let in, 2^(travel / half-life), >= 1.
 * @param travelHours >= 0
 * @throws RangeError when more than four half-lives have passed, or the temperature is out of range
 */
export function decayFactor(halfLife: HalfLife, travelHours: number, temperatureC: number): number {
  requireInRange('travelHours', travelHours, { from: 0 });
  const hours = halfLifeAt(halfLife, temperatureC);
  const passed = travelHours / hours;
  if (passed > MOST_HALF_LIVES) {
    throw new RangeError(`${travelHours} h are ${passed.toPrecision(3)} half-lives of ${hours.toPrecision(3)} h; at most ${MOST_HALF_LIVES} were expected: what arrives says too little about what was let in`);
  }
  return 2 ** passed;
}

/** Share that is left after a travel time; no limit, since nothing is multiplied up. */
export function survivingShare(halfLife: HalfLife, travelHours: number, temperatureC: number): number {
  requireInRange('travelHours', travelHours, { from: 0 });
  return 2 ** (-travelHours / halfLifeAt(halfLife, temperatureC));
}
