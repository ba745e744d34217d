/** Beside the grid: everything about the focused cell, and what can be done with it. */
import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatInstant, formatReported, formatSignificant } from '../../../state/format.ts';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import type { Method } from '../../../../models/schemas/index.ts';
import type { GridCell, Words } from '../../../api/types.ts';
import { typedUncertainty } from './cellView.ts';
import { drawnTexts, type Draft } from './draft.ts';
import { splitKey, textsOf, type GridIndex } from './gridTypes.ts';
import { spokenReason } from '../spokenReason.ts';
import { CellActions } from './CellActions.tsx';
import { ConfirmHold } from './HeldBar.tsx';
import type { ResultDetail } from './resultDetail.ts';
import { EmptyCellHistory, SiteHistory } from './SiteHistory.tsx';
import classes from './BenchRoom.module.css';

/** How long ago the bottle was filled, and whether it may still be measured. */
function Kept({ hours, limit }: { hours: number; limit: number }) {
  const { t } = useTranslation();
  return hours > limit ? <b className={classes['flag']}>{t('bench:holdingOver', { hours: formatSignificant(hours - limit, 3) })}</b> : <>{t('bench:holdingLeft', { hours: formatSignificant(limit - hours, 3) })}</>;
}

function Limits({ method, collectedAt }: { method: Method | undefined; collectedAt: string | null }) {
  const { t } = useTranslation();
  if (method === undefined) return <p>{t('bench:noMethod')}</p>;
  return (
    <dl className={classes['facts']}>
      <div><dt>{t('bench:method')}</dt><dd>{method.code} v{method.version}</dd></div>
      <div><dt>{t('bench:lod')}</dt><dd>{method.lod} {method.unit}</dd></div>
      <div><dt>{t('bench:loq')}</dt><dd>{method.loq} {method.unit}</dd></div>
      <div><dt>{t('bench:upper')}</dt><dd>{method.upper} {method.unit}</dd></div>
      {method.holdingTimeHours !== null && <div><dt>{t('bench:holdingTime')}</dt><dd>{formatSignificant(method.holdingTimeHours, 4)} h{collectedAt !== null && <><br /><Kept hours={(Date.now() - Date.parse(collectedAt)) / 3_600_000} limit={method.holdingTimeHours} /></>}</dd></div>}
      <div><dt>{t('bench:rounding')}</dt><dd>{t('bench:digits', { count: method.significantDigits })}{method.maximumDecimals === null ? '' : ` · ${t('bench:decimals', { count: method.maximumDecimals })}`}<br />{t(`words:rounding.${method.rounding}`)}</dd></div>
    </dl>
  );
}

function Detail({ id }: { id: string }) {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const query = useQuery({ queryKey: keys.result(id), queryFn: ({ signal }) => request<ResultDetail>(`/results/${encodeURIComponent(id)}`, { signal }) });
  if (query.isPending) return <Loading rows={4} />;
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} compact />;
  const { revisions, events, history, run, lineage, audit } = query.data;
  return (
    <>
      {run !== null && <p>{t('bench:run')} {run.number} · {t(`words:qcStatus.${run.status}`)}</p>}
      <SiteHistory values={history} />
      <h3>{t('bench:revisions')}</h3>
      <ol className={classes['trail']}>
        {[...revisions].reverse().map((revision) => (
          <li key={revision.id}>
            <b className="sj-figures">{revision.rawText === '' ? t('bench:blank') : revision.rawText}</b> → {formatReported(revision.reportedText, language)}
            <span className="sj-dim"> {revision.authorName}, {formatInstant(revision.at)}</span>
            {revision.measuredAt !== null && <span className="sj-dim"> · {t('bench:measuredAt', { at: formatInstant(revision.measuredAt) })}</span>}
            {revision.reason !== null && <em> {revision.reason}</em>}
            {revision.remark !== null && <span> {revision.remark}</span>}
          </li>
        ))}
      </ol>
      <h3>{t('bench:events')}</h3>
      <ol className={classes['trail']}>
        {[...events].reverse().map((event) => (
          <li key={event.id}>
            {t(`words:resultAction.${event.action}`)} <span className="sj-dim">{event.actorName}, {formatInstant(event.at)}</span>
            {(event.reason ?? event.reasonCode) !== null && <em> {spokenReason(event, name)}</em>}
          </li>
        ))}
      </ol>
      <h3>{t('bench:audit')}</h3>
      <ol className={classes['trail']}>
        {audit.map((entry) => (
          <li key={entry.sequence}>
            <span className="sj-figures">#{entry.sequence}</span> {i18n.exists(`audit:action.${entry.action}`) ? t(`audit:action.${entry.action}`) : entry.action} <span className="sj-dim">{entry.actorName ?? '–'}, {formatInstant(entry.at)}</span>
            {entry.reason !== null && <em> {entry.reason}</em>}
          </li>
        ))}
      </ol>
      {lineage.length > 1 && <p>{t('bench:attempts')}: {lineage.map((one) => `${one.attempt}. ${formatReported(one.reportedText, language)} (${t(`words:resultState.${one.state}`)})`).join(' → ')}</p>}
    </>
  );
}

