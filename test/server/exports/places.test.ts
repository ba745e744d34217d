/** Workbooks, places and plan documents, each read back by a library that did not write it. */
import { readFileSync } from 'node:fs';
import { gpx as readGpx, kml as readKml } from '@tmcw/togeojson';
import { DOMParser } from '@xmldom/xmldom';
import { expect } from 'chai';
import ExcelJS from 'exceljs';
import type { FeatureCollection } from 'geojson';
import { area as areaThing, setting } from '../../../models/schemas/index.ts';
import type { ScheduleDetail } from '../../../models/schemas/answers/schedules.ts';
import { unpack } from '../../../server/imports/workbook/unpack.ts';
import { writeXlsx } from '../../../server/exports/xlsx.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';
import { seedCounty } from '../../usecases/assessment/smallCounty.ts';
import { checkPlan } from '../../analysis/operations/checker/checkPlan.ts';

const ODD = '点<1>&"\'甲';

describe('workbooks', () => {
  it('hold text as text, numbers as numbers, and no formula', async () => {
    const rows = [
      { a: '=1+1', b: '12.50' },
      { a: '@sum|cmd', b: '123456789012345678901' },
      { a: '甲\u0007苯丙胺', b: null },
      { a: '-5', b: '0' },
    ];
    const bytes = await writeXlsx({ title: '检测/结果', notices: ['示例数据（合成）'], language: 'zh-CN', at: 0, rows, columns: [{ key: 'a', heading: ['名称', 'Name'], type: 'text', of: ({ a }) => a }, { key: 'b', heading: ['数值', 'Value'], type: 'number', of: ({ b }) => b }] });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Buffer.from(bytes) as unknown as Parameters<typeof book.xlsx.load>[0]);
    const read = book.worksheets[0]?.getSheetValues() as unknown[][];
    expect(read.slice(1).map((row) => row.slice(1))).to.deep.equal([['示例数据（合成）'], ['名称', '数值'], ['=1+1', 12.5], ['@sum|cmd', '123456789012345678901'], ['甲苯丙胺'], ['-5', 0]]);
    // the sheet itself, unpacked by another library than the one that packed it
    const parts = await unpack(Buffer.from(bytes));
    let sheet = '';
    for await (const piece of parts.read('xl/worksheets/sheet1.xml')) sheet += piece;
    parts.close();
    expect(sheet).not.to.include('<f');
    expect(sheet).to.include('<v>12.5</v>');
  });
});

describe('places of tasks', () => {
  let app: TestApp;
  let planner: Agent;
  let schedule: ScheduleDetail;

  before(async () => {
    app = await startApp();
    const county = await seedCounty(app.store);
    const town = await app.store.read.get(areaThing, county.towns['D'] ?? '');
    await app.store.write(async (tx) => {
      await tx.update(areaThing, town?.id ?? '', town?.revision ?? 0, { nameZh: ODD, nameEn: ODD });
      tx.audit({ actorId: null, action: 'area.change', subject: 'area', subjectId: town?.id ?? '' });
    });
    planner = await app.as('planner');
    await planner.post('/api/assessments', { round: '2018-Q1', seed: 1 });
    schedule = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, seed: 1 })).as<ScheduleDetail>();
  });
  after(() => app.close());

  const file = async (format: string, id = 'places'): Promise<string> => {
    const answer = await planner.get(`/api/exports/${id}?format=${format}&schedule=${schedule.id}&language=zh-CN`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.text;
  };
  const placed = (): ScheduleDetail['tasks'] => schedule.tasks.filter(({ area }) => area !== null);
  const xml = (text: string) => new DOMParser({ onError: (level: string, message: string) => { throw new Error(`${level}: ${message}`); } }).parseFromString(text, 'text/xml') as unknown as Document;

  it('GeoJSON, KML and GPX: one point for each task with a place, none for blocks of force, names survive', async () => {
    expect(placed().length).to.be.greaterThan(0).and.below(schedule.tasks.length);
    const geojson = JSON.parse(await file('geojson')) as FeatureCollection;
    for (const read of [geojson, readKml(xml(await file('kml'))) as FeatureCollection, readGpx(xml(await file('gpx')))]) {
      expect(read.features).to.have.length(placed().length);
      for (const [i, { geometry, properties }] of read.features.entries()) {
        if (geometry?.type !== 'Point') throw new Error('a point was expected');
        expect(geometry.coordinates[0]).to.be.within(116, 117);
        expect(geometry.coordinates[1]).to.be.within(22, 24);
        const name = String(properties?.['name']);
        expect(name).to.match(/^示例数据（合成） 2018-04-\d\d /).and.to.include(placed()[i]?.area?.name.zh ?? '-');
        expect(String(properties?.['description'] ?? properties?.['desc'])).to.include('本单不是搜查或检查的授权');
      }
      expect(read.features.some(({ properties }) => String(properties?.['name']).includes(ODD))).to.equal(true);
    }
  });

  it('the plan document satisfies the independent checker, for planners only', async () => {
    expect(checkPlan(await file('json', 'plan'))).to.deep.equal([]);
    for (const role of ['unit-officer', 'auditor'] as const) expect((await (await app.as(role)).get(`/api/exports/plan?format=json&schedule=${schedule.id}`)).status).to.equal(403);
  });

  it('the schedule as a workbook has one row per task', async () => {
    const answer = await fetch(new URL(`/api/exports/schedule?format=xlsx&schedule=${schedule.id}&language=en`, app.url), { headers: { cookie: `${planner.cookieName}=${planner.token ?? ''}` } });
    expect(answer.headers.get('content-type')).to.include('spreadsheetml');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(await answer.arrayBuffer());
    const sheet = book.worksheets[0];
    expect(sheet?.rowCount).to.equal(schedule.tasks.length + 2);
    expect(sheet?.getCell('A1').value).to.equal('Example data (synthetic)');
    expect(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).not.to.include('"xlsx"');
    await app.store.write(async (tx) => {
      await tx.insert(setting, [{ id: 'mapApproval', value: 'GS(2026)1', revision: 1 }]);
      tx.audit({ actorId: null, action: 'setting.change', subject: 'setting', subjectId: 'mapApproval' });
    });
    expect(await file('kml')).to.include('GS(2026)1');
  });
});
