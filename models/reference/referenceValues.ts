/**
 * Versioned reference S of each analyte in each matrix and basis, from referenceValues.json.
 * Editable defaults with their sources: no published cut-offs for the three classes exist.
 */
import { Type, type Static } from '@sinclair/typebox';
import { UNITS } from '../schemas/analyte.ts';
import { BASES, MATRICES, type Basis, type Matrix } from '../schemas/vocabulary.ts';
import { analyteIds } from './analytes.ts';
import data from './referenceValues.json' with { type: 'json' };
import { readReference, requireUnique } from './readReference.ts';

const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
const Words = Type.String({ minLength: 1 });

const ReferenceValueFile = Type.Object(
  {
    version: Words,
    author: Words,
    date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    reason: Words,
    litresPerHeadAndDay: Type.Number({ exclusiveMinimum: 0 }),
    values: Type.Array(
      Type.Object({ analyte: Words, matrix: oneOf(MATRICES), basis: oneOf(BASES), unit: oneOf(UNITS), value: Type.Number({ exclusiveMinimum: 0 }), source: Words, reason: Words }, { additionalProperties: false }),
      { minItems: 1 },
    ),
    /** Measured, yet never a level: medicines, precursors and population markers, each with the reason. */
    ungraded: Type.Array(Type.Object({ analyte: Words, reason: Words }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);

/** One reference with the version of the set that it belongs to. */
export type ReferenceValue = Static<typeof ReferenceValueFile>['values'][number] & { version: string };

/** @throws Error naming the path of a wrong value, an unknown analyte, or a reference that stands twice */
export function readReferenceValues(raw: unknown, known: ReadonlySet<string>): Static<typeof ReferenceValueFile> {
  const file = readReference('referenceValues.json', ReferenceValueFile, raw);
  for (const list of ['values', 'ungraded'] as const) {
    file[list].forEach(({ analyte }, i) => {
      if (!known.has(analyte)) throw new Error(`models/reference/referenceValues.json is not usable: /${list}/${String(i)}/analyte: expected an analyte of analytes.json; got "${analyte}"`);
    });
  }
  requireUnique('referenceValues.json', 'reference', file.values.map(({ analyte, matrix, basis }) => `${analyte} ${matrix} ${basis}`));
  return file;
}

const file = readReferenceValues(data, analyteIds);
export const referenceVersion = file.version;
export const referenceValues: readonly ReferenceValue[] = file.values.map((value) => ({ ...value, version: file.version }));
/** Analyte → why it has no reference. */
export const ungraded: ReadonlyMap<string, string> = new Map(file.ungraded.map(({ analyte, reason }) => [analyte, reason]));

const byKey = new Map(referenceValues.map((value) => [`${value.analyte} ${value.matrix} ${value.basis}`, value]));

/** @returns undefined where there is no reference; then the analyte is shown and not graded */
export const referenceFor = (analyte: string, matrix: Matrix, basis: Basis): ReferenceValue | undefined => byKey.get(`${analyte} ${matrix} ${basis}`);
