/** A village without a grade of its own: why, and the sampled sites that drive the grade of its town, with those that stand in it marked. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PlaceItself } from '../../../../models/schemas/answers/map.ts';
import { GradeMark } from '../../../components/GradeMark.tsx';
import { formatSignificant } from '../../../state/format.ts';
import { useName } from '../../../state/useLanguage.ts';
import { useTo } from '../../../state/useRound.ts';
import classes from './MapRoom.module.css';

export function DrivingSites({ place }: { place: PlaceItself }) {
  const { t } = useTranslation();
  const name = useName();
  const to = useTo();
  return (
    <>
      <p>{place.withheld === null ? t('map:place.insufficient') : name(place.withheld)}</p>
      {place.towns.map((town) => (
        <div key={town.areaId}>
          <h3>{t('map:place.drive', { area: name(town.name) })}</h3>
          <p className={classes['verdict']}><Link to={to('/map', { area: town.areaId })}>{name(town.name)}</Link> <GradeMark grade={town.grade} /> {town.firmness !== 'none' && <span className="sj-dim">{t(`words:firmness.${town.firmness}`)}</span>}</p>
          <ul className={classes['driving']}>
            {town.sites.map((site) => (
              <li key={`${site.siteCode} ${site.matrix} ${site.basis}`} data-here={site.here ? '' : undefined}>
                <span>{site.siteCode} {name(site.siteName)}{site.here && <b> · {t(place.kind === 'village' ? 'map:place.here' : 'map:place.hereOperational')}</b>}</span>
                <span className="sj-dim">{t(`words:matrix.${site.matrix}`)} · {t(`words:basis.${site.basis}`)}</span>
                <span className="sj-number">{site.index === null ? '–' : t('map:place.index', { value: `${site.indexQualifier === '=' ? '' : site.indexQualifier === '>=' ? '≥ ' : '≤ '}${formatSignificant(site.index)}` })}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
