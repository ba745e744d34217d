/**
 * Typing in the round grid: every edit is kept at once in this browser, sent together with its
 * neighbours a moment later, and forgotten here only when the server has taken it. What the server
 * refuses stays where it was typed, with the reason. Undo puts texts back, across saves.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/request.ts';
import { toProblem } from '../../api/problem.ts';
import { applyChange } from '../../state/applyChange.ts';
import type { Language } from '../../../models/schemas/vocabulary.ts';
import type { Cell, Change } from '../../api/types.ts';
import { cellKey, givenOf, inverse, methodFor, refusalOf, splitKey, type Draft, type Edit, type GridAnswer, type UndoStep } from './gridModel.ts';
import { forgetDrafts, keepDrafts, keptDrafts } from './keptDrafts.ts';

interface RecordAnswer {
  change: Change;
  refused: { sampleId: string; analyteId: string; rawText: string; code: string; sentence: string; current?: Cell }[];
}

const SEND_AFTER_MS = 350;
const RETRY_AFTER_MS = 4000;
const UNDO_STEPS = 200;

export interface GridEditing {
  drafts: ReadonlyMap<string, Draft>;
  /** Take texts into the grid as one step of undo. @returns how many fell on locked cells and were left out */
  edit: (edits: readonly Edit[]) => number;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  /** Drop a refused text and show the server's value again. */
  drop: (key: string) => void;
  /** Send a held text again, said to be right by a person. */
  confirm: (key: string) => void;
  /** Problem of the last attempt to send; null while all is well. */
  problem: unknown;
  sending: boolean;
  retry: () => void;
}

