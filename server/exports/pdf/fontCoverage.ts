/**
 * Which characters a TrueType font can draw, from its cmap table (OpenType 1.9, cmap, formats 4 and 12). A character
 * without a glyph prints as an empty box; whoever prints asks here first. Pure.
 */
const TABLE_ENTRY = 16;
const HEADER = 12;
const SUBTABLE_ENTRY = 8;

/** @throws RangeError where the table is not there */
function cmapOf(sfnt: Buffer): Buffer {
  const count = sfnt.readUInt16BE(4);
  for (let i = 0; i < count; i++) {
    const at = HEADER + TABLE_ENTRY * i;
    if (sfnt.toString('latin1', at, at + 4) === 'cmap') return sfnt.subarray(sfnt.readUInt32BE(at + 8), sfnt.readUInt32BE(at + 8) + sfnt.readUInt32BE(at + 12));
  }
  throw new RangeError('the font has no cmap table; a TrueType font with one was expected');
}

/** Characters of the basic plane, in segments. */
function addSegments(table: Buffer, known: Set<number>): void {
  const twice = table.readUInt16BE(6);
  for (let i = 0; i < twice; i += 2) {
    const end = table.readUInt16BE(14 + i);
    const start = table.readUInt16BE(16 + twice + i);
    const delta = table.readUInt16BE(16 + 2 * twice + i);
    const rangeAt = 16 + 3 * twice + i;
    const range = table.readUInt16BE(rangeAt);
    for (let code = start; code <= end && code !== 0xffff; code++) {
      const index = range === 0 ? code : table.readUInt16BE(rangeAt + range + 2 * (code - start));
      if (index !== 0 && ((index + delta) & 0xffff) !== 0) known.add(code);
    }
  }
}

/** Characters of all planes, in groups. */
function addGroups(table: Buffer, known: Set<number>): void {
  const count = table.readUInt32BE(12);
  for (let i = 0; i < count; i++) {
    const at = 16 + 12 * i;
    const [first, last, glyph] = [table.readUInt32BE(at), table.readUInt32BE(at + 4), table.readUInt32BE(at + 8)];
    for (let code = first; code <= last; code++) if (glyph + code - first !== 0) known.add(code);
  }
}

/**
 * @param sfnt the bytes of the font
 * @returns code points that have a glyph
 * @throws RangeError where the font has no cmap table, or none in a format that is read here
 */
export function fontCoverage(sfnt: Buffer): ReadonlySet<number> {
  const cmap = cmapOf(sfnt);
  const known = new Set<number>();
  let read = 0;
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + SUBTABLE_ENTRY * i + 4));
    const format = table.readUInt16BE(0);
    if (format === 4) addSegments(table, known);
    else if (format === 12) addGroups(table, known);
    else continue;
    read += 1;
  }
  if (read === 0) throw new RangeError('the font has no cmap of format 4 or 12; one of them was expected');
  return known;
}

/** "[U+20BB7]": what is printed where the font has no glyph; plain ASCII, which every font has. */
const nameOf = (character: string): string => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/**
 * A text as it can be printed.
 * @param missing takes every character that had to be named instead
 */
export function printable(text: string, covered: ReadonlySet<number>, missing: Set<string>): string {
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      // line ends and blanks are laid out, not drawn
      if (covered.has(code) || /\s/u.test(character)) return character;
      missing.add(nameOf(character));
      return nameOf(character);
    })
    .join('');
}
