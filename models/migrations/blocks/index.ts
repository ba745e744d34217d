/** What migrations are built from, the same on both engines. How to write one: ../README.md. */
export { addColumn } from './addColumn.ts';
export { addIndex, type AddedIndex } from './addIndex.ts';
export { addTable, type AddedTable } from './addTable.ts';
export type { AddedColumn } from './columnSql.ts';
export { replaceCheck } from './replaceCheck.ts';
