/**
 * One page: the order of one unit on one day. Tasks, a schematic map with the route, the sentence that it
 * authorises no search, and room for the legal basis. Text that does not fit fails; nothing is cut silently.
 */
import type { Language } from '../../../models/schemas/vocabulary.ts';
import { inLanguage } from '../exportKind.ts';

type Document = PDFKit.PDFDocument;

export interface OrderStop {
  longitude: number;
  latitude: number;
  /** As printed beside the point. */
  label: string;
}

export interface OrderTask {
  number: string;
  /** What, where, when, with whom: lines as they print. */
  title: string;
  lines: string[];
}

export interface OrderSheet {
  unit: string;
  unitCode: string;
  date: string;
  tasks: OrderTask[];
  home: OrderStop | null;
  /** In the order of the route. */
  stops: OrderStop[];
  kilometres: number | null;
  exact: boolean;
}

export interface OrderFrame {
  language: Language;
  /** State of the plan, its version, the round. */
  plan: string;
  synthetic: string | null;
  /** In both languages, on every page. */
  notice: readonly string[];
  approval: string;
  exportedAt: string;
}

const MARGIN = 42;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - 30;
/** The map takes what the page leaves, but no less. */
const LEAST_MAP = 236;
const BASIS_HEIGHT = 96;
const TEAL = '#0F4C5C';
const GREY = '#6b7280';

const WORDS = {
  order: { zh: '任务单', en: 'Order' },
  map: { zh: '示意图（非地图，比例近似）', en: 'Schematic, not a map; distances are approximate' },
  home: { zh: '驻地', en: 'home' },
  noMap: { zh: '此单没有可标示的地点。', en: 'This order has no place to draw.' },
  route: { zh: '建议路线', en: 'Suggested route' },
  basis: { zh: '执法依据（由执行单位填写）', en: 'Legal basis (stated by the unit that carries it out)' },
  signed: { zh: '签发：____________\u3000日期：____________', en: 'Issued by: ____________   Date: ____________' },
  page: { zh: '第 {i} 页，共 {n} 页', en: 'Page {i} of {n}' },
  near: { zh: '启发式', en: 'heuristic' },
  shortest: { zh: '最短', en: 'shortest' },
} as const;

/** A round length for the scale bar, in kilometres. */
function roundLength(km: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(km, 0.01)));
  return power * ([5, 2, 1].find((each) => each * power <= km) ?? 1);
}

function drawMap(doc: Document, top: number, height: number, { home, stops }: OrderSheet, say: (words: { zh: string; en: string }) => string): void {
  doc.rect(MARGIN, top, WIDTH, height).lineWidth(0.6).strokeColor('#9ca3af').stroke();
  const points = [...(home === null ? [] : [home]), ...stops];
  if (points.length === 0) {
    doc.font('plain').fontSize(10).fillColor(GREY).text(say(WORDS.noMap), MARGIN + 10, top + 10, { width: WIDTH - 20 });
    return;
  }
  const middle = points.reduce((sum, { latitude }) => sum + latitude, 0) / points.length;
  const kmX = 111.32 * Math.cos((middle * Math.PI) / 180);
  const kmY = 110.57;
  const xs = points.map(({ longitude }) => longitude * kmX);
  const ys = points.map(({ latitude }) => latitude * kmY);
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const inner = { x: MARGIN + 34, y: top + 26, width: WIDTH - 150, height: height - 62 };
  const scale = Math.min(inner.width / Math.max(right - left, 0.4), inner.height / Math.max(high - low, 0.4));
  const place = ({ longitude, latitude }: OrderStop): [number, number] => [inner.x + inner.width / 2 + (longitude * kmX - (left + right) / 2) * scale, inner.y + inner.height / 2 - (latitude * kmY - (low + high) / 2) * scale];
  const path = [...(home === null ? [] : [home]), ...stops, ...(home === null ? [] : [home])].map(place);
  doc.lineWidth(1.2).strokeColor(TEAL);
  path.forEach(([x, y], i) => (i === 0 ? doc.moveTo(x, y) : doc.lineTo(x, y)));
  doc.dash(4, { space: 2 }).stroke().undash();
  const written: [number, number][] = [];
  /** A label moves down until it covers no other. */
  const label = (text: string, x: number, y: number): void => {
    let at = y - 5;
    while (written.some(([ox, oy]) => Math.abs(ox - x) < 110 && Math.abs(oy - at) < 10)) at += 10;
    written.push([x, at]);
    doc.font('plain').fontSize(8);
    doc.rect(x + 8, at, Math.min(112, doc.widthOfString(text) + 2), 10).fillColor('#ffffff').fill();
    doc.font('plain').fontSize(8).fillColor('#111827').text(text, x + 9, at, { width: 112, height: 10, lineBreak: false });
  };
  if (home !== null) {
    const [x, y] = place(home);
    doc.rect(x - 4, y - 4, 8, 8).fillColor(TEAL).fill();
    label(`${say(WORDS.home)} ${home.label}`, x, y);
  }
  stops.forEach((stop, i) => {
    const [x, y] = place(stop);
    doc.circle(x, y, 6.5).fillColor('#ffffff').fill();
    doc.circle(x, y, 6.5).lineWidth(1).strokeColor('#9E2A2B').stroke();
    doc.font('bold').fontSize(8).fillColor('#9E2A2B').text(String(i + 1), x - 6.5, y - 5.5, { width: 13, align: 'center', lineBreak: false });
    label(stop.label, x, y);
  });
  const bar = roundLength((inner.width / scale) * 0.25);
  const [bx, by] = [MARGIN + 14, top + height - 14];
  doc.lineWidth(1).strokeColor('#111827').moveTo(bx, by).lineTo(bx + bar * scale, by).stroke();
  doc.font('plain').fontSize(8).fillColor('#111827').text(`${bar} km`, bx, by - 12, { lineBreak: false });
  doc.moveTo(MARGIN + WIDTH - 18, top + 34).lineTo(MARGIN + WIDTH - 18, top + 14).lineTo(MARGIN + WIDTH - 22, top + 21).moveTo(MARGIN + WIDTH - 18, top + 14).lineTo(MARGIN + WIDTH - 14, top + 21).stroke();
  doc.text('N', MARGIN + WIDTH - 21, top + 36, { lineBreak: false });
  doc.fillColor(GREY).text(say(WORDS.map), MARGIN + 10, top + 8, { lineBreak: false });
}

