/** The chain is recomputed on the server, every entry and the digest of every audited row; the answer stays with its time. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { request } from '../../../api/request.ts';
import type { VerifyReport } from '../../../api/types.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { Icon } from '../../../components/Icon.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatCount, formatInstant } from '../../../state/format.ts';
import classes from './AuditRoom.module.css';

export function ChainCheck() {
  const { t } = useTranslation();
  const [at, setAt] = useState('');
  const check = useIntent({
    mutationFn: () => request<VerifyReport>('/audit-verifications', { method: 'POST', body: {} }),
    onSuccess: () => setAt(new Date().toISOString()),
  });
  const report = check.data;
  const broken = report?.firstBroken;
  return (
    <section
      className={`sj-panel ${classes['check'] ?? ''}`}
      data-ok={report === undefined ? undefined : report.ok}
      aria-label={t('audit:check.title')}
    >
      <Icon name="chain" size={24} />
      <div role="status">
        {check.isPending && t('audit:check.running')}
        {!check.isPending && report === undefined && t('audit:check.idle')}
        {!check.isPending &&
          report !== undefined &&
          report.ok &&
          t('audit:check.ok', { entries: formatCount(report.entries), rows: formatCount(report.rows), at: formatInstant(at) })}
        {!check.isPending && report !== undefined && !report.ok && (
          <>
            <b>{t('audit:check.broken', { sequence: broken?.sequence ?? '–' })}</b>
            <p>{[broken?.thing, broken?.id, broken?.why].filter((part) => part !== undefined).join(' · ')}</p>
            <p>{t('audit:check.brokenDo')}</p>
          </>
        )}
        {check.isError && <ProblemNote error={check.error} compact />}
      </div>
      <Button onClick={() => check.mutate()} loading={check.isPending}>
        {t('audit:check.do')}
      </Button>
    </section>
  );
}
