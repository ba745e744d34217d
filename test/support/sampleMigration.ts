/** A migration as a later version may bring one: a column in tables that hold evidence, a new table, rows in it. For tests of upgrades. */
import { Table, TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

export class AddDepth9999999999998 implements MigrationInterface {
  readonly name = 'AddDepth9999999999998';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['site', 'sample', 'result_revision']) await runner.addColumn(table, new TableColumn({ name: 'depthM', type: 'real', isNullable: true }));
    await runner.createTable(new Table({ name: 'depth_survey', columns: [{ name: 'id', type: 'text', isPrimary: true, isNullable: false }] }));
    await runner.query(`INSERT INTO "depth_survey" ("id") SELECT "id" FROM "site"`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('a migration is not undone'));
  }
}
