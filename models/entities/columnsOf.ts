/**
 * The columns of a thing, read from its schema: what both the entity mapper and the store need to know.
 * Knows no engine; pure.
 */
import type { TSchema } from '@sinclair/typebox';
import type { ColumnKind, FieldNotes, Thing } from '../schemas/index.ts';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  /** Name of the thing this column points at. */
  readonly references: string | undefined;
  readonly freeText: boolean;
  /** The closed list of words, where there is one. */
  readonly words: readonly string[] | undefined;
}

type Property = TSchema & Partial<FieldNotes> & { enum?: unknown; anyOf?: readonly { enum?: unknown }[] };

const known = new WeakMap<Thing, readonly Column[]>();

/**
 * @returns the columns in the order the schema gives them
 * @throws Error naming the field that does not say how it is kept
 */
export function columnsOf(thing: Thing): readonly Column[] {
  const before = known.get(thing);
  if (before !== undefined) return before;
  const columns = Object.entries(thing.schema.properties).map(([name, property]) => columnOf(thing.name, name, property as Property));
  known.set(thing, columns);
  return columns;
}

function columnOf(thing: string, name: string, property: Property): Column {
  const kind = property['x-column'];
  if (kind === undefined) throw new Error(`field "${name}" of thing "${thing}" does not say how it is kept (x-column); declare it with a function of schemas/fields`);
  const nullable = property['x-nullable'] === true;
  // A nullable field is a union of the field and null; its words are said in the first branch.
  const words = kind === 'text' ? (nullable ? property.anyOf?.[0]?.enum : property.enum) : undefined;
  return {
    name,
    kind,
    nullable,
    references: property['x-references'],
    freeText: property['x-free-text'] === true,
    words: Array.isArray(words) ? words.map(String) : undefined,
  };
}
