/**
 * The long walk of several people through the life of results.
 *   node --import tsx test/campaigns/model.ts [STEPS] [SEED]
 * Exit 0 when no step left two reportable results, own work verified, a typed text lost or a change
 * without its audit entry, and the chain is whole; 1 otherwise, with the shortest walk that breaks a rule.
 */
import { startLaboratory } from '../usecases/support/laboratory.ts';
import { walk } from '../usecases/results/modelWalk.ts';

const [steps = '10000', seed = '20180331'] = process.argv.slice(2);
const started = Date.now();
const laboratory = await startLaboratory({ receive: 65 });
try {
  const report = await walk(laboratory, Number(steps), Number(seed));
  const { ok, entries } = await laboratory.app.store.verify();
  process.stdout.write(`${JSON.stringify({ seed: Number(seed), seconds: Math.round((Date.now() - started) / 1000), steps: report.steps, refused: report.refused, done: Object.fromEntries(report.done), auditEntries: entries, chain: ok }, undefined, 2)}\n`);
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await laboratory.close();
}
