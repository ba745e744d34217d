/**
 * Everything typed in one round by one person that the server has not taken yet. It lives outside
 * the page's components, so leaving the room, or being signed out in the middle of a word, loses
 * nothing: every edit is kept in the browser at once, sent with its neighbours a moment later, and
 * forgotten only when the server has it. What is refused stays where it was typed, with the reason;
 * what somebody else changed first is shown and never written over. Undo goes back across saves.
 * Longer than others because every way in and out of a draft is one state machine.
 */
import { CLIENT_CODES, toProblem } from '../../../api/problem.ts';
import type { Cell, Change, GridCell } from '../../../api/types.ts';
import { isOwnEcho, judge, sentCell, type Draft, type SentCell, type UndoStep } from './draft.ts';
import { cellKey, lockOf, splitKey, textsOf, type Edit, type Field, type GridIndex, type Texts } from './gridTypes.ts';
import { keepDraft, keptDrafts } from './keptDrafts.ts';
import { OwnSaves } from './ownSaves.ts';

export interface RecordAnswer {
  change: Change;
  refused: { sampleId: string; analyteId: string; rawText: string; code: string; sentence: string; current?: Cell }[];
}

export interface DraftView {
  drafts: ReadonlyMap<string, Draft>;
  canUndo: boolean;
  canRedo: boolean;
  /** Problem of the last attempt to send; null while all is well. */
  problem: unknown;
}

export interface DraftBookOptions {
  userId: string;
  round: string;
  store: Storage;
  send: (body: { round: string; cells: SentCell[] }) => Promise<RecordAnswer>;
  /** Takes the answer into what is shown; later `setIndex` brings the new cells back here. */
  onChange: (change: Change) => void;
  /** False while somebody else, or nobody, is signed in. */
  maySend: () => boolean;
}

const TYPED_AFTER_MS = 350;
const RETRY_AFTER_MS = 4000;
const UNDO_STEPS = 200;
/** After these the text is not refused: it waits for the network, the server or the sign-in. */
const PASSING = new Set<string>([...CLIENT_CODES, 'not-signed-in', 'too-busy']);

