/** Side by side: the value, how it was typed, the earlier value at that site, its flags, who entered it, by what method, in which run. */
import { Checkbox, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatReported, formatRound, formatSignificant } from '../../../state/format.ts';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import { spokenReason } from '../spokenReason.ts';
import type { ReviewItem } from './reviewTypes.ts';
import classes from './ReviewRoom.module.css';

const BIG_CHANGE = 10;

export interface ReviewTableProps {
  items: readonly ReviewItem[];
  chosen: ReadonlySet<string>;
  refused: ReadonlyMap<string, string>;
  /** What this person may do here; why one of them is denied stands with the result. */
  step: readonly string[];
  onChoose: (ids: readonly string[], on: boolean) => void;
}

function Row({ item, chosen, refusal, step, onChoose }: { item: ReviewItem; chosen: boolean; step: readonly string[]; refusal: string | undefined; onChoose: ReviewTableProps['onChoose'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const barred = item.allowedActions.find((one) => step.includes(one.action) && !one.allowed);
  return (
    <Table.Tr data-state={refusal === undefined ? undefined : 'refused'} data-testid="review-row">
      <Table.Td><Checkbox size="xs" checked={chosen} onChange={(event) => onChoose([item.resultId], event.currentTarget.checked)} aria-label={t('review:chooseOne', { sample: item.sampleNumber, analyte: name(item.analyteName) })} /></Table.Td>
      <Table.Td data-label={t('review:sample')}>{item.sampleNumber}<br /><span className="sj-dim">{item.siteCode} {name(item.siteName)} · {name(item.areaName)}</span></Table.Td>
      <Table.Td data-label={t('review:analyte')}>{name(item.analyteName)}<br /><span className="sj-dim">{item.methodCode ?? '–'}</span></Table.Td>
      <Table.Td data-label={t('review:value')} className="sj-number"><b>{formatReported(item.reportedText, language)}</b> {item.unit ?? ''}<br /><span className="sj-dim">{t('review:typed', { text: item.rawText ?? '' })}{item.dilution !== null && item.dilution !== '1' ? ` × ${item.dilution}` : ''}</span></Table.Td>
      <Table.Td data-label={t('review:previous')} className="sj-number">{item.previous === null ? '–' : <>{formatReported(item.previous.reportedText, language)}<br /><span className="sj-dim">{formatRound(item.previous.round, language)}</span></>}</Table.Td>
      <Table.Td data-label={t('review:change')} className="sj-number">{item.changeRatio === null ? '–' : <span className={item.changeRatio >= BIG_CHANGE || item.changeRatio <= 1 / BIG_CHANGE ? classes['jump'] : undefined}>× {item.changeBound === null ? '' : `${item.changeBound} `}{formatSignificant(item.changeRatio, 2)}</span>}</Table.Td>
      <Table.Td data-label={t('review:flags')}>
        {item.asked !== undefined && <div className={classes['flag']}><b>{t(`review:askedBy.${item.asked.action}`, { name: item.asked.actorName ?? '–' })}</b> {spokenReason(item.asked, name)}</div>}
        {item.corrects !== undefined && <div className={classes['flag']}><b>{t('review:formerly', { text: formatReported(item.corrects.reportedText, language) })}{item.formerRatio === null ? '' : ` · × ${formatSignificant(item.formerRatio, 2)}`}</b> {spokenReason(item.corrects, name)}</div>}
        {item.flags.filter(({ code }) => !(code === 'withdrawal-asked' && item.asked !== undefined) && !(code === 'under-correction' && item.corrects !== undefined)).map((flag) => <div key={flag.code} className={classes['flag']}>⚑ {name(flag)}</div>)}
        {item.remark !== null && <div>{item.remark}</div>}
        {barred?.reason !== undefined && <div className="sj-dim">{name(barred.reason)}</div>}
        {refusal !== undefined && <div className={classes['refusal']} role="alert">✕ {refusal}</div>}
      </Table.Td>
      <Table.Td data-label={t('review:author')}>{item.authorName ?? '–'}</Table.Td>
      <Table.Td data-label={t('review:run')}>{item.runNumber ?? '–'}<br /><span className={item.runStatus === 'fail' ? classes['refusal'] : 'sj-dim'}>{item.runStatus === null ? '' : t(`words:qcStatus.${item.runStatus}`)}</span></Table.Td>
    </Table.Tr>
  );
}

export function ReviewTable({ items, chosen, refused, step, onChoose }: ReviewTableProps) {
  const { t } = useTranslation();
  const all = items.length > 0 && items.every((item) => chosen.has(item.resultId));
  const some = items.some((item) => chosen.has(item.resultId));
  return (
    <div className={`${classes['scroller'] ?? ''} ${classes['cards'] ?? ''}`}>
      <Table stickyHeader verticalSpacing={4} striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th><Checkbox size="xs" checked={all} indeterminate={some && !all} onChange={(event) => onChoose(items.map((item) => item.resultId), event.currentTarget.checked)} aria-label={t('review:chooseAll')} /></Table.Th>
            <Table.Th>{t('review:sample')}</Table.Th><Table.Th>{t('review:analyte')}</Table.Th><Table.Th ta="right">{t('review:value')}</Table.Th><Table.Th ta="right">{t('review:previous')}</Table.Th><Table.Th ta="right">{t('review:change')}</Table.Th><Table.Th>{t('review:flags')}</Table.Th><Table.Th>{t('review:author')}</Table.Th><Table.Th>{t('review:run')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{items.map((item) => <Row key={item.resultId} item={item} chosen={chosen.has(item.resultId)} refusal={refused.get(item.resultId)} step={step} onChoose={onChoose} />)}</Table.Tbody>
      </Table>
    </div>
  );
}
