/** Printed orders, read back by poppler: one page each, the text of the source, the sentence and the label on every page; and the log of what left. */
import { createHash } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { setting, unit as unitThing } from '../../../models/schemas/index.ts';
import type { ScheduleDetail } from '../../../models/schemas/answers/schedules.ts';
import { printable } from '../../../server/exports/pdf/fontCoverage.ts';
import { orderFonts } from '../../../server/exports/pdf/fonts.ts';
import type { ExportLogView } from '../../../server/usecases/exchange/exportLog.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';
import { seedCounty } from '../../usecases/assessment/smallCounty.ts';

const POPPLER = spawnSync('pdftotext', ['-v']).status === 0;

/** Skips where the pages cannot be read back, and says so; the orders themselves are made in other tests. */
function requirePoppler(context: Mocha.Context): void {
  if (POPPLER) return;
  process.stdout.write('      pdftotext (poppler-utils) is not installed: the text of the pages is not read back\n');
  context.skip();
}

describe('printed orders', () => {
  let app: TestApp;
  let planner: Agent;
  let schedule: ScheduleDetail;
  let folder: string;
  /** Bytes as they came; the agent's own answers are text. */
  const pdf = async (query: string, agent = planner): Promise<Buffer> => {
    const answer = await fetch(new URL(`/api/exports/orders?format=pdf&schedule=${schedule.id}&${query}`, agent.base), { headers: { cookie: `${agent.cookieName}=${agent.token ?? ''}` } });
    expect(answer.status).to.equal(200);
    return Buffer.from(await answer.arrayBuffer());
  };
  const pagesOf = (bytes: Buffer): string[] => {
    const file = join(folder, 'orders.pdf');
    writeFileSync(file, bytes);
    return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
  };
  /** Spaces are the reader's guess; letters are not. */
  const bare = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '');

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shuijian-orders-'));
    app = await startApp();
    await seedCounty(app.store);
    planner = await app.as('planner');
    const second = await app.person({ roles: ['planner'] });
    await planner.post('/api/assessments', { round: '2018-Q1' });
    await app.store.write(async (tx) => {
      await tx.insert(setting, [{ id: 'confidentialityDecision', value: 'places-may-be-stored', revision: 1 }]);
      tx.audit({ actorId: null, action: 'setting.change', subject: 'setting', subjectId: 'confidentialityDecision' });
    });
    const nominated = (await planner.post('/api/nominations', { round: '2018-Q1', area: 'D', place: '岐石兰标村', reason: '两轮严重', corroboration: 'soil-samples', corroborationText: '土壤样品两次检出' })).as<{ id: string; revision: number }>();
    await second.post(`/api/nominations/${nominated.id}/transitions`, { action: 'approve', revision: nominated.revision });
    schedule = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, seed: 3 })).as<ScheduleDetail>();
  });
  after(async () => {
    rmSync(folder, { recursive: true, force: true });
    await app.close();
  });

  it('is one page per unit and day, with the tasks as they are planned, in both languages', async function () {
    requirePoppler(this);
    const pairs = [...new Set(schedule.tasks.flatMap(({ date, units }) => units.map(({ code }) => `${date} ${code}`)))].sort();
    for (const language of ['zh-CN', 'en'] as const) {
      const pages = pagesOf(await pdf(`language=${language}`)).map(bare);
      expect(pages.length, 'one page per unit and day').to.equal(pairs.length);
      pages.forEach((page, i) => {
        const [date = '', code = ''] = (pairs[i] ?? '').split(' ');
        const tasks = schedule.tasks.filter((task) => task.date === date && task.units.some((unit) => unit.code === code));
        const words = language === 'en' ? 'en' : 'zh';
        const expected = [date, code, '本单不是搜查或检查的授权。', 'This order is not a search or inspection authorisation.', language === 'en' ? 'Legal basis' : '执法依据', language === 'en' ? 'Example data (synthetic)' : '示例数据（合成）', language === 'en' ? `Page ${i + 1} of ${pages.length}` : `第 ${i + 1} 页，共 ${pages.length} 页`, ...tasks.flatMap((task) => [task.number, task.area === null ? '' : task.area.name[words], task.site?.code ?? '', task.place ?? '', ...task.units.map(({ name }) => name[words])])];
        for (const text of expected) expect(page, `page ${i + 1}`).to.include(bare(text));
      });
      expect(pages.some((page) => page.includes('岐石兰标村')), 'the nominated place is on the orders of its force').to.equal(true);
    }
  });

  it('embeds a subset of the font, and stays small', async () => {
    const bytes = await pdf('language=zh-CN');
    expect(bytes.length).to.be.below(250_000);
    expect(bytes.toString('latin1')).to.match(/\/FontFile2|\/FontFile3/).and.to.match(/[A-Z]{6}\+NotoSansSC/);
  });

  it('prints one unit and one day where asked, and says when there is no such order', async () => {
    const [task] = schedule.tasks;
    const unit = task?.units[0]?.code ?? '';
    const bytes = await pdf(`date=${task?.date}&unit=${unit}`);
    expect([...bytes.toString('latin1').matchAll(/\/Type \/Page\b(?!s)/g)].length).to.equal(1);
    expect((await planner.get(`/api/exports/orders?format=pdf&schedule=${schedule.id}&date=2031-01-01`)).status).to.equal(404);
  });

  it('is under the embargo, and every file is in the log with the hash of its bytes', async () => {
    const officer = await app.as('unit-officer');
    expect((await officer.get(`/api/exports/orders?format=pdf&schedule=${schedule.id}`)).status).to.equal(404);
    const log = async (): Promise<ExportLogView[]> => (await planner.get(`/api/schedules/${schedule.id}/exports`)).as<{ items: ExportLogView[] }>().items;
    const before = (await log()).length;
    const bytes = await pdf('language=en');
    const [newest, ...rest] = await log();
    expect(rest.length).to.equal(before);
    expect(newest).to.include({ kind: 'orders', format: 'pdf', language: 'en', scheduleRevision: schedule.revision, octets: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), synthetic: true });
    expect(newest?.userName).to.be.a('string').and.not.equal('');
    expect((await officer.get(`/api/schedules/${schedule.id}/exports`)).status).to.equal(403);
    expect((await (await app.as('auditor')).get(`/api/schedules/${schedule.id}/exports`)).status).to.equal(200);
  });

  it('a character that the font lacks is named, and the page says so: no silent box', async function () {
    const { covered } = await orderFonts();
    for (const character of '镇A1，·（）：〔〕') expect(covered.has(character.codePointAt(0) ?? 0), character).to.equal(true);
    const missing = new Set<string>();
    expect(printable('𠮷镇 α', covered, missing)).to.equal('[U+20BB7]镇 [U+03B1]');
    expect([...missing]).to.deep.equal(['[U+20BB7]', '[U+03B1]']);
    requirePoppler(this);
    const [task] = schedule.tasks;
    const [unit] = task?.units ?? [];
    if (task === undefined || unit === undefined) throw new Error('there is an order');
    const query = `language=zh-CN&date=${task.date}&unit=${unit.code}`;
    expect(pagesOf(await pdf(query)).map(bare).join(' ')).not.to.include('[U+');
    await app.store.write(async (tx) => {
      const [row] = (await tx.find(unitThing, { where: { code: unit.code } })).slice(0, 1);
      if (row === undefined) throw new Error('there is the unit');
      await tx.update(unitThing, row.id, row.revision, { nameZh: '𠮷镇单位' });
      tx.audit({ actorId: null, action: 'unit.change', subject: 'unit', subjectId: row.id });
    });
    const [page] = pagesOf(await pdf(query)).map(bare);
    expect(page).to.include('[U+20BB7]镇单位').and.to.include(bare('字体缺少 1 个字符，以编码代替：[U+20BB7]'));
  });
});
