/**
 * Runs a command with DATABASE_URL naming an empty database of a PostgreSQL started for it.
 *   node --import tsx test/support/withPostgres.ts node --import tsx models/migrations/write.ts --again
 */
import { spawnSync } from 'node:child_process';
import { newPostgresDatabase, stopPostgres } from './postgres.ts';

const [command, ...parameters] = process.argv.slice(2);
if (command === undefined) throw new Error('give the command to run');
const url = await newPostgresDatabase();
try {
  const { status } = spawnSync(command, parameters, { stdio: 'inherit', env: { ...process.env, DATABASE_URL: url } });
  process.exitCode = status ?? 1;
} finally {
  await stopPostgres();
}
