/**
 * Every method of the command line against its peer on seeded data sets it was not tuned to: cases.R draws them and
 * answers with gstat, spdep, survival, robustbase, classInt and base R; here `cli analyse` answers from the same files.
 * Prints one line per peer and quantity: cases, numbers, largest error, tolerance; then each number beyond its tolerance.
 *   node --import tsx test/campaigns/peers/cases.ts [SEED] [cases.json of an earlier run]
 * Exit 1 when a number lies beyond its tolerance; an error where R or one of its packages is not installed.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printAnalyseLines, runAnalyseCases, type AnalyseCase } from '../../support/analyseCases.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const [seed = '1', earlier] = process.argv.slice(2);
const folder = tempFolder();
if (earlier === undefined) execFileSync('Rscript', ['--vanilla', 'cases.R', seed, folder], { cwd: import.meta.dirname, stdio: ['ignore', 'ignore', 'inherit'] });
const { versions, cases } = JSON.parse(readFileSync(earlier ?? join(folder, 'cases.json'), 'utf8')) as { versions: string; cases: AnalyseCase[] };
const answer = await runAnalyseCases(cases.map((one) => ({ ...one, quantity: one.quantity.trim() })));
process.stdout.write(`seed ${seed}; ${versions}; ${cases.length} cases\n`);
printAnalyseLines(answer, 'peer');
process.exitCode = answer.beyond.length === 0 ? 0 : 1;
