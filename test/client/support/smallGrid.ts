/** A round of a few bottles for tests of the sheet without a browser: numbers, sites and towns as in Huilai; the last bottle is not received. */
import { emptyCache, rowsOf, shapeOf, type Sheet, type SheetOptions, type SheetWords } from '../../../client/views/results/bench/sheet.ts';
import { indexGrid, type Field, type GridAnswer, type GridIndex, type GridSample } from '../../../client/views/results/bench/gridTypes.ts';
import type { Draft } from '../../../client/views/results/bench/draft.ts';
import type { Cell } from '../../../client/api/types.ts';
import type { Method } from '../../../models/schemas/index.ts';

export const method = (analyteId: string): Method => ({ id: `m-${analyteId}`, analyteId, matrix: 'sewage', version: 1, code: 'M', unit: 'ng/L', lod: '0.5', loq: '2', upper: '4000', significantDigits: 3, maximumDecimals: 4, rounding: 'half-up', uncertainty: [], manualLimits: false }) as unknown as Method;

export const cell = (sampleId: string, analyteId: string, more: Partial<Cell> = {}): Cell => ({ resultId: null, sampleId, analyteId, basis: 'concentration', state: 'pending', revision: 0, valueRevision: 0, attempt: 1, rawText: null, dilution: null, typedUnit: null, reportedText: null, qualifier: null, value: null, limit: null, unit: null, detected: null, flags: [], remark: null, authorId: null, authorName: null, runId: null, allowedActions: [], ...more });

export const words: SheetWords = { name: (text) => (typeof text === 'string' ? text : text.en), state: (state) => state, noMethod: '', saving: '', unsaved: '', incomplete: '', conflict: '', uncertaintyKept: 'kept', sample: 'Sample', site: 'Site', analyte: 'Analyte', limits: 'LOD · LOQ', field: { result: 'result', dilution: 'dilution', unit: 'unit', remark: 'remark' } };

export const ANALYTES = [
  { id: 'meth', name: { zh: '甲基苯丙胺', en: 'Methamphetamine' }, abbreviation: 'METH / MAMP', order: 1 },
  { id: 'amph', name: { zh: '苯丙胺', en: 'Amphetamine' }, abbreviation: 'AMP', order: 2 },
  { id: 'ket', name: { zh: '氯胺酮', en: 'Ketamine' }, abbreviation: 'KET', order: 3 },
];
const LOCKED = { code: 'not-received', zh: '样品尚未接收', en: 'the sample is not received' };

export const bottle = (at: number, count: number): GridSample => {
  const site = `HL${String(101 + at)}-1`;
  return { id: `s${String(at + 1)}`, number: `2018Q1-${site}`, siteId: site, siteCode: site, siteName: { zh: `点位${String(at + 1)}`, en: `Place ${String(at + 1)}` }, areaCode: at % 2 === 0 ? 'A' : 'B', areaName: { zh: '', en: at % 2 === 0 ? 'Longjiang' : 'Qishi' }, matrix: 'sewage', state: at === count - 1 ? 'planned' : 'received', kind: 'routine', collectedAt: null, ...(at === count - 1 ? { locked: LOCKED } : {}) };
};

/** @param given what some cells hold, by `s1|meth` */
export function roundOf(count: number, given: Readonly<Record<string, Partial<Cell>>> = {}): GridIndex {
  const samples = Array.from({ length: count }, (_, at) => bottle(at, count));
  return indexGrid({ round: { code: '2018-Q1' }, revision: 1, analytes: ANALYTES, samples, methods: ANALYTES.map(({ id }) => method(id)), cells: samples.flatMap(({ id }) => ANALYTES.map((analyte) => cell(id, analyte.id, given[`${id}|${analyte.id}`]))) } as unknown as GridAnswer);
}

export function sheetOf(index: GridIndex, more: { fields?: readonly Field[]; transposed?: boolean; shown?: ReadonlySet<string> | null; drafts?: ReadonlyMap<string, Draft> } = {}): Sheet {
  const options: SheetOptions = { fields: more.fields ?? ['result'], transposed: more.transposed ?? false, words };
  const samples = index.grid.samples.filter(({ id }) => (more.shown ?? null) === null || more.shown?.has(id) === true);
  return { ...shapeOf(index.grid.analytes, samples, index.method, options), rows: rowsOf(index, samples, more.drafts ?? new Map(), options, emptyCache()) };
}
