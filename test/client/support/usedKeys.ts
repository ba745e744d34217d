/**
 * Keys of the locales that the client names: `'rounds:tab.all'` exactly, and `` `words:grade.${grade}` ``
 * by its beginning. Keys are always written with their room, so any such text is one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOMS = readdirSync('client/i18n/en').map((file) => file.replace('.json', ''));
const EXACT = new RegExp(`['"\`]((?:${ROOMS.join('|')}):[\\w-]+(?:\\.[\\w=<>-]+)*)['"\`]`, 'g');
const BEGINNING = new RegExp(`\`((?:${ROOMS.join('|')}):[\\w.-]*)\\$\\{`, 'g');

export function findUsedKeys(folder: string): { exact: ReadonlySet<string>; beginnings: readonly string[] } {
  const exact = new Set<string>();
  const beginnings = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    for (const match of text.matchAll(EXACT)) exact.add(match[1] ?? '');
    for (const match of text.matchAll(BEGINNING)) beginnings.add(match[1] ?? '');
  }
  return { exact, beginnings: [...beginnings] };
}
