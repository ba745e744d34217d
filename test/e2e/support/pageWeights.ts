/** Weighs the first visit of a room: every file and answer until the page is at rest, as the network saw them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../../models/schemas/vocabulary.ts';
import { startServer } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import { demoLinks, prepareDemo } from '../../../server/demo/prepare.ts';
import { createSchedule } from '../../../server/usecases/operations/plans/schedules.ts';
import { currentUser } from '../../../server/auth/sessions.ts';
import { userByUsername } from '../../../models/store/repositories/users.ts';
import { closeBrowser, launchBrowser } from './browser.ts';
import { clientBuild } from './clientBuild.ts';

export interface WeighedPage {
  page: string;
  role: Role;
  path: string;
  /** Something that is drawn last. */
  shows: string;
  /** KiB on the wire that the first visit may cost. */
  target: number;
}

export const PAGES: readonly WeighedPage[] = [
  { page: 'today', role: 'technician', path: '/today', shows: 'main h1', target: 250 },
  { page: 'bench', role: 'technician', path: '/bench', shows: '[data-key]', target: 450 },
  { page: 'map', role: 'viewer', path: '/map', shows: 'canvas.maplibregl-canvas', target: 700 },
  { page: 'operations', role: 'planner', path: '/operations?round=2019-Q3', shows: '[data-testid="task"]', target: 450 },
  { page: 'audit', role: 'auditor', path: '/audit', shows: 'main table', target: 300 },
];

export interface WeighedFile {
  url: string;
  /** Bytes on the wire, headers included. */
  wire: number;
  /** Bytes of the body as the page reads it. */
  decoded: number;
}

const QUIET_MS = 1500;
const ROUND = '2019-Q3';

/** The rooms of the example, each visited with an empty cache. */
export async function weighPages(pages: readonly WeighedPage[]): Promise<(WeighedPage & { files: WeighedFile[] })[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shuijian-pages-'));
  const config = readConfig({ LOG_LEVEL: 'silent', PORT: '0', DATA_DIR: join(folder, 'data'), DATABASE_URL: '' });
  const store = await prepareDemo(config, Date.now, () => undefined);
  const { links, byHash } = await demoLinks(store);
  // a quarter of tasks, as a planner has it before her
  const planner = await userByUsername(store.read, links.find(({ role }) => role === 'planner')?.username ?? '');
  if (planner === undefined) throw new Error('the example has no planner');
  await createSchedule(store, { user: await currentUser(store, planner), at: Date.now(), publish: () => undefined, round: ROUND, startsOn: '2019-10-07', weeks: 13, seed: 7 });
  const server = await startServer({ store, config, demoLinks: byHash, clientDir: await clientBuild() });
  try {
    const browser = await launchBrowser();
    const weighed: (WeighedPage & { files: WeighedFile[] })[] = [];
    for (const page of pages) {
      const link = links.find(({ role }) => role === page.role);
      if (link === undefined) throw new Error(`the example has no ${page.role}`);
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
      const tab = await context.newPage();
      // the session first, without the page that the link leads to
      await context.request.get(`${server.url}/demo/sign-in/${link.token}`, { maxRedirects: 0 });
      const session = await context.newCDPSession(tab);
      await session.send('Network.enable');
      const urls = new Map<string, string>();
      const decoded = new Map<string, number>();
      const files: WeighedFile[] = [];
      let last = performance.now();
      session.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
      session.on('Network.dataReceived', ({ requestId, dataLength }) => {
        last = performance.now();
        decoded.set(requestId, (decoded.get(requestId) ?? 0) + dataLength);
      });
      session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        last = performance.now();
        const url = urls.get(requestId) ?? '';
        if (url.startsWith(server.url)) files.push({ url: url.slice(server.url.length), wire: encodedDataLength, decoded: decoded.get(requestId) ?? 0 });
      });
      tab.on('pageerror', (error) => process.stderr.write(`${page.page}: ${error.message}\n`));
      await tab.goto(`${server.url}${page.path}`);
      await tab.locator(page.shows).first().waitFor();
      while (performance.now() - last < QUIET_MS) await new Promise((resolve) => setTimeout(resolve, 100));
      weighed.push({ ...page, files });
      await context.close();
    }
    return weighed;
  } finally {
    await closeBrowser();
    await server.close();
    await store.close();
    await rm(folder, { recursive: true });
  }
}
