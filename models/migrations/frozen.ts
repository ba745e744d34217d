/**
 * A migration as text: the statements of each engine, written once by write.ts and never changed after a release.
 * What a frozen migration does must not depend on the schemas of a later day.
 */
import type { QueryRunner } from 'typeorm';
import type { Engine } from '../entities/index.ts';

export interface FrozenStatements {
  readonly sqlite: readonly string[];
  readonly postgres: readonly string[];
}

/** @throws Error for an engine that is neither */
export function engineOf(runner: QueryRunner): Engine {
  const { type } = runner.dataSource.options;
  if (type !== 'better-sqlite3' && type !== 'postgres') throw new Error(`migrations are written for SQLite and PostgreSQL, not for ${type}`);
  return type === 'postgres' ? 'postgres' : 'sqlite';
}

export async function runFrozen(runner: QueryRunner, statements: FrozenStatements): Promise<void> {
  for (const statement of statements[engineOf(runner)]) await runner.query(statement);
}
