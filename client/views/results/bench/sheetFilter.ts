/**
 * Which bottles the sheet shows. Rows that are filtered out are not in the sheet at all, so that nothing typed, pasted,
 * filled or undone can reach them. The rows are those that passed when the filter was applied: one that no longer fits
 * after an edit does not go away under the hands that fill it. Pure.
 */
import { foldText } from '../../../state/filterSamples.ts';
import type { Draft } from './draft.ts';
import { cellKey, OPEN_STATES, type GridIndex, type GridSample } from './gridTypes.ts';

export type Shown = 'all' | 'incomplete' | 'flagged';

/** Bottles with results of no run. */
export const NO_RUN = '-';

export interface FilterChoice {
  what: Shown;
  /** Area code; null for all. */
  area: string | null;
  /** Run id, or NO_RUN; null for all. */
  run: string | null;
  /** Part of a number, site code or site name in either language. */
  text: string;
}
export const NO_FILTER: FilterChoice = { what: 'all', area: null, run: null, text: '' };

export const isFiltering = ({ what, area, run, text }: FilterChoice): boolean => what !== 'all' || area !== null || run !== null || foldText(text) !== '';

/** A result can be typed here and none stands. Dilution, unit and remark may be empty in a complete row. */
function isIncomplete(index: GridIndex, drafts: ReadonlyMap<string, Draft>, sample: GridSample): boolean {
  if (sample.locked !== undefined) return false;
  return index.grid.analytes.some(({ id }) => {
    const key = cellKey(sample.id, id);
    const cell = index.cells.get(key);
    if (index.method(id, sample.matrix) === undefined || (cell !== undefined && (!OPEN_STATES.has(cell.state) || cell.basis !== 'concentration'))) return false;
    return (drafts.get(key)?.texts.result ?? cell?.rawText ?? '').trim() === '';
  });
}

function isFlagged(index: GridIndex, drafts: ReadonlyMap<string, Draft>, sample: GridSample): boolean {
  return index.grid.analytes.some(({ id }) => {
    const key = cellKey(sample.id, id);
    const status = drafts.get(key)?.status;
    return (index.cells.get(key)?.flags.length ?? 0) > 0 || status === 'refused' || status === 'conflict';
  });
}

function isOfRun(index: GridIndex, sample: GridSample, run: string): boolean {
  return index.grid.analytes.some(({ id }) => {
    const cell = index.cells.get(cellKey(sample.id, id));
    return run === NO_RUN ? cell !== undefined && cell.rawText !== null && cell.runId === null : cell?.runId === run;
  });
}

/** The bottles that a choice shows now; null where it hides none. */
export function filterBottles(index: GridIndex, drafts: ReadonlyMap<string, Draft>, choice: FilterChoice): ReadonlySet<string> | null {
  if (!isFiltering(choice)) return null;
  const text = foldText(choice.text);
  return new Set(index.grid.samples.filter((sample) => {
    if (choice.area !== null && sample.areaCode !== choice.area) return false;
    if (text !== '' && !foldText(`${sample.number} ${sample.siteCode} ${sample.siteName.zh} ${sample.siteName.en}`).includes(text)) return false;
    if (choice.run !== null && !isOfRun(index, sample, choice.run)) return false;
    return choice.what === 'all' || (choice.what === 'incomplete' ? isIncomplete(index, drafts, sample) : isFlagged(index, drafts, sample));
  }).map(({ id }) => id));
}
