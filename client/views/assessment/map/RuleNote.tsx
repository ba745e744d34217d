/** The rule behind a grade: who, when, why, on what; its weights and its sources of uncertainty; and the check that it can be made again. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AreaEvidence } from '../../../../models/schemas/answers/map.ts';
import { request } from '../../../api/request.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatSignificant } from '../../../state/format.ts';
import { useName } from '../../../state/useLanguage.ts';
import classes from './MapRoom.module.css';

interface Reproduction {
  same: boolean;
  stored: { sha256: string; bytes: number };
  changed: { what: string }[];
}

function Reproduce({ id }: { id: string }) {
  const { t } = useTranslation();
  const check = useIntent({ mutationFn: () => request<Reproduction>(`/assessments/${id}/reproduction`) });
  const words = (answer: Reproduction): string =>
    answer.same ? t('map:reproduce.same', { bytes: answer.stored.bytes, sha: answer.stored.sha256.slice(0, 12) }) : answer.changed.length === 0 ? t('map:reproduce.fault') : t('map:reproduce.changed', { what: answer.changed.map(({ what }) => t(`map:reproduce.what.${what}`)).join(t('map:reproduce.and')) });
  return (
    <p>
      <Button size="xs" variant="default" loading={check.isPending} onClick={() => check.mutate()}>{t('map:reproduce.check')}</Button>{' '}
      {check.data !== undefined && <span role="status">{words(check.data)}</span>}
      {check.isError && <ProblemNote error={check.error} compact />}
    </p>
  );
}

export function RuleNote({ rule, assessmentId }: { rule: NonNullable<AreaEvidence['rule']>; assessmentId: string | null }) {
  const { t } = useTranslation();
  const name = useName();
  const cut = (value: number): string => formatSignificant(value);
  return (
    <div className={classes['rule']}>
      <p>
        {t('map:rule', { title: name(rule.title), version: rule.version, author: rule.author, date: rule.date })} {name(rule.reason)} <span className="sj-dim">{name(rule.sourceWords)}</span>
        <br />
        {t(rule.cuts.quantity === 'severity' ? 'map:cutsSeverity' : 'map:cuts', { moderate: cut(rule.cuts.moderatelySevere), severe: cut(rule.cuts.severe) })}
      </p>
      {(rule.components !== undefined || rule.uncertainty !== undefined) && (
        <details>
          <summary>{t('map:ruleParts')}</summary>
          {rule.components !== undefined && <p>{rule.components.map((each) => `${name(each.words)} ${formatSignificant(each.weight, 2)}`).join(' · ')}</p>}
          {rule.uncertainty !== undefined && (
            <ul>
              {rule.uncertainty.map((each) => <li key={each.key}>{name(each.words)}{each.value === null ? '' : ` ${formatSignificant(each.value, 2)}`} <span className="sj-dim">{name(each.sourceWords)}</span></li>)}
            </ul>
          )}
        </details>
      )}
      {assessmentId !== null && <Reproduce id={assessmentId} />}
    </div>
  );
}
