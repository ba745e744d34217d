/** Weighs the first visit of a room, and the next one: every file and answer until the page is at rest, as the network saw them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../../models/schemas/vocabulary.ts';
import { startServer } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import { demoLinks, prepareDemo } from '../../../server/demo/prepare.ts';
import { createSchedule } from '../../../server/usecases/operations/plans/schedules.ts';
import { currentUser } from '../../../server/auth/sessions.ts';
import type { Store } from '../../../models/store/types.ts';
import { userByUsername } from '../../../models/store/repositories/users.ts';
import type { CDPSession, Page } from 'playwright-core';
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
/** A busy server may take longer to answer; what never ends (a worker's file is finished elsewhere) is waited for no longer. */
const SILENT_MS = 5000;
const ROUND = '2019-Q3';

export interface Visits extends WeighedPage {
  /** With an empty cache. */
  files: WeighedFile[];
  /** Loaded once more, with what the browser has kept. */
  again: WeighedFile[];
}

/** What comes over the network until nothing has come for a while. The stream of changes stays open and does not count. */
async function weigh(session: CDPSession, origin: string, load: () => Promise<unknown>): Promise<WeighedFile[]> {
  const urls = new Map<string, string>();
  const decoded = new Map<string, number>();
  const waiting = new Set<string>();
  const files: WeighedFile[] = [];
  let last = performance.now();
  const sent = ({ requestId, request }: { requestId: string; request: { url: string } }): void => {
    urls.set(requestId, request.url);
    if (request.url.startsWith(origin) && !request.url.endsWith('/api/changes')) waiting.add(requestId);
  };
  const received = ({ requestId, dataLength }: { requestId: string; dataLength: number }): void => {
    last = performance.now();
    decoded.set(requestId, (decoded.get(requestId) ?? 0) + dataLength);
  };
  const finished = ({ requestId, encodedDataLength }: { requestId: string; encodedDataLength: number }): void => {
    last = performance.now();
    waiting.delete(requestId);
    const url = urls.get(requestId) ?? '';
    if (url.startsWith(origin)) files.push({ url: url.slice(origin.length), wire: encodedDataLength, decoded: decoded.get(requestId) ?? 0 });
  };
  const failed = ({ requestId }: { requestId: string }): void => void waiting.delete(requestId);
  session.on('Network.loadingFailed', failed).on('Network.requestWillBeSent', sent).on('Network.dataReceived', received).on('Network.loadingFinished', finished);
  await load();
  while (performance.now() - last < (waiting.size > 0 ? SILENT_MS : QUIET_MS)) await new Promise((resolve) => setTimeout(resolve, 100));
  session.off('Network.loadingFailed', failed).off('Network.requestWillBeSent', sent).off('Network.dataReceived', received).off('Network.loadingFinished', finished);
  return files;
}

/** A quarter of tasks, as a planner has it before her. */
async function makeSchedule(store: Store, username: string): Promise<void> {
  const planner = await userByUsername(store.read, username);
  if (planner === undefined) throw new Error('the example has no planner');
  await createSchedule(store, { user: await currentUser(store, planner), at: Date.now(), publish: () => undefined, round: ROUND, startsOn: '2019-10-07', weeks: 13, seed: 7 });
}

const shown = async (tab: Page, page: WeighedPage, load: () => Promise<unknown>): Promise<void> => {
  await load();
  await tab.locator(page.shows).first().waitFor();
};

/** The rooms of the example, each visited with an empty cache, then once more. */
export async function weighPages(pages: readonly WeighedPage[]): Promise<Visits[]> {
  const folder = await mkdtemp(join(tmpdir(), 'shuijian-pages-'));
  const config = readConfig({ LOG_LEVEL: 'silent', PORT: '0', DATA_DIR: join(folder, 'data'), DATABASE_URL: '' });
  const store = await prepareDemo(config, Date.now, () => undefined);
  const { links, byHash } = await demoLinks(store);
  if (pages.some(({ role }) => role === 'planner')) await makeSchedule(store, links.find(({ role }) => role === 'planner')?.username ?? '');
  const server = await startServer({ store, config, demoLinks: byHash, clientDir: await clientBuild() });
  try {
    const browser = await launchBrowser();
    const weighed: Visits[] = [];
    for (const page of pages) {
      const link = links.find(({ role }) => role === page.role);
      if (link === undefined) throw new Error(`the example has no ${page.role}`);
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
      const tab = await context.newPage();
      // the session first, without the page that the link leads to
      await context.request.get(`${server.url}/demo/sign-in/${link.token}`, { maxRedirects: 0 });
      const session = await context.newCDPSession(tab);
      await session.send('Network.enable');
      tab.on('pageerror', (error) => process.stderr.write(`${page.page}: ${error.message}\n`));
      const files = await weigh(session, server.url, () => shown(tab, page, () => tab.goto(`${server.url}${page.path}`)));
      const again = await weigh(session, server.url, () => shown(tab, page, () => tab.reload()));
      weighed.push({ ...page, files, again });
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
