/** What laboratory.md pins about reading, limits, rounding and uncertainty, through HTTP: LOD 10, LOQ 20, upper limit 1000 ng/L, three digits. */
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { method, resultRevision, verdict, type Method } from '../../../models/schemas/index.ts';
import { newId, nowInstant } from '../../../models/store/index.ts';
import { referenceFor } from '../../../models/reference/referenceValues.ts';
import type { Cell } from '../../../server/usecases/results/cellTypes.ts';
import { ok, ROUND, startLaboratory, type Laboratory, type Recorded, type SampleItem } from '../support/laboratory.ts';

interface Revision { rawText: string; reportedText: string; value: string | null; limit: string | null; lod: string | null; loq: string | null; upper: string | null; expandedUncertainty: string | null; hold: string | null }

describe('pinned behaviour of reading over HTTP', () => {
  let laboratory: Laboratory;
  let sewage: SampleItem[];
  let next = 0;

  /** A new version of the method of an analyte: the newest is in force. */
  async function revise(analyteId: string, change: Partial<Method>): Promise<void> {
    const { store } = laboratory.app;
    const versions = await store.read.find(method, { where: { analyteId, matrix: 'sewage' }, order: ['-version'] });
    const [newest] = versions;
    if (newest === undefined) throw new Error(`no method for ${analyteId}`);
    const row: Method = { ...newest, id: newId(), version: newest.version + 1, lod: '10', loq: '20', upper: '1000', significantDigits: 3, maximumDecimals: null, rounding: 'gb-t-8170', manualLimits: false, ...change };
    await store.write(async (tx) => {
      await tx.insert(method, [row]);
      tx.audit({ actorId: null, action: 'test.method', subject: 'method', subjectId: row.id });
    });
  }

  before(async () => {
    laboratory = await startLaboratory({ receive: 40 });
    sewage = laboratory.samples.slice(0, 40).filter((sample) => sample.matrix === 'sewage');
    await revise('meth', { uncertainty: [{ from: '20', to: '50', relative: 0.2 }, { from: '50', to: '1000', relative: 0.1 }] });
    await revise('mdma', { manualLimits: true });
    await revise('mor', { lod: '0.0001', loq: '0.0001' });
    await revise('cod', { lod: '0.0001', loq: '0.0001', rounding: 'half-up' });
    await revise('mam6', { lod: '0.0001', loq: '0.0001', maximumDecimals: 4 });
    await revise('be', { lod: '10', loq: '12' });
  });
  after(() => laboratory.close());
  const fresh = (): SampleItem => {
    const sample = sewage[next++];
    if (sample === undefined) throw new Error('no more samples');
    return sample;
  };
  const type = async (analyteId: string, rawText: string, more: object = {}): Promise<Recorded> => laboratory.record([{ sampleId: fresh().id, analyteId, revision: 0, rawText, ...more }]);
  /** Types several texts, each in a bottle's cell of its own, one after the other in the same cell. */
  async function typeAll(analyteId: string, texts: readonly string[], more: object = {}): Promise<Map<string, Recorded>> {
    const sampleId = fresh().id;
    const answers = new Map<string, Recorded>();
    let revision = 0;
    for (const rawText of texts) {
      const answer = await laboratory.record([{ sampleId, analyteId, revision, rawText, ...more }]);
      revision = answer.change.cells[0]?.revision ?? revision;
      answers.set(rawText, answer);
    }
    return answers;
  }
  const cellOf = (answer: Recorded | undefined): Cell => {
    const [cell] = answer?.change.cells ?? [];
    if (cell === undefined) throw new Error(`refused: ${JSON.stringify(answer?.refused)}`);
    return cell;
  };
  const detail = async (cell: Pick<Cell, 'resultId' | 'revision'>): Promise<{ revisions: Revision[]; cell: Cell }> => ok(await laboratory.technician.get(`/api/results/${String(cell.resultId)}`));

  it('5 is "< 10", 15 is "< 20 (detected)", 10 is not below the LOD, 1001 is "> 1000"; the text stays as typed', async () => {
    const shown = await typeAll('meth', ['5', '15', '10', '9.999', '20', '1000', '1001', '<10', '10L', '<20', '＜10', '未检出']);
    expect([...shown].map(([text, answer]) => [text, cellOf(answer).reportedText, cellOf(answer).rawText === text])).to.deep.equal([
      ['5', '< 10', true], ['15', '< 20 (detected)', true], ['10', '< 20 (detected)', true], ['9.999', '< 10', true], ['20', '20.0', true], ['1000', '1000', true], ['1001', '> 1000', true],
      ['<10', '< 10', true], ['10L', '< 10', true], ['<20', '< 20', true], ['＜10', '< 10', true], ['未检出', '< 10', true],
    ]);
    // where there is a qualifier the qualifier governs, yet the 5 is kept
    expect(cellOf(shown.get('5'))).to.include({ qualifier: '<', limit: '10', value: '5' });
    expect(cellOf(shown.get('1001')).flags.map((flag) => flag.code)).to.include('above-range');
  });

  it('"<15" is refused unless manual limits are on; then qualifier and limit are stored, and the number is null', async () => {
    const { refused } = await type('meth', '<15');
    expect(refused[0]).to.include({ code: 'limit-not-of-method', rawText: '<15' });
    expect(refused[0]?.sentence).to.match(/10.*20/);
    expect(cellOf(await type('mdma', '<15'))).to.include({ qualifier: '<', limit: '15', value: null, reportedText: '< 15' });
  });

  it('dilution 10: "<10" reports "< 100", 12.5 reports 125, and the limits scale', async () => {
    const diluted = cellOf(await type('be', '<10', { dilution: '10' }));
    expect(diluted).to.include({ reportedText: '< 100', limit: '100' });
    expect(cellOf(await type('be', '12.5', { dilution: '10' }))).to.include({ reportedText: '125', value: '125' });
    expect((await detail(diluted)).revisions[0]).to.include({ lod: '100', loq: '120', upper: '10000' });
    expect(cellOf(await type('meth', '15', { dilution: '10' }))).to.include({ reportedText: '< 200 (detected)', value: '150' });
  });

  it('0 is a value and blank is not; what cannot be read is refused in words and kept', async () => {
    expect(cellOf(await type('meth', '0'))).to.include({ rawText: '0', value: '0', qualifier: '<', reportedText: '< 10' });
    const blank = await type('meth', '   ');
    expect([blank.refused, cellOf(blank).resultId]).to.deep.equal([[], null]);
    const digits = '1'.repeat(40);
    const refused = await typeAll('meth', ['abc', '5<', '1e', '١٢', '12,5', '1,234.5', 'NaN', 'Infinity', '1e400', '-1', digits, '=A1', '2018-01-02', 'N/A', '≤5', '<1x']);
    expect([...refused].map(([text, answer]) => [text, answer.refused[0]?.code, answer.refused[0]?.rawText === text])).to.deep.equal([
      ['abc', 'not-a-number', true], ['5<', 'qualifier-after', true], ['1e', 'not-a-number', true], ['١٢', 'other-digits', true], ['12,5', 'decimal-comma', true], ['1,234.5', 'ambiguous-separator', true],
      ['NaN', 'not-finite', true], ['Infinity', 'not-finite', true], ['1e400', 'out-of-range', true], ['-1', 'negative', true], [digits, 'too-many-digits', true], ['=A1', 'formula', true], ['2018-01-02', 'date', true],
      ['N/A', 'not-a-result', true], ['≤5', 'qualifier-unsupported', true], ['<1x', 'not-a-number', true],
    ]);
    const read = await typeAll('meth', ['１２.５', ' 30 ', '< 10']);
    expect([...read].map(([text, answer]) => [cellOf(answer).rawText === text, cellOf(answer).value ?? cellOf(answer).limit])).to.deep.equal([[true, '12.5'], [true, '30'], [true, '10']]);
  });

  it('both code points of µ convert to ng/L with the original kept; a unit that the method does not know is refused', async () => {
    for (const unit of ['\u00b5g/L', '\u03bcg/L', 'ug/L']) expect(cellOf(await type('meth', '0.05', { unit }))).to.include({ rawText: '0.05', typedUnit: 'µg/L', value: '50', unit: 'ng/L' });
    for (const [unit, code] of [['ppm', 'unknown-unit'], ['ng/g', 'unit-mismatch']] as const) expect((await type('meth', '5', { unit })).refused[0]).to.include({ code, rawText: '5' });
  });

  it('rounds by the rule of the method: GB/T 8170 half to even, or half up; calculations keep the unrounded value', async () => {
    const even = await typeAll('mor', ['9.995', '12.25', '12.35']);
    const up = await typeAll('cod', ['9.995', '12.25', '12.35']);
    const shown = (answers: Map<string, Recorded>): (string | null)[] => [...answers.values()].map((answer) => cellOf(answer).reportedText);
    expect(shown(even)).to.deep.equal(['10.0', '12.2', '12.4']);
    expect(shown(up)).to.deep.equal(['10.0', '12.3', '12.4']);
    expect(cellOf(even.get('12.25')).value).to.equal('12.25');
    expect(cellOf(await type('mam6', '0.00015')).reportedText).to.equal('0.0002');
  });

  it('uncertainty ranges are half-open, below the LOD none is shown, and a manual one is kept to the digit', async () => {
    const answers = await typeAll('meth', ['20', '49.9', '50', '1000', '5', '15', '120 ± 7.50']);
    const last = cellOf(answers.get('120 ± 7.50'));
    expect((await detail(last)).revisions.map((each) => each.expandedUncertainty)).to.deep.equal(['4', '9.98', '5', null, null, null, '7.50']);
  });

  it('a method that is edited later leaves what was read before', async () => {
    const sample = fresh();
    const before = await laboratory.bring(sample, 'ket', '3', 'released');
    await revise('ket', { lod: '10', loq: '20' });
    const after = await laboratory.cell(sample.id, 'ket');
    expect(after).to.include({ reportedText: before.reportedText, qualifier: '=', limit: null, state: 'released' });
    expect((await detail(after)).revisions.at(-1)?.lod).not.to.equal('10');
    expect(cellOf(await type('ket', '3'))).to.include({ reportedText: '< 10' });
  });

  it('a verdict is frozen at verification against a versioned specification, with a shoulder before the limit', async () => {
    const cut = Number(referenceFor('meth', 'sewage', 'concentration')?.value);
    const flags = async (factor: number): Promise<string[]> => (await laboratory.bring(fresh(), 'meth', String(cut * factor), 'verified')).flags.map((flag) => flag.code);
    expect([await flags(0.79), await flags(0.8), await flags(1)]).to.deep.equal([[], ['verdict-shoulder'], ['verdict-above']]);
    // an earlier specification judged otherwise: that verdict stands, and none is made beside it
    const sample = fresh();
    const submitted = await laboratory.bring(sample, 'meth', String(cut * 0.5), 'submitted');
    const { store } = laboratory.app;
    const [revision] = await store.read.find(resultRevision, { where: { resultId: String(submitted.resultId) } });
    const row = { id: newId(), resultRevisionId: revision?.id ?? '', specification: 'reference-values', specificationVersion: '2017-1', outcome: 'above' as const, reference: '10', at: nowInstant(Date.now()) };
    await store.write(async (tx) => {
      await tx.insert(verdict, [row]);
      tx.audit({ actorId: null, action: 'test.verdict', subject: 'verdict', subjectId: row.id });
    });
    const verified = (await laboratory.move('verify', [submitted])).change.cells[0];
    expect(verified?.flags.map((flag) => flag.code)).to.deep.equal(['verdict-above']);
    expect(await store.read.count(verdict, { resultRevisionId: row.resultRevisionId })).to.equal(1);
  });

  it('a ratio that no sewage shows is held until a person has looked', async () => {
    const sampleId = fresh().id;
    await laboratory.record([{ sampleId, analyteId: 'meth', revision: 0, rawText: '40' }]);
    const near = cellOf(await laboratory.record([{ sampleId, analyteId: 'amph', revision: 0, rawText: '40' }]));
    expect(near.flags.map((flag) => flag.code)).not.to.include('hold');
    const held = cellOf(await laboratory.record([{ sampleId, analyteId: 'amph', revision: near.revision, rawText: '400' }]));
    expect(held.flags.find((flag) => flag.code === 'hold')?.en).to.contain('amph/meth is 10');
    const refused = await laboratory.technician.post('/api/result-transitions', { action: 'submit', results: [{ id: held.resultId, revision: held.revision }] });
    expect([refused.status, refused.as<{ code: string }>().code]).to.deep.equal([409, 'held']);
    const looked = cellOf(await laboratory.record([{ sampleId, analyteId: 'amph', revision: held.revision, rawText: '400', confirmHold: true, reason: '谱图已核对' }]));
    expect((await laboratory.move('submit', [looked])).done).to.equal(1);
  });

  it('a non-detect leaves every export with a blank value, its qualifier, LOD and LOQ; viewers are not told what is not released', async () => {
    await laboratory.bring(fresh(), 'meth', '5', 'released');
    const hidden = await laboratory.bring(fresh(), 'meth', '777.7', 'verified');
    const viewer = await laboratory.app.as('viewer');
    const csv = await viewer.get(`/api/exports/results?round=${ROUND}&format=csv`, { headers: { 'accept-language': 'en' } });
    expect(csv.status, csv.text).to.equal(200);
    const rows: Record<string, string>[] = parse(csv.text, { bom: true, columns: true });
    const censored = rows.filter((row) => row['Qualifier'] === '<');
    expect(censored.length, csv.text).to.be.greaterThan(0);
    for (const row of censored) expect([row['Value'], row['Limit'], row['LOD'], row['LOQ'], row['Reported']]).to.deep.equal(['', '10', '10', '20', '< 10']);
    for (const path of [`/api/exports/results?round=${ROUND}&format=csv`, `/api/rounds/${ROUND}/grid`]) expect((await viewer.get(path)).text).not.to.contain('777.7');
    expect((await viewer.get(`/api/results/${String(hidden.resultId)}`)).status).to.equal(404);
  });
});
