/**
 * The long calibration campaign: a first quarter and a sixth, each over this many simulated counties.
 *   node --import tsx test/campaigns/calibration.ts [COUNTIES] [FIRST_SEED] [DRAWS]
 * Answers reliability tables and Brier scores as JSON; exit 1 where a stated probability is off by more than 0.1
 * in a bin of at least 200, or the naive rule is the better one.
 */
import { fiveComponents } from '../../analysis/grading/rules/fiveComponents.ts';
import { calibrate } from './calibration/calibrate.ts';

const [counties = '1000', firstSeed = '1', draws = '500'] = process.argv.slice(2);
const started = Date.now();
const answers = [1, 6].map((rounds) =>
  calibrate(fiveComponents, Number(counties), rounds, Number(firstSeed), Number(draws), (done) => {
    if (done % 50 === 0) process.stderr.write(`${rounds} quarters: ${done} of ${counties} counties, ${Math.round((Date.now() - started) / 1000)} s\n`);
  }),
);
process.stdout.write(`${JSON.stringify({ counties: Number(counties), draws: Number(draws), seconds: Math.round((Date.now() - started) / 1000), answers }, undefined, 1)}\n`);
const off = answers.some(({ reliability, brier, naiveBrier }) => brier >= naiveBrier || reliability.some(({ stated, came, count }) => count >= 200 && Math.abs(stated - came) > 0.1));
process.exitCode = off ? 1 : 0;
