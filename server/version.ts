/** Version of the program, from package.json: part of what an assessment must name to be reproduced. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Beside `server/` when run from the sources, one folder further up when compiled. */
function readVersion(): string {
  const places = [join(import.meta.dirname, '..', 'package.json'), join(import.meta.dirname, '..', '..', 'package.json')];
  const found = places.find((place) => existsSync(place));
  const version: unknown = found === undefined ? undefined : (JSON.parse(readFileSync(found, 'utf8')) as { version?: unknown }).version;
  if (typeof version !== 'string') throw new Error(`no version was found in ${places.join(' or ')}; package.json belongs beside the program`);
  return version;
}

export const codeVersion = readVersion();

/**
 * Tells two states of the program apart that bear one version: two builds by the time of this file, sources (which may
 * change under one version) by the start of the process. Processes of one installation share it.
 */
export const buildMark = `${codeVersion} ${import.meta.dirname.endsWith(join(sep, 'dist', 'server')) ? String(statSync(import.meta.filename).mtimeMs) : String(Date.now())}`;
