/** Bottles that have not arrived, by town: those on their way, then those not collected yet. What never will come is not missed. */
import { useTranslation } from 'react-i18next';
import type { SampleItem } from '../../api/types.ts';
import { Notice } from '../../components/Notice.tsx';
import { useName } from '../../state/useLanguage.ts';
import classes from './MissingList.module.css';

function Towns({ samples }: { samples: readonly SampleItem[] }) {
  const name = useName();
  const towns = [...new Map(samples.map((sample) => [sample.area.code, sample.area])).values()];
  return (
    <dl>
      {towns.map((town) => (
        <div key={town.code}>
          <dt>{name(town.name)}</dt>
          <dd>
            {samples
              .filter((sample) => sample.area.code === town.code)
              .map((sample) => (
                <span key={sample.id}>{sample.number}</span>
              ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function MissingList({ samples }: { samples: readonly SampleItem[] }) {
  const { t } = useTranslation();
  const coming = samples.filter((sample) => sample.state === 'collected' || sample.state === 'in-transit');
  const planned = samples.filter((sample) => sample.state === 'planned');
  return (
    <section className={`sj-panel ${classes['missing'] ?? ''}`}>
      <h2>{t('rounds:desk.missing', { count: coming.length })}</h2>
      {coming.length === 0 && <Notice tone="good">{t('rounds:desk.complete')}</Notice>}
      <Towns samples={coming} />
      {planned.length > 0 && (
        <details>
          <summary>{t('rounds:desk.planned', { count: planned.length })}</summary>
          <Towns samples={planned} />
        </details>
      )}
    </section>
  );
}
