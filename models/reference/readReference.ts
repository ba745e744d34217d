/**
 * Checks a file of reference data when the program starts: a wrong one stops it with the file, the
 * path inside it, what was expected and what was got.
 */
import type { Static, TSchema } from '@sinclair/typebox';
import { Ajv2020 } from 'ajv/dist/2020.js';

const ajv = new Ajv2020({ allErrors: true, verbose: true, validateSchema: false, keywords: ['x-column', 'x-heading', 'x-unit', 'x-references', 'x-machine', 'x-lines', 'x-nullable'] });

/**
 * @param file name for the message
 * @param data the parsed JSON
 * @throws Error listing every wrong place
 */
export function readReference<S extends TSchema>(file: string, schema: S, data: unknown): Static<S> {
  const check = ajv.compile(schema);
  if (check(data)) return data;
  const lines = (check.errors ?? []).map((error) => {
    const got = JSON.stringify(error.data) ?? 'nothing';
    return `${error.instancePath === '' ? '/' : error.instancePath}: ${error.message ?? error.keyword} ${JSON.stringify(error.params)}; got ${got.length > 80 ? `${got.slice(0, 77)}...` : got}`;
  });
  throw new Error(`models/reference/${file} is not usable:\n  ${lines.join('\n  ')}`);
}

/** @throws Error naming the file and the code that stands twice */
export function requireUnique(file: string, what: string, codes: readonly string[]): void {
  const seen = new Set<string>();
  for (const code of codes) {
    if (seen.has(code)) throw new Error(`models/reference/${file} is not usable: ${what} "${code}" stands twice; expected once`);
    seen.add(code);
  }
}
