/**
 * Printed orders: one page per unit and day with its tasks, a schematic map, a suggested route and room for
 * the legal basis. Released plans, or drafts that say so, under the same embargo as every other file.
 */
import PDFDocument from 'pdfkit';
import type { TaskView } from '../../models/schemas/answers/schedules.ts';
import { listUnits } from '../../models/store/repositories/reference.ts';
import { Fault } from '../../models/errors.ts';
import { straightLines, type Roads } from '../routing/roadDistances.ts';
import { pointsOf, routeOfTasks, taskPlaces } from '../usecases/operations/tasks/taskPlaces.ts';
import { BLOCK_OF_FORCE, KIND_WORDS, NO_AUTHORISATION, SHIFT_WORDS } from '../usecases/operations/tasks/tasksOrderText.ts';
import { inLanguage, type ExportContext, type ExportFile, type ExportKind } from './exportKind.ts';
import { printable } from './pdf/fontCoverage.ts';
import { orderFonts } from './pdf/fonts.ts';
import { drawOrder, type OrderFrame, type OrderSheet, type OrderStop, type OrderTask } from './pdf/orderPage.ts';
import { ofSchedule, scheduleOf } from './scheduleRows.ts';
import { SCHEDULE_STATES } from './schedule.ts';
import { mapApprovalOf, SYNTHETIC_LABEL } from './table.ts';

const TITLE = { zh: '任务单（打印）', en: 'Orders to print' };

async function sheetsOf(context: ExportContext, tasks: readonly TaskView[], roundId: string): Promise<{ sheets: OrderSheet[]; note: Roads['note'] }> {
  const places = await taskPlaces(context.store.read, roundId, tasks);
  const say = (words: { zh: string; en: string }): string => inLanguage(words, context.language);
  const colon = context.language === 'en' ? ': ' : '：';
  const byPage = new Map<string, { unit: TaskView['units'][number]; homeId: string | undefined; date: string; tasks: TaskView[] }>();
  const homes = new Map((await listUnits(context.store.read)).map((unit) => [unit.id, unit.areaId]));
  for (const task of tasks) {
    if (task.state === 'cancelled') continue;
    for (const unit of task.units) {
      const key = `${task.date} ${unit.code}`;
      const page = byPage.get(key) ?? { unit, homeId: homes.get(unit.id), date: task.date, tasks: [] };
      page.tasks.push(task);
      byPage.set(key, page);
    }
  }
  const lines = (task: TaskView): string[] => [
    `${say({ zh: '地点', en: 'Place' })}${colon}${[say(task.area?.name ?? BLOCK_OF_FORCE), ...(task.place === null ? [] : [task.place]), ...(task.site === null ? [] : [task.site.code])].join(' ')}`,
    `${say({ zh: '班次', en: 'Shift' })}${colon}${say(SHIFT_WORDS[task.shift])}`,
    `${say({ zh: '执行单位', en: 'Units' })}${colon}${task.units.map(({ name }) => say(name)).join(context.language === 'en' ? ', ' : '、')}`,
    ...(task.premisesPlanned === null ? [] : [`${say({ zh: '计划场所（只计数）', en: 'Premises planned (a count)' })}${colon}${task.premisesPlanned}`]),
  ];
  const { distance, note } = await (context.roads ?? straightLines)(pointsOf(tasks, [...byPage.values()].map(({ homeId }) => homeId), places));
  const sheets = [...byPage.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { unit, homeId, date, tasks: own }]): OrderSheet => {
    const { home, stops, kilometres, exact } = routeOfTasks(own, homeId, places, distance);
    const point = ({ longitude, latitude, label }: { longitude: number; latitude: number; label: { zh: string; en: string } }): OrderStop => ({ longitude, latitude, label: say(label) });
    return {
      unit: say(unit.name), unitCode: unit.code, date, home: home === null ? null : point(home),
      tasks: own.map((task): OrderTask => ({ number: task.number, title: say(KIND_WORDS[task.kind]), lines: lines(task) })),
      stops: stops.map(point),
      kilometres,
      exact,
    };
  });
  return { sheets, note };
}

