/** The bench at work: filters, fields and direction of the sheet, the sheet, what is unsaved, what may be submitted. */
import { memo, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Button, MultiSelect, SegmentedControl, Select, Switch } from '@mantine/core';
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
import { useName } from '../../../state/useLanguage.ts';
import { useShortcuts } from '../../../state/useShortcuts.ts';
import type { Change } from '../../../api/types.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { CellPanel } from './CellPanel.tsx';
import { ConflictBar } from './ConflictBar.tsx';
import { cellKey, FIELDS, indexGrid, type Field, type GridAnswer } from './gridTypes.ts';
import { ImportPanel } from '../../exchange/ImportPanel.tsx';
import { Legend } from './Legend.tsx';
import { ResultGrid } from './ResultGrid.tsx';
import { SaveState } from './SaveState.tsx';
import { emptyCache, rowsOf, shapeOf, type SheetOptions, type SheetWords } from './sheet.ts';
import { useDraftBook } from './useDraftBook.ts';
import classes from './BenchRoom.module.css';

type Show = 'all' | 'missing' | 'flagged';

interface TransitionAnswer {
  done: number;
  refused: { id: string; code: string; sentence: string }[];
  change: Change;
}

function useWords(): SheetWords {
  const { t } = useTranslation();
  const name = useName();
  return useMemo(() => ({
    name,
    state: (state) => t(`words:resultState.${state}`),
    noMethod: t('bench:noMethod'), saving: t('bench:saving'), unsaved: t('bench:unsaved'), incomplete: t('bench:incomplete'), conflict: t('bench:conflict'),
    sample: t('bench:sample'), site: t('bench:site'), analyte: t('bench:analyte'), limits: t('bench:limits'),
    field: { result: t('bench:field.result'), dilution: t('bench:field.dilution'), unit: t('bench:field.unit'), remark: t('bench:field.remark') },
  }), [name, t]);
}

function useKeyHelp(submit: () => void): void {
  const { t } = useTranslation();
  useShortcuts(t('bench:title'), [
    { keys: '↑ ↓ ← →', label: t('bench:key.move') },
    { keys: 'Enter', label: t('bench:key.enter') },
    { keys: 'Home', label: t('bench:key.ends') },
    { keys: 'F2', label: t('bench:key.edit') },
    { keys: 'mod+c', label: t('bench:key.copy') },
    { keys: 'mod+v', label: t('bench:key.paste') },
    { keys: 'mod+d', label: t('bench:key.fill') },
    { keys: 'mod+a', label: t('bench:key.all') },
    { keys: 'mod+z', label: t('bench:key.undo') },
    { keys: 'mod+y', label: t('bench:key.redo') },
    { keys: 'mod+Enter', label: t('bench:key.submit'), run: submit },
  ]);
}

interface ToolsProps {
  area: string | null;
  areas: { value: string; label: string }[];
  show: Show;
  open: number;
  further: Field[];
  transposed: boolean;
  panel: boolean;
  importing: boolean;
  canUndo: boolean;
  canRedo: boolean;
  canImport: boolean;
  /** The same object from one drawing to the next. */
  on: {
    area: (value: string | null) => void;
    show: (what: Show) => void;
    further: (fields: Field[]) => void;
    transposed: (value: boolean) => void;
    panel: (value: boolean) => void;
    importing: () => void;
    undo: () => void;
    redo: () => void;
  };
}

