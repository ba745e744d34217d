/**
 * What the shipped rules, methods, analytes and reference values rest on, in both languages. Records keep one text;
 * a text that is not shipped was written by the people of the laboratory and is shown as they wrote it.
 */
import { Type } from '@sinclair/typebox';
import { readReference, requireUnique } from './readReference.ts';
import sources from './sources.json' with { type: 'json' };

const text = Type.String({ minLength: 1 });
const { sources: known } = readReference('sources.json', Type.Object({ note: text, sources: Type.Array(Type.Object({ en: text, zh: text }, { additionalProperties: false })) }, { additionalProperties: false }), sources);
requireUnique('sources.json', 'source', known.map(({ en }) => en));
const chinese: ReadonlyMap<string, string> = new Map(known.map(({ en, zh }) => [en, zh]));

/** @param source as a record keeps it */
export const sourceWords = (source: string): { zh: string; en: string } => ({ zh: chinese.get(source) ?? source, en: source });
