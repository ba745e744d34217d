/**
 * The command line, for cron and for checks: `npm run -s cli -- VERB --data DIR [--json]`.
 * JSON on stdout, messages on stderr; exit 0 done, 1 refused or failed, 2 command line wrong.
 * The verbs are the files of server/cli/verbs.
 */
import { cli } from './cli/cli.ts';

const out = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error === null || error === undefined || ('code' in error && error.code === 'EPIPE')) resolve();
      else reject(error);
    });
  });

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

// whoever reads only the beginning (head, less) has had enough; the work itself is done by then
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await cli(process.argv.slice(2), { out, say }, process.env);