/** Everything that chooses what the sheet shows. Apart, because menus cost more to draw than a typed value may. */
const Tools = memo(function Tools({ area, areas, show, open, further, transposed, panel, importing, canUndo, canRedo, canImport, on }: ToolsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Select size="xs" className={classes['area'] ?? ''} aria-label={t('bench:area')} placeholder={t('bench:allAreas')} clearable searchable value={area} data={areas} onChange={on.area} />
      <SegmentedControl size="xs" value={show} onChange={on.show} data={[{ value: 'all', label: t('bench:show.all') }, { value: 'missing', label: t('bench:show.missing', { count: open }) }, { value: 'flagged', label: t('bench:show.flagged') }]} />
      <MultiSelect size="xs" className={classes['fields'] ?? ''} aria-label={t('bench:columns')} placeholder={further.length === 0 ? t('bench:columns') : ''} value={further} data={FIELDS.filter((field) => field !== 'result').map((field) => ({ value: field, label: t(`bench:field.${field}`) }))} onChange={on.further} />
      <Switch size="xs" label={t('bench:transpose')} checked={transposed} onChange={(event) => on.transposed(event.currentTarget.checked)} />
      <Button.Group>
        <Button size="xs" px={8} variant="default" onClick={on.undo} disabled={!canUndo} aria-label={t('bench:undo')} title={t('bench:undo')}><Icon name="undo" size={14} /></Button>
        <Button size="xs" px={8} variant="default" onClick={on.redo} disabled={!canRedo} aria-label={t('bench:redo')} title={t('bench:redo')}><Icon name="redo" size={14} /></Button>
      </Button.Group>
      <Switch size="xs" label={t('bench:panel')} checked={panel} onChange={(event) => on.panel(event.currentTarget.checked)} />
      {canImport && <Button size="xs" variant="default" onClick={on.importing} aria-expanded={importing} leftSection={<Icon name="upload" size={14} />}>{t('bench:import')}</Button>}
    </>
  );
});

