/**
 * The EntityManager a job gets: it reads inside the job's transaction and can do nothing else.
 * Writes go through insert, update, touch and remove, which check, digest and audit them.
 * The facade shares the runner's state but has its own `query`, so that TypeORM's builders work on it.
 */
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Gate } from './jobTx.ts';

/** A runner's own `query`, bound to it. With `structured`, TypeORM's QueryResult is answered. */
export type RunnerQuery = (sql: string, parameters: unknown[] | undefined, structured: boolean) => Promise<unknown>;

const TRANSACTION_METHODS = ['startTransaction', 'commitTransaction', 'rollbackTransaction', 'release', 'connect'] as const;

/** @param isReadOnly whether a statement only reads */
export function readOnlyManager(dataSource: DataSource, runner: QueryRunner, query: RunnerQuery, isReadOnly: (sql: string) => boolean, gate: Gate): EntityManager {
  const facade = Object.create(runner) as QueryRunner;
  const guarded = (sql: string, parameters?: unknown[], structured?: boolean): Promise<unknown> =>
    gate.hold(() => {
      if (!isReadOnly(sql)) throw new Error(`only reading is done through the manager of a job; use insert, update, touch or remove of tx. Refused: ${sql.slice(0, 120)}`);
      return query(sql, parameters, structured ?? false);
    });
  Object.defineProperty(facade, 'query', { value: guarded });
  for (const method of TRANSACTION_METHODS) {
    // release is called by every query builder that thinks it made the runner itself: harmless here
    const value = method === 'release' ? (): Promise<void> => Promise.resolve() : (): Promise<never> => Promise.reject(new Error(`the store itself begins and ends transactions; ${method}() is refused inside a job`));
    Object.defineProperty(facade, method, { value });
  }
  const manager = dataSource.createEntityManager(facade);
  Object.defineProperty(facade, 'manager', { value: manager });
  return manager;
}
