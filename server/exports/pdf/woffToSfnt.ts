/**
 * A WOFF 1.0 font as the TrueType file that it wraps (W3C WOFF 1.0, sections 4 and 5): tables inflated, the
 * directory written anew. Readers of fonts take seconds for each glyph of a wrapped file, none for the bare one. Pure.
 */
import { inflateSync } from 'node:zlib';

const SIGNATURE = 0x774f4646;
const WOFF_HEADER = 44;
const WOFF_ENTRY = 20;
const SFNT_HEADER = 12;
const SFNT_ENTRY = 16;

const padded = (length: number): number => (length + 3) & ~3;

/** @throws RangeError where the bytes are no WOFF 1.0 font, or a table is not as long as it says */
export function woffToSfnt(woff: Buffer): Buffer {
  if (woff.length < WOFF_HEADER || woff.readUInt32BE(0) !== SIGNATURE) throw new RangeError('the bytes are no WOFF font; the signature wOFF was expected');
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, i) => {
    const at = WOFF_HEADER + WOFF_ENTRY * i;
    const [offset, packed, length] = [woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 8), woff.readUInt32BE(at + 12)];
    const raw = woff.subarray(offset, offset + packed);
    const data = packed < length ? inflateSync(raw) : raw;
    if (data.length !== length) throw new RangeError(`table ${i} has ${data.length} bytes; ${length} were expected`);
    return { tag: woff.subarray(at, at + 4), checksum: woff.readUInt32BE(at + 16), data };
  });
  const start = SFNT_HEADER + SFNT_ENTRY * count;
  const sfnt = Buffer.alloc(start + tables.reduce((sum, { data }) => sum + padded(data.length), 0));
  const power = 2 ** Math.floor(Math.log2(Math.max(1, count)));
  sfnt.writeUInt32BE(woff.readUInt32BE(4), 0);
  sfnt.writeUInt16BE(count, 4);
  sfnt.writeUInt16BE(16 * power, 6);
  sfnt.writeUInt16BE(Math.log2(power), 8);
  sfnt.writeUInt16BE(16 * (count - power), 10);
  let offset = start;
  tables.forEach(({ tag, checksum, data }, i) => {
    const at = SFNT_HEADER + SFNT_ENTRY * i;
    tag.copy(sfnt, at);
    sfnt.writeUInt32BE(checksum, at + 4);
    sfnt.writeUInt32BE(offset, at + 8);
    sfnt.writeUInt32BE(data.length, at + 12);
    data.copy(sfnt, offset);
    offset += padded(data.length);
  });
  return sfnt;
}
