/** Every export as a file: read back by independent readers, held against goldens, marked synthetic, guarded. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import ICAL from 'ical.js';
import type { FeatureCollection } from 'geojson';
import { setting } from '../../../models/schemas/index.ts';
import type { ScheduleDetail } from '../../../models/schemas/answers/schedules.ts';
import { exportKinds } from '../../../server/exports/index.ts';
import { suppressed } from '../../../server/exports/outcomes.ts';
import { startApp, type Agent, type Answer, type TestApp } from '../../support/app.ts';
import { seedCounty } from '../../usecases/assessment/smallCounty.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
/** `REGEN=1 npx mocha test/server/exports/files.test.ts` writes the goldens anew; read the difference before keeping it. */
const REGENERATE = process.env['REGEN'] === '1';

/** Ids and instants are new each time; everything else must not move. */
const settled = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replace(/\d{8}T\d{6}Z/g, 'INSTANT')
    .replace(/"writtenAt": ?"[^"]*"/g, '"writtenAt":"INSTANT"');

function expectGolden(name: string, text: string): void {
  const path = join(GOLDEN, name);
  if (REGENERATE) writeFileSync(path, settled(text));
  expect(settled(text), name).to.equal(readFileSync(path, 'utf8'));
}

describe('exported files', () => {
  let app: TestApp;
  let planner: Agent;
  let schedule: ScheduleDetail;

  before(async () => {
    app = await startApp();
    await seedCounty(app.store);
    planner = await app.as('planner');
    await planner.post('/api/assessments', { round: '2018-Q1', seed: 1 });
    schedule = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 1, seed: 1 })).as<ScheduleDetail>();
  });
  after(() => app.close());

  const get = async (path: string, agent: Agent = planner): Promise<Answer> => agent.get(`/api/exports/${path}`);
  const file = async (path: string): Promise<string> => {
    const answer = await get(path);
    expect(answer.status, answer.text).to.equal(200);
    // fetch takes the BOM away when it decodes; it is checked by its octets below
    return answer.text;
  };
  const rows = async (path: string): Promise<Record<string, string>[]> => parse(await file(path), { bom: true, columns: true });

  it('the menu comes from the registry and says who may not', async () => {
    const items = (await get('')).as<{ items: { id: string; formats: string[]; allowed: boolean; reason?: { code: string } }[] }>().items;
    expect(items.map(({ id }) => id)).to.deep.equal(exportKinds.map(({ id }) => id));
    expect(items.find(({ id }) => id === 'audit')).to.deep.include({ allowed: false });
    expect(items.find(({ id }) => id === 'schedule')?.formats).to.deep.equal(['csv', 'json', 'xlsx', 'ics']);
  });

  for (const kind of exportKinds.filter(({ formats }) => 'csv' in formats)) {
    it(`${kind.id}: every row says whether it is synthetic, in CSV and JSON`, async () => {
      const agent = kind.id === 'audit' ? await app.as('auditor') : planner;
      const csv = await get(`${kind.id}?format=csv&language=zh-CN`, agent);
      expect(csv.status, csv.text).to.equal(200);
      expect(csv.headers.get('content-disposition')).to.match(/filename\*=UTF-8''%E6%B0%B4%E9%89%B4/);
      const read = parse<Record<string, string>>(csv.text, { bom: true, columns: true });
      for (const row of read) expect(row['synthetic']).to.equal('true');
      const json = (await get(`${kind.id}?format=json&language=en`, agent)).as<{ synthetic: boolean; notice?: string; rows: { synthetic: boolean }[] }>();
      expect(json.rows).to.have.length(read.length);
      for (const row of json.rows) expect(row.synthetic).to.equal(true);
      if (read.length > 0) expect(json.notice).to.equal('Example data (synthetic)');
    });
  }

  it('begins with a BOM and ends every line with CRLF, by its octets', async () => {
    const answer = await fetch(new URL('/api/exports/results?format=csv', app.url), { headers: { cookie: `${planner.cookieName}=${planner.token ?? ''}` } });
    const octets = Buffer.from(await answer.arrayBuffer());
    expect([...octets.subarray(0, 3)]).to.deep.equal([0xef, 0xbb, 0xbf]);
    expect(octets.toString('utf8').replaceAll('\r\n', '')).not.to.match(/[\r\n]/);
    expect(answer.headers.get('content-type')).to.equal('text/csv; charset=utf-8');
  });

  it('results: a non-detect has a blank value, its qualifier and its limits; digits are kept', async () => {
    const read = await rows('results?format=csv&round=2018-Q1&language=en');
    expect(read).to.have.length(24);
    const of = (sample: string, analyte: string) => read.find((row) => row['Sample'] === sample && row['Analyte'] === analyte);
    expect(of('2018-Q1-K-1', 'meth')).to.include({ Value: '', Qualifier: '<', Limit: '0.5', LOD: '0.5', LOQ: '2', Reported: '< 0.5' });
    expect(of('2018-Q1-D-3', 'ket')).to.include({ Value: '', Qualifier: '>', Limit: '4000', Reported: '> 4000' });
    expect(of('2018-Q1-D-1', 'meth')).to.include({ Value: '1500', Qualifier: '', Limit: '', Unit: 'ng/L' });
    for (const row of read) expect(row['Value']).to.match(/^(\d+(\.\d+)?)?$/);
  });

  it('a name that looks like a formula is disarmed', async () => {
    const read = await rows('grades?format=csv&language=zh-CN');
    expect(read.map((row) => row['名称（中文）'])).to.include("'=乙镇");
  });

  it('grades: the words of the classes in both languages, and nothing where a place is too small', async () => {
    expect((await rows('grades?format=csv&language=zh-CN')).map((row) => row['等级'])).to.deep.equal(['严重', '一般严重', '证据不足', '未评级']);
    expect((await rows('grades?format=csv&language=en')).map((row) => row['Grade'])).to.deep.equal(['Severe', 'General', 'Insufficient evidence', 'Not graded']);
    await app.store.write(async (tx) => {
      await tx.insert(setting, [{ id: 'minimumPublishedPopulation', value: 50_000, revision: 1 }]);
      tx.audit({ actorId: null, action: 'setting.change', subject: 'setting', subjectId: 'minimumPublishedPopulation' });
    });
    for (const row of await rows('grades?format=csv&language=en')) expect(row).to.include({ Grade: '', 'Severity (0-100)': '', Index: '' });
    await app.store.write(async (tx) => {
      await tx.update(setting, 'minimumPublishedPopulation', 1, { value: 5000 });
      tx.audit({ actorId: null, action: 'setting.change', subject: 'setting', subjectId: 'minimumPublishedPopulation' });
    });
  });

  it('places carry the map approval, or say that there is none', async () => {
    for (const row of await rows('sites?format=csv&language=en')) expect(row['Map approval']).to.equal('Not approved for publication: internal use only');
    const grades = JSON.parse(await file('grades?format=geojson&language=zh-CN')) as FeatureCollection & { mapApproval: string; synthetic: boolean };
    expect(grades).to.include({ mapApproval: '未经审图，仅供内部使用，不得公开', synthetic: true });
    expect(grades.features).to.have.length(4);
    for (const { geometry, properties } of grades.features) {
      expect(geometry.type, 'schematic cells do not leave').to.equal('Point');
      expect(properties).to.include({ synthetic: true, boundary: null });
    }
  });

  it('schedule: each row prints that it authorises nothing and leaves room for the legal basis', async () => {
    const read = await rows(`schedule?format=csv&schedule=${schedule.id}&language=zh-CN`);
    expect(read).to.have.length(schedule.tasks.length);
    for (const row of read) {
      expect(row['声明']).to.equal('本单不是搜查或检查的授权。 This order is not a search or inspection authorisation.');
      expect(row['执法依据']).to.equal('');
      expect(row['排班状态']).to.equal('草稿，未发布');
    }
  });

  it('schedule: the calendar has one event per task, with stable identity, rising sequence and cancellation', async () => {
    const read = (text: string) => new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent').map((each) => ({ uid: each.getFirstPropertyValue('uid') as string, sequence: Number(each.getFirstPropertyValue('sequence')), status: each.getFirstPropertyValue('status') as string, description: each.getFirstPropertyValue('description') as string }));
    const path = `schedule?format=ics&schedule=${schedule.id}&language=en`;
    const draft = read(await file(path));
    expect(draft.map(({ uid }) => uid)).to.have.members(schedule.tasks.map(({ id }) => `${id}@shuijian`));
    for (const { status, sequence, description } of draft) {
      expect({ status, sequence }).to.deep.equal({ status: 'TENTATIVE', sequence: 0 });
      expect(description).to.include('not a search or inspection authorisation').and.to.include('Legal basis: ____');
    }
    const second = await app.person({ roles: ['planner'] });
    const move = (agent: Agent, action: string, revision: number): Promise<Answer> => agent.post(`/api/schedules/${schedule.id}/transitions`, { action, revision });
    await move(second, 'approve', 1);
    await move(planner, 'release', 2);
    const officer = await app.as('unit-officer');
    await officer.post(`/api/tasks/${schedule.tasks[0]?.id ?? ''}/transitions`, { action: 'cancel', revision: 1, cancelReason: 'weather' });
    const out = read(await file(path));
    expect(out.map(({ uid }) => uid)).to.deep.equal(draft.map(({ uid }) => uid));
    expect(out.filter(({ status }) => status === 'CANCELLED')).to.have.length(1);
    out.forEach(({ sequence }, i) => expect(sequence).to.be.greaterThan(draft[i]?.sequence ?? Infinity));
    await move(planner, 'withdraw', 3);
    expect(new Set(read(await file(path)).map(({ status }) => status))).to.deep.equal(new Set(['CANCELLED']));
  });

  it('outcomes: counts of 1 and 2 do not leave, 0 and 3 do', () => {
    expect([null, 0, 1, 2, 3].map(suppressed)).to.deep.equal([false, false, true, true, false]);
  });

  it('unknown exports, formats and forbidden ones are answered in words', async () => {
    expect((await get('everything')).body).to.include({ code: 'not-found' });
    expect((await get('results?format=xls')).text).to.match(/csv, json/);
    expect((await get('audit?format=csv')).status).to.equal(403);
    expect((await get('results?format=csv&round=2031-Q1')).status).to.equal(404);
    expect((await get('results?format=csv', await app.as('admin'))).status).to.equal(403);
  });

  for (const [name, path] of [
    ['results.csv', 'results?format=csv&round=2018-Q1&language=zh-CN'],
    ['samples.csv', 'samples?format=csv&round=2018-Q1&language=en'],
    ['sites.geojson', 'sites?format=geojson&language=en'],
    ['grades.csv', 'grades?format=csv&round=2018-Q1&language=zh-CN'],
    ['grades.geojson', 'grades?format=geojson&round=2018-Q1&language=en'],
  ] as const) {
    it(`golden ${name}`, async () => expectGolden(name, await file(path)));
  }

  it('golden schedule.csv and schedule.ics of a plan of its own', async () => {
    const made = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 1, seed: 2 })).as<ScheduleDetail>();
    expectGolden('schedule.csv', await file(`schedule?format=csv&schedule=${made.id}&language=en`));
    expectGolden('schedule.ics', await file(`schedule?format=ics&schedule=${made.id}&language=zh-CN`));
  });
});
