/** The words of the trade in both languages, from glossary.json; locales and exports take them from here. */
import { Type } from '@sinclair/typebox';
import data from './glossary.json' with { type: 'json' };
import { readReference, requireUnique } from './readReference.ts';

const Word = Type.String({ minLength: 1 });
const GlossaryFile = Type.Object(
  {
    version: Word,
    note: Word,
    terms: Type.Array(Type.Object({ key: Type.String({ pattern: '^[a-z][a-z0-9_]*$' }), zh: Word, en: Word, note: Type.Optional(Word) }, { additionalProperties: false }), { minItems: 1 }),
  },
  { additionalProperties: false },
);

const file = readReference('glossary.json', GlossaryFile, data);
requireUnique('glossary.json', 'term', file.terms.map(({ key }) => key));

export const glossary: ReadonlyMap<string, { zh: string; en: string; note?: string }> = new Map(file.terms.map(({ key, ...words }) => [key, words]));

/** @throws RangeError when the glossary has no such term */
export function term(key: string): { zh: string; en: string } {
  const words = glossary.get(key);
  if (words === undefined) throw new RangeError(`the glossary has no term "${key}"`);
  return words;
}
