/**
 * A block that says itself where it belongs: sample numbers down and analytes across, or the other way round, in any order,
 * with columns between that say nothing here. Each text goes to the cell that its labels name, wherever the selection is; a
 * side without labels goes by place, from the selection on. Pure.
 */
import { cellKey, type Edit, type Field, type GridIndex, type GridSample } from './gridTypes.ts';
import { readUnit } from '../../../../models/schemas/unitConversion.ts';
import type { UnitOfMeasure } from '../../../../models/schemas/index.ts';
import { readBottle, readHeading, type Bottle, type Heading, type Names } from './labels.ts';
import { placeText, sorted, type LeftOut, type PastePlan, type WhyLeftOut } from './pastePlan.ts';
import { placesIn, targetAt, type Place, type Sheet } from './sheet.ts';

type Block = readonly (readonly string[])[];

/** Rows and columns among which labels are looked for; what lies deeper is a value. */
const MARGIN = 4;

const turned = (block: Block): string[][] => Array.from({ length: Math.max(0, ...block.map((line) => line.length)) }, (_, x) => block.map((line) => line[x] ?? ''));

interface Labels {
  /** Row of the analytes' names; -1 without one. */
  head: number;
  /** Column of the bottles' numbers; -1 without one. */
  side: number;
  hits: number;
}

const most = (counts: readonly number[]): { at: number; count: number } => counts.reduce((best, count, at) => (count > best.count ? { at, count } : best), { at: -1, count: 0 });

const namesAnalyte = ({ is }: Heading): boolean => is === 'analyte' || is === 'outside-plan';

/** Where a block, read with bottles down, has its labels. */
function labelsOf(block: Block, names: Names): Labels {
  const head = most(block.slice(0, MARGIN).map((line) => line.filter((text) => namesAnalyte(readHeading(text, names))).length));
  const side = most(turned(block).slice(0, MARGIN).map((column) => column.reduce((sum, text) => sum + ({ bottle: 1, 'other-round': 0.9, unknown: 0, blank: 0 })[readBottle(text, names).is], 0)));
  const rows = block.length - (head.at < 0 ? 0 : head.at + 1);
  const columns = Math.max(0, ...block.map((line) => line.length)) - (side.at < 0 ? 0 : 1);
  // Labels over nothing are no labels of this direction.
  return rows === 0 || columns === 0 ? { head: -1, side: -1, hits: 0 } : { head: head.at, side: side.at, hits: head.count + side.count };
}

/** The block with bottles down and analytes across, and where its labels are; null where it has none. */
function upright(block: Block, names: Names): { block: Block; labels: Labels } | null {
  const [asIs, other] = [labelsOf(block, names), labelsOf(turned(block), names)];
  if (asIs.hits === 0 && other.hits === 0) return null;
  return asIs.hits >= other.hits ? { block, labels: asIs } : { block: turned(block), labels: other };
}

const WHY_BOTTLE: Readonly<Record<Exclude<Bottle['is'], 'bottle'>, WhyLeftOut>> = { 'other-round': 'other-round', unknown: 'unknown-number', blank: 'no-number' };

interface Line {
  label: string;
  sample: GridSample | null;
  why: WhyLeftOut | null;
  texts: readonly string[];
}

interface Lane {
  label: string;
  x: number;
  analyteId: string | null;
  field: Field;
  unit: UnitOfMeasure | null;
  why: WhyLeftOut | null;
}

/** @param shown bottles in the order of the sheet */
function linesOf(block: Block, { head, side }: Labels, names: Names, index: GridIndex, shown: readonly GridSample[], first: string | null): Line[] {
  let next = Math.max(0, shown.findIndex(({ id }) => id === first));
  return block.slice(head + 1).map((texts): Line => {
    if (side < 0) {
      const sample = shown[next] ?? null;
      next += 1;
      return { label: sample?.number ?? '', sample, why: sample === null ? 'edge' : null, texts };
    }
    const label = texts[side] ?? '';
    const bottle = readBottle(label, names);
    const sample = bottle.is === 'bottle' ? (index.samples.get(bottle.sampleId) ?? null) : null;
    return { label: sample?.number ?? label.trim(), sample, why: bottle.is === 'bottle' ? null : WHY_BOTTLE[bottle.is], texts };
  });
}

