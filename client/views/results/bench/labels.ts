/**
 * What the headings of a block say: which bottle, which analyte, which field, which unit; in either language, as code or
 * name, in any case and width. Nothing is guessed: a heading that names nothing known here is unknown. Pure.
 */
import { readUnit } from '../../../../models/schemas/unitConversion.ts';
import type { UnitOfMeasure } from '../../../../models/schemas/index.ts';
import { foldText } from '../../../state/filterSamples.ts';
import type { Words } from '../../../api/types.ts';
import type { Field, GridIndex } from './gridTypes.ts';

/** As far as labels need an analyte; those outside the round's plan are known too, so that they can be called by that. */
export interface NamedAnalyte {
  id: string;
  name: Words;
  abbreviation: string;
}

export interface Names {
  /** Folded numbers, and codes of sites with one bottle in the round, to bottles. */
  bottles: ReadonlyMap<string, string>;
  /** How numbers of this laboratory look, so that another round's bottle is called that. */
  shapes: ReadonlySet<string>;
  analytes: ReadonlyMap<string, string>;
  outsidePlan: ReadonlySet<string>;
  /** Texts of a column that says where, not how much. */
  places: ReadonlySet<string>;
}

/** Words that head a column, or a row, in a sheet of ours or of an instrument. */
const FIELD_WORDS: Readonly<Record<Field, readonly string[]>> = {
  result: ['result', 'conc.', 'concentration', '结果', '浓度'],
  dilution: ['dilution', 'dilution factor', '稀释倍数', '稀释'],
  unit: ['unit', 'units', '单位'],
  remark: ['remark', 'remarks', 'note', '备注', '说明'],
};
const NUMBER_WORDS: ReadonlySet<string> = new Set(['sample', 'sample no', 'sample no.', 'sample number', 'sample id', 'sample name', '样品', '样品编号', '样品号', '样品名称', '编号', 'analyte', '分析物']);
const LEAD_WORDS: ReadonlySet<string> = new Set(['site', 'site code', 'area', 'town', 'no.', 'no', '#', '点位', '点位编号', '采样点', '区域', '乡镇', '序号', 'lod · loq', '检出限 · 定量限']);

/** "2019Q4-HL101-1" and "2020Q1-HL99-3" are the same shape. */
const shapeOfNumber = (folded: string): string => folded.replace(/\p{L}+/gu, 'a').replace(/\d+/g, '9');

const namesOfAnalyte = ({ id, name, abbreviation }: NamedAnalyte): string[] => [id, name.zh, name.en, abbreviation, ...abbreviation.split('/')].map(foldText).filter((text) => text !== '');

export function namesIn({ samples, analytes }: Pick<GridIndex['grid'], 'samples' | 'analytes'>, known: readonly NamedAnalyte[]): Names {
  const ofSite = new Map<string, string[]>();
  for (const { id, siteCode } of samples) ofSite.set(foldText(siteCode), [...(ofSite.get(foldText(siteCode)) ?? []), id]);
  const bottles = new Map<string, string>();
  for (const [code, ids] of ofSite) if (ids.length === 1 && ids[0] !== undefined) bottles.set(code, ids[0]);
  for (const { id, number } of samples) bottles.set(foldText(number), id);
  const here = new Map(analytes.flatMap((analyte) => namesOfAnalyte(analyte).map((text): [string, string] => [text, analyte.id])));
  return {
    bottles,
    shapes: new Set(samples.map(({ number }) => shapeOfNumber(foldText(number)))),
    analytes: here,
    outsidePlan: new Set(known.flatMap(namesOfAnalyte).filter((text) => !here.has(text))),
    places: new Set(samples.flatMap(({ siteName, areaName }) => [siteName.zh, siteName.en, areaName.zh, areaName.en]).map(foldText).filter((text) => text !== '')),
  };
}

export type Heading =
  | { is: 'analyte'; analyteId: string; field: Field; unit: UnitOfMeasure | null }
  | { is: 'outside-plan' | 'number' | 'lead' | 'unknown' | 'blank' };

/** A unit at the end, bare or in brackets. */
const UNIT_AT_END = /^(.+?)[\s([,:]+([a-zµμ]+\/[a-z0-9/]+)[)\]]?$/;

/** The same heading with less at its end: without its unit, without the word of its field. */
function* readings(text: string): Generator<{ name: string; field: Field; unit: UnitOfMeasure | null }> {
  const bare = { name: text, field: 'result' as Field, unit: null };
  yield bare;
  const parts = UNIT_AT_END.exec(text);
  const unit = parts === null ? undefined : readUnit(parts[2] ?? '');
  const without = unit === undefined ? [bare] : [bare, { ...bare, name: (parts?.[1] ?? '').trim(), unit }];
  if (unit !== undefined) yield* without.slice(1);
  for (const one of without)
    for (const [field, words] of Object.entries(FIELD_WORDS) as [Field, readonly string[]][])
      for (const word of words) if (one.name.endsWith(word) && one.name.length > word.length) yield { ...one, field, name: one.name.slice(0, -word.length).replace(/[\s([,:·_-]+$/, '') };
}

export function readHeading(raw: string, names: Names): Heading {
  const text = foldText(raw).replace(/\s+/g, ' ');
  if (text === '') return { is: 'blank' };
  for (const { name, field, unit } of readings(text)) {
    const analyteId = names.analytes.get(name);
    if (analyteId !== undefined) return { is: 'analyte', analyteId, field, unit };
    if (names.outsidePlan.has(name)) return { is: 'outside-plan' };
  }
  if (NUMBER_WORDS.has(text)) return { is: 'number' };
  return { is: LEAD_WORDS.has(text) || names.places.has(text) ? 'lead' : 'unknown' };
}

export type Bottle = { is: 'bottle'; sampleId: string } | { is: 'other-round' | 'unknown' | 'blank' };

export function readBottle(raw: string, names: Names): Bottle {
  const text = foldText(raw);
  if (text === '') return { is: 'blank' };
  const sampleId = names.bottles.get(text);
  if (sampleId !== undefined) return { is: 'bottle', sampleId };
  return { is: names.shapes.has(shapeOfNumber(text)) ? 'other-round' : 'unknown' };
}
