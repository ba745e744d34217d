/** Counts of other agencies: refused in words, never overwritten, held back below 3, and read beside the water. */
import { expect } from 'chai';
import { auditEntry, indicatorCount, round } from '../../../models/schemas/index.ts';
import { quarterCount } from '../../../server/usecases/counts/indicatorView.ts';
import { newId } from '../../../models/store/index.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';
import { seedCounty } from '../assessment/smallCounty.ts';

interface Report {
  written: number;
  unchanged: number;
  reasonWanted: boolean;
  importId: string | null;
  errors: { row: number; column: string; value: string; message: string }[];
  revisions: { from: number; to: number }[];
}

describe('counts of other agencies', function () {
  this.timeout(60_000);
  let app: TestApp;
  let planner: Agent;
  const load = async (text: string, more: object = {}, who = planner): Promise<Report> => {
    const answer = await who.post('/api/indicators/imports', { file: Buffer.from(text).toString('base64'), fileName: 'counts.csv', source: '县禁毒办', dryRun: false, ...more }, { headers: { 'accept-language': 'en' } });
    expect(answer.status, answer.text).to.equal(200);
    return answer.as<Report>();
  };
  const written = (): Promise<number> => app.store.read.count(indicatorCount);

  before(async () => {
    app = await startApp();
    await seedCounty(app.store);
    planner = await app.as('planner');
  });
  after(() => app.close());

  it('names every error at once and writes nothing: towns, periods, names, numbers of persons, repeats', async () => {
    const { errors } = await load('area code,period,cases,users found,name of user\nD,2018-Q1,4,x,\nZZ,2018-Q1,1,2,\nK,2018-13,1,2,\nK,2018-Q1,张三,13812345678,\nL,2018-Q1,-1,2.5,\nD,2018-Q1,4,,\n');
    expect(errors.map(({ row, column }) => `${row} ${column}`)).to.deep.equal(['1 name of user', '2 users found', '3 cases', '4 period', '5 users found', '6 cases', '6 users found', '7 cases']);
    expect(JSON.stringify(errors)).not.to.match(/13812345678|张三/);
    expect(errors[0]?.message).to.include('nothing about persons');
    expect((await load('区域代码,区域,时期,案件数\nD,王小明,2018-Q1,4\n')).errors.map(({ message }) => message)[0]).to.include('only the town\'s name belongs here');
    expect((await load('区域代码,案件数\nD,4\n')).errors[0]?.message).to.include('period');
    expect(await written()).to.equal(0);
  });

  it('tries first, writes once, and keeps a correction beside what it corrects', async () => {
    const file = '区域代码,时期,案件数,查获人数,投入班次\nD,2018-Q1,12,2,50\nK,2018-Q1,0,,40\n';
    expect(await load(file, { dryRun: true })).to.include({ written: 5, unchanged: 0 });
    expect(await written()).to.equal(0);
    expect(await load(file)).to.include({ written: 5 });
    expect(await load(file)).to.include({ written: 0, unchanged: 5 });
    const changed = file.replace('12', '15');
    expect(await load(changed)).to.include({ written: 0, reasonWanted: true });
    expect(await written()).to.equal(5);
    const kept = await load(changed, { reason: '漏报补录' });
    expect(kept.revisions.map(({ from, to }) => [from, to])).to.deep.equal([[12, 15]]);
    expect((await app.store.read.find(indicatorCount, { where: { kind: 'cases' }, order: ['sequence'] })).map(({ count, sequence, reason }) => [count, sequence, reason])).to.deep.include.members([[12, 1, null], [15, 2, '漏报补录']]);
    expect((await planner.post('/api/indicators/imports', { file: Buffer.from(file).toString('base64'), fileName: 'a.csv', source: '找 13812345678', dryRun: true })).body).to.include({ code: 'person-data-refused' });
    expect((await (await app.as('viewer')).post('/api/indicators/imports', { file: 'AAAA', fileName: 'a', source: 'x', dryRun: true })).status).to.equal(403);
  });

  it('holds back 1 and 2, in the view and in the export, and tells missing from 0', async () => {
    const view = (await (await app.as('viewer')).get('/api/indicators?round=2018-Q1')).as<{ towns: { code: string; counts: { kind: string; count: number | null; suppressed: boolean; corrections: number }[]; situation: string | null }[]; agreement: unknown[] }>();
    const of = (code: string, kind: string) => view.towns.find((town) => town.code === code)?.counts.find((each) => each.kind === kind);
    expect(of('D', 'users-found')).to.deep.include({ count: null, suppressed: true });
    expect(of('D', 'cases')).to.deep.include({ count: 15, suppressed: false, corrections: 1 });
    expect(of('K', 'cases')).to.deep.include({ count: 0, suppressed: false });
    expect(of('K', 'users-found')).to.deep.include({ count: null, suppressed: false });
    expect(view.towns.find(({ code }) => code === 'D')?.situation).to.equal('cannot-tell');
    const file = await planner.get('/api/exports/indicators?round=2018-Q1&format=csv');
    expect(file.status, file.text).to.equal(200);
    const line = file.text.split('\n').find((each) => each.includes(',D,')) ?? '';
    expect(line).to.include(',15,,').and.to.include('users-found');
  });

  describe('taking an import back', () => {
    interface Listed { id: string; fileName: string; source: string; actorName: string | null; written: number; corrections: number; periods: string[]; undone: { reason: string; cleared: number; restored: number; actorName: string | null } | null; allowedActions: { action: string; allowed: boolean; reason?: { code: string; en: string } }[] }
    const list = async (who = planner): Promise<Listed[]> => (await who.get('/api/indicators/imports')).as<{ items: Listed[] }>().items;
    const undo = (id: string, reason: string, who = planner) => who.post(`/api/indicators/imports/${id}/undo`, { reason }, { headers: { 'accept-language': 'en' } });
    const figures = async (): Promise<unknown> => (await planner.get('/api/indicators?round=2019-Q1')).as<{ towns: { code: string; counts: { kind: string; count: number | null }[] }[] }>().towns.map(({ code, counts }) => [code, counts.filter(({ count }) => count !== null)]);
    const FIRST = '区域代码,时期,案件数,投入班次\nD,2019-Q1,12,50\nK,2019-Q1,7,40\n';
    const SECOND = '区域代码,时期,案件数,投入班次\nD,2019-Q1,14,50\nL,2019-Q1,9,30\n';
    let first = '';
    let second = '';

    before(async () => {
      const seed = await app.store.read.find(round, { where: { code: '2018-Q1' } });
      await app.store.write(async (tx) => {
        await tx.insert(round, seed.map((row) => ({ ...row, id: newId(), code: '2019-Q1', startsOn: '2019-01-01', endsOn: '2019-03-31', revision: 1 })));
        tx.audit({ actorId: null, action: 'test.seed', subject: 'round', subjectId: '2019-Q1' });
      });
    });

    it('lists who imported what and when, and nothing to those who import none', async () => {
      const before = (await list()).length;
      first = (await load(FIRST, { fileName: 'first.csv' })).importId ?? '';
      second = (await load(SECOND, { fileName: 'second.csv', source: '市禁毒办', reason: '补录' })).importId ?? '';
      const [newest, older] = await list();
      expect((await list()).length).to.equal(before + 2);
      expect(newest).to.deep.include({ id: second, fileName: 'second.csv', source: '市禁毒办', actorName: app.user(planner).displayName, written: 3, corrections: 1, periods: ['2019-Q1'], undone: null });
      expect(older).to.deep.include({ id: first, written: 4, corrections: 0, undone: null });
      expect((await (await app.as('viewer')).get('/api/indicators/imports')).status).to.equal(403);
      expect((await (await app.as('technician')).get('/api/imports')).as<{ log: { kind: string }[] }>().log.map(({ kind }) => kind)).not.to.include('indicators');
      expect((await (await app.as('technician')).get(`/api/import-logs/${first}`)).status).to.equal(404);
    });

    it('refuses blanks, persons, an unknown import, another role, and an import whose counts were corrected since', async () => {
      expect((await undo(first, '  ')).status).to.equal(422);
      expect((await undo(second, '电话 13812345678')).body).to.include({ code: 'person-data-refused' });
      expect((await undo('nothing', 'wrong file')).status).to.equal(404);
      expect((await undo(second, 'wrong file', await app.as('viewer'))).status).to.equal(403);
      const refused = await undo(first, 'wrong file');
      expect(refused.status).to.equal(409);
      expect(refused.text).to.include('second.csv').and.to.include('1 of its counts');
      expect((await list()).find(({ id }) => id === first)?.allowedActions[0]).to.deep.include({ action: 'undo', allowed: false });
      const scoped = await app.person({ roles: ['planner'], areaCodes: ['K'] });
      expect((await list(scoped)).map(({ id }) => id)).not.to.include(second);
      expect((await undo(second, 'not mine', scoped)).status).to.equal(404);
      expect((await undo(first, 'partly mine', scoped)).status).to.equal(403);
    });

    it('makes every figure what it was before, deletes nothing, says so in the audit, and imports again', async () => {
      const rows = await written();
      const before = [['D', [{ kind: 'cases', count: 12, suppressed: false, corrections: 0 }, { kind: 'unit-shifts', count: 50, suppressed: false, corrections: 0 }]], ['K', [{ kind: 'cases', count: 7, suppressed: false, corrections: 0 }, { kind: 'unit-shifts', count: 40, suppressed: false, corrections: 0 }]], ['L', []], ['N', []]];
      expect(await figures()).not.to.deep.equal(before);
      const taken = await undo(second, '文件错误');
      expect(taken.status, taken.text).to.equal(200);
      expect(taken.body).to.deep.include({ cleared: 2, restored: 1, reason: '文件错误' });
      expect(await figures()).to.deep.equal(before);
      expect(await written()).to.equal(rows);
      expect((await undo(second, '再次')).status).to.equal(409);
      expect((await list()).find(({ id }) => id === second)?.undone).to.deep.include({ reason: '文件错误', cleared: 2, restored: 1, actorName: app.user(planner).displayName });
      const [entry] = await app.store.read.find(auditEntry, { where: { action: 'indicators.import-undo' } });
      expect(entry).to.deep.include({ subject: 'importLog', subjectId: second, reason: '文件错误', actorId: app.user(planner).id });
      const again = await load(SECOND, { fileName: 'second.csv', reason: '核对无误' });
      expect([again.written, again.revisions]).to.deep.equal([3, [{ row: 2, area: 'D', period: '2019-Q1', kind: 'cases', from: 12, to: 14 }]]);
      const third = again.importId ?? '';
      expect((await undo(third, '又错')).status).to.equal(200);
      expect((await undo(first, '也错')).body).to.deep.include({ cleared: 4, restored: 0 });
      expect(await figures()).to.deep.equal([['D', []], ['K', []], ['L', []], ['N', []]]);
      expect((await load(FIRST)).written, 'the first file again, as new').to.equal(4);
      expect((await figures())).to.deep.include(before[0]);
      expect((await app.store.verify()).ok).to.equal(true);
    });
  });

  it('makes a quarter of three months, and of nothing less', () => {
    const month = (period: string, count: number) => [`t ${period} cases`, { count, corrections: 0, synthetic: false }] as const;
    const two = new Map([month('2018-04', 3), month('2018-05', 4)]);
    expect(quarterCount(two, 't', '2018-Q2', 'cases')).to.equal(undefined);
    expect(quarterCount(new Map([...two, month('2018-06', 5)]), 't', '2018-Q2', 'cases')?.count).to.equal(12);
    expect(quarterCount(new Map([...two, month('2018-06', 5), month('2018-Q2', 11)]), 't', '2018-Q2', 'cases')?.count).to.equal(11);
  });
});