export interface CellPanelProps {
  index: GridIndex;
  cellId: string | null;
  draft: Draft | undefined;
  onDrop: (keys: readonly string[]) => void;
  onKeepMine: (keys: readonly string[]) => void;
  onConfirm: (looks: readonly { key: string; reason: string }[]) => void;
}

function DraftNote({ cellId, draft, cell, onDrop, onKeepMine }: Pick<CellPanelProps, 'onDrop' | 'onKeepMine'> & { cellId: string; draft: Draft; cell: GridCell | undefined }) {
  const { t } = useTranslation();
  const name = useName();
  const said = { waiting: t('bench:unsaved'), sending: t('bench:saving'), taken: t('bench:saving'), refused: t('bench:unsaved'), conflict: t('bench:conflict'), incomplete: t('bench:incomplete') }[draft.status];
  const typed = draft.texts.result ?? cell?.rawText ?? '';
  const others = [draft.texts.dilution, draft.texts.unit, draft.texts.remark].filter((text) => text !== undefined && text !== '');
  return (
    <div className={classes['refusal']} role="alert">
      <p><b>{typed === '' ? t('bench:blank') : typed}</b> {others.join(' · ')}</p>
      <p>{draft.why === null || draft.status === 'conflict' ? said : name(draft.why)}</p>
      {draft.status === 'refused' && <p className={classes['buttons']}><Button size="xs" variant="default" onClick={() => onDrop([cellId])}>{t('bench:dropDraft')}</Button></p>}
      {draft.status === 'conflict' && (
        <p className={classes['buttons']}>
          <Button size="xs" onClick={() => onKeepMine([cellId])}>{t('bench:keepMine')}</Button>
          <Button size="xs" variant="default" onClick={() => onDrop([cellId])}>{t('bench:takeTheirs')}</Button>
        </p>
      )}
    </div>
  );
}

export function CellPanel({ index, cellId, draft, onDrop, onKeepMine, onConfirm }: CellPanelProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  if (cellId === null) return <p className="sj-dim">{t('bench:chooseCell')}</p>;
  const { sampleId, analyteId } = splitKey(cellId);
  const sample = index.samples.get(sampleId);
  const analyte = index.grid.analytes.find((one) => one.id === analyteId);
  const cell = index.cells.get(cellId);
  if (sample === undefined || analyte === undefined) return null;
  const title = (words: Words): string => name(words);
  const resultId = cell?.resultId ?? null;
  const method = index.method(analyteId, sample.matrix);
  const uncertainty = method === undefined ? null : typedUncertainty(drawnTexts(textsOf(cell, method.unit), draft), method);
  return (
    <div className={classes['cellPanel']} data-testid="cell-panel">
      <h2>{analyte.abbreviation} <small className="sj-dim">{title(analyte.name)}</small></h2>
      <p>{sample.number} · {sample.siteCode} {title(sample.siteName)} · {t(`words:matrix.${sample.matrix}`)}</p>
      {sample.locked !== undefined && <p className={classes['refusal']}>{title(sample.locked)}</p>}
      {draft !== undefined && <DraftNote cellId={cellId} draft={draft} cell={cell} onDrop={onDrop} onKeepMine={onKeepMine} />}
      {cell !== undefined && cell.state !== 'pending' && (
        <p>
          <Badge variant="light">{t(`words:resultState.${cell.state}`)}</Badge> {cell.rawText ?? ''}{cell.dilution !== null && cell.dilution !== '1' ? ` × ${cell.dilution}` : ''} → <b>{formatReported(cell.reportedText, language)}{uncertainty === null || uncertainty === '' ? '' : ` ± ${uncertainty}`}</b> {cell.unit ?? ''}
          {cell.authorName !== null && <span className="sj-dim"> {t('bench:by', { name: cell.authorName })}</span>}
        </p>
      )}
      {uncertainty === '' && <p>{t('bench:uncertaintyKept')}</p>}
      {(cell?.flags ?? []).map((flag) => <p key={flag.code} className={classes['flag']}>⚑ {title(flag)}</p>)}
      {draft === undefined && cell?.flags.some((flag) => flag.code === 'hold') === true && cell.state === 'entered' && <ConfirmHold key={`${cellId} ${cell.revision}`} onConfirm={(reason) => onConfirm([{ key: cellId, reason }])} />}
      <CellActions key={cellId} place={{ sampleId, analyteId }} cell={cell} locked={sample.locked !== undefined} bottle={index.grid.cells.filter((one) => one.sampleId === sampleId)} />
      <Limits method={method} collectedAt={sample.collectedAt} />
      {resultId === null ? <EmptyCellHistory sampleId={sampleId} analyteId={analyteId} /> : <Detail id={resultId} />}
    </div>
  );
}