function lanesOf(block: Block, { head, side }: Labels, names: Names, index: GridIndex, at: { analyteId: string | null; field: Field }): Lane[] {
  const { analytes } = index.grid;
  let next = Math.max(0, analytes.findIndex(({ id }) => id === at.analyteId));
  const columns = turned(block);
  return columns.flatMap((column, x): Lane[] => {
    if (x === side) return [];
    const lane = { label: (head < 0 ? '' : (column[head] ?? '')).trim(), x, analyteId: null, field: at.field, unit: null };
    if (head < 0) {
      // Without headings: what lies before the numbers, or says where, is no value.
      const places = column.filter((text) => text.trim() !== '');
      if (places.length > 0 && places.every((text) => readHeading(text, names).is === 'lead')) return [];
      if (x < side) return [{ ...lane, why: 'unknown-analyte' }];
      const analyte = analytes[next];
      next += 1;
      return [{ ...lane, label: analyte?.abbreviation ?? '', analyteId: analyte?.id ?? null, why: analyte === undefined ? 'edge' : null }];
    }
    const heading = readHeading(column[head] ?? '', names);
    if (heading.is === 'analyte') return [{ ...lane, analyteId: heading.analyteId, field: heading.field, unit: heading.unit, why: null }];
    if (heading.is === 'number' || heading.is === 'lead') return [];
    return [{ ...lane, why: heading.is === 'outside-plan' ? 'outside-plan' : 'unknown-analyte' }];
  });
}

/** A row under the headings that holds nothing but units says the units of its columns. */
const unitRow = (line: Line, lanes: readonly Lane[]): boolean => {
  const said = lanes.map(({ x }) => (line.texts[x] ?? '').trim()).filter((text) => text !== '');
  return line.sample === null && said.length > 0 && said.every((text) => readUnit(text) !== undefined);
};

/** Whether bottles, or analytes, follow one another in the block as they do in the sheet. */
function inOrder(wanted: readonly (string | null)[], shown: readonly string[]): boolean {
  const at = shown.indexOf(wanted[0] ?? '');
  return at >= 0 && wanted.every((id, step) => shown[at + step] === id);
}

/** @returns null where the block names neither a bottle nor an analyte */
export function placeByLabels(given: Block, from: Place, sheet: Sheet, index: GridIndex, names: Names): PastePlan | null {
  const found = upright(given, names);
  if (found === null) return null;
  const { block, labels } = found;
  const active = targetAt(sheet, from);
  const [sampleId, analyteId] = (active?.key ?? sheet.rows[from.y]?.id ?? '').split('|');
  const visible = new Set(sheet.rows.flatMap((row) => Object.values(row.keys)));
  const shown = index.grid.samples.filter(({ id }) => index.grid.analytes.some((analyte) => visible.has(cellKey(id, analyte.id))));
  let lanes = lanesOf(block, labels, names, index, { analyteId: analyteId ?? null, field: active?.field ?? 'result' });
  const lines = linesOf(block, labels, names, index, shown, sampleId ?? null);
  const units = labels.head < 0 ? undefined : lines.find((line) => unitRow(line, lanes));
  if (units !== undefined) lanes = lanes.map((lane) => ({ ...lane, unit: lane.unit ?? readUnit((units.texts[lane.x] ?? '').trim()) ?? null }));

  const places = placesIn(sheet);
  const taken = new Set<string>();
  const all: (Edit | LeftOut | null)[] = block.slice(0, Math.max(0, labels.head)).flatMap((line) => line.filter((text) => text.trim() !== '').map((text): LeftOut => ({ text, why: 'above', place: '', words: null })));
  for (const line of lines) {
    if (line === units) continue;
    for (const lane of lanes) {
      const text = line.texts[lane.x] ?? '';
      const blank = text.trim() === '';
      const left = (why: WhyLeftOut): LeftOut => ({ text, why, place: `${line.label} ${lane.label}`.trim(), words: null });
      const why = line.why ?? lane.why;
      if (why !== null || line.sample === null || lane.analyteId === null) {
        if (!blank) all.push(left(why ?? 'unknown-analyte'));
        continue;
      }
      const key = cellKey(line.sample.id, lane.analyteId);
      const place = places.get(`${key}|${lane.field}`) ?? null;
      const stands = place === null ? '' : (targetAt(sheet, place)?.view.raw ?? '');
      const method = index.method(lane.analyteId, line.sample.matrix);
      if (blank) {
        // A block that names its cells and says nothing about one takes nothing away from it.
        if (stands !== '') all.push(left('blank'));
      } else if (taken.has(`${key}|${lane.field}`)) all.push(left('twice'));
      else if (place === null && method !== undefined) all.push(left(visible.has(key) ? 'field-hidden' : 'hidden'));
      else if (lane.field === 'result' && lane.unit !== null && method !== undefined && lane.unit !== method.unit) all.push(left('other-unit'));
      else {
        taken.add(`${key}|${lane.field}`);
        all.push(placeText(index, key, lane.field, text, stands));
      }
    }
  }
  const named = (line: Line): boolean => line !== units;
  const order = inOrder(lines.filter(named).map(({ sample }) => sample?.id ?? null), shown.map(({ id }) => id)) && inOrder([...new Set(lanes.map((lane) => lane.analyteId))], index.grid.analytes.map(({ id }) => id));
  return sorted(all, 'label', order);
}
