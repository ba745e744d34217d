/** Finds the data files of the self-test, from sources and from the compiled program alike. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

function projectRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error('no package.json above the program: the self-test does not know where its data are');
  }
}

export interface Absent {
  absent: string;
}

/**
 * @param path relative to the project, e.g. `test/golden/x.csv`
 * @returns the file's text, or its path where it is not there
 */
export async function dataFile(path: string): Promise<string | Absent> {
  const root = projectRoot();
  const full = join(root, path);
  return existsSync(full) ? readFile(full, 'utf8') : { absent: relative(root, full) };
}

/** Rows of a plain CSV file without its header. */
export const csvRows = (text: string): string[][] =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(1)
    .map((line) => line.split(',').map((cell) => cell.trim()));
