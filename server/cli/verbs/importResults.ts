import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AUTO, layouts } from '../../imports/index.ts';
import { importResults } from '../../usecases/exchange/importResults.ts';
import { defineVerb, UsageError } from '../verb.ts';

const KINDS = layouts.map((layout) => layout.id).join(', ');

export const verb = defineVerb({
  name: 'import results',
  usage: 'FILE',
  words: [1, 1],
  summary: 'Import results from a file of an instrument or a spreadsheet',
  help: `Every error at once, and nothing is written where there is one. The same file again changes nothing. A changed value for an
existing result is a conflict that wants a reason: in a column "reason" of the file, or by --reason for all of them.
Kinds: ${KINDS}; found by the headings unless --kind names one.
Answers { read, written, unchanged, conflicts, errors: [{ row, column, value, message }], conflictList, encoding, separator, dryRun, kind }.
Exit 1 when there are errors or conflicts.`,
  options: {
    round: { type: 'string', label: 'ROUND', sentence: 'Samples of another round are an error' },
    kind: { type: 'string', label: 'KIND', sentence: `Layout of the file: ${KINDS}` },
    run: { type: 'string', label: 'RUN', sentence: 'Number of the run for rows that name none' },
    mapping: { type: 'string', label: 'NAME', sentence: 'Column mapping by which the file is read' },
    sheet: { type: 'string', label: 'SHEET', sentence: 'Sheet of a workbook; the first that is not empty' },
    reason: { type: 'string', label: 'TEXT', sentence: 'Why existing values are changed' },
    'dry-run': { type: 'boolean', sentence: 'Say what would be written, and write nothing' },
    language: { type: 'string', label: 'LANGUAGE', sentence: 'zh-CN or en, for the messages (en)' },
  },
  failed: (answer) => {
    const { errors, conflicts } = answer as { errors: readonly unknown[]; conflicts: number };
    return errors.length > 0 || conflicts > 0;
  },
  run: async ({ words: [path = ''], options, store, operator, clock, say }) => {
    const bytes = await readFile(path).catch((error: unknown) => {
      throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    });
    const language = options.language ?? 'en';
    if (language !== 'en' && language !== 'zh-CN') throw new UsageError(`--language is "${language}": expected zh-CN or en`);
    if (options.kind !== undefined && !layouts.some((layout) => layout.id === options.kind)) throw new UsageError(`--kind is "${options.kind}": expected one of ${KINDS}`);
    const opened = await store();
    const { conflicts, ...answer } = await importResults(opened, {
      user: await operator(opened), at: clock(), language, publish: () => undefined, kind: options.kind ?? AUTO, fileName: basename(path), bytes,
      dryRun: options['dry-run'], round: options.round, reason: options.reason, run: options.run, mapping: options.mapping, sheet: options.sheet,
    });
    if (answer.errors.length > 0 || conflicts.length > 0) say(`${String(answer.errors.length)} errors, ${String(conflicts.length)} conflicts; nothing was written`);
    return { ...answer, conflicts: conflicts.length, conflictList: conflicts };
  },
});
