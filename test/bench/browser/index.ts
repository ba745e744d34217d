/**
 * The round grid of 1,000 samples × 10 analytes in a real browser: how soon it can be typed into,
 * how long a frame takes while scrolling, how long a key takes to be painted, and a paste of 65 × 10.
 * Times are the browser's own (requestAnimationFrame, event time stamps). Prints and never judges.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { huilaiAreas } from '../../../models/reference/areas.ts';
import type { PlanDocument } from '../../../models/schemas/plan.ts';
import { sha256 } from '../../../server/auth/tokens.ts';
import { loadAreas, loadReference } from '../../../server/usecases/loadReference.ts';
import { takePlan } from '../../../server/usecases/takePlan.ts';
import { closeBrowser } from '../../e2e/support/browser.ts';
import { clientBuild } from '../../e2e/support/clientBuild.ts';
import { openVisitor, signInByLink, WIDE } from '../../e2e/support/visitor.ts';
import { listSamples, ok, receiveAll } from '../../laboratory/laboratory.ts';
import { startApp } from '../../support/app.ts';

const ROUND = '2018-Q1';
const PER_AREA = 77;

export interface BrowserFigure {
  name: string;
  /** Milliseconds. */
  median: number;
  p95: number;
  max: number;
  count: number;
}

function figure(name: string, times: readonly number[]): BrowserFigure {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { name, median: at(0.5), p95: at(0.95), max: at(1), count: sorted.length };
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

/** Frame times while the page scrolls, as fast as it can draw, for a while. */
const scroll = (page: Page, milliseconds: number): Promise<number[]> =>
  page.evaluate(async (length) => {
    const inner = document.querySelector('.sj-grid revogr-viewport-scroll.rgCol .vertical-inner');
    if (inner === null) throw new Error('there is nothing to scroll');
    const times: number[] = [];
    const began = performance.now();
    let last = began;
    await new Promise<void>((resolve) => {
      const frame = (now: number): void => {
        times.push(now - last);
        last = now;
        inner.scrollTop += 90;
        if (inner.scrollTop + inner.clientHeight >= inner.scrollHeight - 2) inner.scrollTop = 0;
        if (now - began < length) requestAnimationFrame(frame);
        else resolve();
      };
      requestAnimationFrame(frame);
    });
    return times.slice(2);
  }, milliseconds);

/** From now on each key press notes how long it took until the frame after it was painted. */
const watchKeys = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { keyTimes: times });
    window.addEventListener('keydown', (event) => {
      const began = event.timeStamp;
      requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - began), 0));
    }, true);
  });
const keyTimes = (page: Page): Promise<number[]> => page.evaluate(() => (globalThis as unknown as { keyTimes: number[] }).keyTimes.splice(0));

export async function run(print: (line: string) => void = (line) => process.stdout.write(`${line}\n`)): Promise<BrowserFigure[]> {
  const demoLinks = new Map<string, string>();
  const app = await startApp({ clientDir: await clientBuild(), demoLinks, environment: { LOG_LEVEL: 'silent' } });
  const figures: BrowserFigure[] = [];
  const say = (one: BrowserFigure): void => {
    figures.push(one);
    print(`${one.name.padEnd(52)} median ${one.median.toFixed(1)} ms, p95 ${one.p95.toFixed(1)}, longest ${one.max.toFixed(1)} (${String(one.count)})`);
  };
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
    const visitor = await openVisitor({ url: app.url, language: 'en', size: WIDE });
    const { page } = visitor;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await signInByLink(visitor, `${app.url}/demo/sign-in/${token}`);
    const opened: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await page.goto(`/bench?round=${ROUND}`);
      await page.locator('[data-key]').first().waitFor();
      opened.push(await page.evaluate(() => performance.now()));
    }
    say(figure(`page load until ${String(samples.length)} x 10 can be typed into`, opened));
    say(figure('frame while scrolling', await scroll(page, 4000)));
    await page.evaluate(() => document.querySelector('.sj-grid revogr-viewport-scroll.rgCol .vertical-inner')?.scrollTo(0, 0));
    await page.locator('[data-key$="|meth"]').first().click();
    await watchKeys(page);
    await page.keyboard.type('123456789.123456789012', { delay: 30 });
    say(figure('key typed until painted', await keyTimes(page)));
    await page.keyboard.press('Escape');
    await keyTimes(page);
    for (let row = 0; row < 20; row += 1) {
      await page.keyboard.press('Enter', { delay: 20 });
      await page.keyboard.type('7', { delay: 20 });
    }
    say(figure('Enter and first key until painted', await keyTimes(page)));
    await page.keyboard.press('Escape');
    await page.locator('[data-testid="save-state"][data-clean="true"]').waitFor();
    const block = Array.from({ length: 65 }, (_, y) => Array.from({ length: 10 }, (_each, x) => (11 + ((y * 37 + x * 11) % 900)).toString()).join('\t')).join('\r\n');
    await page.evaluate((text) => navigator.clipboard.writeText(text), `${block}\r\n`);
    await page.keyboard.press('Control+Home');
    await page.locator('[data-key$="|meth"]').first().click();
    await keyTimes(page);
    await page.evaluate(() => {
      const began = { at: 0 };
      Object.assign(globalThis, { pasted: new Promise<number>((resolve) => {
        window.addEventListener('keydown', (event) => { if (event.key === 'v') began.at = event.timeStamp; }, true);
        const look = (): void => {
          const there = [...document.querySelectorAll('[data-key$="|meth"] .sj-value')].some((value) => value.textContent === '196');
          if (began.at > 0 && there) resolve(performance.now() - began.at);
          else requestAnimationFrame(look);
        };
        look();
      }) });
    });
    const before = performance.now();
    await page.keyboard.press('Control+V');
    say(figure('paste of 650 until visible', [await page.evaluate(() => (globalThis as unknown as { pasted: Promise<number> }).pasted)]));
    await page.locator('[data-testid="save-state"][data-clean="true"]').waitFor();
    say(figure('paste of 650 until saved', [performance.now() - before]));
    if (visitor.complaints.length > 0) print(`the page complained: ${visitor.complaints.join('; ')}`);
    await visitor.close();
  } finally {
    await closeBrowser();
    await app.close();
  }
  return figures;
}

if (process.argv[1] === import.meta.filename) await run();
