/**
 * Campaign: quarters planned again after absences, blackouts, one more operation, cancelled tasks and a
 * new nomination. Prints seconds, what was hit, changes kept and free, and what calm costs; the independent
 * checker reads each plan. `node --import tsx test/campaigns/replan.ts [seeds=5]`; exit 1 where a target is missed:
 * changes at most max(15, 3 x hit), cost at most 2 % above free re-optimisation, 0 hard violations.
 */
import { dateOf, dayOf } from '../../analysis/operations/days.ts';
import { optimise } from '../../analysis/operations/optimise/optimise.ts';
import { planDocument } from '../analysis/operations/planDocument.ts';
import { planSchedule } from '../../analysis/operations/planSchedule.ts';
import { replan } from '../../analysis/operations/replan/replan.ts';
import type { Replanning } from '../../analysis/operations/replan/types.ts';
import type { PlanAbsence, Problem } from '../../analysis/operations/types.ts';
import { highsSolver } from '../../server/workers/highsSolver.ts';
import { checkPlan } from '../analysis/operations/checker/checkPlan.ts';
import { county } from '../usecases/operations/county.ts';
import { standingOf } from '../analysis/operations/standing.ts';

const seeds = Number(process.argv[2] ?? '5');
if (!Number.isInteger(seeds) || seeds < 1) throw new RangeError(`seeds is ${process.argv[2]}; a whole number from 1 was expected`);
const DAY_30 = dayOf('2018-05-02');
const on = (day: number): string => dateOf(dayOf('2018-04-02') + day);
const absent = (unitId: string | null, from: number, to: number): PlanAbsence => ({ unitId, startsOn: on(from), endsOn: on(to) });
const operation = { kind: 'encirclement', areaCode: null, from: DAY_30 + 5, to: DAY_30 + 40 } as const;

interface Event {
  name: string;
  change: (problem: Problem) => Problem;
  ask: (replanning: Replanning) => Replanning;
}
const same = <T>(thing: T): T => thing;
const EVENTS: readonly Event[] = [
  { name: 'nothing happened', change: same, ask: same },
  { name: 'a town unit away for two weeks', change: (problem) => ({ ...problem, absences: [absent('T3', 32, 45)] }), ask: same },
  { name: 'a county squad away for a week', change: (problem) => ({ ...problem, absences: [absent('C1', 35, 41)] }), ask: same },
  { name: 'two blackout days', change: (problem) => ({ ...problem, absences: [absent(null, 36, 36), absent(null, 50, 50)] }), ask: same },
  { name: 'one more operation', change: same, ask: (replanning) => ({ ...replanning, added: [operation] }) },
  { name: 'absence, two blackouts, one more operation', change: (problem) => ({ ...problem, absences: [absent('T3', 32, 45), absent(null, 36, 36), absent(null, 50, 50)] }), ask: (replanning) => ({ ...replanning, added: [operation] }) },
  { name: 'eight tasks cancelled', change: same, ask: (replanning) => ({ ...replanning, tasks: replanning.tasks.map((task, i) => (task.state === 'open' && i % 40 === 0 ? { ...task, state: 'gone' } : task)) }) },
  { name: 'a place approved for a block of force', change: (problem) => ({ ...problem, areas: problem.areas.map((area) => (area.code === 'A0' ? { ...area, nominations: [...(area.nominations ?? []), { id: 'n-new', place: 'New village' }] } : area)) }), ask: same },
];

const solve = await highsSolver();
let missed = 0;
process.stdout.write('event | hit | changes kept (most allowed) | changes free | cost kept | cost free | calm % | gap % | CPU s kept | CPU s with free | violations\n');
for (const { name, change, ask } of EVENTS) {
  for (let seed = 1; seed <= seeds; seed++) {
    const problem = county({ placesMayBeStored: true });
    const plan = planSchedule(problem, seed, optimise({ solve, seconds: 600, elapsed: () => 0 }));
    const replanning = ask(standingOf(plan, DAY_30));
    const later = change(problem);
    const cpu = (): number => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
    const start = cpu();
    replan(later, seed, replanning, { solve, seconds: 60, elapsed: () => 0, free: false });
    const alone = cpu() - start;
    const again = cpu();
    const { plan: after, changes, hit, free } = replan(later, seed, replanning, { solve, seconds: 60, elapsed: () => 0, free: true });
    const seconds = cpu() - again;
    const violations = checkPlan(JSON.stringify(planDocument(later, after))).filter(({ code }) => !(code === 'OPERATIONS' && replanning.added.length > 0));
    const most = Math.max(15, 3 * hit);
    const calm = free === null ? Number.NaN : 100 * (after.objective / free.objective - 1);
    if (violations.length > 0 || changes.length > most || !(calm <= 2) || seconds > 6) missed += 1;
    process.stdout.write(`${name} #${seed} | ${hit} | ${changes.length} (${most}) | ${free?.changes ?? '-'} | ${after.objective.toFixed(1)} | ${free?.objective.toFixed(1) ?? '-'} | ${calm.toFixed(2)} | ${after.gap === null ? '-' : (100 * after.gap).toFixed(2)} | ${alone.toFixed(1)} | ${seconds.toFixed(1)} | ${violations.map(({ code, message }) => `${code} ${message}`).join('; ') || '0'}\n`);
  }
}
process.exitCode = missed > 0 ? 1 : 0;
