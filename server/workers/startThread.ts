/** Starts a thread from a module of this folder: TypeScript under tsx, JavaScript once compiled. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

const SOURCE = import.meta.url.endsWith('.ts');

/** @param name file name without extension */
export function startThread(name: string): Worker {
  if (!SOURCE) return new Worker(new URL(`./${name}.js`, import.meta.url));
  // a thread does not inherit tsx's hooks (Node 20): it registers them itself, then loads the module
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/esm/api').replace(/\.cjs$/, '.mjs')).href;
  const file = new URL(`./${name}.ts`, import.meta.url).href;
  return new Worker(`import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(file)}); });`, { eval: true, execArgv: [] });
}
