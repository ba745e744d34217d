/** The licences of everything that the bundle holds, the parts of the built pages and the runtime included. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Package } from './packages.ts';

const LICENCE_FILE = /^(licen[cs]e|copying|notice|third[-_]?party)/i;

function texts(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE_FILE.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8').trim());
}

/** @param root folder that the packages' folders are below */
export function notices(root: string, packages: readonly Package[]): string {
  const seen = new Set<string>();
  const parts = packages.flatMap(({ name, version, license, folder }) => {
    const title = `${name} ${version}`;
    if (seen.has(title)) return [];
    seen.add(title);
    const found = texts(join(root, folder));
    return [`${'='.repeat(78)}\n${title} (${license})\n\n${found.length > 0 ? found.join('\n\n') : `Its package carries no text; it names ${license}.`}\n`];
  });
  return `Shuijian 水鉴 is licensed under Apache-2.0 (LICENSE). It contains the following software, each under its own licence.\n\n${parts.join('\n')}`;
}