/** An order as the font can print it: a character that it lacks is named, and the page says so. */
function drawable(sheet: OrderSheet, frame: OrderFrame, covered: ReadonlySet<number>): { sheet: OrderSheet; frame: OrderFrame } {
  const missing = new Set<string>();
  const text = (value: string): string => printable(value, covered, missing);
  const point = (stop: OrderStop): OrderStop => ({ ...stop, label: text(stop.label) });
  const own: OrderSheet = {
    ...sheet,
    unit: text(sheet.unit),
    unitCode: text(sheet.unitCode),
    tasks: sheet.tasks.map(({ number, title, lines }) => ({ number: text(number), title: text(title), lines: lines.map(text) })),
    home: sheet.home === null ? null : point(sheet.home),
    stops: sheet.stops.map(point),
  };
  const plan = text(frame.plan);
  const approval = text(frame.approval);
  if (missing.size === 0) return { sheet: own, frame: { ...frame, plan, approval } };
  const names = [...missing].join(' ');
  return { sheet: own, frame: { ...frame, plan, approval, notice: [...frame.notice, inLanguage({ zh: `字体缺少 ${missing.size} 个字符，以编码代替：${names}。请对照原文。`, en: `The font lacks ${missing.size} character${missing.size === 1 ? '' : 's'}, printed as code points: ${names}. Compare with the original.` }, frame.language)] } };
}

async function write(context: ExportContext): Promise<ExportFile> {
  const found = await scheduleOf(context);
  const { schedule, round } = found;
  const wanted = schedule.tasks.filter((task) => (context.date === undefined || task.date === context.date) && (context.unit === undefined || task.units.some(({ code }) => code === context.unit)));
  const { sheets: all, note } = await sheetsOf(context, wanted, round.id);
  const sheets = all.filter(({ unitCode }) => context.unit === undefined || unitCode === context.unit);
  if (sheets.length === 0) throw new Fault('not-found', 'the schedule has no order for that unit and day', { details: [{ message: 'export.no-orders' }] });
  const say = (words: { zh: string; en: string }): string => inLanguage(words, context.language);
  const synthetic = schedule.synthetic ? say(SYNTHETIC_LABEL) : null;
  const frame: OrderFrame = {
    language: context.language,
    plan: `${schedule.roundCode}\u3000${say({ zh: `第 ${schedule.version} 版`, en: `version ${schedule.version}` })}（${schedule.id.slice(-8)}.${schedule.revision}）\u3000${say(SCHEDULE_STATES[schedule.state])}`,
    synthetic,
    notice: [NO_AUTHORISATION.zh, NO_AUTHORISATION.en, ...(note.code === 'road-factor' ? [] : [say(note)])],
    approval: await mapApprovalOf(context),
    exportedAt: new Date(context.at).toISOString().slice(0, 16).replace('T', ' ').concat(' UTC'),
  };
  const fonts = await orderFonts();
  const { covered } = fonts;
  const doc = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, info: { Title: `${say(TITLE)} ${schedule.roundCode}${synthetic === null ? '' : ` ${synthetic}`}`, Producer: 'Shuijian', Creator: 'Shuijian', CreationDate: new Date(context.at) } });
  doc.registerFont('plain', fonts.plain);
  doc.registerFont('bold', fonts.bold);
  const parts: Buffer[] = [];
  const ended = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
  let pages = 0;
  doc.on('pageAdded', () => (pages += 1));
  for (const [i, sheet] of sheets.entries()) {
    doc.addPage();
    const drawn = drawable(sheet, frame, covered);
    drawOrder(doc, drawn.sheet, drawn.frame, { number: i + 1, of: sheets.length });
    // a quarter has hundreds of pages: others are answered between them
    await new Promise(setImmediate);
  }
  doc.end();
  const bytes = await ended;
  if (pages !== sheets.length) throw new Error(`${sheets.length} orders became ${pages} pages; one page each was expected`);
  return { bytes, of: ofSchedule(found), synthetic: schedule.synthetic };
}

export const ordersExport: ExportKind = { id: 'orders', title: TITLE, operation: 'schedules.read', parameters: ['round', 'schedule'], formats: { pdf: { mediaType: 'application/pdf', write } } };
