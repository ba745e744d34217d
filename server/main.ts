/** `npm start`: the server in production. Settings come from the environment; `--help` lists them. */
import { ConfigError, readConfig, settingsTable, type Config } from './config.ts';
import { serve } from './serve.ts';
import { startFailure } from './startFailure.ts';

process.env['NODE_ENV'] ??= 'production';

const say = (text: string) => {
  process.stderr.write(`${text}\n`);
};

function settings(): Config | undefined {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    say(`${error.message}\n\nSettings of the environment:\n${settingsTable()}`);
    return undefined;
  }
}

async function main(): Promise<number> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`Settings of the environment:\n\n${settingsTable()}\n`);
    return 0;
  }
  const config = settings();
  if (config === undefined) return 2;
  try {
    const { ended } = await serve(config, say);
    await ended;
    return 0;
  } catch (error) {
    say(startFailure(error, config));
    return 1;
  }
}

process.exitCode = await main();
