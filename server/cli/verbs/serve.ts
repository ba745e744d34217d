import { serve } from '../../serve.ts';
import { defineVerb, UsageError } from '../verb.ts';

export const verb = defineVerb({
  name: 'serve',
  summary: 'Start the server; the settings of the environment count as for npm start',
  help: 'Ends at SIGTERM or Ctrl+C after the running requests have finished.',
  options: { port: { type: 'string', sentence: 'Port to listen on; 0 takes a free one (PORT, else 8080)' } },
  run: async ({ config, options, say }) => {
    const port = options.port === undefined ? config.port : /^\d{1,5}$/.test(options.port) ? Number.parseInt(options.port, 10) : Number.NaN;
    if (!(port >= 0 && port <= 65_535)) throw new UsageError(`--port is "${options.port ?? ''}": expected a whole number from 0 to 65535`);
    const { ended } = await serve({ ...config, port }, say);
    await ended;
  },
});
