/** `analyse breaks`: natural breaks. */
import { naturalBreaks } from '../../../../analysis/breaks.ts';
import { type AnalyseMethod, numberOption, textOption, UsageError } from '../method.ts';
import { readTable } from '../readTable.ts';

export const breaksMethod: AnalyseMethod = {
  name: 'breaks',
  summary: 'Natural breaks (Fisher-Jenks), the optimal partition into k classes',
  options: {
    values: { type: 'string', required: true, description: 'CSV with column value' },
    k: { type: 'string', required: true, description: 'number of classes' },
  },
  help: `
In: value. Out: breaks (k + 1: minimum, midpoints between neighbouring classes, maximum), gvf, counts, n, distinct,
within (sum of squares within classes), decisions.

Conventions: the exact optimum of the sum of squares within classes (Fisher 1958), by ckmeans. Compare gvf and counts
with other software, not the breaks: classInt "jenks" gives upper class values instead of midpoints. With fewer
distinct values than k fewer classes are made, and decisions say so.
Reference software: R classInt 0.4-9, style "fisher".`,
  async run(options) {
    const k = numberOption(options, 'k', { minimum: 1, integer: true });
    if (k === undefined) throw new UsageError('--k is missing; give the number of classes');
    const table = await readTable(textOption(options, 'values'), ['value']);
    const { result, diagnostics, decisions } = naturalBreaks(table.numbers('value'), k);
    return { ...result, n: diagnostics.n, distinct: diagnostics.distinct, within: diagnostics.within, decisions };
  },
};
