/**
 * Between a row as the program sees it, as it is bound, and as the engine hands it back,
 * compiled once per thing. "As bound" is engine-neutral: JSON fields are their canonical text,
 * booleans are booleans, decimals and instants are the text they always were.
 *
 * The digest of a row is the SHA-256 of the canonical JSON of the row as bound, without its null
 * fields: so a nullable column added by a later migration changes no digest, and a JSON field
 * cannot be edited into its neighbour.
 */
import { columnsOf, type Column, type Engine } from '../entities/index.ts';
import type { Row, Thing } from '../schemas/index.ts';
import { canonicalJson, sha256Hex } from './canonical.ts';

/** A value as bound, before the engine's own spelling of booleans. */
export type Bound = string | number | boolean | null;
/** A row as an engine hands it back. */
export type Raw = Readonly<Record<string, unknown>>;

export interface RowCodec {
  readonly columns: readonly Column[];
  /** In the order of `columns`. */
  bind(row: Readonly<Record<string, unknown>>): Bound[];
  /** @throws Error naming the row when a JSON column holds no JSON */
  read(raw: Raw): Record<string, unknown>;
  /** SHA-256 of a bound row. */
  digest(bound: readonly Bound[]): string;
  /** SHA-256 of a row as it lies in the database, whatever somebody may have put there; values in the order of `columns`. */
  digestStored(values: readonly unknown[]): string;
  /** Canonical JSON of a bound or stored row, leaving out one field; what an audit entry's own hash covers. */
  canonical(values: readonly unknown[], without?: string): string;
}

const codecs = new WeakMap<Thing, RowCodec>();

export function codecOf(thing: Thing): RowCodec {
  const before = codecs.get(thing);
  if (before !== undefined) return before;
  const codec = compile(thing);
  codecs.set(thing, codec);
  return codec;
}

/** SHA-256 of a row as `verify` recomputes it; what a verification or release signs. */
export function rowDigest<T extends Thing>(thing: T, row: Row<T>): string {
  const codec = codecOf(thing);
  return codec.digest(codec.bind(row));
}

/** How an engine spells a bound value. SQLite has no booleans. */
export function spell(values: readonly Bound[], engine: Engine): (string | number | boolean | null)[] {
  return engine === 'postgres' ? [...values] : values.map((value) => (typeof value === 'boolean' ? Number(value) : value));
}

function compile(thing: Thing): RowCodec {
  const columns = columnsOf(thing);
  const hasBooleans = columns.some((column) => column.kind === 'boolean');
  const sorted = columns
    .map((column, index) => ({ column, index, prefix: `${JSON.stringify(column.name)}:` }))
    .sort((a, b) => (a.column.name < b.column.name ? -1 : 1));

  const canonical = (bound: readonly unknown[], without?: string): string => {
    let members = '';
    for (const { column, index, prefix } of sorted) {
      const value = bound[index];
      if (value === null || column.name === without) continue;
      members += `${members === '' ? '' : ','}${prefix}${typeof value === 'string' ? JSON.stringify(value) : scalar(value)}`;
    }
    return `{${members}}`;
  };

  return {
    columns,
    canonical,
    bind: (row) => columns.map((column) => bindValue(column, row[column.name])),
    read: (raw) => Object.fromEntries(columns.map((column) => [column.name, readValue(thing, column, raw)])),
    digest: (bound) => sha256Hex(canonical(bound)),
    digestStored: (values) => sha256Hex(canonical(hasBooleans ? columns.map((column, index) => rawToBound(column, values[index])) : values)),
  };
}

function bindValue(column: Column, value: unknown): Bound {
  if (value === null || value === undefined) return null;
  if (column.kind === 'json') return canonicalJson(value);
  // -0 and 0 are one number to both engines and to canonical JSON
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  throw new TypeError(`column "${column.name}" cannot keep a ${typeof value}`);
}

function rawToBound(column: Column, value: unknown): unknown {
  if (column.kind !== 'boolean') return value;
  // anything else than 0 and 1 stays as it is and shows in the digest
  return value === 1 ? true : value === 0 ? false : value;
}

function scalar(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  // a blob or a bigint that somebody put into the file: it has no place in a row, and so no digest of one
  return `"${typeof value}"`;
}

function readValue(thing: Thing, column: Column, raw: Raw): unknown {
  const value = raw[column.name];
  if (value === null || value === undefined) return null;
  if (column.kind === 'boolean') return rawToBound(column, value);
  if (column.kind !== 'json') return value;
  try {
    return JSON.parse(value as string) as unknown;
  } catch (cause) {
    throw new Error(`${thing.name} ${idOf(raw)}: column "${column.name}" holds text that is not JSON; run verify`, { cause });
  }
}

/** The id of a row as the engine hands it back, for messages. */
const idOf = (raw: Raw): string => (typeof raw['id'] === 'string' ? raw['id'] : JSON.stringify(raw['id']) ?? 'without id');
