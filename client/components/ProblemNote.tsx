/**
 * A refusal or failure, in place: what happened, why, and what to do. It stays until the cause is
 * gone; nothing that was typed is lost by it. The server's words come first, in the reader's language.
 */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { toProblem, type ProblemDetail } from '../api/problem.ts';
import { Icon } from './Icon.tsx';
import classes from './ProblemNote.module.css';

const SHOWN = 8;

function Detail({ detail }: { detail: ProblemDetail }) {
  const { t } = useTranslation();
  const place =
    detail.row === undefined
      ? ''
      : detail.column === undefined
        ? t('errors:row', { row: detail.row })
        : t('errors:cell', { row: detail.row, column: detail.column });
  return (
    <li>
      {place !== '' && <b>{place} </b>}
      {detail.sentence ?? detail.message}
    </li>
  );
}

export function ProblemNote({ error, onRetry, compact = false }: { error: unknown; onRetry?: () => void; compact?: boolean }) {
  const { t, i18n } = useTranslation();
  const problem = toProblem(error);
  const known = i18n.exists(`errors:code.${problem.code}.what`) ? problem.code : 'unknown';
  const title = problem.body.title === '' || problem.body.status === 0 ? t(`errors:code.${known}.what`) : problem.body.title;
  const why = problem.body.detail ?? '';
  // The server says a single detail in its sentence too.
  const details = (problem.body.details ?? []).filter((detail) => (detail.sentence ?? detail.message) !== why);
  return (
    <div className={classes['note']} role="alert" data-compact={compact || undefined} data-code={problem.code}>
      <Icon name="error" size={20} />
      <div className={classes['text']}>
        <strong>{title}</strong>
        {why !== '' && why !== title && <p>{why}</p>}
        {details.length > 0 && (
          <ul>
            {details.slice(0, SHOWN).map((detail, index) => (
              <Detail key={index} detail={detail} />
            ))}
            {details.length > SHOWN && <li>{t('errors:more', { count: details.length - SHOWN })}</li>}
          </ul>
        )}
        <p className={classes['do']}>{t(`errors:code.${known}.do`)}</p>
      </div>
      {onRetry !== undefined && (
        <Button variant="default" size="xs" onClick={onRetry} leftSection={<Icon name="refresh" size={14} />}>
          {t('common:retry')}
        </Button>
      )}
    </div>
  );
}
