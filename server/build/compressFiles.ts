/** Writes each built text file a second and third time, as Brotli and gzip, so that serving it costs no processor. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TEXT = new Set(['.css', '.html', '.js', '.json', '.mjs', '.svg', '.txt', '.wasm', '.webmanifest']);
/** Smaller files fit one packet as they are. */
const LEAST_BYTES = 1024;

/** @returns how many files were compressed */
export async function compressFiles(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && TEXT.has(extname(entry.name))).map((entry) => join(entry.parentPath, entry.name));
  const done = await Promise.all(paths.map(async (path) => {
    const bytes = await readFile(path);
    if (bytes.length < LEAST_BYTES) return 0;
    const brotli = promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
    await Promise.all([brotli.then((packed) => writeFile(`${path}.br`, packed)), promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }).then((packed) => writeFile(`${path}.gz`, packed))]);
    return 1;
  }));
  return done.reduce<number>((sum, one) => sum + one, 0);
}