export function useGridEditing(userId: string, grid: GridAnswer, language: Language): GridEditing {
  const client = useQueryClient();
  const round = grid.round.code;
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(() => keptDrafts(userId, round));
  const [undone, setUndone] = useState<readonly UndoStep[]>([]);
  const [steps, setSteps] = useState<readonly UndoStep[]>([]);
  const [problem, setProblem] = useState<unknown>(null);
  const [sending, setSending] = useState(false);
  const latest = useRef({ drafts, grid, sending });
  useEffect(() => {
    latest.current = { drafts, grid, sending };
  });
  useEffect(() => {
    if (drafts.size === 0) forgetDrafts(userId, round);
    else keepDrafts(userId, round, drafts);
  }, [drafts, userId, round]);

  const cells = useMemo(() => new Map(grid.cells.map((cell) => [cellKey(cell.sampleId, cell.analyteId), cell])), [grid.cells]);
  const samples = useMemo(() => new Map(grid.samples.map((sample) => [sample.id, sample])), [grid.samples]);

  const change = useCallback((update: (next: Map<string, Draft>) => void) => {
    setDrafts((now) => {
      const next = new Map(now);
      update(next);
      return next;
    });
  }, []);

  const send = useCallback(
    async (keys: readonly string[], confirmHold: boolean) => {
      const batch = keys.flatMap((key) => {
        const draft = latest.current.drafts.get(key);
        return draft === undefined ? [] : [{ key, draft }];
      });
      if (batch.length === 0) return;
      setSending(true);
      change((next) => {
        for (const { key, draft } of batch) next.set(key, { ...draft, status: 'sending', sentence: null, code: null });
      });
      try {
        const answer = await request<RecordAnswer>('/results', {
          method: 'POST',
          body: {
            round,
            cells: batch.map(({ key, draft }) => ({ ...splitKey(key), revision: draft.base, rawText: draft.rawText, ...(confirmHold ? { confirmHold: true } : {}) })),
          },
        });
        applyChange(client, answer.change);
        const refused = new Map(answer.refused.map((one) => [cellKey(one.sampleId, one.analyteId), one]));
        const written = new Map(answer.change.cells.map((cell) => [cellKey(cell.sampleId, cell.analyteId), cell.revision]));
        change((next) => {
          for (const { key, draft } of batch) {
            const reason = refused.get(key);
            const now = next.get(key);
            if (now === undefined) continue;
            const typedOn = now.rawText !== draft.rawText;
            if (typedOn) next.set(key, { ...now, base: written.get(key) ?? now.base, status: 'waiting' });
            else if (reason !== undefined) next.set(key, { ...now, base: reason.current?.revision ?? now.base, status: 'refused', sentence: reason.sentence, code: reason.code });
            else next.delete(key);
          }
        });
        setProblem(null);
      } catch (error) {
        const { code } = toProblem(error);
        change((next) => {
          for (const { key } of batch) {
            const now = next.get(key);
            if (now !== undefined) next.set(key, { ...now, status: code === 'network' || code === 'not-signed-in' || code === 'too-busy' ? 'waiting' : 'refused' });
          }
        });
        setProblem(error);
      } finally {
        setSending(false);
      }
    },
    [change, client, round],
  );

  useEffect(() => {
    const waiting = [...drafts].filter(([, draft]) => draft.status === 'waiting').map(([key]) => key);
    if (waiting.length === 0 || sending) return undefined;
    const timer = setTimeout(() => void send(waiting, false), problem === null ? SEND_AFTER_MS : RETRY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [drafts, sending, send, problem]);

  const put = useCallback(
    (edits: readonly Edit[]) => {
      change((next) => {
        for (const { key, rawText } of edits) {
          const { sampleId, analyteId } = splitKey(key);
          const cell = cells.get(key);
          const sample = samples.get(sampleId);
          const method = sample === undefined ? undefined : methodFor(latest.current.grid.methods, analyteId, sample.matrix);
          const before = next.get(key);
          if (method === undefined || (before === undefined && rawText === (cell?.rawText ?? ''))) continue;
          if (before !== undefined && before.status !== 'sending' && rawText === (cell?.rawText ?? '')) {
            next.delete(key);
            continue;
          }
          const refusal = refusalOf(rawText, method, givenOf(cell));
          const base = cell?.revision ?? 0;
          next.set(key, refusal === null ? { rawText, base, status: 'waiting', sentence: null, code: null } : { rawText, base, status: 'refused', sentence: language === 'en' ? refusal.en : refusal.zh, code: refusal.code });
        }
      });
    },
    [cells, samples, change, language],
  );

  const textOf = useCallback((key: string): string => latest.current.drafts.get(key)?.rawText ?? cells.get(key)?.rawText ?? '', [cells]);

  const edit = useCallback(
    (edits: readonly Edit[]) => {
      const open = edits.filter(({ key }) => {
        const cell = cells.get(key);
        return samples.get(splitKey(key).sampleId)?.locked === undefined && (cell === undefined || cell.state === 'pending' || cell.state === 'entered');
      });
      const real = open.map(({ key, rawText }) => ({ key, before: textOf(key), after: rawText })).filter(({ before, after }) => before !== after);
      if (real.length > 0) {
        setSteps((now) => [...now.slice(-UNDO_STEPS + 1), { edits: real }]);
        setUndone([]);
        put(real.map(({ key, after }) => ({ key, rawText: after })));
      }
      return edits.length - open.length;
    },
    [cells, samples, put, textOf],
  );

  const undo = useCallback(() => {
    const step = steps.at(-1);
    if (step === undefined) return;
    setSteps(steps.slice(0, -1));
    setUndone([...undone, step]);
    put(inverse(step).edits.map(({ key, after }) => ({ key, rawText: after })));
  }, [steps, undone, put]);

  const redo = useCallback(() => {
    const step = undone.at(-1);
    if (step === undefined) return;
    setUndone(undone.slice(0, -1));
    setSteps([...steps, step]);
    put(step.edits.map(({ key, after }) => ({ key, rawText: after })));
  }, [steps, undone, put]);

  const drop = useCallback((key: string) => change((next) => next.delete(key)), [change]);
  const confirm = useCallback((key: string) => void send([key], true), [send]);
  const retry = useCallback(() => {
    setProblem(null);
    change((next) => {
      for (const [key, draft] of next) if (draft.status === 'refused' && draft.sentence === null) next.set(key, { ...draft, status: 'waiting' });
    });
  }, [change]);

  return { drafts, edit, undo, redo, canUndo: steps.length > 0, canRedo: undone.length > 0, drop, confirm, problem, sending, retry };
}
