/** Workbooks for tests, written part by part so that wrong ones can be written too. */
import { crc32, deflateRawSync } from 'node:zlib';

export type ZipPart = readonly [name: string, content: string | Buffer, lie?: { size?: number; flags?: number }];

/** @param parts in order; `lie` announces another size than the true one */
export function zipFile(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content, lie] of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const title = Buffer.from(name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(lie?.flags ?? 0, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(crc32(bytes), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(lie?.size ?? bytes.length, 18);
    head.writeUInt16LE(title.length, 22);
    bodies.push(Buffer.from([0x50, 0x4b, 3, 4]), head, title, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), head, tail, title);
    offset += 30 + title.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, listing, end]);
}

/** A cell: text, a number, or the XML that a spreadsheet would write for it, with `{r}` for its place. */
export type CellContent = string | number | { xml: string };

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const letters = (column: number): string => (column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26));

export function sheetXml(rows: readonly (readonly CellContent[])[], texts: string[]): string {
  const cell = (content: CellContent, place: string): string => {
    if (typeof content === 'object') return content.xml.replaceAll('{r}', place);
    if (typeof content === 'number') return `<c r="${place}"><v>${String(content)}</v></c>`;
    if (content === '') return '';
    if (!texts.includes(content)) texts.push(content);
    return `<c r="${place}" t="s"><v>${String(texts.indexOf(content))}</v></c>`;
  };
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.map((row, index) => `<row r="${String(index + 1)}">${row.map((content, column) => cell(content, `${letters(column)}${String(index + 1)}`)).join('')}</row>`).join('')}</sheetData></worksheet>`;
}

/** Style 1 shows a date, style 2 one by a format of its own. */
const STYLES = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>';

/** @param sheets by name; a name that begins with `-` is hidden */
export function xlsxFile(sheets: Readonly<Record<string, readonly (readonly CellContent[])[]>>, more: readonly ZipPart[] = []): Buffer {
  const texts: string[] = [];
  const names = Object.keys(sheets);
  const parts = names.map((name, index): ZipPart => [`xl/worksheets/sheet${String(index + 1)}.xml`, sheetXml(sheets[name] ?? [], texts)]);
  const relations = names.map((_name, index) => `<Relationship Id="rId${String(index + 1)}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${String(index + 1)}.xml"/>`);
  const list = names.map((name, index) => `<sheet name="${escaped(name.replace(/^-/, ''))}" sheetId="${String(index + 1)}" r:id="rId${String(index + 1)}"${name.startsWith('-') ? ' state="hidden"' : ''}/>`);
  return zipFile([
    ['[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'],
    ['xl/workbook.xml', `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${list.join('')}</sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join('')}</Relationships>`],
    ['xl/styles.xml', STYLES],
    ...parts,
    ['xl/sharedStrings.xml', `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${texts.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`],
    ...more,
  ]);
}