export class DraftBook {
  readonly #options: DraftBookOptions;
  #index: GridIndex | null = null;
  #drafts: ReadonlyMap<string, Draft>;
  #steps: readonly UndoStep[] = [];
  #undone: readonly UndoStep[] = [];
  #problem: unknown = null;
  #view: DraftView;
  readonly #ownSaves = new OwnSaves();
  readonly #confirming = new Set<string>();
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(options: DraftBookOptions) {
    this.#options = options;
    this.#drafts = keptDrafts(options.store, options.userId, options.round);
    this.#view = this.#draw();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly view = (): DraftView => this.#view;

  #draw(): DraftView {
    return { drafts: this.#drafts, canUndo: this.#steps.length > 0, canRedo: this.#undone.length > 0, problem: this.#problem };
  }

  #announce(): void {
    this.#view = this.#draw();
    for (const listener of this.#listeners) listener();
  }

  /** @param update changes drafts; a value of undefined forgets one */
  #write(update: ReadonlyMap<string, Draft | undefined>): void {
    if (update.size === 0) return;
    const next = new Map(this.#drafts);
    for (const [key, draft] of update) {
      const before = next.get(key);
      if (draft === undefined) next.delete(key);
      else next.set(key, draft);
      if (draft === undefined || before === undefined || before.texts !== draft.texts || before.base !== draft.base) keepDraft(this.#options.store, this.#options.userId, this.#options.round, key, draft?.status === 'taken' ? undefined : draft);
    }
    this.#drafts = next;
  }

  #saved(key: string): { texts: Texts; cell: GridCell | undefined; method: ReturnType<GridIndex['method']> } {
    const { sampleId, analyteId } = splitKey(key);
    const sample = this.#index?.samples.get(sampleId);
    const method = sample === undefined ? undefined : this.#index?.method(analyteId, sample.matrix);
    const cell = this.#index?.cells.get(key);
    return { texts: textsOf(cell, method?.unit), cell, method };
  }

  /** The grid as it now stands. The first one starts the sending of what was kept from before. */
  setIndex(index: GridIndex): void {
    const first = this.#index === null;
    this.#index = index;
    const update = new Map<string, Draft | undefined>();
    if (!first) {
      for (const [key, draft] of this.#drafts) if (draft.status === 'taken' && (index.cells.get(key)?.revision ?? 0) >= draft.base) update.set(key, undefined);
      if (update.size === 0) return;
      this.#write(update);
      this.#announce();
      return;
    }
    for (const [key, draft] of this.#drafts) {
      const { texts, method } = this.#saved(key);
      if (method !== undefined) update.set(key, judge(draft, texts, method));
    }
    this.#write(update);
    this.#announce();
    this.#plan(0);
  }

  textAt(key: string, field: Field): string {
    return this.#drafts.get(key)?.texts[field] ?? this.#saved(key).texts[field];
  }

  /** Revision that a person sees at a place. */
  revisionAt(key: string): number {
    return this.#drafts.get(key)?.base ?? this.#index?.cells.get(key)?.revision ?? 0;
  }

  /**
   * Takes texts as one step of undo.
   * @returns how many fell on locked cells and were left out
   */
  edit(edits: readonly Edit[]): number {
    const index = this.#index;
    if (index === null) return edits.length;
    const open = edits.filter(({ key }) => lockOf(index, key) === null);
    const real = open.map((edit) => ({ ...edit, before: this.textAt(edit.key, edit.field) })).filter(({ before, text }) => before !== text);
    if (real.length > 0) {
      this.#steps = [...this.#steps.slice(-UNDO_STEPS + 1), { edits: real.map(({ key, field, before, text }) => ({ key, field, before, after: text })) }];
      this.#undone = [];
      this.#put(real);
    }
    return edits.filter(({ key, field, text }) => lockOf(index, key) !== null && this.textAt(key, field) !== text).length;
  }

  #put(edits: readonly Edit[]): void {
    const update = new Map<string, Draft | undefined>();
    for (const { key, field, text, seen } of edits) {
      const { texts: saved, cell, method } = this.#saved(key);
      if (method === undefined) continue;
      const before = update.has(key) ? update.get(key) : this.#drafts.get(key);
      const texts: Partial<Texts> = { ...before?.texts };
      // While the former text is under way, or taken and not yet shown, what the grid says is older than what the server has.
      if (text === saved[field] && before?.status !== 'sending' && before?.status !== 'taken') Reflect.deleteProperty(texts, field);
      else texts[field] = text;
      if (Object.keys(texts).length === 0) update.set(key, undefined);
      else {
        const base = before?.base ?? Math.min(this.#ownSaves.past(key, seen ?? Number.MAX_SAFE_INTEGER), cell?.revision ?? 0);
        update.set(key, judge({ status: 'waiting', why: null, code: null, sent: [], ...before, texts, base }, saved, method));
      }
    }
    this.#write(update);
    this.#announce();
    this.#plan(edits.length > 1 ? 0 : TYPED_AFTER_MS);
  }

  /** @returns how many cells somebody else has changed since, which therefore stay */
  #replay(edits: UndoStep['edits'], to: 'before' | 'after'): number {
    const from = to === 'before' ? 'after' : 'before';
    const ours = edits.filter((edit) => this.textAt(edit.key, edit.field) === edit[from]);
    this.#put(ours.map((edit) => ({ key: edit.key, field: edit.field, text: edit[to] })));
    return edits.length - ours.length;
  }

  /** How many cells the next step back, or forth, changes that are not on screen: what nobody sees is not changed. */
  unseen(way: 'undo' | 'redo', onScreen: (edit: { key: string; field: Field }) => boolean): number {
    return ((way === 'undo' ? this.#steps : this.#undone).at(-1)?.edits ?? []).filter((edit) => !onScreen(edit)).length;
  }

  undo(): number {
    const step = this.#steps.at(-1);
    if (step === undefined) return 0;
    this.#steps = this.#steps.slice(0, -1);
    this.#undone = [...this.#undone, step];
    return this.#replay(step.edits, 'before');
  }

  redo(): number {
    const step = this.#undone.at(-1);
    if (step === undefined) return 0;
    this.#undone = this.#undone.slice(0, -1);
    this.#steps = [...this.#steps, step];
    return this.#replay(step.edits, 'after');
  }

  /** Forget a draft and show the server's value again. */
  drop(keys: readonly string[]): void {
    this.#write(new Map(keys.map((key) => [key, undefined])));
    this.#announce();
  }

  /** A person saw the other value and decided for the own one. */
  keepMine(keys: readonly string[]): void {
    const update = new Map<string, Draft>();
    for (const key of keys) {
      const draft = this.#drafts.get(key);
      const { texts, cell, method } = this.#saved(key);
      if (draft !== undefined && method !== undefined) update.set(key, judge({ ...draft, status: 'waiting', base: cell?.revision ?? 0 }, texts, method));
    }
    this.#write(update);
    this.#announce();
    this.#plan(0);
  }

  /** Held values were looked at and stand, each with what was looked at. */
  async confirm(looks: readonly { key: string; reason: string }[]): Promise<void> {
    const cells = looks.flatMap(({ key, reason }) => {
      const cell = this.#index?.cells.get(key);
      return cell === undefined || this.#confirming.has(key) ? [] : [{ key, cell: { ...splitKey(key), revision: cell.revision, rawText: cell.rawText ?? '', confirmHold: true, reason } }];
    });
    if (cells.length === 0) return;
    for (const { key } of cells) this.#confirming.add(key);
    try {
      const answer = await this.#options.send({ round: this.#options.round, cells: cells.map(({ cell }) => cell) });
      this.#options.onChange(answer.change);
      this.#problem = null;
    } catch (error) {
      this.#problem = error;
    }
    for (const { key } of cells) this.#confirming.delete(key);
    this.#announce();
  }

  /** Try again now: the network is back, or somebody has signed in again. */
  retry(): void {
    this.#problem = null;
    this.#announce();
    this.#plan(0);
  }

  #plan(after: number): void {
    clearTimeout(this.#timer);
    if (this.#sending || ![...this.#drafts.values()].some((draft) => draft.status === 'waiting')) return;
    this.#timer = setTimeout(() => void this.#send(), after);
  }

  async #send(): Promise<void> {
    if (this.#sending || !this.#options.maySend()) return;
    const batch = [...this.#drafts].flatMap(([key, draft]) => {
      const { texts, method } = this.#saved(key);
      return draft.status !== 'waiting' || method === undefined ? [] : [{ key, draft, cell: sentCell(splitKey(key), draft, texts, method) }];
    });
    if (batch.length === 0) return;
    this.#sending = true;
    const out = new Map(batch.map(({ key, draft, cell }) => [key, { ...draft, status: 'sending' as const, sent: [...draft.sent, cell.rawText] }]));
    try {
      this.#write(out);
      this.#announce();
      const answer = await this.#options.send({ round: this.#options.round, cells: batch.map(({ cell }) => cell) });
      this.#problem = null;
      const current = answer.refused.flatMap((one) => one.current ?? []);
      this.#options.onChange({ ...answer.change, cells: [...answer.change.cells, ...current] });
      this.#take(out, answer);
    } catch (error) {
      this.#problem = error;
      this.#giveBack(out, error);
    }
    this.#sending = false;
    this.#announce();
    this.#plan(this.#problem === null ? TYPED_AFTER_MS : RETRY_AFTER_MS);
  }

  #take(out: ReadonlyMap<string, Draft>, answer: RecordAnswer): void {
    const refused = new Map(answer.refused.map((one) => [cellKey(one.sampleId, one.analyteId), one]));
    const written = new Map(answer.change.cells.map((cell) => [cellKey(cell.sampleId, cell.analyteId), cell]));
    const update = new Map<string, Draft | undefined>();
    for (const [key, sent] of out) {
      const now = this.#drafts.get(key);
      const reason = refused.get(key);
      const own = reason === undefined ? written.get(key) : reason.code === 'stale-revision' && isOwnEcho(sent, reason.current, this.#options.userId) ? reason.current : undefined;
      if (own !== undefined) this.#ownSaves.note(key, sent.base, own.revision);
      if (now === undefined) continue;
      const typedOn = now.texts !== sent.texts;
      if (reason === undefined) {
        const { method } = this.#saved(key);
        const saved = textsOf(own, method?.unit);
        if (typedOn && method !== undefined) update.set(key, judge({ ...now, base: own?.revision ?? now.base, status: 'waiting' }, saved, method));
        else update.set(key, own === undefined || (this.#index?.cells.get(key)?.revision ?? 0) >= own.revision ? undefined : { ...now, base: own.revision, status: 'taken' });
      } else if (reason.code === 'stale-revision') {
        update.set(key, own !== undefined ? { ...now, base: own.revision, status: 'waiting' } : { ...now, status: 'conflict', code: reason.code, why: { zh: reason.sentence, en: reason.sentence } });
      } else update.set(key, typedOn ? now : { ...now, status: 'refused', code: reason.code, why: { zh: reason.sentence, en: reason.sentence } });
    }
    this.#write(update);
  }

  #giveBack(out: ReadonlyMap<string, Draft>, error: unknown): void {
    const problem = toProblem(error);
    const passing = PASSING.has(problem.code) || problem.body.status >= 500;
    const update = new Map<string, Draft>();
    for (const key of out.keys()) {
      const now = this.#drafts.get(key);
      const sentence = problem.body.detail ?? problem.body.title;
      if (now !== undefined) update.set(key, passing ? { ...now, status: 'waiting' } : { ...now, status: 'refused', code: problem.code, why: { zh: sentence, en: sentence } });
    }
    this.#write(update);
  }
}
