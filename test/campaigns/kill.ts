/**
 * The long kill campaign.
 *   node --import tsx test/campaigns/kill.ts [KILLS] [sqlite|postgres] [SEED]
 * Exit 0 when nothing acknowledged was lost, nothing is half-written and the chain is intact; 1 otherwise.
 */
import { killCampaign } from '../support/killCampaign.ts';
import { newPostgresDatabase, stopPostgres } from '../support/postgres.ts';
import { tempFolder } from '../support/tempFolder.ts';

const [kills = '200', engine = 'sqlite', seed = '20180115'] = process.argv.slice(2);
if (engine !== 'sqlite' && engine !== 'postgres') throw new Error(`the engine is "${engine}", expected sqlite or postgres`);
const started = Date.now();
const place = { dataDir: tempFolder(), databaseUrl: engine === 'postgres' ? await newPostgresDatabase() : undefined };
try {
  const report = await killCampaign(place, { kills: Number(kills), seed: Number(seed), checkEvery: 10, clients: 10, tell: (sentence) => process.stderr.write(`${sentence}\n`) });
  process.stdout.write(`${JSON.stringify({ engine, seed: Number(seed), seconds: Math.round((Date.now() - started) / 1000), ...report }, undefined, 2)}\n`);
  process.exitCode = report.lost === 0 && report.half === 0 && report.brokenChains === 0 ? 0 : 1;
} finally {
  await stopPostgres();
}
