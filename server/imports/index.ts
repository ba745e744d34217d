/** Every import layout, by hand: one line each. */
import { Fault } from '../../models/errors.ts';
import type { Layout } from './layout.ts';
import type { Table } from './text/readTable.ts';
import { massHunter } from './agilent/massHunter.ts';
import { resultsLong } from './spreadsheet/resultsLong.ts';
import { resultsWide } from './spreadsheet/resultsWide.ts';
import { sciex } from './sciex/sciex.ts';

/** Asks for the layout that the headings show. */
export const AUTO = 'auto';

export const layouts: readonly Layout[] = [resultsLong, resultsWide, sciex, massHunter];

/** @throws Fault `not-found` for an unknown kind */
export function layoutOf(kind: string): Layout {
  const found = layouts.find((layout) => layout.id === kind);
  if (found === undefined) throw new Fault('not-found', `there is no import of the kind ${kind}`, { details: [{ got: kind, message: 'import.unknown-kind' }] });
  return found;
}

/** The layout whose headings the table has: the one that misses the least. */
export function detectLayout(table: Table): Layout {
  const plain = layouts.find((layout) => layout.recognises?.(table) === true);
  if (plain !== undefined) return plain;
  const head = { ...table, rows: table.rows.slice(0, 1) };
  const [best] = layouts.filter((layout) => layout.recognises === undefined).map((layout) => ({ layout, errors: layout.read(head, {}).errors.length })).sort((a, b) => a.errors - b.errors);
  return best?.layout ?? resultsLong;
}
