/** A worker thread from a module beside the caller, compiled or not. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * @param name of the module without its extension, relative to `caller`
 * @param caller the caller's `import.meta.url`: import specifiers are rewritten when the program is compiled, a URL is not
 */
export function startWorker(name: string, caller: string, workerData: unknown): Worker {
  if (!caller.endsWith('.ts')) return new Worker(new URL(`${name}.js`, caller), { workerData });
  // the first module of a worker is not read by the loader that `--import tsx` registers: register it inside.
  // Test runners may load this file as CommonJS, where import.meta.resolve does not exist
  const api = pathToFileURL(createRequire(caller).resolve('tsx/esm/api').replace(/\.cjs$/, '.mjs')).href;
  const file = new URL(`${name}.ts`, caller).href;
  return new Worker(`import(${JSON.stringify(api)}).then(({ register }) => { register(); return import(${JSON.stringify(file)}); });`, { eval: true, workerData });
}
