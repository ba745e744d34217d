/**
 * The example: Huilai County, eight quarters, 65 sites, ten analytes, drawn from a seed. It draws what
 * lies in the water and what a laboratory makes of it; it imports no grading rule and knows no grade,
 * so that grades follow from the rule. Everything in it is synthetic.
 * Pure: the same seed and options give the same bytes.
 */
import { validatePlan, describePlanErrors } from '../../../sampling-plans/validate.ts';
import { periodOf } from '../../../sampling-plans/calendar.ts';
import huilai from '../../../sampling-plans/plans/huilai.json' with { type: 'json' };
import type { PlanDocument } from '../../../models/schemas/plan.ts';
import { bottlesOf } from './bottles.ts';
import { laboratoryOf } from './laboratory.ts';
import { ABSENCES, indicatorsOf, outcomesOf, UNITS } from './outside.ts';
import { ROUNDS } from './towns.ts';
import type { HuilaiData, HuilaiOptions } from './types.ts';
import { Water } from './water.ts';

/** The shipped plan, checked. @throws Error with every wrong path */
export function huilaiPlan(): PlanDocument {
  const check = validatePlan(huilai);
  if (!check.ok) throw new Error(`sampling-plans/plans/huilai.json is not usable:\n  ${describePlanErrors(check.errors).join('\n  ')}`);
  return check.plan;
}

const withoutStreams = (plan: PlanDocument): PlanDocument => ({
  ...plan,
  areas: plan.areas.map((area) => ({ ...area, sites: area.sites.map(({ downstream, ...site }) => (void downstream, site)) })),
});

/**
 * @param seed whole number >= 0
 * @throws RangeError when `days` is not a whole number from 1 to 7, or a round is not of the example
 */
export function generateHuilai(seed: number, options: HuilaiOptions = {}): HuilaiData {
  const { nullCounty = false, streams = true, days = 1, rounds: codes = ROUNDS } = options;
  for (const code of codes) if (!ROUNDS.some((known) => known === code)) throw new RangeError(`round "${code}" is not of the example; expected one of ${ROUNDS.join(', ')}`);
  if (!(Number.isInteger(days) && days >= 1 && days <= 7)) throw new RangeError(`days is ${String(days)}; a whole number from 1 to 7 was expected`);
  const plan = huilaiPlan();
  const water = new Water(seed, plan, nullCounty);
  const rounds = codes.map(periodOf);
  const samples = rounds.flatMap((period) => bottlesOf(seed, plan, period, water, days));
  const work = rounds.map(({ code }) => laboratoryOf(seed, plan, code, samples.filter((sample) => sample.roundCode === code), water));
  return {
    seed,
    options: { nullCounty, streams, days, rounds: codes },
    plan: streams ? plan : withoutStreams(plan),
    rounds,
    samples,
    runs: work.flatMap((each) => each.runs),
    qc: work.flatMap((each) => each.qc),
    results: work.flatMap((each) => each.results),
    units: UNITS,
    absences: ABSENCES,
    indicators: indicatorsOf(seed, plan, nullCounty),
    outcomes: outcomesOf(seed, plan, nullCounty),
  };
}
