/**
 * The text of a file whose encoding nobody names: UTF-8 (with or without BOM), UTF-16, GBK.
 * Either the right text comes out, or the file is refused; never mojibake on trust: what decodes
 * wrongly fails at its unit, sample and analyte names, which are all looked up.
 */
import { Fault } from '../../../models/errors.ts';

export type Encoding = 'UTF-8' | 'UTF-8 BOM' | 'UTF-16LE' | 'UTF-16BE' | 'GBK';

const startsWith = (bytes: Uint8Array, ...head: number[]): boolean => head.every((byte, index) => bytes[index] === byte);

/** UTF-16 without a BOM betrays itself by a NUL beside each ASCII letter. */
function halfNull(bytes: Uint8Array): Encoding | undefined {
  const seen = bytes.subarray(0, 2000);
  let even = 0;
  let odd = 0;
  seen.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  });
  const enough = seen.length / 4;
  if (odd > enough && even < odd / 10) return 'UTF-16LE';
  if (even > enough && odd < even / 10) return 'UTF-16BE';
  return undefined;
}

/** Old workbooks, PDF, archives: no text, whatever their name ends with. XLSX was taken before (readFile). */
function refuseBinary(bytes: Uint8Array): void {
  const kind = startsWith(bytes, 0x50, 0x4b) ? 'a ZIP' : startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0) ? 'an old workbook (XLS), or one protected by a password' : startsWith(bytes, 0x25, 0x50, 0x44, 0x46) ? 'a PDF' : undefined;
  if (kind !== undefined) throw new Fault('unsupported-format', `this is ${kind}; save it as XLSX or CSV (UTF-8) and import that`, { details: [{ message: 'import.binary', got: kind }] });
}

/** @throws Fault `unsupported-encoding`, `unsupported-format` for a file that is no text */
export function decodeText(bytes: Uint8Array): { text: string; encoding: Encoding } {
  refuseBinary(bytes);
  const strict = (label: string): string | undefined => {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      return undefined;
    }
  };
  const bom: Encoding | undefined = startsWith(bytes, 0xef, 0xbb, 0xbf) ? 'UTF-8 BOM' : startsWith(bytes, 0xff, 0xfe) ? 'UTF-16LE' : startsWith(bytes, 0xfe, 0xff) ? 'UTF-16BE' : halfNull(bytes);
  const attempts: [Encoding, string][] = bom === undefined ? [['UTF-8', 'utf-8'], ['GBK', 'gb18030']] : [[bom, bom === 'UTF-8 BOM' ? 'utf-8' : bom.toLowerCase()]];
  for (const [encoding, label] of attempts) {
    const text = strict(label);
    if (text !== undefined && !text.includes('\0')) return { text, encoding };
  }
  throw new Fault('unsupported-encoding', 'the encoding of the file was not recognised; save it as UTF-8 (in Excel: "CSV UTF-8") and import it again', { details: [{ message: 'import.encoding' }] });
}
