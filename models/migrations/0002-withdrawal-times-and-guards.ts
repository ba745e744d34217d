import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumn, addIndex, addTable, replaceCheck } from './blocks/index.ts';

/**
 * Withdrawal of what is released by two persons, bottles taken instead of others, times of measurement and holding times,
 * holds that were confirmed, wrong passwords counted, and several accounts of one person.
 */
export class WithdrawalTimesAndGuards1796133600000 implements MigrationInterface {
  name = 'WithdrawalTimesAndGuards1796133600000';

  async up(runner: QueryRunner): Promise<void> {
    await replaceCheck(runner, 'result_event', 'action', ['enter', 'submit', 'return', 'verify', 'review', 'release', 'amend', 'retest', 'void', 'not-analysed', 'invalidate', 'ask-void', 'ask-invalidate', 'withdraw', 'keep', 'supersede']);
    await addColumn(runner, 'result', { name: 'asked', kind: 'text', words: ['void', 'invalidate'] });
    await addIndex(runner, 'result', { fields: ['sampleId', 'analyteId', 'basis'], unique: { name: 'uq_result_released', where: `"state" = 'released'` } });
    await addColumn(runner, 'result_revision', { name: 'confirmedHold', kind: 'text' });
    await addColumn(runner, 'result_revision', { name: 'measuredAt', kind: 'text' });
    await addColumn(runner, 'sample', { name: 'replacesSampleId', kind: 'text', references: 'sample' });
    await addColumn(runner, 'method', { name: 'holdingTimeHours', kind: 'real' });
    await addColumn(runner, 'method', { name: 'holdFactor', kind: 'real' });
    await addColumn(runner, 'user', { name: 'samePersonAsId', kind: 'text', references: 'user' });
    await addTable(runner, 'password_guard', {
      columns: [
        { name: 'account', kind: 'text' },
        { name: 'failures', kind: 'integer' },
        { name: 'firstAt', kind: 'text' },
        { name: 'lastAt', kind: 'text' },
        { name: 'lockedUntil', kind: 'text', nullable: true },
      ],
      unique: [{ name: 'uq_password_guard_account', fields: ['account'] }],
    });
  }

  down(): Promise<void> {
    return Promise.reject(new Error('a migration is not undone: restore the copy that was kept before it'));
  }
}
