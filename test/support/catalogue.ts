/** What a database says of its own schema, in a form that two databases can be compared by. */
import type { Engine } from '../../models/entities/index.ts';
import type { DataSource } from 'typeorm';

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
    .map((row) => ({ ...row, text: engine === 'sqlite' && row.kind === 'table' ? tableInParts(row.text) : row.text.replaceAll(/\s+/g, ' ') }))
    .sort((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));
}

/** SQLite keeps the text of CREATE TABLE; constraints may stand in any order in it. */
function tableInParts(sql: string): string {
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
  const columns = parts.filter((text) => !text.startsWith('CONSTRAINT'));
  return [...columns, ...parts.filter((text) => text.startsWith('CONSTRAINT')).sort()].join('\n').replaceAll(/[ \t]+/g, ' ');
}
