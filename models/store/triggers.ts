/**
 * Append-only by the database itself: UPDATE and DELETE of evidence and DELETE of records are refused,
 * whoever asks. SQLite drops the triggers of a table that a migration rebuilds, so they are made anew
 * as the last step of every migration, and their presence is asserted at every start.
 */
import type { QueryRunner } from 'typeorm';
import type { Engine } from '../entities/index.ts';
import { things, type Thing } from '../schemas/index.ts';

interface Trigger {
  name: string;
  table: string;
  sql: string;
}

const FUNCTION = 'shuijian_append_only';
const FUNCTION_BODY = ` BEGIN RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation'; END `;

type Verb = 'UPDATE' | 'DELETE' | 'TRUNCATE';

/** What is refused for a thing. */
export function refusedVerbs(thing: Thing, engine: Engine): Verb[] {
  if (thing.keeping === 'working') return [];
  const deletion: Verb[] = engine === 'postgres' ? ['DELETE', 'TRUNCATE'] : ['DELETE'];
  return thing.keeping === 'evidence' ? ['UPDATE', ...deletion] : deletion;
}

function triggersOf(engine: Engine): Trigger[] {
  return [...things.values()].flatMap((thing) =>
    refusedVerbs(thing, engine).map((verb) => {
      const name = `tr_${thing.table}_${verb.toLowerCase()}`;
      const sql =
        engine === 'sqlite'
          ? `CREATE TRIGGER "${name}" BEFORE ${verb} ON "${thing.table}" BEGIN SELECT RAISE(ABORT, '${thing.table} is append-only: ${verb} is refused'); END`
          : `CREATE TRIGGER "${name}" BEFORE ${verb} ON "${thing.table}" FOR EACH ${verb === 'TRUNCATE' ? 'STATEMENT' : 'ROW'} EXECUTE FUNCTION ${FUNCTION}()`;
      return { name, table: thing.table, sql };
    }),
  );
}

/** Drops and makes every trigger. Run inside the migration's transaction. */
export async function installTriggers(runner: QueryRunner, engine: Engine): Promise<void> {
  if (engine === 'postgres') {
    await runner.query(`CREATE OR REPLACE FUNCTION ${FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $body$${FUNCTION_BODY}$body$`);
  }
  for (const { name, table, sql } of triggersOf(engine)) {
    await runner.query(engine === 'sqlite' ? `DROP TRIGGER IF EXISTS "${name}"` : `DROP TRIGGER IF EXISTS "${name}" ON "${table}"`);
    await runner.query(sql);
  }
}

/** @returns the triggers that are missing, changed or disabled */
export async function missingTriggers(runner: QueryRunner, engine: Engine): Promise<string[]> {
  const found = engine === 'sqlite' ? await sqliteTriggers(runner) : await postgresTriggers(runner);
  return triggersOf(engine)
    .filter((trigger) => found.get(trigger.name) !== (engine === 'sqlite' ? trigger.sql : trigger.table))
    .map((trigger) => trigger.name);
}

/** @throws Error naming the triggers that do not protect as they should */
export async function assertTriggers(runner: QueryRunner, engine: Engine): Promise<void> {
  const missing = await missingTriggers(runner, engine);
  if (missing.length > 0) {
    throw new Error(`the store does not start: ${missing.join(', ')} should refuse changes of evidence and ${missing.length === 1 ? 'is' : 'are'} missing, changed or disabled. Somebody has worked on the database by hand: run verify, then migrate to put the triggers back`);
  }
}

async function sqliteTriggers(runner: QueryRunner): Promise<Map<string, string>> {
  const rows = (await runner.query(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger'`)) as { name: string; sql: string }[];
  return new Map(rows.map((row) => [row.name, row.sql]));
}

/** Only enabled triggers that call our function with the body we gave it. */
async function postgresTriggers(runner: QueryRunner): Promise<Map<string, string>> {
  const rows = (await runner.query(
    `SELECT t.tgname AS name, c.relname AS "table" FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE t.tgenabled IN ('O', 'A') AND p.proname = $1 AND p.prosrc = $2 AND c.relnamespace = current_schema()::regnamespace`,
    [FUNCTION, FUNCTION_BODY],
  )) as { name: string; table: string }[];
  return new Map(rows.map((row) => [row.name, row.table]));
}
