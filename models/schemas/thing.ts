/**
 * A thing: one schema with what the store must know about it. Entities, validators,
 * OpenAPI components, grid headings and migrations are all taken from here.
 */
import { Type, type Static, type TObject, type TProperties } from '@sinclair/typebox';

/** How rows of a thing may change. */
export type Keeping =
  /** Rows are only ever added; triggers refuse UPDATE and DELETE. */
  | 'evidence'
  /** Rows are added and changed by conditional update of `revision`; never deleted. Each change is audited with the digest of the row. */
  | 'record'
  /** Working state that is neither evidence nor audited (sessions, idempotency keys); may be deleted. */
  | 'working';

export interface UniqueRule {
  name: string;
  fields: readonly string[];
  /** SQL condition of a partial unique index, valid on both engines. */
  where?: string;
}

export interface Thing<P extends TProperties = TProperties> {
  name: string;
  table: string;
  keeping: Keeping;
  schema: TObject<P>;
  unique: readonly UniqueRule[];
  indexes: readonly (readonly string[])[];
}

export type Row<T extends Thing> = Static<T['schema']>;

/** Every thing that has been declared, by name. */
export const things = new Map<string, Thing>();

/**
 * Declare a thing.
 * @param name singular, camelCase; also the OpenAPI component's name
 * @param fields must contain `id`; a `record` must contain `revision`
 * @throws Error when the name is taken or a required field is missing
 */
export function thing<P extends TProperties>(
  name: string,
  keeping: Keeping,
  fields: P,
  rules: { unique?: readonly UniqueRule[]; indexes?: readonly (readonly string[])[] } = {},
): Thing<P> {
  if (things.has(name)) throw new Error(`thing "${name}" is declared twice`);
  if (!('id' in fields)) throw new Error(`thing "${name}" has no field "id"`);
  if (keeping === 'record' && !('revision' in fields)) throw new Error(`record "${name}" has no field "revision"`);
  const declared: Thing<P> = {
    name,
    table: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    keeping,
    schema: Type.Object(fields, { $id: name, additionalProperties: false }),
    unique: rules.unique ?? [],
    indexes: rules.indexes ?? [],
  };
  things.set(name, declared as unknown as Thing);
  return declared;
}
