/**
 * How long a country takes: 2,843 counties of 12 towns, 60 sites and 8 analytes each, 500 draws for every
 * town and 10,000 where no class has 95 %, on one thread: counties are independent, so threads divide the time.
 *   node --import tsx test/campaigns/country.ts [COUNTIES]
 * Answers seconds of wall clock and of processor as measured, and for 2,843 counties in proportion.
 */
import { assess } from '../../analysis/assess.ts';
import { fiveComponents } from '../../analysis/grading/rules/fiveComponents.ts';
import { simulateCounty } from './calibration/simulateCounty.ts';

const COUNTRY = 2843;
const counties = Number(process.argv[2] ?? '100');
if (!Number.isSafeInteger(counties) || counties < 1) throw new Error(`COUNTIES is "${process.argv[2] ?? ''}"; a whole number from 1 on is expected`);
let seconds = 0;
let processor = 0;
let full = 0;
let towns = 0;
for (let c = 0; c < counties; c++) {
  const { rounds } = simulateCounty(c + 1, 1);
  const inputs = rounds[0]?.inputs;
  if (inputs === undefined) continue;
  const [begun, used] = [performance.now(), process.cpuUsage()];
  const { areas } = assess(inputs, fiveComponents, c, { screen: 500, explain: false }).result;
  const spent = process.cpuUsage(used);
  seconds += (performance.now() - begun) / 1000;
  processor += (spent.user + spent.system) / 1e6;
  towns += areas.length;
  full += areas.filter(({ draws }) => draws === 10_000).length;
}
const whole = (value: number): number => Math.round((value * COUNTRY) / counties);
process.stdout.write(`${JSON.stringify({ counties, towns, withAllDraws: full, seconds: Math.round(seconds), processorSeconds: Math.round(processor), country: { counties: COUNTRY, seconds: whole(seconds), processorSeconds: whole(processor), onOneThread: true } })}\n`);
