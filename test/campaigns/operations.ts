/**
 * Campaign over many random counties: the optimiser against the independent checker. Counts hard
 * violations (0 is expected), plans whose cost is below their bound, and plans that the greedy placer
 * beats. `node --import tsx test/campaigns/operations.ts [counties=200]`; exit 1 where anything failed.
 */
import { planDocument } from '../analysis/operations/planDocument.ts';
import { planSchedule } from '../../analysis/operations/planSchedule.ts';
import { optimise } from '../../analysis/operations/optimise/optimise.ts';
import { highsSolver } from '../../server/workers/highsSolver.ts';
import { checkPlan } from '../analysis/operations/checker/checkPlan.ts';
import { randomCounty } from '../analysis/operations/randomCounty.ts';

const counties = Number(process.argv[2] ?? '200');
if (!Number.isInteger(counties) || counties < 1) throw new RangeError(`counties is ${process.argv[2]}; a whole number from 1 was expected`);
const solve = await highsSolver();
let violations = 0;
let belowBound = 0;
let greedyBetter = 0;
let served = 0;
let required = 0;
const gaps: number[] = [];
for (let number = 0; number < counties; number++) {
  const problem = randomCounty(number);
  const plan = planSchedule(problem, number, optimise({ solve, seconds: 600, elapsed: () => 0 }));
  const found = checkPlan(JSON.stringify(planDocument(problem, plan)));
  for (const { code, message } of found) process.stdout.write(`county ${number}: ${code} ${message}\n`);
  violations += found.length;
  if (plan.bound === null || plan.objective < plan.bound - 1e-6) belowBound += 1;
  if (planSchedule(problem, number).objective < plan.objective - 1e-6) greedyBetter += 1;
  gaps.push(plan.gap ?? 1);
  served += plan.served;
  required += plan.required;
}
gaps.sort((a, b) => a - b);
const at = (share: number): string => `${(100 * (gaps[Math.min(gaps.length - 1, Math.floor(share * gaps.length))] ?? 0)).toFixed(2)} %`;
process.stdout.write(`${counties} counties: ${violations} hard violations, ${belowBound} below their bound, ${greedyBetter} dearer than greedy, ${served} of ${required} served; gap median ${at(0.5)}, 90 % ${at(0.9)}, worst ${at(1)}\n`);
process.exitCode = violations + belowBound > 0 ? 1 : 0;
