/** The round grid as the API answers it, and how one place in it is named. */
import type { Method, Matrix, Round, SampleState } from '../../../../models/schemas/index.ts';
import type { GridCell, Reason, Words } from '../../../api/types.ts';

export interface GridSample {
  id: string;
  number: string;
  siteId: string;
  siteCode: string;
  siteName: Words;
  areaCode: string;
  areaName: Words;
  matrix: Matrix;
  state: SampleState;
  collectedAt: string | null;
  kind: string;
  locked?: Reason;
}

export interface GridAnalyte {
  id: string;
  name: Words;
  abbreviation: string;
  order: number;
}

export interface GridAnswer {
  round: Round;
  revision: number;
  analytes: GridAnalyte[];
  samples: GridSample[];
  methods: Method[];
  cells: GridCell[];
}

/** What is typed beside one another for one sample × analyte. */
export const FIELDS = ['result', 'dilution', 'unit', 'remark'] as const;
export type Field = (typeof FIELDS)[number];
export type Texts = Record<Field, string>;

/** One text at one place. */
export interface Edit {
  key: string;
  field: Field;
  text: string;
  /** Revision of the cell that the person saw while typing, where that may be older than the one now shown. */
  seen?: number;
}

export const cellKey = (sampleId: string, analyteId: string): string => `${sampleId}|${analyteId}`;

export function splitKey(key: string): { sampleId: string; analyteId: string } {
  const cut = key.indexOf('|');
  return { sampleId: key.slice(0, cut), analyteId: key.slice(cut + 1) };
}

/** The method in force for an analyte in a matrix: the newest version. */
function methodFor(methods: readonly Method[], analyteId: string, matrix: Matrix): Method | undefined {
  return methods.filter((method) => method.analyteId === analyteId && method.matrix === matrix).sort((a, b) => b.version - a.version)[0];
}

/** States in which the bench may still type over a value. */
export const OPEN_STATES: ReadonlySet<GridCell['state']> = new Set(['pending', 'entered']);

/** Fast ways into one answer; made anew when the answer changes. */
export interface GridIndex {
  grid: GridAnswer;
  cells: ReadonlyMap<string, GridCell>;
  samples: ReadonlyMap<string, GridSample>;
  method: (analyteId: string, matrix: Matrix) => Method | undefined;
}

export function indexGrid(grid: GridAnswer): GridIndex {
  const cells = new Map<string, GridCell>();
  for (const cell of grid.cells) {
    const key = cellKey(cell.sampleId, cell.analyteId);
    // An imported load stands only where no concentration does: the bench types concentrations.
    if (cell.basis === 'concentration' || !cells.has(key)) cells.set(key, cell);
  }
  const found = new Map<string, Method | undefined>();
  return {
    grid,
    cells,
    samples: new Map(grid.samples.map((sample) => [sample.id, sample])),
    method: (analyteId, matrix) => {
      const key = `${analyteId}|${matrix}`;
      if (!found.has(key)) found.set(key, methodFor(grid.methods, analyteId, matrix));
      return found.get(key);
    },
  };
}

/** The texts that stand in a cell. A dilution of 1 and the method's own unit are left blank, as they are in a notebook. */
export function textsOf(cell: GridCell | undefined, methodUnit: string | undefined): Texts {
  const dilution = cell?.dilution ?? '';
  const unit = cell?.typedUnit ?? '';
  return { result: cell?.rawText ?? '', dilution: dilution === '1' ? '' : dilution, unit: unit === methodUnit ? '' : unit, remark: cell?.remark ?? '' };
}

/** Why nothing can be typed here; null where it can. */
export function lockOf(index: GridIndex, key: string): 'sample' | 'state' | 'no-method' | null {
  const { sampleId, analyteId } = splitKey(key);
  const sample = index.samples.get(sampleId);
  const cell = index.cells.get(key);
  if (sample === undefined || index.method(analyteId, sample.matrix) === undefined) return 'no-method';
  if (sample.locked !== undefined) return 'sample';
  return cell !== undefined && (!OPEN_STATES.has(cell.state) || cell.basis !== 'concentration') ? 'state' : null;
}
