/** CSV as spreadsheets and programs read it; read back by csv-parse. */
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { guarded, writeCsv, type Column } from '../../../server/exports/csv.ts';

interface Row {
  text: string | null;
  number: string | number | null;
  flag: boolean;
}
const columns: Column<Row>[] = [
  { key: 'text', heading: ['文字', 'Text'], type: 'text', of: ({ text }) => text },
  { key: 'number', heading: ['数', 'Number'], type: 'number', of: ({ number }) => number },
  { key: 'flag', heading: ['synthetic', 'synthetic'], type: 'flag', of: ({ flag }) => flag },
];
const read = (bytes: string): string[][] => parse(bytes, { bom: true, relax_column_count: false });

describe('CSV', () => {
  it('begins with a BOM, ends lines with CRLF, and says its headings in the language asked for', () => {
    const bytes = writeCsv(columns, [{ text: '岐石', number: '12.50', flag: true }], 'zh-CN');
    expect([...Buffer.from(bytes, 'utf8').subarray(0, 3)]).to.deep.equal([0xef, 0xbb, 0xbf]);
    expect(bytes.slice(1)).to.equal('文字,数,synthetic\r\n岐石,12.50,true\r\n');
    expect(writeCsv(columns, [], 'en').slice(1)).to.equal('Text,Number,synthetic\r\n');
  });

  it('keeps numbers as numbers to the last digit, negative ones too, and a missing one blank', () => {
    const bytes = writeCsv(columns, [{ text: '', number: '-0.000120', flag: false }, { text: null, number: null, flag: false }, { text: 'x', number: 3.5e-8, flag: false }], 'en');
    expect(read(bytes).slice(1)).to.deep.equal([['', '-0.000120', 'false'], ['', '', 'false'], ['x', '3.5e-8', 'false']]);
  });

  it('refuses a number cell that is none', () => {
    for (const number of ['<10', 'NaN', '', Number.NaN, Infinity]) expect(() => writeCsv(columns, [{ text: '', number, flag: false }], 'en'), String(number)).to.throw(RangeError, /column number holds/);
  });

  it('disarms every start that a spreadsheet would run, full-width forms and blanks before it included', () => {
    for (const start of ['=', '+', '-', '@', '|', '\t', '\r', '\n', '＝', '＋', '－', '＠', '｜']) {
      for (const before of ['', ' ', '  ', '\u3000', '\u00A0', '\uFEFF']) expect(guarded(`${before}${start}SUM(A1)`), JSON.stringify(before + start)).to.equal(`'${before}${start}SUM(A1)`);
    }
    for (const harmless of ['< 10', '> 1000', '岐石', 'a=b', "'x", '1-2', '']) expect(guarded(harmless)).to.equal(harmless);
  });

  it('survives any text: what csv-parse reads back is what was written, but for the guard', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ text: fc.string({ unit: 'binary' }), number: fc.integer(), flag: fc.boolean() }), { minLength: 1 }), (rows) => {
        const back = read(writeCsv(columns, rows, 'en')).slice(1);
        expect(back).to.deep.equal(rows.map(({ text, number, flag }) => [guarded(text), String(number), String(flag)]));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
