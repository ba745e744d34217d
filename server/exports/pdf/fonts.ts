/** The font of printed orders: Noto Sans SC (SIL OFL 1.1), read and unwrapped once per process. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fontCoverage } from './fontCoverage.ts';
import { woffToSfnt } from './woffToSfnt.ts';

export interface OrderFonts {
  plain: Buffer;
  bold: Buffer;
  /** Code points that both of them can draw. */
  covered: ReadonlySet<number>;
}

const folder = join(dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json')), 'files');
const read = async (weight: 400 | 700): Promise<Buffer> => woffToSfnt(await readFile(join(folder, `noto-sans-sc-chinese-simplified-${weight}-normal.woff`)));
let loaded: Promise<OrderFonts> | undefined;

export function orderFonts(): Promise<OrderFonts> {
  loaded ??= Promise.all([read(400), read(700)]).then(([plain, bold]) => {
    const strong = fontCoverage(bold);
    return { plain, bold, covered: new Set([...fontCoverage(plain)].filter((code) => strong.has(code))) };
  });
  return loaded;
}
