/** The sample file of a layout, as text. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const sampleOf = (name: string): Promise<string> => readFile(join(import.meta.dirname, name), 'utf8');
