/** What a field is called, by its pointer: the headings that the things give, so that a refusal names the field that people see. */
import type { Heading } from '../fields.ts';
import { things } from '../thing.ts';

let headings: Map<string, Heading> | undefined;

function headingsByName(): Map<string, Heading> {
  const found = new Map<string, Heading>();
  for (const thing of things.values())
    for (const [name, property] of Object.entries(thing.schema.properties)) {
      const heading = property['x-heading'] as { zh: string; en: string } | undefined;
      if (heading !== undefined && !found.has(name)) found.set(name, [heading.zh, heading.en]);
    }
  return found;
}

/** @param pointer into a request or a row @returns parameters of the sentences in TEXT_WORDS */
export function fieldWords(pointer: string): { fieldZh: string; fieldEn: string } {
  headings ??= headingsByName();
  const name = pointer.split('/').findLast((step) => !/^\d*$/.test(step)) ?? '';
  const [fieldZh, fieldEn] = headings.get(name) ?? ['此处', 'This text'];
  return { fieldZh, fieldEn };
}
