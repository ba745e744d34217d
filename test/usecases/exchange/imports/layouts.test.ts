import { expect } from 'chai';
import { ok, ROUND, sampleAt, startLaboratory, type Laboratory, type Problem } from '../../support/laboratory.ts';
import { xlsxFile, type CellContent } from '../../../support/xlsxFile.ts';

interface Report {
  kind: string; read: number; written: number; unchanged: number; kept: number; encoding: string; separator: string; sheet: string | null; sheets: string[]; importId: string | null;
  errors: { row: number; column: string; value: string; message: string }[];
  skipped: { row: number; column: string; value: string; message: string }[];
}

describe('layouts of instruments and workbooks over HTTP', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 20 }); });
  after(() => laboratory.close());
  const number = (index: number): string => sampleAt(laboratory, index).number;
  const id = (index: number): string => sampleAt(laboratory, index).id;
  const post = (kind: string, file: string | Buffer, query: Record<string, string> = {}) =>
    laboratory.technician.request('POST', `/api/imports/${kind}?${new URLSearchParams({ round: ROUND, fileName: 'results', ...query }).toString()}`, undefined, { raw: file, headers: { 'content-type': 'application/octet-stream', 'accept-language': 'en' } });
  const send = async (kind: string, file: string | Buffer, query: Record<string, string> = {}): Promise<Report> => ok<Report>(await post(kind, file, query));
  const table = (text: string): string[][] => text.trim().split('\n').map((line) => line.split(line.includes('\t') ? '\t' : ','));

  const sciex = (first: number, second: number): string => [
    'Sample Name\tSample Type\tComponent Name\tComponent Type\tActual Concentration\tCalculated Concentration (ng/mL)\tDilution Factor\tIS Name',
    `${number(first)}\tUnknown\tMETH\tQuantifiers\tN/A\t0.1234\t1\tMETH-d5`, `${number(first)}\tUnknown\tMETH-d5\tInternal Standards\t1\tN/A\t1\t`,
    `${number(second)}\tUnknown\tMETH\tQuantifiers\tN/A\tNo Peak\t1\tMETH-d5`, `${number(second)}\tUnknown\tAMPH\tQuantifiers\tN/A\tN/A\t1\tAMPH-d5`, 'Solvent\tSolvent\tMETH\tQuantifiers\tN/A\tN/A\t1\tMETH-d5',
  ].join('\n');
  const massHunter = (first: number, second: number): string => [
    'Sample,,,,METH Method,METH Results,,AMPH Results,,METH-d5 (ISTD) Results', 'Name,Type,Acq. Date-Time,Dil.,Exp. Conc.,RT,Calc. Conc. (ng/L),Calc. Conc. (ng/L),Final Conc. (ng/L),Resp.',
    `${number(first)},Sample,2018-01-20 10:15,1,,4.21,123.4,21.7,21.7,51230`, `${number(second)},Sample,2018-01-20 10:31,10,,4.21,45.1,,,50981`,
  ].join('\n');

  it('a SCIEX table is found by its headings; standards, solvent and missing concentrations are passed over and said so', async () => {
    const report = await send('auto', sciex(0, 1));
    expect(report).to.deep.include({ kind: 'sciex', read: 2, written: 2, errors: [], separator: '\t' });
    expect(report.skipped.map(({ row }) => row)).to.deep.equal([3, 5, 6]);
    expect(await laboratory.cell(id(0), 'meth')).to.include({ rawText: '0.1234', value: '123.4', typedUnit: 'µg/L' });
    expect(await laboratory.cell(id(1), 'meth')).to.include({ rawText: 'No Peak', qualifier: '<', value: null });
    expect((await laboratory.cell(id(1), 'amph')).resultId, 'N/A is no value').to.equal(null);
  });

  it('a dilution in a SCIEX table wants to be told what the concentration is', async () => {
    const file = `Sample Name\tSample Type\tComponent Name\tCalculated Concentration (ng/L)\tDilution Factor\n${number(2)}\tUnknown\tMETH\t45.1\t10\n`;
    const report = await send('sciex', file);
    expect(report.errors[0]).to.include({ row: 2, column: 'Dilution Factor', value: '10' });
    expect(report.errors[0]?.message).to.contain('before dilution');
    ok(await laboratory.technician.post('/api/import-mappings', { name: 'SCIEX, undiluted', kind: 'sciex', beforeDilution: true }), 201);
    expect(await send('auto', file, { mapping: 'SCIEX, undiluted' })).to.include({ kind: 'sciex', written: 1 });
    expect(await laboratory.cell(id(2), 'meth')).to.include({ rawText: '45.1', value: '451', dilution: '10' });
  });

  it('a MassHunter table is read by its two lines of headings, before dilution', async () => {
    const report = await send('auto', massHunter(3, 4));
    expect(report).to.deep.include({ kind: 'masshunter', read: 3, written: 3, errors: [] });
    expect(await laboratory.cell(id(3), 'amph')).to.include({ rawText: '21.7', value: '21.7' });
    expect(await laboratory.cell(id(4), 'meth')).to.include({ rawText: '45.1', value: '451', dilution: '10' });
    expect((await laboratory.cell(id(4), 'amph')).resultId, 'an empty cell stays empty').to.equal(null);
    const final = massHunter(5, 6).replaceAll('Calc. Conc.', 'Final Conc.');
    const refused = await send('masshunter', final);
    expect(refused).to.include({ written: 0 });
    expect(refused.errors[0]?.message).to.contain('Calc. Conc.');
    const unnamed = await send('masshunter', massHunter(5, 6).replaceAll(' (ng/L)', ''));
    expect(unnamed.errors.map((error) => error.column)).to.deep.equal(['METH Results', 'AMPH Results']);
  });

  it('the same four layouts as workbooks, with the sheet that was read', async () => {
    const long = [['sample', 'analyte', 'value', 'unit'], [number(7), 'METH', 12.5, 'ng/L'], [number(7), 'AMPH', '<1', 'ng/L']];
    const wide: CellContent[][] = [['样品编号', '甲基苯丙胺 (ng/L)', '氯胺酮 (µg/L)'], [number(8), 12.5, 0.05], [number(9), '未检出', '']];
    expect(await send('auto', xlsxFile({ '-old': [['x']], 结果: long }))).to.deep.include({ kind: 'results-long', written: 2, encoding: 'XLSX', separator: '', sheet: '结果', sheets: ['结果'], errors: [] });
    expect(await send('auto', xlsxFile({ A: wide, B: [['note']] }))).to.deep.include({ kind: 'results-wide', written: 3, sheet: 'A', sheets: ['A', 'B'], errors: [] });
    expect(await send('auto', xlsxFile({ R: table(sciex(10, 11)) }))).to.deep.include({ kind: 'sciex', written: 2, errors: [] });
    expect(await send('auto', xlsxFile({ R: table(massHunter(12, 13)) }))).to.deep.include({ kind: 'masshunter', written: 3, errors: [] });
    expect(await laboratory.cell(id(8), 'ket')).to.include({ rawText: '0.05', value: '50' });
  });

  it('a formula, a date and an error of a spreadsheet where a number belongs are errors in words; nothing is written', async () => {
    const rows: CellContent[][] = [
      ['sample', 'analyte', 'value', 'unit'], [number(14), 'METH', { xml: '<c r="{r}"><f>D2*2</f><v>12.5</v></c>' }, 'ng/L'], [number(14), 'AMPH', { xml: '<c r="{r}" s="1"><v>43110</v></c>' }, 'ng/L'],
      [number(14), 'MDMA', { xml: '<c r="{r}" t="e"><v>#DIV/0!</v></c>' }, 'ng/L'], [{ xml: '<c r="{r}"><f>A2</f><v>1</v></c>' }, 'KET', 5, 'ng/L'], [number(14), 'NORKET', 5, 'ng/L'],
    ];
    const report = await send('results-long', xlsxFile({ R: rows }));
    expect(report.written).to.equal(0);
    expect(report.errors.map(({ row, column, value }) => [row, column, value])).to.deep.equal([[2, 'value', '=D2*2'], [3, 'value', '2018-01-10'], [4, 'value', '#DIV/0!'], [5, 'sample', '=A2']]);
    for (const [index, word] of [[0, 'formula'], [1, 'date'], [2, 'error of a spreadsheet'], [3, 'formula']] as const) expect(report.errors[index]?.message).to.contain(word);
    expect((await laboratory.cell(id(14), 'norket')).resultId).to.equal(null);
  });

  it('a column mapping is kept by name, listed, used, changed and put out of use', async () => {
    const made = ok<{ id: string; revision: number }>(await laboratory.technician.post('/api/import-mappings', { name: '仪器 2', kind: 'results-long', columns: { sample: 'Vial', analyte: 'Peak', value: 'Amount' }, analytes: { 'Peak 1': 'meth' }, unit: 'µg/L' }), 201);
    const file = `Vial,Peak,Amount,value\n${number(15)},Peak 1,0.05,999\n`;
    expect((await send('results-long', file)).errors.length).to.be.greaterThan(0);
    expect(await send('auto', file, { mapping: '仪器 2' })).to.deep.include({ kind: 'results-long', written: 1, errors: [] });
    expect(await laboratory.cell(id(15), 'meth')).to.include({ rawText: '0.05', typedUnit: 'µg/L', value: '50' });
    expect(ok<{ items: { name: string }[] }>(await laboratory.technician.get('/api/import-mappings')).items.map((each) => each.name)).to.include('仪器 2');
    expect((await laboratory.technician.post('/api/import-mappings', { name: '仪器 2', kind: 'results-long' })).status).to.equal(409);
    for (const wrong of [{ columns: { nonsense: 'x' } }, { analytes: { x: 'nothing' } }, { unit: 'ppm' }]) expect((await laboratory.technician.post('/api/import-mappings', { name: 'wrong', kind: 'results-long', ...wrong })).status).to.equal(422);
    expect((await laboratory.technician.post('/api/import-mappings', { name: 'wrong', kind: 'no-such' })).status).to.equal(404);
    const changed = ok<{ revision: number }>(await laboratory.technician.patch(`/api/import-mappings/${made.id}`, { active: false }, made.revision));
    expect(changed.revision).to.equal(2);
    expect((await laboratory.technician.patch(`/api/import-mappings/${made.id}`, { active: true }, 1)).status).to.equal(412);
    expect((await post('auto', file, { mapping: '仪器 2' })).status).to.equal(404);
    expect((await post('auto', file, { mapping: 'never made' })).as<Problem>().detail).to.contain('never made');
  });

  it('rows of quality control of an instrument go to the run that is named for the file', async () => {
    const { matrix } = sampleAt(laboratory, 16);
    const run = ok<{ id: string; number: string }>(await laboratory.technician.post('/api/runs', { round: ROUND, matrix, methodCode: matrix === 'sewage' ? 'SJ-LCMSMS-W' : 'SJ-LCMSMS-R', instrument: 'LC-MS/MS 1' }), 201);
    const file = `Sample Name\tSample Type\tComponent Name\tActual Concentration\tCalculated Concentration (ng/L)\n${number(16)}\tUnknown\tMETH\tN/A\t50\nMB1\tBlank\tMETH\tN/A\tNo Peak\nQC1\tQuality Control\tMETH\t100\t98\n`;
    expect((await send('sciex', file)).errors.map(({ column }) => column)).to.deep.equal(['run', 'run']);
    expect(await send('sciex', file, { run: run.number })).to.deep.include({ written: 3, errors: [] });
    expect(ok<{ status: string; qc: unknown[] }>(await laboratory.technician.get(`/api/runs/${run.id}`)).qc).to.have.length(2);
  });
});
