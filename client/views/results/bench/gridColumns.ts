/** The sheet's columns as RevoGrid draws them, and what a cell looks like: mark, flag's word, text as typed, text as read. */
import type { CellView, Tone } from './cellView.ts';
import type { SheetRow, SheetShape } from './sheet.ts';

/** How a value between the limits of detection and quantification ends; the grid has a shorter mark for it. */
const DETECTED = ' (detected)';

export const MARKS: Readonly<Record<Tone, string>> = { plain: '', waiting: '…', incomplete: '…', refused: '✕', conflict: '⇄', saved: '✓', flagged: '⚑', submitted: '↑', verified: '◆', released: '●', locked: '' };

interface Cell {
  model: SheetRow;
}
type Draw = (tag: string, properties: object, children?: unknown) => unknown;

export interface RevoColumn {
  prop: string;
  name: string;
  size: number;
  pin?: 'colPinStart';
  columnProperties?: () => object;
  columnTemplate?: (draw: Draw) => unknown;
  cellProperties?: (cell: Cell) => object;
  cellTemplate?: (draw: Draw, cell: Cell) => unknown;
}

export interface CellWords {
  detected: string;
  detectedHint: string;
  flag: (code: NonNullable<CellView['flag']>) => string;
}

function drawCell(draw: Draw, view: CellView | undefined, words: CellWords): unknown {
  if (view === undefined) return '';
  const mark = MARKS[view.tone];
  // What was typed is always there; the word of a flag gives way first, its sign and colour stay (ResultGrid.css).
  const differs = view.reported !== null && view.raw !== '' && view.reported !== view.raw;
  return [
    mark === '' ? '' : draw('span', { class: { 'sj-mark': true } }, mark),
    view.flag === null ? '' : draw('span', { class: { 'sj-flag': true }, title: words.flag(view.flag) }, words.flag(view.flag)),
    differs ? draw('span', { class: { 'sj-raw': true }, title: view.raw }, view.raw) : '',
    draw('span', { class: { 'sj-value': true } }, (view.reported ?? view.raw).replace(DETECTED, '')),
    view.uncertainty === '' ? '' : draw('span', { class: { 'sj-uncertainty': true } }, view.uncertainty),
    view.reported?.endsWith(DETECTED) === true ? draw('span', { class: { 'sj-detected': true }, title: words.detectedHint }, words.detected) : '',
  ];
}

export function gridColumns(sheet: SheetShape, words: CellWords): RevoColumn[] {
  return [
    {
      prop: 'head', name: sheet.head, size: sheet.headSize, pin: 'colPinStart',
      cellTemplate: (draw: Draw, { model }: Cell) => [model.ordinal === '' ? '' : draw('span', { class: { 'sj-ordinal': true } }, model.ordinal), draw('span', { title: model.label }, model.head)],
    },
    ...sheet.columns.map((column): RevoColumn => ({
      prop: column.prop,
      name: column.name,
      size: column.size,
      columnProperties: () => ({ title: column.hint }),
      columnTemplate: (draw: Draw) => [draw('span', {}, column.name), column.unit === '' ? '' : draw('span', { class: { 'sj-unit': true } }, column.unit)],
      ...(column.field === null ? {} : {
        cellProperties: ({ model }: Cell) => {
          const view = model.views[column.prop];
          const field = model.field ?? column.field ?? 'result';
          if (view === undefined) return {};
          const key = model.keys[column.prop] ?? '';
          return {
            class: { 'sj-cell': true, [`sj-${view.tone}`]: true, [`sj-${view.range}`]: true, [`sj-of-${field}`]: true, 'sj-closed': view.locked, 'sj-open': !view.locked, 'sj-unset': view.raw === '' },
            title: view.notes.join('\n'),
            'aria-invalid': view.tone === 'refused' || view.tone === 'conflict' ? 'true' : 'false',
            'aria-readonly': view.locked ? 'true' : 'false',
            'data-key': field === 'result' ? key : `${key}|${field}`,
          };
        },
        cellTemplate: (draw: Draw, { model }: Cell) => drawCell(draw, model.views[column.prop], words),
      }),
    })),
  ];
}
