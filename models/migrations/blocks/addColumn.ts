import type { QueryRunner } from 'typeorm';
import { engineOf } from '../frozen.ts';
import { columnSql, type AddedColumn } from './columnSql.ts';
import { columnNameOf, rebuildTable } from './rebuildTable.ts';

/**
 * Adds a column to a table that may hold evidence. It is always nullable and has no default: nobody said what it is for the
 * rows of before, and a row's digest leaves out null fields, so that every old row still hashes to what its audit entry attests.
 */
export async function addColumn(runner: QueryRunner, table: string, added: AddedColumn): Promise<void> {
  const engine = engineOf(runner);
  const { column, constraints } = columnSql(table, added, true, engine);
  if (engine === 'postgres') {
    await runner.query(`ALTER TABLE "${table}" ${[column, ...constraints].map((part) => `ADD ${part}`).join(', ')}`);
    return;
  }
  await rebuildTable(runner, table, (parts) => [...parts.filter((part) => columnNameOf(part) !== undefined), column, ...parts.filter((part) => columnNameOf(part) === undefined), ...constraints]);
}
