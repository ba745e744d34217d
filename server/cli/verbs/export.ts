import { writeFile } from 'node:fs/promises';
import { LANGUAGES, type Language } from '../../../models/schemas/vocabulary.ts';
import { exportKinds, writeExport } from '../../exports/index.ts';
import { defineVerb, UsageError } from '../verb.ts';

const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);
const kinds = exportKinds.map(({ id, formats }) => `  ${id.padEnd(10)} ${Object.keys(formats).join(', ')}`).join('\n');

export const verb = defineVerb({
  name: 'export',
  usage: 'KIND',
  words: [1, 1],
  summary: 'Write released data to a file',
  help: `Kinds and their formats:
${kinds}
Answers { kind, format, out, bytes }. Without --round it writes every round; without --schedule the newest schedule.`,
  options: {
    format: { type: 'string', label: 'F', sentence: 'Format of the file', required: true },
    out: { type: 'string', label: 'FILE', sentence: 'Where to write it', required: true },
    round: { type: 'string', label: 'R', sentence: 'Code of the round' },
    schedule: { type: 'string', label: 'ID', sentence: 'Id of the schedule' },
    language: { type: 'string', label: 'L', sentence: `Language of headings and words: ${LANGUAGES.join(' or ')} (en)` },
  },
  run: async ({ words, options, store, operator, clock }) => {
    const [kind = ''] = words;
    const language = options.language ?? 'en';
    if (!isLanguage(language)) throw new UsageError(`--language is "${language}"; ${LANGUAGES.join(' or ')} is expected`);
    if (!exportKinds.some(({ id }) => id === kind)) throw new UsageError(`there is no export "${kind}"; there are:\n${kinds}`);
    const opened = await store();
    const { bytes } = await writeExport(kind, options.format, { store: opened, user: await operator(opened), language, at: clock(), round: options.round, schedule: options.schedule });
    const octets = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
    await writeFile(options.out, octets);
    return { kind, format: options.format, out: options.out, bytes: octets.length };
  },
});
