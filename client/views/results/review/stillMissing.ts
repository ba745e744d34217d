/** What keeps a round from being whole: cells that are not yet released, by sample and by what they wait for. Pure. */
import type { GridAnswer } from '../bench/gridTypes.ts';

export const WAITS = ['not-received', 'not-entered', 'not-submitted', 'not-verified', 'not-released'] as const;
export type Wait = (typeof WAITS)[number];

export interface MissingLine {
  sampleId: string;
  number: string;
  areaCode: string;
  wait: Wait;
  /** Abbreviations of the analytes. */
  analytes: string[];
}

/** Samples that no longer give results by a decision: they are not missing. */
const LEFT_OUT = new Set(['rejected', 'missed', 'lost', 'cancelled']);
const ON_THE_WAY = new Set(['planned', 'collected', 'in-transit']);
const WAIT_OF: Partial<Record<string, Wait>> = { pending: 'not-entered', entered: 'not-submitted', submitted: 'not-verified', verified: 'not-released' };

export function stillMissing(grid: Pick<GridAnswer, 'samples' | 'analytes' | 'methods' | 'cells'>): MissingLine[] {
  const names = new Map(grid.analytes.map((analyte) => [analyte.id, analyte.abbreviation]));
  const measured = new Set(grid.methods.map((method) => `${method.analyteId} ${method.matrix}`));
  const lines = new Map<string, MissingLine>();
  const samples = new Map(grid.samples.map((sample) => [sample.id, sample]));
  for (const cell of grid.cells) {
    const sample = samples.get(cell.sampleId);
    if (sample === undefined || LEFT_OUT.has(sample.state) || !measured.has(`${cell.analyteId} ${sample.matrix}`)) continue;
    const wait = ON_THE_WAY.has(sample.state) ? 'not-received' : WAIT_OF[cell.state];
    if (wait === undefined) continue;
    const key = `${sample.id} ${wait}`;
    const line = lines.get(key) ?? { sampleId: sample.id, number: sample.number, areaCode: sample.areaCode, wait, analytes: [] };
    line.analytes.push(names.get(cell.analyteId) ?? cell.analyteId);
    lines.set(key, line);
  }
  return [...lines.values()].sort((a, b) => WAITS.indexOf(a.wait) - WAITS.indexOf(b.wait) || (a.number < b.number ? -1 : 1));
}