export function Bench({ grid }: { grid: GridAnswer }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const words = useWords();
  const userId = useSession().user?.id ?? '';
  const canEnter = useCan('results.enter');
  const canSubmit = useCan('results.submit');
  const canImport = useCan('results.import');
  const [search, setSearch] = useSearchParams();
  // The rows are those that passed when the filter was chosen: a row does not go away under the hands that fill it.
  const [show, setShow] = useState<{ what: Show; ids: ReadonlySet<string> | null }>({ what: 'all', ids: null });
  const [importing, setImporting] = useState(false);
  const [further, setFurther] = useLocalStorage<Field[]>({ key: 'shuijian.bench.fields', defaultValue: [], getInitialValueInEffect: false });
  const [transposed, setTransposed] = useLocalStorage({ key: 'shuijian.bench.transposed', defaultValue: false, getInitialValueInEffect: false });
  const [panel, setPanel] = useLocalStorage({ key: 'shuijian.bench.panel', defaultValue: true, getInitialValueInEffect: false });
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
  const area = search.get('area');
  const samples = useMemo(() => (area === null ? grid.samples : grid.samples.filter((sample) => sample.areaCode === area)), [grid.samples, area]);
  const shape = useMemo(() => shapeOf(grid.analytes, samples, options), [grid.analytes, samples, options]);
  const allRows = useMemo(() => rowsOf(index, samples, view.drafts, options, cache.current), [index, samples, view.drafts, options]);
  const rows = useMemo(() => (show.ids === null ? allRows : allRows.filter((row) => show.ids?.has(row.id) === true)), [allRows, show.ids]);
  const latestRows = useRef(allRows);
  useEffect(() => {
    latestRows.current = allRows;
  });
  const on = useMemo((): ToolsProps['on'] => {
    const showOnly = (what: Show): void => {
      const passes = latestRows.current.filter((row) => {
        const views = Object.values(row.views);
        return what === 'missing' ? views.some((one) => one.raw === '' && !one.locked) : views.some((one) => one.flag !== null || one.tone === 'refused' || one.tone === 'conflict');
      });
      setShow({ what, ids: what === 'all' ? null : new Set(passes.map((row) => row.id)) });
    };
    return {
      show: showOnly,
      area: (value) => {
        showOnly('all');
        setSearch((previous) => {
          const next = new URLSearchParams(previous);
          if (value === null) next.delete('area');
          else next.set('area', value);
          return next;
        });
      },
      further: setFurther,
      transposed: (value) => {
        showOnly('all');
        setTransposed(value);
      },
      panel: setPanel,
      importing: () => setImporting((now) => !now),
      undo: () => void book.undo(),
      redo: () => void book.redo(),
    };
  }, [book, setFurther, setPanel, setSearch, setTransposed]);

  const entered = useMemo(() => grid.cells.filter((cell) => cell.state === 'entered' && cell.resultId !== null), [grid.cells]);
  const open = useMemo(() => grid.cells.filter((cell) => cell.state === 'pending').length, [grid.cells]);
  const areas = useMemo(() => [...new Map(grid.samples.map((sample) => [sample.areaCode, sample.areaName])).entries()].map(([value, text]) => ({ value, label: words.name(text) })), [grid.samples, words]);
  const submit = useIntent({
    mutationFn: () => request<TransitionAnswer>('/result-transitions', { method: 'POST', body: { action: 'submit', results: entered.map((cell) => ({ id: cell.resultId, revision: cell.revision })) } }),
    onSuccess: (answer) => applyChange(client, answer.change),
  });
  const unsaved = [...view.drafts.values()].some((draft) => draft.status !== 'taken');
  const maySubmit = canSubmit && entered.length > 0 && !unsaved;
  useKeyHelp(() => { if (maySubmit) submit.mutate(); });
  const onEdit = useCallback((edits: Parameters<typeof book.edit>[0]) => (canEnter ? book.edit(edits) : edits.length), [canEnter, book]);
  const revisionAt = useCallback((key: string) => book.revisionAt(key), [book]);
  const conflicts = useMemo(() => [...view.drafts].filter(([, draft]) => draft.status === 'conflict'), [view.drafts]);
  const undo = useCallback(() => book.undo(), [book]);
  const redo = useCallback(() => book.redo(), [book]);
  const drop = useCallback((keys: readonly string[]) => book.drop(keys), [book]);
  const keepMine = useCallback((keys: readonly string[]) => book.keepMine(keys), [book]);

  return (
    <>
      <div className={classes['tools']}>
        <Tools area={area} areas={areas} show={show.what} open={open} further={further} transposed={transposed} panel={panel} importing={importing} canUndo={view.canUndo} canRedo={view.canRedo} canImport={canImport} on={on} />
        <span className={classes['finish']}>
          <SaveState view={view} />
          {canSubmit && <Button size="xs" onClick={() => submit.mutate()} disabled={!maySubmit} loading={submit.isPending} leftSection={<Icon name="check" size={14} />}>{t('bench:submit', { count: entered.length })}</Button>}
        </span>
      </div>
      {importing && <ImportPanel round={grid.round.code} onClose={() => setImporting(false)} />}
      {view.problem !== null && <ProblemNote error={view.problem} onRetry={() => book.retry()} compact />}
      <ConflictBar index={index} conflicts={conflicts} onKeepMine={keepMine} onTakeTheirs={drop} />
      {submit.isError && <ProblemNote error={submit.error} compact />}
      {submit.data !== undefined && submit.data.refused.length > 0 && <Notice tone="warn">{t('bench:notSubmitted', { count: submit.data.refused.length })} {submit.data.refused.slice(0, 3).map((one) => one.sentence).join(' ')}</Notice>}
      {submit.data !== undefined && submit.data.refused.length === 0 && entered.length === 0 && <Notice tone="good">{t('bench:submitted', { count: submit.data.done })}</Notice>}
      {!canEnter && <Notice>{t('bench:readOnly')}</Notice>}
      <div className={classes['body']} data-panel={panel}>
        <div className={classes['sheet']}>
          {rows.length === 0 ? <EmptyState icon="grid" title={t('bench:noRows')} action={<Button variant="default" onClick={() => on.show('all')}>{t('bench:showAll')}</Button>} /> : <ResultGrid shape={shape} rows={rows} start={start} revisionAt={revisionAt} onEdit={onEdit} onFocus={setFocused} onUndo={undo} onRedo={redo} />}
          <Legend />
        </div>
        {panel && <aside className={classes['panel']}><CellPanel index={index} cellId={looked} draft={looked === null ? undefined : view.drafts.get(looked)} onDrop={drop} onKeepMine={keepMine} onConfirm={(key) => void book.confirm(key)} /></aside>}
      </div>
    </>
  );
}
