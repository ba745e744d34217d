/** Puts the data files (JSON, CSV, text) beside the compiled sources, where their loaders look for them. */
import { cpSync } from 'node:fs';
import { extname } from 'node:path';
import { statSync } from 'node:fs';

const DATA = new Set(['.json', '.csv', '.txt', '.md', '.ttf', '.xlsx']);

for (const room of ['models', 'server', 'analysis', 'sampling-plans']) {
  cpSync(room, `dist/${room}`, { recursive: true, filter: (source) => statSync(source).isDirectory() || DATA.has(extname(source)) });
}
