/** Columns of the round grid: the sample stays in sight, then site, area and one column per analyte. */
import type { Words } from '../../api/types.ts';
import { cellKey, type CellView, type GridAnswer, type GridRow } from './gridModel.ts';

/** Columns that scroll and come before the analytes: site, area. */
export const FIXED_COLUMNS = 2;

/** How a value between the limits of detection and quantification ends; the grid has a shorter mark for it. */
const DETECTED = ' (detected)';
const TONE_MARKS: Record<CellView['tone'], string> = { plain: '', waiting: '…', refused: '✕', below: '', above: '▲', flagged: '⚑', locked: '', verified: '✓', released: '✓✓', submitted: '→', 'missing-method': '' };

interface Cell {
  model: GridRow;
}
type Draw = (tag: string, properties: object, children?: unknown) => unknown;

export interface Column {
  prop: string;
  name: string;
  size: number;
  pin?: 'colPinStart';
  columnProperties?: () => object;
  cellProperties?: (cell: Cell) => object;
  cellTemplate?: (draw: Draw, cell: Cell) => unknown;
}

export interface ColumnWords {
  sample: string;
  site: string;
  area: string;
  detected: string;
  detectedHint: string;
}

function drawCell(draw: Draw, view: CellView | undefined, words: ColumnWords): unknown {
  if (view === undefined) return '';
  const mark = TONE_MARKS[view.tone];
  const differs = view.reported !== null && view.reported !== view.raw;
  return [
    mark === '' ? '' : draw('span', { class: { 'sj-mark': true } }, mark),
    differs ? draw('span', { class: { 'sj-raw': true } }, view.raw) : '',
    draw('span', { class: { 'sj-value': true } }, (view.reported ?? view.raw).replace(DETECTED, '')),
    view.reported?.endsWith(DETECTED) === true ? draw('span', { class: { 'sj-detected': true }, title: words.detectedHint }, words.detected) : '',
  ];
}

export function gridColumns(grid: GridAnswer, words: ColumnWords, name: (words: Words) => string): Column[] {
  return [
    { prop: 'number', name: words.sample, size: 168, pin: 'colPinStart' },
    { prop: 'site', name: words.site, size: 190 },
    { prop: 'area', name: words.area, size: 96 },
    ...grid.analytes.map((analyte): Column => ({
      prop: analyte.id,
      name: analyte.abbreviation,
      size: 134,
      columnProperties: () => ({ title: name(analyte.name) }),
      cellProperties: ({ model }) => {
        const view = model.views[analyte.id];
        if (view === undefined) return {};
        return {
          class: { 'sj-cell': true, [`sj-${view.tone}`]: true, 'sj-closed': view.locked, 'sj-open': !view.locked },
          title: view.notes.join('\n'),
          'aria-invalid': view.tone === 'refused' ? 'true' : 'false',
          'aria-readonly': view.locked ? 'true' : 'false',
          'data-key': cellKey(model.sampleId, analyte.id),
        };
      },
      cellTemplate: (draw, { model }) => drawCell(draw, model.views[analyte.id], words),
    })),
  ];
}
