/**
 * Compiles analysis/kernels/assembly. As a command it writes the result where the program reads it:
 *   node --import tsx test/support/kernels.ts
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import asc from 'assemblyscript/asc';

const FOLDER = 'analysis/kernels';
const COMPILED = join(FOLDER, 'compiled.ts');

/** @returns the text of compiled.ts for the sources as they stand under `root` */
export async function compileKernels(root = '.'): Promise<string> {
  const folder = join(root, FOLDER, 'assembly');
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts')).sort();
  let bytes: Uint8Array | undefined;
  let said = '';
  const { error } = await asc.main([...sources, '-O3', '--runtime', 'stub', '--enable', 'simd', '--importMemory', '--noAssert', '--outFile', 'kernels.wasm'], {
    readFile: (name) => (sources.includes(basename(name)) && name === basename(name) ? readFileSync(join(folder, name), 'utf8') : null),
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') bytes = contents;
    },
    listFiles: () => [],
    stderr: {
      write: (chunk) => {
        said += chunk.toString();
      },
    },
  });
  if (error || !bytes) throw new Error(`the kernels in ${folder} do not compile:\n${said}`);
  const lines = Buffer.from(bytes).toString('base64').match(/.{1,120}/g) ?? [];
  return `/** Made from assembly/ by \`npm run kernels\`: a WebAssembly module of ${bytes.length} bytes, in base64. */\nexport const COMPILED =\n${lines.map((line) => `  '${line}'`).join(' +\n')};\n`;
}

/** The text of compiled.ts as it stands in this checkout. */
export const kernelsAsWritten = (): string => readFileSync(COMPILED, 'utf8');

if (process.argv[1] === import.meta.filename) writeFileSync(COMPILED, await compileKernels());
