/** Bottles that have not arrived, by town; those that never will are not missed. */
import { useTranslation } from 'react-i18next';
import type { SampleItem } from '../../api/types.ts';
import { Notice } from '../../components/Notice.tsx';
import { useName } from '../../state/useLanguage.ts';
import classes from './MissingList.module.css';

const STILL_COMING = ['planned', 'collected', 'in-transit'];

export function MissingList({ samples }: { samples: readonly SampleItem[] }) {
  const { t } = useTranslation();
  const name = useName();
  const missing = samples.filter((sample) => STILL_COMING.includes(sample.state));
  const towns = [...new Map(missing.map((sample) => [sample.area.code, sample.area])).values()];
  return (
    <section className={`sj-panel ${classes['missing'] ?? ''}`} aria-label={t('rounds:desk.missing', { count: missing.length })}>
      <h2>{t('rounds:desk.missing', { count: missing.length })}</h2>
      {missing.length === 0 && <Notice tone="good">{t('rounds:desk.complete')}</Notice>}
      <dl>
        {towns.map((town) => (
          <div key={town.code}>
            <dt>{name(town.name)}</dt>
            <dd>
              {missing
                .filter((sample) => sample.area.code === town.code)
                .map((sample) => (
                  <span
                    key={sample.id}
                    data-planned={sample.state === 'planned' || undefined}
                    title={t(`words:sampleState.${sample.state}`)}
                  >
                    {sample.number}
                  </span>
                ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
