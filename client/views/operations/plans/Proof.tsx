/** How good a schedule is: what it costs, below what no schedule can cost, and of what the cost is made. */
import { useTranslation } from 'react-i18next';
import type { ScheduleDetail } from '../../../../models/schemas/answers/schedules.ts';
import { useLanguage } from '../../../state/useLanguage.ts';
import classes from '../OperationsRoom.module.css';

const PARTS = ['kilometres', 'lateness', 'uneven', 'shortfall'] as const;

export function Proof({ schedule }: { schedule: ScheduleDetail }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { objective, bound, gap, body } = schedule;
  const predictable = body.predictability ?? null;
  if (objective === null) return null;
  const number = (value: number, digits: number): string => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return (
    <section className={classes['proof']} data-testid="proof" aria-label={t('operations:proof')}>
      <dl>
        <div><dt>{t('operations:objective')}</dt><dd>{number(objective, 1)} km</dd></div>
        <div><dt>{t('operations:bound')}</dt><dd>{bound === null ? t('operations:unproven') : `${number(bound, 1)} km`}</dd></div>
        <div><dt>{t('operations:gap')}</dt><dd>{gap === null ? t('operations:unproven') : `${number(100 * gap, 2)} %`}</dd></div>
        {body.cost !== undefined && PARTS.map((part) => <div key={part}><dt>{t(`operations:cost.${part}`)}</dt><dd>{number(body.cost?.[part] ?? 0, 1)}</dd></div>)}
      </dl>
      {predictable !== null && (
        <dl>
          <div><dt>{t('operations:watch.safeDays')}</dt><dd>{number(100 * predictable.safeDays, 1)} %</dd></div>
          <div><dt>{t('operations:watch.forced')}</dt><dd>{number(100 * predictable.forced, 1)} %</dd></div>
          <div><dt>{t('operations:watch.brierSkill')}</dt><dd>{number(predictable.brierSkill, 2)}</dd></div>
          <div><dt>{t('operations:watch.entropy')}</dt><dd>{number(predictable.entropy, 2)} / {number(predictable.entropyMost, 2)}</dd></div>
        </dl>
      )}
      {predictable !== null && <p className="sj-dim">{t('operations:watch.hint')}</p>}
      <p className="sj-dim">{bound === null ? t('operations:unprovenHint') : t('operations:proofHint')}</p>
    </section>
  );
}