/**
 * Draws onto the document's current page.
 * @param page 1-based, of all
 * @throws RangeError where the tasks of the order leave no room for the map and the legal basis
 */
export function drawOrder(doc: Document, sheet: OrderSheet, frame: OrderFrame, page: { number: number; of: number }): void {
  const say = (words: { zh: string; en: string }): string => inLanguage(words, frame.language);
  const line = (text: string, size: number, font: 'plain' | 'bold', colour = '#111827', gap = 3): void => {
    doc.font(font).fontSize(size).fillColor(colour).text(text, MARGIN, doc.y, { width: WIDTH });
    doc.y += gap;
  };
  doc.y = MARGIN - 12;
  if (frame.synthetic !== null) line(frame.synthetic, 10, 'bold', '#92400e', 2);
  line(frame.plan, 9, 'plain', GREY, 4);
  line(`${say(WORDS.order)}\u3000${sheet.unit} (${sheet.unitCode})\u3000${sheet.date}`, 17, 'bold', TEAL, 4);
  for (const sentence of frame.notice) line(sentence, 10.5, 'bold', '#9E2A2B', 1);
  doc.y += 6;
  for (const task of sheet.tasks) {
    line(`${task.number}\u3000${task.title}`, 12, 'bold', '#111827', 1);
    for (const each of task.lines) line(each, 10.5, 'plain', '#111827', 1);
    doc.y += 4;
  }
  if (sheet.kilometres !== null && sheet.stops.length > 0) {
    const path = sheet.stops.map(({ label }, i) => `${i + 1} ${label}`).join(' – ');
    line(`${say(WORDS.route)} (${say(sheet.exact ? WORDS.shortest : WORDS.near)}, ${sheet.kilometres.toFixed(1)} km): ${path}`, 10, 'plain', '#374151', 4);
  }
  const top = doc.y + 2;
  const basis = BOTTOM - BASIS_HEIGHT - 24;
  if (top + LEAST_MAP + 8 > basis) throw new RangeError(`the order of ${sheet.unitCode} on ${sheet.date} has ${sheet.tasks.length} tasks, which do not fit on one page with its map`);
  drawMap(doc, top, basis - 10 - top, sheet, say);
  doc.rect(MARGIN, basis, WIDTH, BASIS_HEIGHT).lineWidth(0.8).strokeColor('#374151').stroke();
  doc.font('bold').fontSize(10.5).fillColor('#111827').text(say(WORDS.basis), MARGIN + 8, basis + 6, { lineBreak: false });
  for (const y of [basis + 42, basis + 62]) doc.moveTo(MARGIN + 8, y).lineTo(MARGIN + WIDTH - 8, y).lineWidth(0.4).strokeColor('#9ca3af').stroke();
  doc.font('plain').fontSize(10).fillColor('#111827').text(say(WORDS.signed), MARGIN + 8, basis + 74, { lineBreak: false });
  doc.font('plain').fontSize(8).fillColor(GREY).text(`${frame.approval}\u3000${frame.exportedAt}`, MARGIN, BOTTOM - 14, { lineBreak: false });
  doc.text(say(WORDS.page).replace('{i}', String(page.number)).replace('{n}', String(page.of)), MARGIN, BOTTOM - 14, { width: WIDTH, align: 'right', lineBreak: false });
}
