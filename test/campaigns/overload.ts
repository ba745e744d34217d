/**
 * Overload: counties of 13 towns lose their units one by one. The shortfall must never fall, and the fix that
 * is offered first must do what it promised. `node --import tsx test/campaigns/overload.ts [weeks=4] [seeds=2]`;
 * prints the table, exit 1 where anything failed.
 */
import { optimise } from '../../analysis/operations/optimise/optimise.ts';
import { highsSolver } from '../../server/workers/highsSolver.ts';
import { county } from '../usecases/operations/county.ts';
import { overloadFaults, overloadTable } from '../analysis/operations/overloadTable.ts';

const whole = (text: string | undefined, otherwise: number): number => {
  const value = Number(text ?? otherwise);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`"${text ?? ''}" was given; a whole number from 1 was expected`);
  return value;
};
const [weeks, seeds] = [whole(process.argv[2], 4), whole(process.argv[3], 2)];
const solve = await highsSolver();
let failed = 0;
for (let seed = 1; seed <= seeds; seed++) {
  const rows = overloadTable(county({ weeks, blindShare: 0.1 }), seed, optimise({ solve, seconds: 600, elapsed: () => 0 }), () => true);
  process.stdout.write(`seed ${seed}, ${weeks} weeks\nunits  required  unserved  shortfall  fix offered first\n`);
  for (const { units, required, unserved, shortfall, fix } of rows) process.stdout.write(`${String(units).padStart(5)}  ${String(required).padStart(8)}  ${String(unserved).padStart(8)}  ${shortfall.toFixed(0).padStart(9)}  ${fix === null ? '-' : `${JSON.stringify(fix.change)}: ${fix.got} (promised ${fix.promised})`}\n`);
  const faults = overloadFaults(rows);
  for (const fault of faults) process.stdout.write(`FAULT  ${fault}\n`);
  failed += faults.length;
}
process.stdout.write(`${failed} faults\n`);
process.exitCode = failed === 0 ? 0 : 1;
