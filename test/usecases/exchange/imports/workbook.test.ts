import { expect } from 'chai';
import { Fault } from '../../../../models/errors.ts';
import { readFile } from '../../../../server/imports/text/readFile.ts';
import { readWorkbook } from '../../../../server/imports/workbook/readWorkbook.ts';
import { sheetXml, xlsxFile, zipFile, type CellContent, type ZipPart } from '../../../support/xlsxFile.ts';

const rowsOf = async (rows: readonly (readonly CellContent[])[], more: readonly ZipPart[] = []): Promise<string[][]> => (await readWorkbook(xlsxFile({ Results: rows }, more))).rows.map((row) => row.cells);
const fault = async (bytes: Buffer): Promise<string> => readWorkbook(bytes).then(() => 'read', (error: unknown) => (error instanceof Fault ? `${error.code}: ${error.message}` : `unexpected ${String(error)}`));

describe('reading workbooks', () => {
  it('texts, numbers in the shortest form of the same double, truth values and errors', async () => {
    const [row] = await rowsOf([['样品 <1> & co', 123.4, { xml: '<c r="{r}"><v>7.0000000000000007E-2</v></c>' }, { xml: '<c r="{r}"><v>1E-7</v></c>' }, { xml: '<c r="{r}" t="b"><v>1</v></c>' }, { xml: '<c r="{r}" t="e"><v>#DIV/0!</v></c>' }, { xml: '<c r="{r}" t="inlineStr"><is><r><t>&lt;</t></r><r><t>5</t></r></is></c>' }]]);
    expect(row).to.deep.equal(['样品 <1> & co', '123.4', '0.07', '1E-7', 'TRUE', '#DIV/0!', '<5']);
  });

  it('a formula stays a formula, whatever value it carries, and a date a date', async () => {
    const [row] = await rowsOf([[
      { xml: '<c r="{r}"><f>A2*2</f><v>246.8</v></c>' }, { xml: '<c r="{r}"><f t="shared" si="0"/><v>5</v></c>' }, { xml: '<c r="{r}" s="1"><v>43110</v></c>' }, { xml: '<c r="{r}" s="2"><v>43110.5</v></c>' }, { xml: '<c r="{r}" t="str"><f>"x"</f><v>x</v></c>' },
    ]]);
    expect(row).to.deep.equal(['=A2*2', '=…', '2018-01-10', '2018-01-10 12:00:00', '="x"']);
  });

  it('keeps rows and columns where they are, and takes the first visible sheet that is not empty', async () => {
    const bytes = xlsxFile({ '-raw': [['hidden']], Empty: [], Results: [['a', '', 'c'], [], ['d']], More: [['e']] });
    const read = await readWorkbook(bytes);
    expect(read).to.deep.include({ sheet: 'Results', sheets: ['Empty', 'Results', 'More'] });
    expect(read.rows).to.deep.equal([{ line: 1, cells: ['a', '', 'c'] }, { line: 3, cells: ['d', '', ''] }]);
    expect((await readWorkbook(bytes, 'More')).rows[0]?.cells).to.deep.equal(['e']);
    expect(await readWorkbook(bytes, 'raw').then(() => 'read', (error: unknown) => (error instanceof Fault ? error.message : ''))).to.contain('there are: Empty, Results, More');
  });

  it('says what is no workbook, cut off, protected, or no XML', async () => {
    const whole = xlsxFile({ Results: [['a']] });
    expect(await fault(whole.subarray(0, whole.length - 40))).to.match(/^unsupported-format/);
    expect(await fault(zipFile([['readme.txt', 'hello']]))).to.contain('no XLSX workbook');
    expect(await fault(zipFile([['xl/workbook.xml', 'x', { flags: 1 }]]))).to.contain('password');
    const sheet = (xml: string): Buffer => zipFile([
      ['xl/workbook.xml', '<workbook><sheets><sheet name="R" r:id="a" xmlns:r="r"/></sheets></workbook>'], ['xl/_rels/workbook.xml.rels', '<Relationships><Relationship Id="a" Target="s.xml"/></Relationships>'], ['xl/s.xml', xml],
    ]);
    expect(await fault(sheet('<worksheet><row>'))).to.match(/^unsupported-format/);
    expect(await fault(sheet('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet>&a;</worksheet>'))).to.contain('document type');
    expect(await fault(sheet(`${'<a>'.repeat(100)}${'</a>'.repeat(100)}`))).to.contain('too deeply');
    expect(await fault(sheet('<worksheet><sheetData><row r="1"><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>'))).to.match(/^too-large/);
  });

  it('a bomb is stopped while it swells, whatever it announces', async function () {
    this.timeout(30_000);
    // 70 MB of blanks in 70 kB
    const xml = (megabytes: number): Buffer => Buffer.concat([Buffer.from('<worksheet><sheetData>'), Buffer.alloc(megabytes * 1024 * 1024, 0x20)]);
    const bomb = (megabytes: number, lie?: { size: number }): Buffer => zipFile([
      ['xl/workbook.xml', '<workbook><sheets><sheet name="R" r:id="a" xmlns:r="r"/></sheets></workbook>'], ['xl/_rels/workbook.xml.rels', '<Relationships><Relationship Id="a" Target="s.xml"/></Relationships>'], lie === undefined ? ['xl/s.xml', xml(megabytes)] : ['xl/s.xml', xml(megabytes), lie],
    ]);
    const honest = bomb(70);
    expect(honest.length).to.be.lessThan(1_000_000);
    expect(await fault(honest)).to.match(/^too-large/);
    expect(await fault(bomb(1, { size: 1000 }))).to.match(/^unsupported-format/);
  });

  it('20,000 rows are read in seconds, and other work goes on beside', async function () {
    this.timeout(30_000);
    const texts: string[] = [];
    const rows = [['sample', 'analyte', 'value', 'unit'], ...Array.from({ length: 20_000 }, (_, index) => [`S-${String(index % 65)}`, 'METH', index / 10, 'ng/L'])];
    expect(sheetXml(rows.slice(0, 1), texts)).to.contain('<row r="1">');
    const bytes = xlsxFile({ Results: rows });
    let turns = 0;
    const timer = setInterval(() => { turns += 1; }, 5);
    const { table, encoding } = await readFile(bytes);
    clearInterval(timer);
    expect(encoding).to.equal('XLSX');
    expect(table.rows).to.have.length(20_001);
    expect(table.rows.at(-1)).to.deep.equal({ line: 20_001, cells: ['S-44', 'METH', '1999.9', 'ng/L'] });
    expect(turns).to.be.greaterThan(3);
  });
});
