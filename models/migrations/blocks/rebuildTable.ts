/**
 * SQLite cannot change a constraint of a table: the table is made anew beside the old one, filled, and takes its name
 * (sqlite.org/lang_altertable.html, section 7). The text of the table as it lies in the database is what is edited,
 * so that migrations written side by side do not undo each other, and its indexes and triggers are put back word for word.
 */
import type { QueryRunner } from 'typeorm';

/** @param edit gets the columns and constraints of the table, as text, and answers what they are to be. No column may go. */
export async function rebuildTable(runner: QueryRunner, table: string, edit: (parts: readonly string[]) => readonly string[]): Promise<void> {
  const [keys] = (await runner.query('PRAGMA foreign_keys')) as { foreign_keys: number }[];
  // with them on, dropping the old table deletes from it row by row
  if (keys?.foreign_keys !== 0) throw new Error(`the table ${table} can only be made anew with foreign keys off: run it through migrate`);
  const parts = await partsOf(runner, table);
  const belongings = (await runner.query(`SELECT "sql" FROM sqlite_master WHERE "tbl_name" = ? AND "type" IN ('index', 'trigger') AND "sql" IS NOT NULL`, [table])) as { sql: string }[];
  // the row's place goes with it: verify reads tables as they lie
  const columns = ['rowid', ...parts.flatMap((part) => columnNameOf(part) ?? [])].map((name) => (name === 'rowid' ? name : `"${name}"`)).join(', ');
  const anew = `rebuilt_${table}`;
  await runner.query(`CREATE TABLE "${anew}" (${edit(parts).join(', ')})`);
  await runner.query(`INSERT INTO "${anew}" (${columns}) SELECT ${columns} FROM "${table}" ORDER BY rowid`);
  await runner.query(`DROP TABLE "${table}"`);
  await runner.query(`ALTER TABLE "${anew}" RENAME TO "${table}"`);
  for (const { sql } of belongings) await runner.query(sql);
}

/** Columns and constraints of a table as it lies in the database. @throws Error when there is no such table */
export async function partsOf(runner: QueryRunner, table: string): Promise<string[]> {
  const [found] = (await runner.query(`SELECT "sql" FROM sqlite_master WHERE "type" = 'table' AND "name" = ?`, [table])) as { sql: string }[];
  if (found === undefined) throw new Error(`there is no table ${table} to change`);
  return tableParts(found.sql);
}

/** The name of the column a part declares; undefined for a constraint. */
export const columnNameOf = (part: string): string | undefined => /^"([^"]+)"/.exec(part)?.[1];

/** What stands between the outer brackets of CREATE TABLE, cut at its commas. */
export function tableParts(sql: string): string[] {
  const inside = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')'));
  const parts: string[] = [];
  let depth = 0;
  let quoted = '';
  let part = '';
  for (const character of inside) {
    if (quoted !== '') quoted = character === quoted ? '' : quoted;
    else if (character === '"' || character === "'") quoted = character;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (character === ',' && depth === 0 && quoted === '') {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  parts.push(part.trim());
  return parts;
}
