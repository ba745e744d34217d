/**
 * The columns of a thing, read from its schema: what both the entity mapper and the store need to know.
 * Knows no engine; pure.
 */
import type { TSchema } from '@sinclair/typebox';
import { DECIMAL_PATTERN, ID_PATTERN, INSTANT_PATTERN, LOCAL_DATE_PATTERN, type ColumnKind, type FieldNotes, type TextForm, type Thing } from '../schemas/index.ts';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  /** Name of the thing this column points at. */
  readonly references: string | undefined;
  /** What people may type into it; `machine` where nobody types. */
  readonly typed: 'machine' | TextForm;
  /** The closed list of words, where there is one. */
  readonly words: readonly string[] | undefined;
}

type Property = TSchema & Partial<FieldNotes> & { enum?: unknown; pattern?: unknown; anyOf?: readonly { enum?: unknown; pattern?: unknown }[] };

/** Identities, instants, dates and decimals. */
const MADE_PATTERNS = new Set([ID_PATTERN, INSTANT_PATTERN, LOCAL_DATE_PATTERN, DECIMAL_PATTERN]);

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
    typed: isMachine(property, kind, words) ? 'machine' : property['x-lines'] === true ? 'lines' : 'line',
    words: Array.isArray(words) ? words.map(String) : undefined,
  };
}

/** Patterns that leave no room for what a person would write. */
function isMachine(property: Property, kind: ColumnKind, words: unknown): boolean {
  if (property['x-machine'] === true || (kind !== 'text' && kind !== 'json')) return true;
  const pattern = property['x-nullable'] === true ? property.anyOf?.[0]?.pattern : property.pattern;
  return words !== undefined || property['x-references'] !== undefined || (typeof pattern === 'string' && MADE_PATTERNS.has(pattern));
}
