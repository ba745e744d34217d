import type { QueryRunner } from 'typeorm';
import { checkOf } from '../../entities/index.ts';
import { engineOf } from '../frozen.ts';
import { columnNameOf, partsOf, rebuildTable } from './rebuildTable.ts';

interface Found {
  name: string;
  definition: string;
  nullable: boolean;
}

/**
 * Gives a column a longer closed list of words.
 * @param words all of them, in the order of the schema
 * @throws Error when a word that the table allows today is missing: rows may hold it for ever, and a migration written
 *   beside this one may have brought it
 */
export async function replaceCheck(runner: QueryRunner, table: string, column: string, words: readonly string[]): Promise<void> {
  const engine = engineOf(runner);
  const before = engine === 'postgres' ? await inPostgres(runner, table, column) : await inSqlite(runner, table, column);
  if (before === undefined) throw new Error(`${table}.${column} has no list of words to replace`);
  const lost = [...before.definition.matchAll(/'((?:[^']|'')*)'/g)].map(([, word = '']) => word.replaceAll("''", "'")).filter((word) => !words.includes(word));
  if (lost.length > 0) throw new Error(`the new list of ${table}.${column} lacks ${lost.join(', ')}, which rows may hold: a list only grows`);
  const check = checkOf(table, { name: column, kind: 'text', nullable: before.nullable, words }, engine);
  if (check === undefined) throw new Error(`${table}.${column} would have no CHECK any more`);
  const anew = `CONSTRAINT "${check.name}" CHECK (${check.expression})`;
  if (engine === 'postgres') await runner.query(`ALTER TABLE "${table}" DROP CONSTRAINT "${before.name}", ADD ${anew}`);
  else await rebuildTable(runner, table, (parts) => parts.map((part) => (part === before.definition ? anew : part)));
}

async function inSqlite(runner: QueryRunner, table: string, column: string): Promise<Found | undefined> {
  const parts = await partsOf(runner, table);
  for (const part of parts) {
    const name = /^CONSTRAINT "([^"]+)" CHECK/.exec(part)?.[1];
    // SQLite guards other kinds of columns by CHECKs as well
    if (name !== undefined && isCheckOf(name, table, column) && part.includes(`"${column}" = '`)) return { name, definition: part, nullable: !/ NOT NULL\b/.test(parts.find((one) => columnNameOf(one) === column) ?? '') };
  }
  return undefined;
}

async function inPostgres(runner: QueryRunner, table: string, column: string): Promise<Found | undefined> {
  const rows = (await runner.query(
    `SELECT k.conname AS "name", pg_get_constraintdef(k.oid) AS "definition", NOT a.attnotnull AS "nullable" FROM pg_constraint k
     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attname = $2 WHERE k.contype = 'c' AND k.conrelid = format('%I', $1::text)::regclass`,
    [table, column],
  )) as Found[];
  return rows.find(({ name }) => isCheckOf(name, table, column));
}

/** Its name ends in the fingerprint of its text. */
const isCheckOf = (name: string, table: string, column: string): boolean => name.startsWith(`ck_${table}_${column}_`) && /^[0-9a-f]{6}$/.test(name.slice(`ck_${table}_${column}_`.length));
