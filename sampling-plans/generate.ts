/**
 * A plan, a calendar and a period become the samples that are due. Generating twice adds nothing,
 * because the caller passes what exists; a number once given is never given again.
 * Pure: no I/O, no clock.
 */
import type { PlanDocument } from '../models/schemas/plan.ts';
import type { SampleState } from '../models/schemas/sample.ts';
import type { Matrix, SamplingMode } from '../models/schemas/vocabulary.ts';
import { samplingDays, weekdaysOnly, type Calendar, type Period } from './calendar.ts';

/** A bottle of the round that is there already, whatever became of it. */
export interface ExistingSample {
  number: string;
  siteCode: string;
  matrix: Matrix;
  state: SampleState;
}

export interface DueSample {
  /** Round, town, site, then S for soil beside water, then -R2, -R3 … for a bottle that replaces another. */
  number: string;
  areaCode: string;
  siteCode: string;
  matrix: Matrix;
  mode: SamplingMode;
  dueOn: string;
  /** Number of the rejected or lost bottle that this one replaces. */
  replaces: string | null;
}

export interface DueOptions {
  existing?: readonly ExistingSample[];
  calendar?: Calendar;
  /** Take soil beside the water where the plan says so. Off: a round is its water samples. */
  soil?: boolean;
  /** Numbers of rejected, lost or missed bottles that shall be sampled again. */
  replace?: readonly string[];
}

/** A round is sampled in one working week. */
const SAMPLING_DAYS = 5;
const PERIOD_OF: Readonly<Record<PlanDocument['frequency'], Period['period']>> = { quarterly: 'quarter', monthly: 'month', yearly: 'year' };
const REPLACEABLE: readonly SampleState[] = ['rejected', 'lost', 'missed'];

/** Number of the first bottle of a site in a round. A site code that does not name its town gets the town put before it. */
export function sampleNumber(plan: Pick<PlanDocument, 'county'>, roundCode: string, areaCode: string, siteCode: string, soil: boolean): string {
  const town = areaCode.startsWith(plan.county) && areaCode.length > plan.county.length ? areaCode.slice(plan.county.length) : areaCode;
  const place = siteCode.includes(town) ? siteCode : `${town}-${siteCode}`;
  return `${roundCode.replaceAll('-', '')}-${place}${soil ? 'S' : ''}`;
}

/**
 * The samples of a period that are due and do not exist yet, in the plan's order.
 * @throws RangeError when the period is not the plan's frequency, or when `replace` names a bottle
 *   that is not of this round or was neither rejected, lost nor missed
 */
export function dueSamples(plan: PlanDocument, period: Period, options: DueOptions = {}): DueSample[] {
  const { existing = [], calendar = weekdaysOnly, soil = false, replace = [] } = options;
  const expected = PERIOD_OF[plan.frequency];
  if (period.period !== expected) throw new RangeError(`round "${period.code}" is a ${period.period}, but plan "${plan.code}" is ${plan.frequency}; expected a ${expected}`);

  for (const number of replace) {
    const bottle = existing.find((sample) => sample.number === number);
    if (bottle === undefined) throw new RangeError(`sample "${number}" to be replaced is not in round ${period.code}`);
    if (!REPLACEABLE.includes(bottle.state)) throw new RangeError(`sample "${number}" is ${bottle.state}; only one that was ${REPLACEABLE.join(', ')} can be replaced`);
  }
  const days = samplingDays(period, SAMPLING_DAYS, calendar);
  const numbers = new Set(existing.map((sample) => sample.number));

  return plan.areas.flatMap((area, a) => area.sites.flatMap((site): DueSample[] => {
    const dueOn = days[Math.floor((a * SAMPLING_DAYS) / plan.areas.length)] ?? period.startsOn;
    const bottles: { matrix: Matrix; mode: SamplingMode; soil: boolean }[] = [{ matrix: site.matrix, mode: site.mode, soil: false }];
    if (soil && site.soilBeside === true) bottles.push({ matrix: 'soil', mode: 'grab', soil: true });
    return bottles.flatMap((bottle): DueSample[] => {
      const first = sampleNumber(plan, period.code, area.code, site.code, bottle.soil);
      const due = { areaCode: area.code, siteCode: site.code, matrix: bottle.matrix, mode: bottle.mode, dueOn };
      const earlier = existing.filter((sample) => sample.siteCode === site.code && sample.matrix === bottle.matrix);
      if (earlier.length === 0) return numbers.has(first) ? [] : [{ number: first, ...due, replaces: null }];
      const replaced = earlier.find((sample) => replace.includes(sample.number));
      // a bottle that is still good, or is due already, needs no further one
      if (replaced === undefined || earlier.some((sample) => !REPLACEABLE.includes(sample.state))) return [];
      let turn = 2;
      while (numbers.has(`${first}-R${String(turn)}`)) turn++;
      return [{ number: `${first}-R${String(turn)}`, ...due, replaces: replaced.number }];
    });
  }));
}
