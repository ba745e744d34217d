/** Builds the pages where they are missing or older than what they are made from. */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCES = ['client', 'models/schemas', 'vite.config.ts', 'package-lock.json'];

/** Newest change of a file or of anything below a folder, in milliseconds since the epoch. */
async function newestChange(path: string): Promise<number> {
  const found = await stat(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  return times.reduce((newest, time) => Math.max(newest, time), 0);
}

/** @param root folder of the project */
export async function clientIsStale(root: string): Promise<boolean> {
  const index = join(root, 'dist', 'client', 'index.html');
  if (!existsSync(index)) return true;
  const built = (await stat(index)).mtimeMs;
  for (const source of SOURCES) {
    const path = join(root, source);
    if (existsSync(path) && (await newestChange(path)) > built) return true;
  }
  return false;
}

/** @param say messages for the person at the terminal */
export async function buildClient(root: string, say: (text: string) => void): Promise<void> {
  if (!(await clientIsStale(root))) return;
  say('Building the pages (once, about half a minute) … 正在构建页面 …');
  const { build } = await import('vite');
  await build({ root: join(root, 'client'), configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
}
