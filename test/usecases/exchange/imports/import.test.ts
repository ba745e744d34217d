import { expect } from 'chai';
import { listSamples, ok, receiveAll, ROUND, sampleAt, startLaboratory, type Laboratory, type Problem } from '../../support/laboratory.ts';

interface Report {
  read: number; written: number; unchanged: number; encoding: string; separator: string; dryRun: boolean;
  conflicts: { row: number; column: string; sampleNumber: string; analyte: string; existing: string; incoming: string; message: string }[];
  errors: { row: number; column: string; value: string; message: string }[];
}

describe('importing results over HTTP', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 20 }); });
  after(() => laboratory.close());
  const number = (index: number): string => sampleAt(laboratory, index).number;
  const id = (index: number): string => sampleAt(laboratory, index).id;
  const post = (kind: string, file: string | Buffer, query: Record<string, string> = {}) =>
    laboratory.technician.request('POST', `/api/imports/${kind}?${new URLSearchParams({ round: ROUND, fileName: 'results.csv', ...query }).toString()}`, undefined, { raw: file, headers: { 'content-type': 'text/csv', 'accept-language': 'en' } });
  const send = async (kind: string, file: string | Buffer, query: Record<string, string> = {}): Promise<Report> => ok<Report>(await post(kind, file, query));

  it('a dry run says what would be written and writes nothing; the import writes it; the same file again changes nothing', async () => {
    const file = `sample,analyte,value,unit,dilution\n${number(0)},METH,123.4,ng/L,\n${number(0)},amph,<1,ng/L,1\n${number(0)},氯胺酮,0.05,μg/L,10\n${number(0)},MDMA,,ng/L,\n`;
    const before = await laboratory.auditCount();
    const dry = await send('results-long', file, { dryRun: 'true' });
    expect(dry).to.deep.include({ read: 3, written: 3, unchanged: 0, conflicts: [], errors: [], encoding: 'UTF-8', separator: ',', dryRun: true });
    expect(await laboratory.auditCount()).to.equal(before);
    expect(await send('results-long', file)).to.deep.include({ read: 3, written: 3, unchanged: 0, dryRun: false });
    // one entry for the file, whose digests cover every row
    expect(await laboratory.auditCount()).to.equal(before + 1);
    expect(await laboratory.cell(id(0), 'meth')).to.include({ rawText: '123.4', value: '123.4', state: 'entered' });
    expect(await laboratory.cell(id(0), 'ket')).to.include({ rawText: '0.05', typedUnit: 'µg/L', value: '500', dilution: '10' });
    expect((await laboratory.cell(id(0), 'mdma')).resultId, 'an empty cell stays empty').to.equal(null);
    expect(await send('results-long', file)).to.deep.include({ read: 3, written: 0, unchanged: 3, conflicts: [], errors: [] });
    expect(await laboratory.auditCount()).to.equal(before + 1);
    expect((await laboratory.app.store.verify()).ok).to.equal(true);
  });

  it('lists every error at once with row, column, value and what to do, and writes nothing', async () => {
    const rows = [
      [number(1), 'METH', '50', 'ng/L'], ['NO-SUCH', 'METH', '50', 'ng/L'], [number(1), 'unobtainium', '50', 'ng/L'], [number(1), 'AMPH', '50', 'ppm'], [number(1), 'AMPH', '50', ''],
      [number(1), 'KET', 'NaN', 'ng/L'], [number(1), 'MDMA', '1e400', 'ng/L'], [number(1), 'MOR', '-1', 'ng/L'], [number(1), 'COD', '"12,5"', 'ng/L'], [number(1), 'BE', '=A1*2', 'ng/L'], [number(1), 'EPH', '2018-01-02', 'ng/L'],
      [number(1), 'METH', '51', 'ng/L'], [number(1), 'norket', '5', 'ng/g'], [laboratory.samples[40]?.number ?? '', 'METH', '50', 'ng/L'],
    ];
    const before = await laboratory.auditCount();
    const report = await send('results-long', `sample,analyte,value,unit\n${rows.map((row) => row.join(',')).join('\n')}\n`);
    expect(report.written).to.equal(0);
    expect(await laboratory.auditCount()).to.equal(before);
    expect(report.errors.map(({ row, column, value }) => [row, column, value])).to.deep.equal([
      [3, 'sample', 'NO-SUCH'], [4, 'analyte', 'unobtainium'], [5, 'value', '50'], [6, 'unit', '50'], [7, 'value', 'NaN'], [8, 'value', '1e400'], [9, 'value', '-1'], [10, 'value', '12,5'], [11, 'value', '=A1*2'], [12, 'value', '2018-01-02'],
      [13, 'value', '51'], [14, 'value', '5'], [15, 'value', '50'],
    ]);
    for (const error of report.errors) expect(error.message).to.match(/[.]$/);
    expect(report.errors[7]?.message).to.contain('12.5');
    expect(report.errors[10]?.message).to.contain('row 2');
    expect(report.errors[12]?.message).to.contain('not received');
  });

  it('a changed value is a conflict that wants a reason', async () => {
    const file = (value: string, reason = ''): string => `sample,analyte,value,unit,reason\n${number(2)},METH,${value},ng/L,${reason}\n${number(2)},AMPH,7,ng/L,\n`;
    await send('results-long', file('50'));
    const before = await laboratory.auditCount();
    const report = await send('results-long', file('51'));
    expect(report).to.include({ written: 0, unchanged: 1 });
    expect(report.conflicts[0]).to.include({ row: 2, sampleNumber: number(2), analyte: 'meth', existing: '50.0 ng/L (50)', incoming: '51 ng/L' });
    expect(await laboratory.auditCount()).to.equal(before);
    expect(await send('results-long', file('51', '  '))).to.include({ written: 0 });
    expect(await send('results-long', file('51', '重新积分'))).to.include({ written: 1, unchanged: 1 });
    expect(await send('results-long', file('52'), { reason: 'integrated again' })).to.include({ written: 1 });
    const cell = await laboratory.cell(id(2), 'meth');
    expect(cell).to.include({ rawText: '52', valueRevision: 3 });
    // once submitted, no reason is enough: it has to be returned first
    await laboratory.move('submit', [cell]);
    expect((await send('results-long', file('53', 'typing error'))).conflicts[0]?.message).to.contain('submitted');
  });

  it('one analyte per column, the unit in the heading', async () => {
    const report = await send('results-wide', `样品编号;甲基苯丙胺 (ng/L);AMPH [µg/L];备注\n${number(3)};１２３.４;0.05;峰形拖尾\n${number(4)};未检出;;\n`);
    expect(report).to.deep.include({ read: 3, written: 3, errors: [], separator: ';' });
    expect(await laboratory.cell(id(3), 'meth')).to.include({ rawText: '１２３.４', value: '123.4', remark: '峰形拖尾' });
    expect(await laboratory.cell(id(3), 'amph')).to.include({ value: '50', typedUnit: 'µg/L' });
    expect(await laboratory.cell(id(4), 'meth')).to.include({ qualifier: '<', value: null });
    expect((await laboratory.cell(id(4), 'amph')).resultId).to.equal(null);
  });

  it('the unit is mandatory, a column may stand once, and a column is missing by name', async () => {
    expect((await send('results-wide', `sample,METH\n${number(3)},5\n`)).errors[0]).to.include({ row: 1, column: 'METH' });
    expect((await send('results-wide', `sample,METH (ng/L),meth (µg/L)\n${number(3)},5,6\n`)).errors[0]?.message).to.contain('twice');
    expect((await send('results-long', `sample,analyte,value\n${number(3)},METH,5\n`)).errors[0]?.message).to.contain('unit');
    expect((await send('results-long', 'a,b\n1,2\n')).errors).to.have.length(4);
  });

  it('reads GBK, UTF-16 and a BOM as they are, and refuses what is no text', async () => {
    const text = `样品编号\t分析物\t结果\t单位\r\n${number(5)}\t甲基苯丙胺\t5.5\tng/L\r\n`;
    // GBK bytes of the Chinese words; ASCII is itself
    const gbk: Record<string, number[]> = { 样品编号: [0xd1, 0xf9, 0xc6, 0xb7, 0xb1, 0xe0, 0xba, 0xc5], 分析物: [0xb7, 0xd6, 0xce, 0xf6, 0xce, 0xef], 结果: [0xbd, 0xe1, 0xb9, 0xfb], 单位: [0xb5, 0xa5, 0xce, 0xbb], 甲基苯丙胺: [0xbc, 0xd7, 0xbb, 0xf9, 0xb1, 0xbd, 0xb1, 0xfb, 0xb0, 0xb7] };
    const bytes = Buffer.concat(text.split(/(样品编号|分析物|结果|单位|甲基苯丙胺)/).map((part) => Buffer.from(gbk[part] ?? [...Buffer.from(part)])));
    expect(await send('results-long', bytes, { dryRun: 'true' })).to.deep.include({ written: 1, errors: [], encoding: 'GBK', separator: '\t' });
    const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
    expect(await send('results-long', utf16, { dryRun: 'true' })).to.deep.include({ written: 1, encoding: 'UTF-16LE' });
    expect(await send('results-long', Buffer.from(text, 'utf16le'), { dryRun: 'true' })).to.deep.include({ written: 1, encoding: 'UTF-16LE' });
    expect(await send('results-long', Buffer.from(utf16).swap16(), { dryRun: 'true' })).to.deep.include({ written: 1, encoding: 'UTF-16BE' });
    expect(await send('results-long', `\uFEFF${text}`, { dryRun: 'true' })).to.deep.include({ written: 1, encoding: 'UTF-8 BOM' });
    for (const file of [Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41]), Buffer.from([0x80, 0x81, 0xff, 0x00, 0x01])]) {
      expect((await post('results-long', file)).status).to.equal(415);
    }
    expect((await post('results-long', '')).status).to.be.greaterThan(399);
  });

  it('a micro sign that decodes wrongly is an error, never a value', async () => {
    const latin1 = Buffer.from(`sample,analyte,value,unit\n${number(5)},METH,5,\u00b5g/L\n`, 'latin1');
    const report = await send('results-long', latin1, { dryRun: 'true' });
    expect(report.written).to.equal(0);
    expect(report.errors[0]?.message).to.contain('is unknown');
  });

  it('a file cut in the middle is refused', async () => {
    const whole = `sample,analyte,value,unit\n${number(6)},METH,5,ng/L\n${number(6)},AMPH,6,ng/L\n`;
    const cut = await send('results-long', whole.slice(0, -8));
    expect(cut.written).to.equal(0);
    expect(cut.errors[0]?.message).to.contain('cut off');
    const quoted = await post('results-long', `sample,analyte,value,unit\n${number(6)},"METH,5,ng/L\n`);
    expect(quoted.status).to.equal(415);
    expect(quoted.as<Problem>().detail).to.contain('cut off');
  });

  it('quality-control rows go to the quality control of their run', async () => {
    const matrix = sampleAt(laboratory, 7).matrix;
    const run = ok<{ id: string; number: string }>(await laboratory.technician.post('/api/runs', { round: ROUND, matrix, methodCode: matrix === 'sewage' ? 'SJ-LCMSMS-W' : 'SJ-LCMSMS-R', instrument: 'LC-MS/MS 1' }), 201);
    const file = `sample,analyte,value,unit,type,expected,run\n${number(7)},METH,50,ng/L,样品,,${run.number}\nMB1,METH,ND,ng/L,方法空白,,${run.number}\nMB2,METH,ND,ng/L,方法空白,,${run.number}\nLCS,METH,98,ng/L,LCS,100,${run.number}\n${number(7)},METH,52,ng/L,duplicate,,${run.number}\n`;
    expect(await send('results-long', file)).to.deep.include({ read: 5, written: 5, errors: [] });
    expect(await send('results-long', file)).to.deep.include({ read: 5, written: 0, unchanged: 5 });
    const view = ok<{ status: string; qc: unknown[]; results: number }>(await laboratory.technician.get(`/api/runs/${run.id}`));
    expect(view).to.include({ status: 'pass', results: 1 });
    expect(view.qc).to.have.length(4);
    const wrong = await send('results-long', `sample,analyte,value,unit,type,expected,run\nMB1,METH,ND,ng/L,方法空白,,\nLCS,METH,98,ng/L,LCS,,${run.number}\nX,METH,1,ng/L,mystery,,\n`);
    expect(wrong.errors.map(({ row, column }) => [row, column])).to.deep.equal([[2, 'run'], [3, 'expected'], [4, 'type']]);
  });

  it('samples of another round are refused where a round is named', async () => {
    ok(await laboratory.technician.post('/api/rounds', { code: '2018-Q2', plan: 'huilai' }));
    const other = await listSamples(laboratory.technician, '2018-Q2');
    await receiveAll(laboratory.technician, other.slice(0, 1));
    const file = `sample,analyte,value,unit\n${other[0]?.number ?? ''},METH,5,ng/L\n`;
    expect((await send('results-long', file)).errors[0]?.message).to.contain('2018-Q2');
    const open = ok<Report>(await laboratory.technician.request('POST', '/api/imports/results-long', undefined, { raw: file, headers: { 'content-type': 'text/csv' } }));
    expect(open.written).to.equal(1);
    expect((await post('nonsense', file)).status).to.equal(404);
    expect((await post('results-long', file, { round: '1999-Q1' })).status).to.equal(404);
  });

  it('offers an example of each kind that it reads itself', async () => {
    const { kinds } = ok<{ kinds: { id: string; sample: string }[] }>(await laboratory.technician.get('/api/imports'));
    for (const kind of kinds) {
      const file = kind.sample.replaceAll('2018Q1-HL100-1', number(10)).replaceAll('2018Q1-HL100-2', number(11));
      const report = await send(kind.id, file, { dryRun: 'true' });
      expect(report.errors, kind.id).to.deep.equal([]);
      expect(report.written, kind.id).to.be.greaterThan(0);
    }
  });

  it('is for technicians and the quality manager', async () => {
    const viewer = await laboratory.app.as('viewer');
    expect((await viewer.request('POST', '/api/imports/results-long', undefined, { raw: 'x', headers: { 'content-type': 'text/csv' } })).status).to.equal(403);
  });
});
