/**
 * A real Chromium for the browser tests: found, or installed where that is possible, and never
 * skipped in silence. Flags as for machines without a graphics card; the map needs WebGL.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const FIXED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/snap/bin/chromium',
];
const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // pages are drawn on the processor, three times as fast as through the emulated graphics card; the map still has its WebGL
  '--disable-gpu-compositing',
  '--ignore-gpu-blocklist',
  '--disable-dev-shm-usage',
];

const isRoot = (): boolean => process.getuid?.() === 0;

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...FIXED].find((file) => existsSync(file));
}

/** @returns true when apt-get installed every package */
function aptInstall(packages: readonly string[]): boolean {
  if (!isRoot() || spawnSync('apt-get', ['--version']).status !== 0) return false;
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { env: environment, stdio: 'ignore', timeout: 120_000 });
  return (
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      env: environment,
      stdio: 'ignore',
      timeout: 600_000,
    }).status === 0
  );
}

/**
 * Path of a Chromium: CHROMIUM_PATH, else one of the usual names, else what apt-get installs for root.
 * @throws Error saying what to install
 */
export function findBrowser(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH is "${named}", and there is no such file. Set it to the path of Chromium or Chrome.`);
  }
  const found = onPath();
  if (found !== undefined) return found;
  const installed = aptInstall(['chromium', 'fonts-noto-cjk']) ? onPath() : undefined;
  if (installed !== undefined) return installed;
  throw new Error(
    'The browser tests need Chromium and none was found. Install it ("apt-get install chromium fonts-noto-cjk", or Chrome), or set CHROMIUM_PATH to its path.',
  );
}

/** True when some font can draw Chinese; without one, screenshots show boxes. */
export function hasChineseFont(): boolean {
  try {
    return execFileSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    // No fontconfig (macOS, Windows): these systems bring Chinese fonts.
    return process.platform !== 'linux';
  }
}

let launched: Promise<Browser> | undefined;

/** One browser for the whole run; contexts keep tests apart. */
export function launchBrowser(): Promise<Browser> {
  launched ??= (async () => {
    const executablePath = findBrowser();
    if (!hasChineseFont() && !aptInstall(['fonts-noto-cjk']))
      throw new Error('No font can draw Chinese. Install one, e.g. "apt-get install fonts-noto-cjk".');
    return chromium.launch({ executablePath, args: FLAGS, headless: true });
  })();
  return launched;
}

/** Closes the browser; the next launch starts a new one. */
export async function closeBrowser(): Promise<void> {
  const browser = await launched;
  launched = undefined;
  await browser?.close();
}
