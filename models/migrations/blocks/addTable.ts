import type { QueryRunner } from 'typeorm';
import type { UniqueRule } from '../../schemas/thing.ts';
import { engineOf } from '../frozen.ts';
import { addIndex } from './addIndex.ts';
import { columnSql, type AddedColumn } from './columnSql.ts';

export interface AddedTable {
  /** In the order of the schema, `id` left out: every table has it. */
  columns: readonly (AddedColumn & { nullable?: true })[];
  unique?: readonly UniqueRule[];
  indexes?: readonly (readonly string[])[];
}

/** Makes a table with its constraints and indexes. Its append-only triggers come from the thing's `keeping`, at the end of the upgrade. */
export async function addTable(runner: QueryRunner, table: string, { columns, unique = [], indexes = [] }: AddedTable): Promise<void> {
  const engine = engineOf(runner);
  const texts = columns.map((column) => columnSql(table, column, column.nullable === true, engine));
  const id = columnSql(table, { name: 'id', kind: 'text' }, false, engine).column;
  const parts = [
    engine === 'sqlite' ? '"id" text PRIMARY KEY NOT NULL' : id,
    ...texts.map(({ column }) => column),
    ...unique.filter(({ where }) => where === undefined).map(({ name, fields }) => `CONSTRAINT "${name}" UNIQUE (${fields.map((field) => `"${field}"`).join(', ')})`),
    ...texts.flatMap(({ constraints }) => constraints),
    ...(engine === 'postgres' ? [`CONSTRAINT "pk_${table}" PRIMARY KEY ("id")`] : []),
  ];
  await runner.query(`CREATE TABLE "${table}" (${parts.join(', ')})`);
  for (const fields of indexes) await addIndex(runner, table, { fields });
  for (const { name, fields, where } of unique) if (where !== undefined) await addIndex(runner, table, { fields, unique: { name, where } });
}
