/** One field of one cell as it is drawn: text, how it is read, its tone, the word of its flag, its notes. Pure. */
import type { Flag, GridCell, Words } from '../../../api/types.ts';
import { drawnTexts, readDrawn, refusedField, type Draft } from './draft.ts';
import { OPEN_STATES, textsOf, type Field, type GridSample } from './gridTypes.ts';
import type { Method } from '../../../../models/schemas/index.ts';

/** What the look of a cell says; each has its colour, its mark and its word in the legend. */
export const TONES = ['plain', 'waiting', 'incomplete', 'refused', 'conflict', 'saved', 'flagged', 'submitted', 'verified', 'released', 'locked'] as const;
export type Tone = (typeof TONES)[number];

export interface CellView {
  /** What Excel would copy and the editor opens with: the text as typed. */
  raw: string;
  /** How a report prints it; null where nothing is entered or the text could not be read. */
  reported: string | null;
  tone: Tone;
  /** Below a limit or above the range: said by weight and colour of the value, beside its sign. */
  range: 'below' | 'above' | 'within';
  /** The most serious flag, in one word. */
  flag: Flag['code'] | null;
  /** Words for the tooltip and the screen reader: state, flags, refusal. */
  notes: string[];
  locked: boolean;
}

export interface Wording {
  name: (words: Words) => string;
  state: (state: GridCell['state']) => string;
  noMethod: string;
  saving: string;
  unsaved: string;
  incomplete: string;
  conflict: string;
}

/** Flags that want somebody's eyes before the value goes on; the others are information. */
const URGENT: readonly Flag['code'][] = ['qc-fail', 'hold', 'returned'];
const ORDER: readonly Flag['code'][] = [...URGENT, 'verdict-above', 'above-range', 'qc-warn', 'verdict-shoulder', 'late-correction'];

const TONE_OF_STATE: Partial<Record<GridCell['state'], Tone>> = { entered: 'saved', submitted: 'submitted', verified: 'verified', released: 'released', 'not-analysed': 'locked', voided: 'locked' };

function toneOf(cell: GridCell | undefined, draft: Draft | undefined, field: Field): Tone {
  if (draft !== undefined && (draft.texts[field] !== undefined || (draft.status === 'refused' && refusedField(draft) === field))) {
    if (draft.status === 'taken') return field === 'result' && draft.texts.result !== '' ? 'saved' : 'plain';
    if (draft.status === 'conflict' || draft.status === 'incomplete') return draft.status;
    if (draft.status === 'refused' && refusedField(draft) === field) return 'refused';
    return 'waiting';
  }
  if (cell === undefined || field !== 'result') return 'plain';
  if (cell.flags.some((flag) => URGENT.includes(flag.code))) return 'flagged';
  return TONE_OF_STATE[cell.state] ?? 'plain';
}

function notesOf(sample: GridSample, cell: GridCell | undefined, draft: Draft | undefined, words: Wording): string[] {
  const notes: string[] = [];
  if (sample.locked !== undefined) notes.push(words.name(sample.locked));
  if (cell !== undefined && cell.state !== 'pending') notes.push(words.state(cell.state));
  if (draft !== undefined) {
    const said = { waiting: words.unsaved, sending: words.saving, taken: words.saving, refused: words.unsaved, conflict: words.conflict, incomplete: words.incomplete }[draft.status];
    notes.push(draft.why === null || draft.status === 'conflict' ? said : words.name(draft.why));
  }
  for (const flag of cell?.flags ?? []) notes.push(words.name(flag));
  if (cell !== undefined && (cell.remark ?? '') !== '') notes.push(cell.remark ?? '');
  return notes;
}

export function viewOf(sample: GridSample, cell: GridCell | undefined, draft: Draft | undefined, method: Method | undefined, field: Field, words: Wording): CellView {
  const texts = drawnTexts(textsOf(cell, method?.unit), draft);
  const raw = texts[field];
  if (method === undefined) return { raw, reported: null, tone: 'locked', range: 'within', flag: null, notes: [words.noMethod], locked: true };
  const reading = draft === undefined || field !== 'result' ? null : readDrawn(texts, method);
  const read = draft === undefined ? (cell?.reportedText ?? null) : reading?.ok === true ? reading.reportedText : null;
  const qualifier = draft === undefined ? (cell?.qualifier ?? '=') : reading?.ok === true ? reading.qualifier : '=';
  const locked = sample.locked !== undefined || (cell !== undefined && (!OPEN_STATES.has(cell.state) || cell.basis !== 'concentration'));
  const tone = toneOf(cell, draft, field);
  return {
    raw,
    reported: field === 'result' && texts.result.trim() !== '' ? read : field === 'unit' && raw === '' ? method.unit : null,
    tone: sample.locked !== undefined && tone === 'plain' ? 'locked' : tone,
    range: field !== 'result' || texts.result.trim() === '' ? 'within' : qualifier === '<' ? 'below' : qualifier === '>' ? 'above' : 'within',
    flag: field === 'result' ? (ORDER.find((code) => cell?.flags.some((flag) => flag.code === code)) ?? null) : null,
    notes: notesOf(sample, cell, draft, words),
    locked,
  };
}
