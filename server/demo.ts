/**
 * `npm run demo`: a quarter of Huilai to walk through, from the plan to the schedule.
 * Loads the synthetic example into ./data/demo (or DATA_DIR), assesses it, starts the server and prints a sign-in link per role. The next start uses the same folder; `--fresh` starts over; `--json` prints
 * the links as one line of JSON for scripts.
 */
import { createServer } from 'node:net';
import { ConfigError, readConfig, type Config } from './config.ts';
import { demoLinks, prepareDemo, startOver, type DemoLink } from './demo/prepare.ts';
import { serve } from './serve.ts';
import { startFailure } from './startFailure.ts';

const say = (text: string) => {
  process.stderr.write(`${text}\n`);
};

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });

async function withFreePort(config: Config): Promise<Config> {
  if (config.port === 0 || (await isFree(config.port, config.host))) return config;
  say(`Port ${config.port} is taken; a free one is used instead. 端口 ${config.port} 已被占用，改用空闲端口。`);
  return { ...config, port: 0 };
}

function shown(url: string, links: readonly DemoLink[]): string {
  const blocks = links.map(({ zh, en, token }) => `  ${zh}\n  ${en}\n    ${url}/demo/sign-in/${token}\n`);
  return `\nSynthetic example data. 示例数据（合成）。Each link signs in as that person; open several in separate private windows.\n每个链接以该角色登录；同时使用多个角色请用不同的隐私窗口。\n\n${blocks.join('\n')}\nCtrl+C ends it; the data stay. 按 Ctrl+C 结束，数据保留。\n`;
}

async function main(config: Config): Promise<void> {
  if (process.argv.includes('--fresh')) await startOver(config);
  const store = await prepareDemo(config, Date.now, say);
  const { links, byHash } = await demoLinks(store);
  const { server, ended } = await serve(await withFreePort(config), say, { store, demoLinks: byHash });
  const url = config.publicUrl ?? server.url;
  if (process.argv.includes('--json')) {
    process.stdout.write(
      `${JSON.stringify({ url, links: links.map(({ role, username, token }) => ({ role, username, url: `${url}/demo/sign-in/${token}` })) })}\n`,
    );
  } else {
    process.stdout.write(shown(url, links));
  }
  await ended;
}

function settings(): Config | undefined {
  try {
    return readConfig({ LOG_LEVEL: 'warn', DATA_DIR: './data/demo', ...process.env, DATABASE_URL: '' });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    say(error.message);
    return undefined;
  }
}

const config = settings();
if (config === undefined) process.exitCode = 2;
else {
  try {
    await main(config);
  } catch (error) {
    say(startFailure(error, config));
    process.exitCode = 1;
  }
}
