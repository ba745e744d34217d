/** What the API says of imports, and the parts of it that need no screen. */
import type { ImportOutcome } from '../../../models/schemas/audit.ts';
import type { AllowedAction } from '../../../models/schemas/answers/allowedAction.ts';
import type { ImportNote } from '../../../models/schemas/answers/imports.ts';
import type { Words } from '../../api/types.ts';

export interface ImportKind {
  id: string;
  title: Words;
  columns: string[];
}

export type Choice = 'keep' | 'take';

export interface ImportLogItem {
  id: string;
  at: string;
  fileName: string;
  kind: string;
  actorName: string | null;
  undone: { reason: string; actorName: string | null; at: string } | null;
}

export interface ImportsAnswer {
  kinds: ImportKind[];
  mappedColumns: string[];
  log: ImportLogItem[];
}

export interface ImportLogDetail extends ImportLogItem {
  allowedActions: AllowedAction[];
}

export interface Mapping {
  id: string;
  name: string;
  kind: string;
  columns: Record<string, string>;
  analytes: Record<string, string>;
  unit: string | null;
  beforeDilution: boolean;
  active: boolean;
  revision: number;
}

/** Lets the server find the layout by the headings. */
export const AUTO = 'auto';

/** What became of one value of a file. */
export interface ImportLine {
  row: number;
  column: string;
  sample: string;
  analyte: string;
  text: string;
  outcome: ImportOutcome;
  resultId: string | null;
}

/** Every word of the filter stands somewhere in the text. */
const holds = (text: string, filter: string): boolean => filter.toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word));

/** Lines whose texts hold every word of the filter. */
export const filterNotes = (notes: readonly ImportNote[], filter: string): ImportNote[] =>
  notes.filter((note) => holds(`${String(note.row)} ${note.column} ${note.value} ${note.message}`, filter));

export const filterLines = (lines: readonly ImportLine[], filter: string, outcome: string | null): ImportLine[] =>
  lines.filter((line) => (outcome === null || line.outcome === outcome) && holds(`${String(line.row)} ${line.column} ${line.sample} ${line.analyte} ${line.text}`, filter));

/** As Excel takes it from the clipboard. */
const asText = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.map((text) => text.replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\r\n');

export const notesAsText = (notes: readonly ImportNote[], headings: readonly string[]): string => asText([headings, ...notes.map((note) => [String(note.row), note.column, note.value, note.message])]);

export const linesAsText = (lines: readonly ImportLine[], headings: readonly string[], said: (line: ImportLine) => string): string =>
  asText([headings, ...lines.map((line) => [String(line.row), line.column, line.sample, line.analyte, line.text, said(line)])]);

/** The bytes of a file as JSON can carry them. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts: string[] = [];
  // A call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(parts.join(''));
}
