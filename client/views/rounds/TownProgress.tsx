/** The strip per town: how many bottles and results have come how far. */
import { UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { AreaProgress, RoundProgress } from '../../../models/schemas/answers/rounds.ts';
import { ProgressBar, ProgressStrip } from '../../components/ProgressStrip.tsx';
import { formatCount } from '../../state/format.ts';
import { areaStages, roundProgress } from '../../state/roundProgress.ts';
import { useFilter } from '../../state/useFilter.ts';
import { useName } from '../../state/useLanguage.ts';
import classes from './TownProgress.module.css';

/** Two columns that are read downwards; one where there are few. */
function halves(areas: readonly AreaProgress[]): AreaProgress[][] {
  const middle = areas.length < 6 ? areas.length : Math.ceil(areas.length / 2);
  return [areas.slice(0, middle), areas.slice(middle)].filter((half) => half.length > 0);
}

const SHOWN_OPEN = 20;

function Town({ area, chosen, onChoose }: { area: AreaProgress; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation();
  const name = useName();
  return (
    <li data-chosen={chosen || undefined}>
      <UnstyledButton className={classes['town']} aria-pressed={chosen} onClick={onChoose}>
        {name(area.name)}
      </UnstyledButton>
      <ol>
        {areaStages(area).map(({ stage, done, of }) => (
          <li key={stage} title={t(`words:stage.${stage}`)}>
            <span className="sj-hidden">{t(`words:stage.${stage}`)}</span>
            <ProgressBar done={done} of={of} />
            <span className="sj-figures">{formatCount(done)}</span>
          </li>
        ))}
      </ol>
    </li>
  );
}

export function TownProgress({ round }: { round: RoundProgress }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useFilter('area');
  // On a phone the bottles come first.
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const stages = roundProgress(round);
  return (
    <section className={`sj-panel ${classes['panel'] ?? ''}`} aria-label={t('rounds:progress')}>
      <ProgressStrip stages={stages} />
      <details key={String(wide)} open={wide && round.areas.length <= SHOWN_OPEN}>
        <summary>{t('rounds:byTown', { count: round.areas.length })}</summary>
        <div className={classes['halves']}>
          {halves(round.areas).map((areas) => (
            <div key={areas[0]?.areaId}>
              <div className={classes['heads']} aria-hidden>
                <span />
                <div>
                  {stages.map(({ stage }) => (
                    <span key={stage}>{t(`words:stage.${stage}`)}</span>
                  ))}
                </div>
              </div>
              <ul className={classes['towns']}>
                {areas.map((area) => (
                  <Town
                    key={area.areaId}
                    area={area}
                    chosen={chosen === area.code}
                    onChoose={() => setChosen(chosen === area.code ? '' : area.code)}
                  />
                ))}
              </ul>
            </div>
          ))}
        </div>
      </details>
    </section>
  );
}
