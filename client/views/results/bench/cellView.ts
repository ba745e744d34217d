/** One field of one cell as it is drawn: text, how it is read, its tone, the word of its flag, its notes. Pure. */
import type { Flag, GridCell, Words } from '../../../api/types.ts';
import { drawnTexts, readDrawn, refusedField, type Draft } from './draft.ts';
import { OPEN_STATES, textsOf, type Field, type GridSample, type Texts } from './gridTypes.ts';
import type { Method } from '../../../../models/schemas/index.ts';

/** What the look of a cell says; each has its colour, its mark and its word in the legend. */
export type Tone = 'plain' | 'waiting' | 'incomplete' | 'refused' | 'conflict' | 'saved' | 'flagged' | 'submitted' | 'verified' | 'released' | 'locked';

export interface CellView {
  /** What Excel would copy and the editor opens with: the text as typed. */
  raw: string;
  /** How a report prints it; null where nothing is entered or the text could not be read. */
  reported: string | null;
  /** An uncertainty that was typed with the value and is reported with it: " ± 1". Empty without one. */
  uncertainty: string;
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
  /** A typed uncertainty that is kept in the text and reported with no value. */
  uncertaintyKept: string;
}

/** Flags that want somebody's eyes before the value goes on; the others are information. */
const URGENT: readonly Flag['code'][] = ['qc-fail', 'hold', 'returned', 'withdrawal-asked'];
const ORDER: readonly Flag['code'][] = [...URGENT, 'verdict-above', 'above-range', 'qc-warn', 'verdict-shoulder', 'under-correction', 'late-correction', 'hold-confirmed'];

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

/** "±" in any way that readTypedText reads it. */
const WITH_UNCERTAINTY = /±|\+\s?\/?\s?-/;

/** The uncertainty typed with a value, as it is reported; null where none was typed; '' where it was and the value stands without: below a limit or above the range. */
export function typedUncertainty(texts: Texts, method: Method): string | null {
  if (!WITH_UNCERTAINTY.test(texts.result.normalize('NFKC'))) return null;
  const reading = readDrawn(texts, method);
  if (reading?.ok !== true) return null;
  return reading.qualifier === '=' ? (reading.expandedUncertainty ?? '') : '';
}

function notesOf(sample: GridSample, cell: GridCell | undefined, draft: Draft | undefined, uncertainty: string | null, words: Wording): string[] {
  const notes: string[] = [];
  if (sample.locked !== undefined) notes.push(words.name(sample.locked));
  if (cell !== undefined && cell.state !== 'pending') notes.push(words.state(cell.state));
  if (draft !== undefined) {
    const said = { waiting: words.unsaved, sending: words.saving, taken: words.saving, refused: words.unsaved, conflict: words.conflict, incomplete: words.incomplete }[draft.status];
    notes.push(draft.why === null || draft.status === 'conflict' ? said : words.name(draft.why));
  }
  for (const flag of cell?.flags ?? []) notes.push(words.name(flag));
  if (uncertainty === '') notes.push(words.uncertaintyKept);
  if (cell !== undefined && (cell.remark ?? '') !== '') notes.push(cell.remark ?? '');
  return notes;
}

export function viewOf(sample: GridSample, cell: GridCell | undefined, draft: Draft | undefined, method: Method | undefined, field: Field, words: Wording): CellView {
  const texts = drawnTexts(textsOf(cell, method?.unit), draft);
  const raw = texts[field];
  if (method === undefined) return { raw, reported: null, uncertainty: '', tone: 'locked', range: 'within', flag: null, notes: [words.noMethod], locked: true };
  const reading = draft === undefined || field !== 'result' ? null : readDrawn(texts, method);
  const read = draft === undefined ? (cell?.reportedText ?? null) : reading?.ok === true ? reading.reportedText : null;
  const qualifier = draft === undefined ? (cell?.qualifier ?? '=') : reading?.ok === true ? reading.qualifier : '=';
  const locked = sample.locked !== undefined || (cell !== undefined && (!OPEN_STATES.has(cell.state) || cell.basis !== 'concentration'));
  const tone = toneOf(cell, draft, field);
  const uncertainty = field === 'result' ? typedUncertainty(texts, method) : null;
  return {
    raw,
    reported: field === 'result' && texts.result.trim() !== '' ? read : field === 'unit' && raw === '' ? method.unit : null,
    uncertainty: uncertainty === null || uncertainty === '' ? '' : ` ± ${uncertainty}`,
    tone: sample.locked !== undefined && tone === 'plain' ? 'locked' : tone,
    range: field !== 'result' || texts.result.trim() === '' ? 'within' : qualifier === '<' ? 'below' : qualifier === '>' ? 'above' : 'within',
    flag: field === 'result' ? (ORDER.find((code) => cell?.flags.some((flag) => flag.code === code)) ?? null) : null,
    notes: notesOf(sample, cell, draft, uncertainty, words),
    locked,
  };
}
