/** A column of a migration as the text of either engine: the same type, CHECK and foreign key that the entity mapper gives a field. */
import { checkOf, COLUMN_TYPES, type Engine } from '../../entities/index.ts';
import type { ColumnKind } from '../../schemas/index.ts';

export interface AddedColumn {
  name: string;
  kind: ColumnKind;
  /** The closed list of words, in the order of the schema. */
  words?: readonly string[];
  /** The table it points at. */
  references?: string;
}

export interface ColumnSql {
  column: string;
  constraints: string[];
}

export function columnSql(table: string, { name, kind, words, references }: AddedColumn, nullable: boolean, engine: Engine): ColumnSql {
  const collation = engine === 'postgres' && (kind === 'text' || kind === 'json') ? ' COLLATE "C"' : '';
  const check = checkOf(table, { name, kind, nullable, words }, engine);
  return {
    column: `"${name}" ${COLUMN_TYPES[engine][kind]}${collation}${nullable ? '' : ' NOT NULL'}`,
    constraints: [
      ...(check === undefined ? [] : [`CONSTRAINT "${check.name}" CHECK (${check.expression})`]),
      ...(references === undefined ? [] : [`CONSTRAINT "fk_${table}_${name}" FOREIGN KEY ("${name}") REFERENCES "${references}" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION`]),
    ],
  };
}
