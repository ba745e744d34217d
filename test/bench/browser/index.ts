/**
 * The round grid of 1,000 samples × 10 analytes in a real browser: how soon it can be typed into, and
 * what scrolling, typing and pasting cost its main thread, in processor time, which a busy machine blurs
 * less than the clock; both are printed. The screen is drawn without a graphics card. Prints and never judges.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type CDPSession } from 'playwright-core';
import { huilaiAreas } from '../../../models/reference/areas.ts';
import type { PlanDocument } from '../../../models/schemas/plan.ts';
import { sha256 } from '../../../server/auth/tokens.ts';
import { loadAreas, loadReference } from '../../../server/usecases/rounds/loadReference.ts';
import { takePlan } from '../../../server/usecases/rounds/takePlan.ts';
import { findBrowser } from '../../e2e/support/browser.ts';
import { clientBuild } from '../../e2e/support/clientBuild.ts';
import { listSamples, ok, receiveAll } from '../../usecases/support/laboratory.ts';
import { startApp } from '../../support/app.ts';

const ROUND = '2018-Q1';
const PER_AREA = 77;

export interface BrowserFigure {
  name: string;
  /** Milliseconds of the clock, each. */
  wall: number;
  /** Milliseconds of the main thread's processor time, each; null over a change of page, with which the count begins anew. */
  main: number | null;
  count: number;
}

/** Seconds that the main thread has worked. */
async function worked(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

/** The example plan with so many points in each of its 13 towns. */
function enlarge(plan: PlanDocument): PlanDocument {
  return {
    ...plan,
    areas: plan.areas.map((area) => ({
      ...area,
      sites: Array.from({ length: PER_AREA }, (_, index) => {
        const site = area.sites[index % area.sites.length];
        if (site === undefined) throw new Error(`area ${area.code} has no site`);
        return { ...site, code: `${(site.code.split('-')[0] ?? site.code)}-${String(index + 1)}` };
      }),
    })),
  };
}

export async function run(print: (line: string) => void = (line) => process.stdout.write(`${line}\n`)): Promise<BrowserFigure[]> {
  const demoLinks = new Map<string, string>();
  const app = await startApp({ clientDir: await clientBuild(), demoLinks, environment: { LOG_LEVEL: 'silent' } });
  const figures: BrowserFigure[] = [];
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  try {
    const context = { actorId: null, at: app.clock() };
    await loadReference(app.store, context);
    await loadAreas(app.store, huilaiAreas, context);
    await takePlan(app.store, enlarge(JSON.parse(await readFile(join(import.meta.dirname, '../../../sampling-plans/plans/huilai.json'), 'utf8')) as PlanDocument), context);
    await app.as('admin');
    const technician = await app.as('technician');
    ok(await technician.post('/api/rounds', { code: ROUND, plan: 'huilai' }));
    const samples = await listSamples(technician, ROUND);
    for (let at = 0; at < samples.length; at += 200) await receiveAll(technician, samples.slice(at, at + 200));
    const token = randomBytes(32).toString('base64url');
    demoLinks.set(sha256(token), app.user(technician).id);
    const browserContext = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await browserContext.newPage();
    const session = await browserContext.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const painted = (): Promise<void> => page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))));
    const measure = async (name: string, count: number, work: () => Promise<unknown>): Promise<void> => {
      const [before, began] = [await worked(session), performance.now()];
      await work();
      const after = await worked(session);
      const figure = { name, wall: (performance.now() - began) / count, main: after < before ? null : ((after - before) * 1000) / count, count };
      figures.push(figure);
      print(`${name.padEnd(52)} ${figure.wall.toFixed(1).padStart(8)} ms on the clock, ${figure.main === null ? '      -' : figure.main.toFixed(1).padStart(7)} ms of the main thread, mean of ${String(count)}`);
    };
    await page.goto(`${app.url}/demo/sign-in/${token}`);
    const open = async (): Promise<void> => {
      await page.goto(`${app.url}/bench?round=${ROUND}`);
      await page.locator('[data-key]').first().waitFor();
    };
    await open();
    await measure(`opening ${String(samples.length)} x 10 until it can be typed into`, 3, async () => {
      for (let turn = 0; turn < 3; turn += 1) await open();
    });
    await measure('a frame of scrolling', 60, () => page.evaluate(async () => {
      const inner = document.querySelector('.sj-grid revogr-viewport-scroll.rgCol .vertical-inner');
      if (inner === null) throw new Error('there is nothing to scroll');
      for (let frame = 0; frame < 60; frame += 1) {
        inner.scrollTop += 90;
        await new Promise(requestAnimationFrame);
      }
      inner.scrollTop = 0;
    }));
    await page.locator('[data-key$="|meth"]').first().click();
    await measure('a key typed in a cell', 20, async () => {
      await page.keyboard.type('12345678901234567890');
      await painted();
    });
    await page.keyboard.press('Escape');
    await measure('Enter and a first key in the next cell', 20, async () => {
      for (let row = 0; row < 20; row += 1) {
        await page.keyboard.press('Enter');
        await page.keyboard.type('7');
      }
      await painted();
    });
    await page.keyboard.press('Escape');
    const clean = page.locator('[data-testid="save-state"][data-clean="true"]');
    await clean.waitFor();
    const block = Array.from({ length: 65 }, (_, y) => Array.from({ length: 10 }, (_each, x) => (11 + ((y * 37 + x * 11) % 900)).toString()).join('\t')).join('\r\n');
    await page.evaluate((text) => navigator.clipboard.writeText(text), `${block}\r\n`);
    await page.keyboard.press('Control+Home');
    await measure('paste of 65 x 10 until it is saved', 1, async () => {
      await page.keyboard.press('Control+V');
      await page.locator('[data-testid="save-state"][data-clean="false"]').waitFor();
      await clean.waitFor();
    });
  } finally {
    await browser.close();
    await app.close();
  }
  return figures;
}

if (process.argv[1] === import.meta.filename) await run();
