/**
 * A person at a browser: a page in a language, of a size, signed in through a demo link. Whatever
 * the page complains about (errors, refused styles or scripts, failed requests) is collected, so that a
 * test can say that there was nothing.
 */
import type { BrowserContext, Page } from 'playwright-core';
import type { Language } from '../../../models/schemas/vocabulary.ts';
import { launchBrowser } from './browser.ts';

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export interface Visitor {
  page: Page;
  /** Console errors, uncaught errors, refused content and answers of 500 and above, in order. */
  complaints: string[];
  close: () => Promise<void>;
}

export interface VisitorOptions {
  url: string;
  language?: Language;
  size?: { width: number; height: number };
  dark?: boolean;
}

function collect(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    // Chromium writes a line for every 4xx answer; refusals are part of the product and are shown by it.
    if (/Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())) return;
    complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
}

export async function openVisitor({ url, language = 'zh-CN', size = WIDE, dark = false }: VisitorOptions): Promise<Visitor> {
  const browser = await launchBrowser();
  const context: BrowserContext = await browser.newContext({
    baseURL: url,
    locale: language,
    timezoneId: 'Asia/Shanghai',
    viewport: size,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  // tsx marks named functions with this helper; functions handed to the page carry the mark along.
  await context.addInitScript({ content: 'globalThis.__name = (value) => value;' });
  const page = await context.newPage();
  // A machine that also runs everything else draws slowly; what never comes still fails.
  page.setDefaultTimeout(45_000);
  const complaints: string[] = [];
  collect(page, complaints);
  return { page, complaints, close: () => context.close() };
}

/** Signs in as the demo does: one link, no password. */
export async function signInByLink({ page, complaints }: Visitor, link: string): Promise<void> {
  await page.goto(link);
  try {
    await page.waitForURL((url) => url.pathname === '/today', { waitUntil: 'commit' });
    await page.getByRole('heading', { level: 1 }).waitFor();
  } catch (cause) {
    throw new Error(`signing in did not lead to Today but to ${page.url()}; the page complained: ${complaints.join('; ')}`, { cause });
  }
}

/** Waits until skeletons are gone and nothing is being asked for; the change stream stays open and does not count. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1, main h2').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Goes to an address within the loaded page, as a link does: much faster than loading the page again. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    window.history.pushState(null, '', to);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  // The shell names the room it shows; until a lazy view has come it still shows the old one.
  await page.locator(`main[data-room="${path.split(/[/?]/)[1] ?? ''}"]`).waitFor();
  await settled(page);
}

/** Pixels by which the page is wider than its window; 0 when nothing has to be scrolled sideways. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const content = document.querySelector('#content') ?? document.documentElement;
    return Math.max(document.documentElement.scrollWidth - window.innerWidth, content.scrollWidth - content.clientWidth);
  });
}
