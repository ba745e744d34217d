/** A migration as a later version may bring one, built from every block: columns, longer lists of words, tables, rows in one. For tests of upgrades. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, addTable, replaceCheck } from '../../models/migrations/blocks/index.ts';

const SITE_ROLES_THEN = ['routine', 'tracing', 'background', 'upstream', 'downstream', 'sounding'];
const BASES_THEN = ['census', 'resident', 'registered', 'served', 'estimate', 'synthetic', 'counted'];
export const SOUNDING_MEANS = ['pole', "diver's line"] as const;

export class AddDepth9999999999998 implements MigrationInterface {
  readonly name = 'AddDepth9999999999998';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['site', 'sample', 'result_revision']) await addColumn(runner, table, { name: 'depthM', kind: 'real' });
    await addColumn(runner, 'result_revision', { name: 'soundedAtId', kind: 'text', references: 'site' });
    await addColumn(runner, 'result_revision', { name: 'means', kind: 'text', words: SOUNDING_MEANS });
    await addColumn(runner, 'result_revision', { name: 'disturbed', kind: 'boolean' });
    await addIndex(runner, 'result_revision', { fields: ['soundedAtId'] });
    await replaceCheck(runner, 'site', 'role', SITE_ROLES_THEN);
    await replaceCheck(runner, 'area', 'populationBasis', BASES_THEN);
    await addTable(runner, 'sounding', {
      columns: [
        { name: 'siteId', kind: 'text', references: 'site' },
        { name: 'depthM', kind: 'real' },
        { name: 'means', kind: 'text', words: SOUNDING_MEANS },
        { name: 'profile', kind: 'json', nullable: true },
        { name: 'valid', kind: 'boolean' },
        { name: 'attempt', kind: 'integer' },
      ],
      unique: [
        { name: 'uq_sounding_attempt', fields: ['siteId', 'attempt'] },
        { name: 'uq_sounding_valid', fields: ['siteId'], where: `"means" = 'pole'` },
      ],
      indexes: [['siteId', 'depthM']],
    });
    // working state is attested by nobody, so a migration may fill it; evidence and records it may not
    await addTable(runner, 'depth_survey', { columns: [{ name: 'siteId', kind: 'text', references: 'site' }] });
    await runner.query(`INSERT INTO "depth_survey" ("id", "siteId") SELECT "id", "id" FROM "site"`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('a migration is not undone'));
  }
}
