/** Every migration, oldest first. */
import type { MigrationInterface } from 'typeorm';
import { Initial1795290721669 } from './0001-initial.ts';

export const migrations: readonly (new () => MigrationInterface)[] = [Initial1795290721669];
