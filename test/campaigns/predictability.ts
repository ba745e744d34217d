/**
 * What an observer could foretell over 24 quarters of real schedules, beside naive rules as negative
 * control: fixed weekdays, "never two days running and never last week's weekday", and plain chance at
 * the legal number. `node --import tsx test/campaigns/predictability.ts [quarters=24]`.
 */
import { dayOf } from '../../analysis/operations/days.ts';
import { costOf } from '../../analysis/operations/costs.ts';
import { optimise } from '../../analysis/operations/optimise/optimise.ts';
import { planSchedule } from '../../analysis/operations/planSchedule.ts';
import { predictability, watchedTowns, type Watched } from '../../analysis/operations/predictability.ts';
import { Random } from '../../analysis/random.ts';
import { highsSolver } from '../../server/workers/highsSolver.ts';
import { county } from '../usecases/operations/county.ts';
import { naive, type NaiveRule } from '../analysis/operations/naiveRules.ts';

const quarters = Number(process.argv[2] ?? '24');
if (!Number.isInteger(quarters) || quarters < 2) throw new RangeError(`quarters is ${process.argv[2]}; a whole number from 2 was expected`);
const solve = await highsSolver();
const START = '2018-04-02';
const WEEKS = 13;

function ofRules(extraShare: number): { watched: Watched[]; cost: number } {
  const watched: Watched[] = [];
  let cost = 0;
  for (let quarter = 0; quarter < quarters; quarter++) {
    const base = county({ placesMayBeStored: true, startsOn: START });
    const problem = { ...base, rules: { ...base.rules, rules: base.rules.rules.map((rule) => (rule.kind === 'area-check' ? { ...rule, extraShare } : rule)) } };
    const plan = planSchedule(problem, 1000 + quarter, optimise({ solve, seconds: 600, elapsed: () => 0 }));
    cost += costOf(problem, plan.tasks, []).total;
    watched.push(...watchedTowns(plan.tasks, START, WEEKS, String(quarter)));
  }
  return { watched, cost: cost / quarters };
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
function print(name: string, watched: readonly Watched[], cost: string): void {
  const { safeDays, forced, brierSkill, entropy, entropyMost, townDays } = predictability(watched);
  process.stdout.write(`${name.padEnd(58)} ${percent(safeDays).padStart(8)} ${percent(forced).padStart(8)} ${brierSkill.toFixed(2).padStart(6)} ${entropy.toFixed(2)}/${entropyMost.toFixed(2)} ${String(townDays).padStart(7)} ${cost}\n`);
}

process.stdout.write(`${'policy'.padEnd(58)} safe days  forced  skill  entropy  town-days  cost\n`);
for (const rule of ['fixed-weekdays', 'never-adjacent-never-same-weekday', 'chance'] as const satisfies readonly NaiveRule[]) {
  print(`naive: ${rule}`, Array.from({ length: quarters }, (_, quarter) => Array.from({ length: 12 }, (_unused, town) => naive(rule, dayOf(START), WEEKS, new Random(7, 100 * quarter + town), String(quarter)))).flat(), '');
}
const legal = ofRules(0);
print('optimiser, exactly the legal two a week (the legal floor)', legal.watched, legal.cost.toFixed(0));
for (const share of [0.5]) {
  const extra = ofRules(share);
  print(`optimiser, one more with chance ${share}`, extra.watched, `${extra.cost.toFixed(0)} (${percent(extra.cost / legal.cost - 1)})`);
}
