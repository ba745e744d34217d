/** Counts of other agencies: refused in words, never overwritten, held back below 3, and read beside the water. */
import { expect } from 'chai';
import { indicatorCount } from '../../models/schemas/index.ts';
import { quarterCount } from '../../server/usecases/indicators/indicatorView.ts';
import { startApp, type Agent, type TestApp } from '../support/app.ts';
import { seedCounty } from './smallCounty.ts';

interface Report {
  written: number;
  unchanged: number;
  reasonWanted: boolean;
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

  it('makes a quarter of three months, and of nothing less', () => {
    const month = (period: string, count: number) => [`t ${period} cases`, { count, corrections: 0, synthetic: false }] as const;
    const two = new Map([month('2018-04', 3), month('2018-05', 4)]);
    expect(quarterCount(two, 't', '2018-Q2', 'cases')).to.equal(undefined);
    expect(quarterCount(new Map([...two, month('2018-06', 5)]), 't', '2018-Q2', 'cases')?.count).to.equal(12);
    expect(quarterCount(new Map([...two, month('2018-06', 5), month('2018-Q2', 11)]), 't', '2018-Q2', 'cases')?.count).to.equal(11);
  });
});
