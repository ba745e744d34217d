import { expect } from 'chai';
import { ok, ROUND, sampleAt, startLaboratory, type Laboratory, type Problem } from '../../support/laboratory.ts';

interface Conflict { key: string; row: number; existing: string; amends: boolean; message: string; choices: { choice: string; allowed: boolean; reason?: string }[] }
interface Report { read: number; written: number; unchanged: number; kept: number; importId: string | null; conflicts: Conflict[]; errors: unknown[] }
interface LogDetail { id: string; choices: Record<string, string>; undone: { reason: string; actorName: string } | null; allowedActions: { action: string; allowed: boolean; reason?: { code: string; en: string } }[] }
interface Line { row: number; column: string; sample: string; analyte: string; text: string; outcome: string; resultId: string | null }

describe('conflicts and undoing of imports over HTTP', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 20 }); });
  after(() => laboratory.close());
  const number = (index: number): string => sampleAt(laboratory, index).number;
  const id = (index: number): string => sampleAt(laboratory, index).id;
  const file = (...rows: (readonly [number, string, string])[]): string => `sample,analyte,value,unit\n${rows.map(([index, analyte, value]) => `${number(index)},${analyte},${value},ng/L`).join('\n')}\n`;
  const send = async (text: string, more: object = {}): Promise<Report> =>
    ok<Report>(await laboratory.technician.post('/api/imports', { kind: 'results-long', fileName: 'r.csv', round: ROUND, file: Buffer.from(text).toString('base64'), ...more }, { headers: { 'accept-language': 'en' } }));
  const log = async (importId: string | null): Promise<LogDetail> => ok<LogDetail>(await laboratory.technician.get(`/api/import-logs/${String(importId)}`));
  const lines = async (importId: string | null, query = ''): Promise<{ items: Line[]; next: string | null; total: number }> => ok(await laboratory.technician.get(`/api/import-logs/${String(importId)}/lines${query}`));
  const undo = (importId: string | null, reason = '导入了错误的文件') => laboratory.technician.post(`/api/import-logs/${String(importId)}/undo`, { reason });

  it('each conflict offers what can be done about it, and nothing is written while one is open', async () => {
    await laboratory.bring(sampleAt(laboratory, 0), 'meth', '50', 'entered');
    await laboratory.bring(sampleAt(laboratory, 0), 'amph', '5', 'submitted');
    await laboratory.bring(sampleAt(laboratory, 0), 'mdma', '7', 'verified');
    await laboratory.bring(sampleAt(laboratory, 0), 'ket', '9', 'released');
    const changed = file([0, 'METH', '51'], [0, 'AMPH', '6'], [0, 'MDMA', '8'], [0, 'KET', '10'], [0, 'MOR', '3']);
    const before = await laboratory.auditCount();
    const report = await send(changed);
    expect(report).to.include({ written: 0, importId: null });
    expect(report.conflicts.map(({ key, amends, choices }) => [key, amends, choices.map(({ choice, allowed }) => `${choice} ${String(allowed)}`).join()])).to.deep.equal([
      ['2:value', false, 'keep true,take true'], ['3:value', false, 'keep true,take false'], ['4:value', true, 'keep true,take true'], ['5:value', true, 'keep true,take true'],
    ]);
    expect(report.conflicts[1]?.choices[1]?.reason).to.contain('submitted');
    // a choice without a reason is none, where a reason is wanted
    const unreasoned = await send(changed, { choices: report.conflicts.map(({ key }) => ({ key, choice: key === '3:value' ? 'keep' : 'take' })) });
    expect(unreasoned.conflicts.map(({ key }) => key)).to.deep.equal(['2:value', '4:value', '5:value']);
    expect(await laboratory.auditCount()).to.equal(before);

    const choices = [
      { key: '2:value', choice: 'take', reason: '重新积分' }, { key: '3:value', choice: 'keep' }, { key: '4:value', choice: 'keep' }, { key: '5:value', choice: 'take', reasonCode: 'integration' },
    ];
    const taken = await send(changed, { choices });
    expect(taken).to.include({ written: 3, kept: 2 });
    // one entry for the file, and one for the amendment, which is a transition
    expect(await laboratory.auditCount()).to.equal(before + 2);
    expect(await laboratory.cell(id(0), 'meth')).to.include({ rawText: '51', state: 'entered' });
    expect(await laboratory.cell(id(0), 'amph')).to.include({ rawText: '5', state: 'submitted' });
    expect(await laboratory.cell(id(0), 'mdma')).to.include({ rawText: '7', state: 'verified' });
    const amended = await laboratory.cell(id(0), 'ket');
    expect(amended).to.include({ rawText: '10', state: 'entered', attempt: 2 });
    const detail = ok<{ lineage: { state: string; reportedText: string }[] }>(await laboratory.technician.get(`/api/results/${String(amended.resultId)}`));
    expect(detail.lineage.map((each) => [each.state, each.reportedText])).to.deep.equal([['released', '9.00'], ['entered', '10.0']]);

    const logged = await lines(taken.importId);
    expect(logged.items.map(({ row, sample, analyte, text, outcome }) => [row, sample, analyte, text, outcome])).to.deep.equal([
      [2, number(0), 'METH', '51 ng/L', 'taken'], [3, number(0), 'AMPH', '6 ng/L', 'kept'], [4, number(0), 'MDMA', '8 ng/L', 'kept'], [5, number(0), 'KET', '10 ng/L', 'amended'], [6, number(0), 'MOR', '3 ng/L', 'written'],
    ]);
    expect(logged.items[3]?.resultId).to.equal(amended.resultId);
    expect((await log(taken.importId)).choices).to.include({ '2:value': 'take: 重新积分', '3:value': 'keep' });
    const page = await lines(taken.importId, '?limit=2&after=2');
    expect([page.items.map((each) => each.row), page.next, page.total]).to.deep.equal([[4, 5], '4', 5]);
    // the same file again: what was kept stays a conflict, nothing else changes
    expect(await send(changed, { onConflict: 'keep' })).to.include({ written: 0, unchanged: 3, kept: 2 });
  });

  it('an import is taken back as a unit: cleared, or again what it was, submitted or not', async () => {
    await laboratory.bring(sampleAt(laboratory, 1), 'meth', '50', 'entered');
    const first = await send(file([1, 'METH', '60'], [1, 'AMPH', '6'], [2, 'METH', '7']), { reason: 'integrated again' });
    expect(first.written).to.equal(3);
    await laboratory.move('submit', [await laboratory.cell(id(2), 'meth')]);
    expect((await log(first.importId)).allowedActions).to.deep.equal([{ action: 'undo', allowed: true }]);
    for (const reason of ['', '   ']) expect((await undo(first.importId, reason)).status).to.equal(422);
    expect((await undo(first.importId, '联系 13912345678')).as<Problem>().code).to.equal('person-data-refused');
    const before = await laboratory.auditCount();
    const done = ok<{ summary: object }>(await undo(first.importId));
    expect(done.summary).to.deep.equal({ cleared: 2, restored: 1, qualityControl: 0 });
    expect(await laboratory.auditCount()).to.equal(before + 1);
    const restored = await laboratory.cell(id(1), 'meth');
    expect(restored).to.include({ rawText: '50', state: 'entered', valueRevision: 3 });
    expect(await laboratory.cell(id(1), 'amph')).to.include({ rawText: null, state: 'pending' });
    expect(await laboratory.cell(id(2), 'meth')).to.include({ rawText: null, state: 'pending' });
    // nothing is lost: what the file said stays in the lineage
    const detail = ok<{ revisions: { rawText: string; reason: string | null }[] }>(await laboratory.technician.get(`/api/results/${String(restored.resultId)}`));
    expect(detail.revisions.map((each) => each.rawText)).to.deep.equal(['50', '60', '50']);
    expect(detail.revisions[2]?.reason).to.contain('导入了错误的文件');
    const after = await log(first.importId);
    expect(after.undone).to.include({ reason: '导入了错误的文件', actorName: 'technician' });
    expect(after.allowedActions[0]?.reason?.code).to.equal('already-undone');
    expect((await undo(first.importId)).status).to.equal(409);
    // and it can be imported again
    expect(await send(file([1, 'AMPH', '6'], [2, 'METH', '7']))).to.include({ written: 2 });
    expect((await laboratory.app.store.verify()).ok).to.equal(true);
  });

  it('is not taken back once a value of it is verified, or was changed since', async () => {
    const verified = await send(file([3, 'METH', '60'], [3, 'AMPH', '6']));
    const submitted = (await laboratory.move('submit', [await laboratory.cell(id(3), 'meth')])).change.cells;
    await laboratory.move('verify', submitted);
    const standing = await log(verified.importId);
    expect(standing.allowedActions[0]).to.deep.include({ action: 'undo', allowed: false });
    expect(standing.allowedActions[0]?.reason?.code).to.equal('verified');
    const before = await laboratory.auditCount();
    const refused = await undo(verified.importId);
    expect(refused.status).to.equal(409);
    expect((refused.as<Problem>().facts?.['reason'] as { code: string }).code).to.equal('verified');
    const changed = await send(file([4, 'METH', '60'], [4, 'AMPH', '6']));
    const cell = await laboratory.cell(id(4), 'amph');
    await laboratory.record([{ sampleId: id(4), analyteId: 'amph', revision: cell.revision, rawText: '6.5', reason: 'typing error' }]);
    expect((await log(changed.importId)).allowedActions[0]?.reason?.code).to.equal('changed-since');
    expect((await undo(changed.importId)).status).to.equal(409);
    expect(await laboratory.cell(id(4), 'meth')).to.include({ rawText: '60' });
    expect(await laboratory.auditCount()).to.equal(before + 2);
    expect((await undo('no-such-import')).status).to.equal(404);
    expect((await laboratory.verifier.post(`/api/import-logs/${String(changed.importId)}/undo`, { reason: 'x' })).status).to.equal(403);
  });

  it('takes its quality control with it', async () => {
    const { matrix } = sampleAt(laboratory, 5);
    const run = ok<{ id: string; number: string }>(await laboratory.technician.post('/api/runs', { round: ROUND, matrix, methodCode: matrix === 'sewage' ? 'SJ-LCMSMS-W' : 'SJ-LCMSMS-R', instrument: 'LC-MS/MS 1' }), 201);
    const text = `sample,analyte,value,unit,type,expected,run\n${number(5)},METH,50,ng/L,sample,,${run.number}\nLCS,METH,10,ng/L,LCS,100,${run.number}\n`;
    const report = await send(text);
    const view = async (): Promise<{ status: string; qc: unknown[] }> => ok(await laboratory.technician.get(`/api/runs/${run.id}`));
    expect(await view()).to.include({ status: 'fail' });
    expect(ok<{ summary: object }>(await undo(report.importId)).summary).to.deep.equal({ cleared: 1, restored: 0, qualityControl: 1 });
    expect(await view()).to.deep.include({ status: 'none', qc: [] });
    expect(await send(text)).to.include({ written: 2 });
    expect(await view()).to.include({ status: 'fail' });
  });

  it('an amendment that came by import is given up with it, and the value that stood all the time is what the cell shows', async () => {
    await laboratory.bring(sampleAt(laboratory, 6), 'meth', '50', 'released');
    const report = await send(file([6, 'METH', '60']), { onConflict: 'take', reasonCode: 'integration' });
    expect(report.written).to.equal(1);
    ok(await undo(report.importId));
    expect(await laboratory.cell(id(6), 'meth')).to.include({ rawText: '50', attempt: 1, state: 'released' });
    const again = await send(file([6, 'METH', '61']), { onConflict: 'take', reasonCode: 'integration' });
    expect(again.written).to.equal(1);
    expect(await laboratory.cell(id(6), 'meth')).to.include({ rawText: '61', attempt: 3, state: 'entered' });
  });

  it('a file of 20,000 rows answers every error at once, and what is no Base64 is refused', async () => {
    const text = `sample,analyte,value,unit\n${Array.from({ length: 20_000 }, (_, index) => `NO-${String(index)},METH,5,ng/L`).join('\n')}\n`;
    const report = await send(text, { dryRun: true });
    expect(report.errors).to.have.length(20_000);
    expect((await laboratory.technician.post('/api/imports', { kind: 'auto', file: 'no base64!' })).status).to.equal(422);
  });
});
