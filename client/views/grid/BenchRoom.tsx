/** The bench: the round grid, what is unsaved, what may be submitted, and imports. */
import { useCallback, useMemo, useState } from 'react';
import { Button, SegmentedControl, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import { useCan, useSession } from '../../api/useSession.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Notice } from '../../components/Notice.tsx';
import { Page } from '../../components/Page.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { applyChange } from '../../state/applyChange.ts';
import { formatRound } from '../../state/format.ts';
import { useLanguage, useName } from '../../state/useLanguage.ts';
import { useRound } from '../../state/useRound.ts';
import { useShortcuts } from '../../state/useShortcuts.ts';
import type { Change } from '../../api/types.ts';
import { CellPanel } from './CellPanel.tsx';
import { cellKey, rowsOf, type GridAnswer, type Wording } from './gridModel.ts';
import { ImportPanel } from './ImportPanel.tsx';
import { ResultGrid } from './ResultGrid.tsx';
import { useGridEditing } from './useGridEditing.ts';
import classes from './BenchRoom.module.css';

type Show = 'all' | 'missing' | 'flagged';

interface TransitionAnswer {
  done: number;
  refused: { id: string; code: string; sentence: string }[];
  change: Change;
}

function Bench({ grid }: { grid: GridAnswer }) {
  const { t } = useTranslation();
  const name = useName();
  const language = useLanguage();
  const client = useQueryClient();
  const userId = useSession().user?.id ?? '';
  const canEnter = useCan('results.enter');
  const canSubmit = useCan('results.submit');
  const canImport = useCan('results.import');
  const [search, setSearch] = useSearchParams();
  const [show, setShow] = useState<Show>('all');
  const [importing, setImporting] = useState(false);
  const named = search.get('result');
  const [focused, setFocused] = useState<string | null>(() => {
    const cell = grid.cells.find((one) => one.resultId === named && named !== null);
    return cell === undefined ? null : cellKey(cell.sampleId, cell.analyteId);
  });
  const editing = useGridEditing(userId, grid, language);
  const wording = useMemo((): Wording => ({ name, state: (state) => t(`words:resultState.${state}`), noMethod: t('bench:noMethod'), saving: t('bench:saving'), unsaved: t('bench:unsaved') }), [name, t]);
  const area = search.get('area');
  const shown = useMemo(() => {
    const samples = area === null ? grid.samples : grid.samples.filter((sample) => sample.areaCode === area);
    return rowsOf({ ...grid, samples }, editing.drafts, wording).filter((row) => {
      if (show === 'all') return true;
      const views = Object.values(row.views);
      return show === 'missing' ? views.some((view) => view.raw === '' && !view.locked) : views.some((view) => view.tone === 'flagged' || view.tone === 'refused');
    });
  }, [grid, editing.drafts, wording, area, show]);
  const entered = grid.cells.filter((cell) => cell.state === 'entered' && cell.resultId !== null);
  const submit = useMutation({
    mutationFn: () => request<TransitionAnswer>('/result-transitions', { method: 'POST', body: { action: 'submit', results: entered.map((cell) => ({ id: cell.resultId, revision: cell.revision })) } }),
    onSuccess: (answer) => applyChange(client, answer.change),
  });
  useShortcuts(t('bench:title'), [
    { keys: 'mod+z', label: t('bench:key.undo') },
    { keys: 'mod+y', label: t('bench:key.redo') },
    { keys: 'mod+v', label: t('bench:key.paste') },
    { keys: 'mod+d', label: t('bench:key.fill') },
    { keys: 'F2', label: t('bench:key.edit') },
    { keys: 'mod+Enter', label: t('bench:key.submit'), run: () => { if (canSubmit && entered.length > 0) submit.mutate(); } },
  ]);
  const areas = useMemo(() => [...new Map(grid.samples.map((sample) => [sample.areaCode, sample.areaName])).entries()].map(([value, words]) => ({ value, label: name(words) })), [grid.samples, name]);
  const onEdit = useCallback((edits: Parameters<typeof editing.edit>[0]) => (canEnter ? editing.edit(edits) : edits.length), [canEnter, editing]);
  const refused = [...editing.drafts.values()].filter((draft) => draft.status === 'refused').length;
  const waiting = editing.drafts.size - refused;
  const open = grid.cells.filter((cell) => cell.state === 'pending').length;

  return (
    <>
      <div className={classes['tools']}>
        <Select size="xs" aria-label={t('bench:area')} placeholder={t('bench:allAreas')} clearable searchable value={area} data={areas} onChange={(value) => setSearch((previous) => {
          const next = new URLSearchParams(previous);
          if (value === null) next.delete('area');
          else next.set('area', value);
          return next;
        })} />
        <SegmentedControl size="xs" value={show} onChange={(value) => setShow(value)} data={[{ value: 'all', label: t('bench:show.all') }, { value: 'missing', label: t('bench:show.missing', { count: open }) }, { value: 'flagged', label: t('bench:show.flagged') }]} />
        <Button size="xs" variant="default" onClick={editing.undo} disabled={!editing.canUndo} leftSection={<Icon name="undo" size={14} />}>{t('bench:undo')}</Button>
        <Button size="xs" variant="default" onClick={editing.redo} disabled={!editing.canRedo} leftSection={<Icon name="redo" size={14} />}>{t('bench:redo')}</Button>
        {canImport && <Button size="xs" variant="default" onClick={() => setImporting((now) => !now)} aria-expanded={importing} leftSection={<Icon name="upload" size={14} />}>{t('bench:import')}</Button>}
        {canSubmit && <Button size="xs" onClick={() => submit.mutate()} disabled={entered.length === 0 || editing.drafts.size > 0} loading={submit.isPending} leftSection={<Icon name="check" size={14} />}>{t('bench:submit', { count: entered.length })}</Button>}
        <span className={classes['saved']} role="status" data-testid="save-state">
          {refused > 0 ? t('bench:refused', { count: refused }) : waiting > 0 ? t('bench:savingCount', { count: waiting }) : <><Icon name="check" size={14} /> {t('bench:allSaved')}</>}
        </span>
      </div>
      {importing && <ImportPanel round={grid.round.code} onClose={() => setImporting(false)} />}
      {editing.problem !== null && <ProblemNote error={editing.problem} onRetry={editing.retry} compact />}
      {submit.isError && <ProblemNote error={submit.error} compact />}
      {submit.data !== undefined && submit.data.refused.length > 0 && <Notice tone="warn">{t('bench:notSubmitted', { count: submit.data.refused.length })} {submit.data.refused.slice(0, 3).map((one) => one.sentence).join(' ')}</Notice>}
      {submit.data !== undefined && submit.data.refused.length === 0 && entered.length === 0 && <Notice tone="good">{t('bench:submitted', { count: submit.data.done })}</Notice>}
      {!canEnter && <Notice>{t('bench:readOnly')}</Notice>}
      <div className={classes['body']}>
        {shown.length === 0 ? <EmptyState icon="grid" title={t('bench:noRows')} action={<Button variant="default" onClick={() => setShow('all')}>{t('bench:showAll')}</Button>} /> : <ResultGrid grid={grid} rows={shown} start={focused} onEdit={onEdit} onFocus={setFocused} onUndo={editing.undo} onRedo={editing.redo} />}
        <aside className={classes['panel']}><CellPanel grid={grid} cellId={focused} draft={focused === null ? undefined : editing.drafts.get(focused)} onDrop={editing.drop} onConfirm={editing.confirm} /></aside>
      </div>
    </>
  );
}

export default function BenchRoom() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { code, loading } = useRound();
  const query = useQuery({ queryKey: keys.grid(code ?? ''), queryFn: ({ signal }) => request<GridAnswer>(`/rounds/${encodeURIComponent(code ?? '')}/grid`, { signal }), enabled: code !== null });
  const title = code === null ? t('bench:title') : `${t('bench:title')} · ${formatRound(code, language)}`;
  if (code === null && !loading) return <Page title={title}><EmptyState icon="grid" title={t('bench:noRound')}>{t('bench:noRoundHint')}</EmptyState></Page>;
  if (query.isError) return <Page title={title}><ProblemNote error={query.error} onRetry={() => void query.refetch()} /></Page>;
  if (query.data === undefined) return <Page title={title}><Loading rows={12} /></Page>;
  if (query.data.samples.length === 0) return <Page title={title}><EmptyState icon="grid" title={t('bench:noSamples')}>{t('bench:noSamplesHint')}</EmptyState></Page>;
  return (
    <Page fill title={title} lead={t('bench:lead')}>
      <Bench key={query.data.round.code} grid={query.data} />
    </Page>
  );
}
