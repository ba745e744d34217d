/** What a database says of its own schema, in a form that two databases can be compared by. */
import type { Engine } from '../../models/entities/index.ts';
import type { DataSource } from 'typeorm';
import { tableParts } from '../../models/migrations/blocks/rebuildTable.ts';

export interface CatalogueLine {
  kind: string;
  name: string;
  text: string;
}

const POSTGRES = `
  SELECT 'column' AS kind, c.relname || '.' || a.attname AS name,
    format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' ' || coalesce(co.collname, '') || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS text
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_collation co ON co.oid = a.attcollation LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
  UNION ALL SELECT 'constraint', c.relname || '.' || k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.connamespace = 'public'::regnamespace
  UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal`;

/** @returns lines in order of kind and name, without the table of migrations */
export async function catalogue(dataSource: DataSource, engine: Engine): Promise<CatalogueLine[]> {
  const rows = await dataSource.query<CatalogueLine[]>(engine === 'postgres' ? POSTGRES : `SELECT type AS kind, name, sql AS text FROM sqlite_master WHERE sql IS NOT NULL`);
  return rows
    .filter((row) => !/migrations/.test(`${row.name} ${row.text}`) && row.name !== 'sqlite_sequence')
    .map((row) => ({ ...row, text: engine === 'sqlite' && row.kind === 'table' ? tableInParts(row.text) : row.text.replaceAll(/\s+/g, ' ').trim() }))
    .sort((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));
}

/**
 * SQLite keeps the text of CREATE TABLE. Its parts may stand in any order: a column that came later stands last, wherever
 * its schema says the field, and nothing here reads a row by the position of its columns.
 */
function tableInParts(sql: string): string {
  return tableParts(sql)
    .sort()
    .join('\n')
    .replaceAll(/[ \t]+/g, ' ');
}
