/** Every migration, oldest first. */
import type { MigrationInterface } from 'typeorm';
import { Initial1795290721669 } from './0001-initial.ts';
import { WithdrawalTimesAndGuards1796133600000 } from './0002-withdrawal-times-and-guards.ts';

export const migrations: readonly (new () => MigrationInterface)[] = [Initial1795290721669, WithdrawalTimesAndGuards1796133600000];
