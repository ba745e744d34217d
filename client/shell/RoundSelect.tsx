/** The one global choice. Arrows step to the round before and after; the rounds are newest first. */
import { ActionIcon, NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../components/Icon.tsx';
import { formatRound } from '../state/format.ts';
import { useLanguage } from '../state/useLanguage.ts';
import { useRound } from '../state/useRound.ts';
import classes from './RoundSelect.module.css';

export function RoundSelect() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { code, rounds, loading, choose } = useRound();
  const at = rounds.findIndex((round) => round.code === code);
  const older = at < 0 ? undefined : rounds[at + 1];
  const newer = at < 1 ? undefined : rounds[at - 1];
  const known = rounds.map((round) => ({ value: round.code, label: formatRound(round.code, language) }));
  // A link may name a round that does not exist (any more): it is shown as named, not replaced in silence.
  const data =
    code !== null && at < 0
      ? [{ value: code, label: loading ? formatRound(code, language) : t('common:round.unknown', { round: code }) }, ...known]
      : known;
  const step = (target: typeof older, icon: 'left' | 'right', label: string) => (
    <ActionIcon
      className={classes['step']}
      variant="subtle"
      color="gray"
      size={30}
      disabled={target === undefined}
      onClick={() => target !== undefined && choose(target.code)}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} size={16} />
    </ActionIcon>
  );
  if (data.length === 0) return <span className="sj-dim">{loading ? t('common:loading') : t('common:round.none')}</span>;
  return (
    <div className={classes['round']}>
      <span className={classes['label']} id="round-label">
        {t('common:round.label')}
      </span>
      {step(older, 'left', t('common:round.older'))}
      <NativeSelect
        aria-labelledby="round-label"
        size="sm"
        value={code ?? ''}
        data={data}
        onChange={(event) => choose(event.currentTarget.value)}
        classNames={{ input: classes['select'] ?? '' }}
      />
      {step(newer, 'right', t('common:round.newer'))}
    </div>
  );
}
