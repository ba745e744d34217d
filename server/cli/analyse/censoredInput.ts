/** Values with limits, as the methods for them read them: value,censored[,above]. */
import type { CensoredValue } from '../../../analysis/censored/censoredValue.ts';
import { Fault } from '../../../models/errors.ts';
import { readTable, type Table } from './readTable.ts';

/** @throws Fault naming the row that is both below a limit and above the range */
export async function readCensored(path: string, more: readonly string[] = []): Promise<{ table: Table; values: CensoredValue[] }> {
  const table = await readTable(path, ['value', 'censored', ...more]);
  const below = table.flags('censored');
  const above = table.has('above') ? table.flags('above') : [];
  const values = Array.from(table.numbers('value'), (value, i): CensoredValue => {
    if (below[i] === true && above[i] === true) throw new Fault('invalid', `${table.path}: value ${value} (data row ${i + 1}) is both below and above; set one of censored and above`);
    return { value, qualifier: below[i] === true ? '<' : above[i] === true ? '>' : '=' };
  });
  return { table, values };
}
