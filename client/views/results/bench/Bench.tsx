/** The bench at work: filters, fields and direction of the sheet, the sheet, what is unsaved, what may be submitted. */
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { request } from '../../../api/request.ts';
import { useCan, useSession } from '../../../api/useSession.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Icon } from '../../../components/Icon.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { applyChange } from '../../../state/applyChange.ts';
import { foldCode } from '../../../state/scanReader.ts';
import { useScanner } from '../../../state/useScanner.ts';
import { useShortcuts } from '../../../state/useShortcuts.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { CellPanel } from './CellPanel.tsx';
import { ConflictBar } from './ConflictBar.tsx';
import { BenchTools, type BenchToolsProps } from './BenchTools.tsx';
import type { Draft } from './draft.ts';
import { FilterBar } from './FilterBar.tsx';
import { cellKey, FIELDS, indexGrid, splitKey, type Edit, type Field, type GridAnswer } from './gridTypes.ts';
import { HeldBar } from './HeldBar.tsx';
import { ImportPanel } from '../../exchange/ImportPanel.tsx';
import { Legend } from './Legend.tsx';
import { LeftOutList } from './LeftOutList.tsx';
import { PastePreview } from './PastePreview.tsx';
import { ResultGrid, type Undone } from './ResultGrid.tsx';
import { SaveState } from './SaveState.tsx';
import { SubmitNotice, type SubmitAnswer } from './SubmitNotice.tsx';
import { emptyCache, placesIn, rowsOf, shapeOf, type Sheet, type SheetOptions } from './sheet.ts';
import { filterBottles, NO_FILTER } from './sheetFilter.ts';
import { useBenchRuns } from './useBenchRuns.ts';
import { useDraftBook } from './useDraftBook.ts';
import { usePaste } from './usePaste.ts';
import { useSheetFilter } from './useSheetFilter.ts';
import { useSheetWords } from './useSheetWords.ts';
import classes from './BenchRoom.module.css';

const NO_DRAFTS: ReadonlyMap<string, Draft> = new Map();

function useKeyHelp(submit: () => void, clear: () => void): void {
  const { t } = useTranslation();
  useShortcuts(t('bench:title'), [
    { keys: '↑ ↓ ← →', label: t('bench:key.move') },
    { keys: 'Enter', label: t('bench:key.enter') },
    { keys: 'Home', label: t('bench:key.ends') },
    { keys: 'F2', label: t('bench:key.edit') },
    { keys: 'mod+c', label: t('bench:key.copy') },
    { keys: 'mod+shift+c', label: t('bench:key.copyHeadings') },
    { keys: 'mod+v', label: t('bench:key.paste') },
    { keys: 'mod+d', label: t('bench:key.fill') },
    { keys: 'mod+shift+l', label: t('bench:key.clearFilter'), run: clear },
    { keys: 'mod+a', label: t('bench:key.all') },
    { keys: 'mod+z', label: t('bench:key.undo') },
    { keys: 'mod+y', label: t('bench:key.redo') },
    { keys: 'F8', label: t('bench:key.attend') },
    { keys: 'mod+Enter', label: t('bench:key.submit'), run: submit },
  ]);
}

