/**
 * Something typed that the server has not taken yet, and what may be said about it before it is
 * sent. Pure, so that locks, refusals and conflicts can be tested without a browser.
 */
import { readResult } from '../../../../models/schemas/readResult.ts';
import type { Method } from '../../../../models/schemas/index.ts';
import type { GridCell, Words } from '../../../api/types.ts';
import type { Field, Texts } from './gridTypes.ts';

export interface Draft {
  /** Only the fields that differ from what the server has. */
  texts: Partial<Texts>;
  /** Revision of the cell that was on screen when it was typed. */
  base: number;
  /**
   * `incomplete`: a dilution, unit or remark that waits for its result; `conflict`: somebody else
   * saved another value first, and a person decides which stands; `taken`: the server has it and the
   * grid on screen is about to show it.
   */
  status: 'waiting' | 'sending' | 'taken' | 'refused' | 'conflict' | 'incomplete';
  /** Why it was refused. */
  why: Words | null;
  code: string | null;
  /** Result texts that were sent and not answered; they tell one's own lost answer from somebody else's value. */
  sent: readonly string[];
}

export interface UndoStep {
  edits: { key: string; field: Field; before: string; after: string }[];
}

/** Characters that the API takes; one text beyond them would turn away every cell sent with it. */
const LONGEST: Readonly<Record<Field, number>> = { result: 2000, dilution: 60, unit: 60, remark: 500 };

const FIELD_OF_CODE: Readonly<Record<string, Field>> = { 'dilution-invalid': 'dilution', 'unknown-unit': 'unit', 'unit-mismatch': 'unit', 'person-data-refused': 'remark', 'too-long-dilution': 'dilution', 'too-long-unit': 'unit', 'too-long-remark': 'remark' };

/** The field that a refusal speaks of. */
export const refusedField = (draft: Draft): Field => FIELD_OF_CODE[draft.code ?? ''] ?? 'result';

/** What stands on screen: the draft's fields over the server's. */
export const drawnTexts = (saved: Texts, draft: Draft | undefined): Texts => ({ ...saved, ...draft?.texts });

/** How a text would be read, or why it is refused; null for a blank. */
export function readDrawn(texts: Texts, method: Method): ReturnType<typeof readResult> | null {
  if (texts.result.trim() === '') return null;
  return readResult(texts.result, method, { ...(texts.unit === '' ? {} : { unit: texts.unit }), ...(texts.dilution === '' ? {} : { dilution: texts.dilution }) });
}

/** A draft after its texts have changed: what can be said about it before it is sent. */
export function judge(draft: Draft, saved: Texts, method: Method): Draft {
  // A conflict stays until a person has decided it, whatever is typed meanwhile.
  if (draft.status === 'conflict') return draft;
  const texts = drawnTexts(saved, draft);
  const long = (Object.keys(LONGEST) as Field[]).find((field) => texts[field].length > LONGEST[field]);
  if (long !== undefined) {
    const most = LONGEST[long];
    return { ...draft, status: 'refused', code: `too-long-${long}`, why: { zh: `共 ${String(texts[long].length)} 个字符，最多 ${String(most)} 个。请缩短后重新填写。`, en: `${String(texts[long].length)} characters; at most ${String(most)} fit. Shorten it.` } };
  }
  if (texts.result.trim() === '' && saved.result.trim() === '') {
    const others = texts.dilution !== '' || texts.unit !== '' || texts.remark !== '';
    return { ...draft, status: others ? 'incomplete' : 'waiting', why: null, code: null };
  }
  const reading = readDrawn(texts, method);
  if (reading !== null && !reading.ok) return { ...draft, status: 'refused', why: { zh: reading.zh, en: reading.en }, code: reading.code };
  return { ...draft, status: 'waiting', why: null, code: null };
}

/** One cell of the request. An empty dilution or unit goes back to 1 and to the method's unit. */
export interface SentCell {
  sampleId: string;
  analyteId: string;
  revision: number;
  rawText: string;
  unit?: string;
  dilution?: string;
  remark?: string | null;
  confirmHold?: boolean;
  reason?: string;
}

export function sentCell(place: { sampleId: string; analyteId: string }, draft: Draft, saved: Texts, method: Method): SentCell {
  const { unit, dilution, remark } = draft.texts;
  return {
    ...place,
    revision: draft.base,
    rawText: drawnTexts(saved, draft).result,
    ...(unit === undefined ? {} : { unit: unit === '' ? method.unit : unit }),
    ...(dilution === undefined ? {} : { dilution: dilution === '' ? '1' : dilution }),
    ...(remark === undefined ? {} : { remark: remark.trim() === '' ? null : remark }),
  };
}

/** True where the "conflict" is this person's own value, whose answer was lost on the way. */
export const isOwnEcho = (draft: Draft, current: GridCell | undefined, userId: string): boolean =>
  current !== undefined && current.authorId === userId && draft.sent.includes(current.rawText ?? '');
