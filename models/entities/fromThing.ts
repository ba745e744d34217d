/**
 * A thing becomes a TypeORM EntitySchema, for either engine.
 * Every CHECK, UNIQUE, index and foreign key gets a name made from the thing, so that entity and
 * migration agree and the drift check stays empty. Nothing cascades: evidence is never deleted.
 * SQLite takes any value in any column, so its integers, numbers, booleans and JSON are guarded by CHECKs.
 */
import { createHash } from 'node:crypto';
import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { things, type Thing } from '../schemas/index.ts';
import { columnsOf, type Column } from './columnsOf.ts';

export type Engine = 'sqlite' | 'postgres';

/** What of a column its CHECK is made from. */
export type CheckedColumn = Pick<Column, 'name' | 'kind' | 'nullable' | 'words'>;

type Row = Record<string, unknown>;

export const COLUMN_TYPES = {
  sqlite: { text: 'text', integer: 'integer', real: 'real', boolean: 'boolean', json: 'text' },
  postgres: { text: 'text', integer: 'integer', real: 'double precision', boolean: 'boolean', json: 'text' },
} as const;

/** One entity per thing that has been declared. @param named leave out for all */
export function entitiesOf(engine: Engine, named: Iterable<Thing> = things.values()): EntitySchema<Row>[] {
  return [...named].map((thing) => fromThing(thing, engine));
}

/**
 * @throws Error when a rule names a field, or a field a thing, that does not exist
 */
export function fromThing(thing: Thing, engine: Engine): EntitySchema<Row> {
  const columns = columnsOf(thing);
  const names = new Set(columns.map((column) => column.name));
  for (const rule of [...thing.unique.map((unique) => unique.fields), ...thing.indexes]) {
    for (const field of rule) if (!names.has(field)) throw new Error(`thing "${thing.name}" has a rule on "${field}", which is not one of its fields`);
  }
  return new EntitySchema<Row>({
    name: thing.name,
    tableName: thing.table,
    columns: Object.fromEntries(columns.map((column) => [column.name, columnOptions(thing, column, engine)])),
    uniques: thing.unique.filter((rule) => rule.where === undefined).map((rule) => ({ name: rule.name, columns: [...rule.fields] })),
    indices: [
      ...thing.indexes.map((fields) => ({ name: `ix_${thing.table}_${fields.join('_')}`, columns: [...fields] })),
      // a UNIQUE constraint cannot carry a condition on either engine: a partial one is an index
      ...thing.unique.flatMap((rule) => (rule.where === undefined ? [] : [{ name: rule.name, columns: [...rule.fields], unique: true, where: rule.where }])),
    ],
    foreignKeys: columns.flatMap((column) => {
      if (column.references === undefined) return [];
      const target = things.get(column.references);
      if (target === undefined) throw new Error(`field "${column.name}" of thing "${thing.name}" points at "${column.references}", which is not declared`);
      return [{ name: `fk_${thing.table}_${column.name}`, target: target.name, columnNames: [column.name], referencedColumnNames: ['id'] }];
    }),
    checks: columns.flatMap((column) => checkOf(thing.table, column, engine) ?? []),
  });
}

function columnOptions(thing: Thing, column: Column, engine: Engine): EntitySchemaColumnOptions {
  return {
    name: column.name,
    type: COLUMN_TYPES[engine][column.kind],
    nullable: column.nullable,
    ...(column.name === 'id' ? { primary: true, primaryKeyConstraintName: `pk_${thing.table}` } : {}),
    // byte order on both engines: PostgreSQL would sort by the database's locale
    ...(engine === 'postgres' && (column.kind === 'text' || column.kind === 'json') ? { collation: 'C' } : {}),
    ...(column.kind === 'json' ? { transformer: { to: jsonOnlyThroughTheStore, from: parseJson } } : {}),
  };
}

/** Repositories read through TypeORM; rows are written by the store alone, which binds canonical text itself. */
function jsonOnlyThroughTheStore(value: unknown): unknown {
  return value;
}

function parseJson(value: unknown): unknown {
  return typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
}

/** TypeORM compares CHECKs by name alone: with its text in the name, a new word in a list shows as drift. */
function fingerprint(expression: string): string {
  return createHash('sha256').update(expression).digest('hex').slice(0, 6);
}

/** The CHECK of a column, where it has one. Migrations name theirs by it as well: both must agree to the letter. */
export function checkOf(table: string, column: CheckedColumn, engine: Engine): { name: string; expression: string } | undefined {
  const name = `"${column.name}"`;
  const condition = conditionOf(column, name, engine);
  if (condition === undefined) return undefined;
  const expression = column.nullable ? `${name} IS NULL OR ${condition}` : condition;
  return { name: `ck_${table}_${column.name}_${fingerprint(expression)}`, expression };
}

function conditionOf(column: CheckedColumn, name: string, engine: Engine): string | undefined {
  if (column.words !== undefined) return oneOf(name, column.words.map((word) => `'${word.replaceAll("'", "''")}'`), engine);
  if (engine === 'postgres') return undefined;
  switch (column.kind) {
    case 'integer':
      return `typeof(${name}) = 'integer'`;
    case 'real':
      return `typeof(${name}) = 'real'`;
    case 'boolean':
      return oneOf(name, ['0', '1'], engine);
    case 'json':
      return `json_valid(${name})`;
    case 'text':
      return undefined;
  }
}

/** SQLite builds a list after IN anew for every row; as comparisons the same check halves the time of an insert. */
function oneOf(name: string, literals: readonly string[], engine: Engine): string {
  return engine === 'postgres' ? `${name} IN (${literals.join(', ')})` : literals.map((literal) => `${name} = ${literal}`).join(' OR ');
}