export function Bench({ grid }: { grid: GridAnswer }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const words = useSheetWords();
  const userId = useSession().user?.id ?? '';
  const canEnter = useCan('results.enter');
  const canSubmit = useCan('results.submit');
  const canImport = useCan('results.import');
  const [search] = useSearchParams();
  const [importing, setImporting] = useState(false);
  const [unseen, setUnseen] = useState(0);
  const [further, setFurther] = useLocalStorage<Field[]>({ key: `shuijian.bench.fields.${userId}`, defaultValue: [], getInitialValueInEffect: false });
  const [transposed, setTransposed] = useLocalStorage({ key: `shuijian.bench.transposed.${userId}`, defaultValue: false, getInitialValueInEffect: false });
  const [panel, setPanel] = useLocalStorage({ key: `shuijian.bench.panel.${userId}`, defaultValue: true, getInitialValueInEffect: false });
  const named = search.get('result');
  const [focused, setFocused] = useState<string | null>(() => {
    const cell = grid.cells.find((one) => one.resultId === named && named !== null);
    return cell === undefined ? null : cellKey(cell.sampleId, cell.analyteId);
  });
  const [start] = useState(focused);
  // The next key comes before the panel about this cell.
  const looked = useDeferredValue(focused);
  const index = useMemo(() => indexGrid(grid), [grid]);
  const { book, view } = useDraftBook(userId, grid.round.code, index);
  const narrow = useMediaQuery('(max-width: 36em)', false, { getInitialValueInEffect: false });
  const options = useMemo((): SheetOptions => ({ fields: FIELDS.filter((field) => field === 'result' || further.includes(field)), transposed, narrow, words }), [further, transposed, narrow, words]);
  const cache = useRef(emptyCache());
  const filter = useSheetFilter(grid.round.code, userId, index, view.drafts);
  const { samples, apply, clear } = filter;
  const shape = useMemo(() => shapeOf(grid.analytes, samples, index.method, options), [grid.analytes, samples, index.method, options]);
  const rows = useMemo(() => rowsOf(index, samples, view.drafts, options, cache.current), [index, samples, view.drafts, options]);
  const sheet = useMemo((): Sheet => ({ ...shape, rows }), [shape, rows]);
  // A link to a cell shows it, whatever was filtered before.
  useEffect(() => {
    if (start !== null && !samples.some(({ id }) => id === splitKey(start).sampleId)) clear();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only when the room is entered
  }, [start]);
  const copier = useRef<(() => void) | null>(null);
  const goer = useRef<((key: string) => void) | null>(null);
  const onEdit = useCallback((edits: readonly Edit[]) => (canEnter ? book.edit(edits) : edits.length), [canEnter, book]);
  const { paste, waiting, leftOut, apply: applyPaste, cancel, forget } = usePaste(sheet, index, onEdit);
  const latest = useRef({ apply, sheet });
  useEffect(() => {
    latest.current = { apply, sheet };
  });
  const replay = useCallback((way: 'undo' | 'redo'): Undone => {
    const places = placesIn(latest.current.sheet);
    const unseen = book.unseen(way, ({ key, field }) => places.has(`${key}|${field}`));
    return { unseen, stay: unseen > 0 ? 0 : book[way]() };
  }, [book]);
  const undo = useCallback(() => replay('undo'), [replay]);
  const redo = useCallback(() => replay('redo'), [replay]);
  const on = useMemo((): BenchToolsProps['on'] => ({
    filter: (change) => latest.current.apply(change),
    further: setFurther,
    transposed: setTransposed,
    panel: setPanel,
    importing: () => setImporting((now) => !now),
    undo: () => setUnseen(undo().unseen),
    redo: () => setUnseen(redo().unseen),
    copyHeadings: () => copier.current?.(),
  }), [undo, redo, setFurther, setPanel, setTransposed]);
  const numbers = useMemo(() => grid.samples.map(({ number }) => number), [grid.samples]);
  useScanner(numbers, (code, typedInto) => {
    const sample = grid.samples.find(({ number }) => foldCode(number) === foldCode(code));
    if (sample === undefined) return;
    // The first sign opened an editor over the cell that had the focus; what else was being typed there stays.
    for (const field of typedInto) if (field.value.length <= 1) field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    if (!samples.some(({ id }) => id === sample.id)) clear();
    const analyteId = focused === null ? grid.analytes[0]?.id : splitKey(focused).analyteId;
    if (analyteId !== undefined) setTimeout(() => goer.current?.(cellKey(sample.id, analyteId)), 0);
  }, true);
  const runs = useBenchRuns(grid.round.code, grid.cells);

  const entered = useMemo(() => {
    const shown = new Set(samples.map(({ id }) => id));
    // What a filter hides is not submitted unseen.
    // What is refused, in conflict or incomplete waits for a person, and holds up nothing else.
    return grid.cells.filter((cell) => cell.state === 'entered' && cell.resultId !== null && shown.has(cell.sampleId) && (view.drafts.get(cellKey(cell.sampleId, cell.analyteId))?.status ?? 'taken') === 'taken');
  }, [grid.cells, samples, view.drafts]);
  const held = useMemo(() => entered.filter((cell) => cell.flags.some(({ code }) => code === 'hold')), [entered]);
  const counts = useMemo(() => ({ incomplete: filterBottles(index, NO_DRAFTS, { ...NO_FILTER, what: 'incomplete' })?.size ?? 0, flagged: filterBottles(index, NO_DRAFTS, { ...NO_FILTER, what: 'flagged' })?.size ?? 0 }), [index]);
  const areas = useMemo(() => [...new Map(grid.samples.map((sample) => [sample.areaCode, sample.areaName])).entries()].map(([value, text]) => ({ value, label: words.name(text) })), [grid.samples, words]);
  const submit = useIntent({
    mutationFn: (results: { id: string | null; revision: number }[]) => request<SubmitAnswer>('/result-transitions', { method: 'POST', body: { action: 'submit', results } }),
    onSuccess: (answer) => applyChange(client, answer.change),
  });
  const unsaved = [...view.drafts.values()].some((draft) => draft.status === 'waiting' || draft.status === 'sending');
  const stuck = [...view.drafts.values()].filter((draft) => draft.status !== 'taken').length;
  const maySubmit = canSubmit && entered.length > 0 && !unsaved;
  const submitAll = (): void => { if (maySubmit) submit.mutate(entered.map((cell) => ({ id: cell.resultId, revision: cell.revision }))); };
  useKeyHelp(submitAll, clear);
  const revisionAt = useCallback((key: string) => book.revisionAt(key), [book]);
  const conflicts = useMemo(() => [...view.drafts].filter(([, draft]) => draft.status === 'conflict'), [view.drafts]);
  const drop = useCallback((keys: readonly string[]) => book.drop(keys), [book]);
  const confirm = useCallback((looks: readonly { key: string; reason: string }[]): void => void book.confirm(looks), [book]);
  const go = useCallback((key: string) => goer.current?.(key), []);
  const keepMine = useCallback((keys: readonly string[]) => book.keepMine(keys), [book]);

  /** The keys are the sheet's again once a paste has been decided. */
  const back = (decide: () => void): void => {
    decide();
    document.querySelector<HTMLElement>('.sj-grid')?.focus({ preventScroll: true });
  };

  return (
    <>
      <div className={classes['tools']}>
        <BenchTools choice={filter.choice} areas={areas} runs={runs} incomplete={counts.incomplete} flagged={counts.flagged} further={further} transposed={transposed} panel={panel} importing={importing} canUndo={view.canUndo} canRedo={view.canRedo} canImport={canImport} on={on} />
        <span className={classes['finish']}>
          <SaveState view={view} />
          {canSubmit && <Button size="xs" onClick={submitAll} disabled={!maySubmit} loading={submit.isPending} leftSection={<Icon name="check" size={14} />}>{t(filter.hidden > 0 ? 'bench:submitShown' : 'bench:submit', { count: entered.length })}</Button>}
        </span>
      </div>
      <FilterBar filter={filter} areas={areas} runs={runs} />
      {unseen > 0 && <Notice tone="warn" action={<Button size="compact-xs" variant="default" onClick={() => { clear(); setUnseen(0); }}>{t('bench:showAll')}</Button>}>{t('bench:unseen', { count: unseen })}</Notice>}
      {waiting !== null && <PastePreview plan={waiting} index={index} textAt={(key, field) => book.textAt(key, field)} onApply={() => back(applyPaste)} onCancel={() => back(cancel)} />}
      {leftOut.length > 0 && <div className={classes['preview']} role="status"><p><b>{t('bench:paste.leftOut', { count: leftOut.length })}</b> <Button size="compact-xs" variant="default" onClick={forget}>{t('bench:paste.seen')}</Button></p><LeftOutList leftOut={leftOut} /></div>}
      {importing && <ImportPanel round={grid.round.code} onClose={() => setImporting(false)} />}
      {view.problem !== null && <ProblemNote error={view.problem} onRetry={() => book.retry()} compact />}
      <ConflictBar index={index} conflicts={conflicts} onKeepMine={keepMine} onTakeTheirs={drop} />
      {submit.isError && <ProblemNote error={submit.error} compact />}
      {submit.data !== undefined && <SubmitNotice answer={submit.data} stuck={stuck} />}
      <HeldBar index={index} held={held} onConfirm={confirm} onGo={go} />
      {!canEnter && <Notice>{t('bench:readOnly')}</Notice>}
      <div className={classes['body']} data-panel={panel}>
        <div className={classes['sheet']}>
          {rows.length === 0 || samples.length === 0 ? <EmptyState icon="grid" title={t('bench:noRows')} action={<Button variant="default" onClick={clear}>{t('bench:showAll')}</Button>}>{t('bench:noRowsHint', { count: filter.hidden })}</EmptyState> : <ResultGrid shape={shape} rows={rows} start={start} revisionAt={revisionAt} onEdit={onEdit} onPaste={paste} copier={copier} goer={goer} onFocus={setFocused} onUndo={undo} onRedo={redo} />}
          <Legend />
        </div>
        {panel && <aside className={classes['panel']}><CellPanel index={index} cellId={looked} draft={looked === null ? undefined : view.drafts.get(looked)} onDrop={drop} onKeepMine={keepMine} onConfirm={confirm} /></aside>}
      </div>
    </>
  );
}
