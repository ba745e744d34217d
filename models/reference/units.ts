/** Names of the units of measure, from units.json. Conversion is in models/schemas/unitConversion. */
import { Type } from '@sinclair/typebox';
import { UNITS, type UnitOfMeasure } from '../schemas/analyte.ts';
import data from './units.json' with { type: 'json' };
import { readReference, requireUnique } from './readReference.ts';

const Word = Type.String({ minLength: 1 });
const UnitFile = Type.Object(
  {
    version: Word,
    note: Word,
    units: Type.Array(Type.Object({ code: Type.Unsafe<UnitOfMeasure>({ type: 'string', enum: [...UNITS] }), quantity: Word, nameZh: Word, nameEn: Word }, { additionalProperties: false }), { minItems: UNITS.length }),
  },
  { additionalProperties: false },
);

const file = readReference('units.json', UnitFile, data);
requireUnique('units.json', 'unit', file.units.map(({ code }) => code));
export const units: ReadonlyMap<UnitOfMeasure, { quantity: string; nameZh: string; nameEn: string }> = new Map(file.units.map(({ code, ...names }) => [code, names]));
