/** Pictures of a page at the widths and in the languages that people use, for looking at. Kept in test/e2e/screenshots, never committed. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { LANGUAGES } from '../../../models/schemas/vocabulary.ts';
import { openVisitor, PHONE, settled, signInByLink, WIDE } from './visitor.ts';

const FOLDER = process.env['SCREENSHOTS'] ?? 'test/e2e/screenshots';

/** @returns the file's path */
export async function shoot(page: Page, name: string, fullPage = false): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, fullPage });
  return path;
}

/** Map and grid draw themselves after the page has settled. */
async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const map = document.querySelector('[data-testid="map-canvas"]');
      const grid = document.querySelector('[data-testid="result-grid"]');
      return (map === null || map.getAttribute('data-ready') === 'true') && (grid === null || grid.querySelector('[data-key]') !== null);
    },
    undefined,
    { timeout: 60_000 },
  );
}

/** Whether pictures were asked for. */
export const PICTURED = process.env['PICTURES'] === 'all';
const ALL = LANGUAGES.flatMap((language) => [WIDE, PHONE].map((size) => ({ language, size })));

/**
 * One address at 1440 and 390 pixels, in both languages: `name.1440.zh-CN.png` and so on.
 * @param link demo link that signs in; undefined for pages before signing in
 */
export async function shootEverywhere(url: string, link: string | undefined, path: string, name: string): Promise<string[]> {
  const files: string[] = [];
  for (const { language, size } of ALL) {
    const visitor = await openVisitor({ url, language, size });
    try {
      if (link !== undefined) await signInByLink(visitor, link);
      await visitor.page.goto(path);
      await settled(visitor.page);
      await drawn(visitor.page);
      files.push(await shoot(visitor.page, `${name}.${size.width}.${language}`));
    } finally {
      await visitor.close();
    }
  }
  return files;
}
