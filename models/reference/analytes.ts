/** The substances that are looked for, from analytes.json. One more is one record there. */
import { Type, type Static } from '@sinclair/typebox';
import { analyte, type Analyte } from '../schemas/analyte.ts';
import data from './analytes.json' with { type: 'json' };
import { readReference, requireUnique } from './readReference.ts';

const AnalyteFile = Type.Object(
  {
    version: Type.String({ minLength: 1 }),
    note: Type.String(),
    analytes: Type.Array(Type.Composite([Type.Omit(analyte.schema, ['revision']), Type.Object({ note: Type.Union([Type.String(), Type.Null()]) })], { additionalProperties: false }), { minItems: 1 }),
  },
  { additionalProperties: false },
);

/** The digit that closes a CAS number: the sum of the others, each times its place from the right, modulo 10. */
export function casCheckDigit(cas: string): boolean {
  const digits = cas.replaceAll('-', '');
  if (!/^\d{2,7}-\d{2}-\d$/.test(cas)) return false;
  const body = [...digits.slice(0, -1)].reverse();
  return body.reduce((sum, digit, i) => sum + Number(digit) * (i + 1), 0) % 10 === Number(digits.at(-1));
}

/** @throws Error naming the path of each wrong value */
export function readAnalytes(file: unknown): Static<typeof AnalyteFile> {
  const read = readReference('analytes.json', AnalyteFile, file);
  requireUnique('analytes.json', 'analyte', read.analytes.map((each) => each.id));
  read.analytes.forEach(({ cas }, i) => {
    if (cas !== null && !casCheckDigit(cas)) throw new Error(`models/reference/analytes.json is not usable: /analytes/${String(i)}/cas: expected a CAS number whose check digit agrees; got "${cas}"`);
  });
  return read;
}

const file = readAnalytes(data);

/** As rows of the store, in the order of columns and menus. */
export const analytes: readonly Analyte[] = file.analytes.map(({ id, nameZh, nameEn, abbreviation, cas, group, tier, priority, order, source }) => ({ id, nameZh, nameEn, abbreviation, cas, group, tier, priority, order, source, revision: 1 }));
export const analyteIds: ReadonlySet<string> = new Set(analytes.map(({ id }) => id));
