/**
 * SQL text of the few statements the store itself makes, for both engines.
 * Values are always bound; names come from the schemas and are quoted.
 */
import type { Engine, Column } from '../entities/index.ts';
import { columnsOf } from '../entities/index.ts';
import type { Thing } from '../schemas/index.ts';
import { canonicalJson } from './canonical.ts';
import type { Parameter } from './session.ts';
import type { FindOptions, Where } from './types.ts';

export interface Statement {
  sql: string;
  parameters: Parameter[];
}

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Collects parameters and answers the placeholder of each. */
class Placeholders {
  readonly parameters: Parameter[] = [];
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  one(value: string | number | boolean | null): string {
    this.parameters.push(this.#engine === 'sqlite' && typeof value === 'boolean' ? Number(value) : value);
    return this.#engine === 'sqlite' ? '?' : `$${this.parameters.length}`;
  }

  /** `column IN (...)` with one parameter, however long the list. */
  among(column: string, values: readonly (string | number | boolean)[]): string {
    if (this.#engine === 'postgres') {
      this.parameters.push(values);
      return `${column} = ANY($${this.parameters.length})`;
    }
    this.parameters.push(JSON.stringify(values.map((value) => (typeof value === 'boolean' ? Number(value) : value))));
    return `${column} IN (SELECT value FROM json_each(?))`;
  }
}

function columnNamed(thing: Thing, name: string): Column {
  const column = columnsOf(thing).find((candidate) => candidate.name === name);
  if (column === undefined) throw new TypeError(`${thing.name} has no field "${name}"`);
  return column;
}

type Scalar = string | number | boolean | null;

function scalarOf(thing: Thing, column: Column, value: unknown): Scalar {
  if (value === null) return null;
  if (column.kind === 'json') return canonicalJson(value);
  if (typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
  // a condition that is silently left out would answer rows that nobody asked for
  throw new TypeError(`condition on ${thing.name}.${column.name} is ${typeof value === 'number' ? value : typeof value}: expected a value of the field, null, or a list of them`);
}

function conditionsOf<T extends Thing>(thing: T, where: Where<T> | undefined, placeholders: Placeholders): string[] {
  return Object.entries(where ?? {}).map(([name, wanted]: [string, unknown]) => {
    const column = columnNamed(thing, name);
    const quoted = quote(name);
    if (!Array.isArray(wanted) || column.kind === 'json') {
      const value = scalarOf(thing, column, wanted);
      return value === null ? `${quoted} IS NULL` : `${quoted} = ${placeholders.one(value)}`;
    }
    const values = wanted.map((value) => scalarOf(thing, column, value));
    const among = placeholders.among(quoted, values.filter((value) => value !== null));
    return values.includes(null) ? `(${among} OR ${quoted} IS NULL)` : among;
  });
}

const whereText = (conditions: readonly string[]): string => (conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`);

/** Ties are broken by id, so that pages neither repeat nor lose a row with the same id order. */
export function selectRows<T extends Thing>(thing: T, engine: Engine, options: FindOptions<T> = {}): Statement {
  const placeholders = new Placeholders(engine);
  const conditions = conditionsOf(thing, options.where, placeholders);
  const order = (options.order ?? ['id']).map((field) => {
    const down = field.startsWith('-');
    return { column: columnNamed(thing, down ? field.slice(1) : field), down };
  });
  if (!order.some(({ column }) => column.name === 'id')) order.push({ column: columnNamed(thing, 'id'), down: order[0]?.down ?? false });

  const first = order[0];
  if (options.after !== undefined && first !== undefined) {
    conditions.push(`${quote(first.column.name)} ${first.down ? '<' : '>'} ${placeholders.one(options.after)}`);
  }
  const orderText = order.map(({ column, down }) => `${quote(column.name)}${down ? ' DESC' : ''}${nulls(engine, column, down)}`).join(', ');
  let limit = '';
  if (options.limit !== undefined) {
    if (!Number.isInteger(options.limit) || options.limit < 0) throw new RangeError(`limit is ${options.limit}: expected a whole number from 0`);
    limit = ` LIMIT ${placeholders.one(options.limit)}`;
  }
  return { sql: `SELECT * FROM ${quote(thing.table)}${whereText(conditions)} ORDER BY ${orderText}${limit}`, parameters: placeholders.parameters };
}

/** SQLite holds null below every value; PostgreSQL is told to do the same. */
function nulls(engine: Engine, column: Column, down: boolean): string {
  if (engine === 'sqlite' || !column.nullable) return '';
  return down ? ' NULLS LAST' : ' NULLS FIRST';
}

export function countRows<T extends Thing>(thing: T, engine: Engine, where?: Where<T>): Statement {
  const placeholders = new Placeholders(engine);
  const conditions = conditionsOf(thing, where, placeholders);
  const count = engine === 'postgres' ? 'count(*)::int' : 'count(*)';
  return { sql: `SELECT ${count} AS n FROM ${quote(thing.table)}${whereText(conditions)}`, parameters: placeholders.parameters };
}

export function deleteRows<T extends Thing>(thing: T, engine: Engine, where: Where<T>): Statement {
  const placeholders = new Placeholders(engine);
  const conditions = conditionsOf(thing, where, placeholders);
  return { sql: `DELETE FROM ${quote(thing.table)}${whereText(conditions)}`, parameters: placeholders.parameters };
}

/** @param expectedRevision undefined for working state, which has none */
export function updateRow(thing: Thing, engine: Engine, id: string, changes: ReadonlyMap<string, Scalar>, expectedRevision?: number): Statement {
  const placeholders = new Placeholders(engine);
  const assignments = [...changes].map(([name, value]) => `${quote(name)} = ${placeholders.one(value)}`);
  const conditions = [`"id" = ${placeholders.one(id)}`];
  if (expectedRevision !== undefined) conditions.push(`"revision" = ${placeholders.one(expectedRevision)}`);
  return { sql: `UPDATE ${quote(thing.table)} SET ${assignments.join(', ')}${whereText(conditions)}`, parameters: placeholders.parameters };
}

const insertTexts = { sqlite: new WeakMap<Thing, string>(), postgres: new WeakMap<Thing, string>() };

/** One row by prepared statement; the values in the order of the columns. Kept per thing: it is on the path of every write. */
export function insertRow(thing: Thing, engine: Engine): string {
  const before = insertTexts[engine].get(thing);
  if (before !== undefined) return before;
  const columns = columnsOf(thing);
  const values = columns.map((_, index) => (engine === 'sqlite' ? '?' : `$${index + 1}`));
  const sql = `INSERT INTO ${quote(thing.table)} (${columns.map((column) => quote(column.name)).join(', ')}) VALUES (${values.join(', ')})`;
  insertTexts[engine].set(thing, sql);
  return sql;
}

/** Any number of rows in one JSON parameter: an array of objects keyed by column. PostgreSQL only. */
export function insertJson(thing: Thing): string {
  const columns = columnsOf(thing).map((column) => quote(column.name)).join(', ');
  return `INSERT INTO ${quote(thing.table)} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${quote(thing.table)}, $1::json)`;
}

/** Any number of rows in one JSON parameter, each to be one revision further than it is. Rows are locked in order of id. PostgreSQL only. */
export function updateJson(thing: Thing, columns: readonly string[]): string {
  const table = quote(thing.table);
  const assignments = columns.map((name) => `${quote(name)} = r.${quote(name)}`).join(', ');
  return `WITH r AS (SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)),
    locked AS (SELECT t."id" FROM ${table} t JOIN r ON r."id" = t."id" ORDER BY t."id" FOR NO KEY UPDATE OF t)
    UPDATE ${table} t SET ${assignments} FROM r JOIN locked ON locked."id" = r."id" WHERE t."id" = r."id" AND t."revision" = r."revision" - 1`;
}
