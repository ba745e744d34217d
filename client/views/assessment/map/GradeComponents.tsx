/**
 * What a severity is made of: each component with its 95 % of the draws, its weight, what it rests on
 * and what it adds against the middle of the county; then the analytes and sites that carry it.
 */
import { useTranslation } from 'react-i18next';
import type { AreaEvidence } from '../../../../models/schemas/answers/map.ts';
import { formatSignificant } from '../../../state/format.ts';
import { useName } from '../../../state/useLanguage.ts';
import classes from './GradeComponents.module.css';

type Standing = NonNullable<AreaEvidence['standing']>;
const MOST_SHARES = 4;

/** A bar from 0 to 100 with the interval as a whisker. */
function Bar({ value, interval }: { value: number; interval: { lower: number; upper: number } | undefined }) {
  return (
    <svg className={classes['track']} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden focusable="false">
      <rect x={0} y={2} width={value} height={6} />
      {interval !== undefined && <line x1={interval.lower} x2={interval.upper} y1={5} y2={5} />}
    </svg>
  );
}

function Shares({ title, shares }: { title: string; shares: NonNullable<Standing['explanation']>['analytes'] }) {
  const name = useName();
  const shown = shares.filter(({ points }) => Math.abs(points) >= 0.5).slice(0, MOST_SHARES);
  if (shown.length === 0) return null;
  return (
    <p className={classes['shares']}>
      <b>{title}</b> {shown.map(({ label, points }) => `${name(label)} ${points > 0 ? '+' : '−'}${formatSignificant(Math.abs(points), 2)}`).join(' · ')}
    </p>
  );
}

/** @param alone graded by itself and not among the towns: there is no middle of the county to stand against */
export function GradeComponents({ standing, alone = false }: { standing: Standing; alone?: boolean }) {
  const { t } = useTranslation();
  const name = useName();
  const { components, explanation, severityInterval, severityCuts, severity, draws } = standing;
  if (components.length === 0) return null;
  const signed = (points: number): string => `${points < 0 ? '−' : '+'}${formatSignificant(Math.abs(points), 2)}`;
  return (
    <section aria-label={t('map:components.title')}>
      <h3>{t('map:components.title')}</h3>
      {severity !== null && severityInterval !== undefined && severityCuts !== undefined && (
        <p className={classes['lead']}>
          {t('map:components.severity', { value: formatSignificant(severity), lower: formatSignificant(severityInterval.lower), upper: formatSignificant(severityInterval.upper), moderate: formatSignificant(severityCuts.moderatelySevere), severe: formatSignificant(severityCuts.severe) })}
          {draws !== undefined && <> {t('map:components.draws', { draws })}</>}
        </p>
      )}
      <ul className={classes['list']}>
        {components.map(({ key, value, weight, ruleWeight, used, note, interval, contribution }) => (
          <li key={key} data-used={used}>
            <span className={classes['head']}>
              <b>{t(`words:component.${key}`)}</b>
              {value === null ? <span>{t('map:components.leftOut')}</span> : <Bar value={value} interval={interval} />}
              <span className="sj-number">{value === null ? '–' : `${formatSignificant(value, 3)} × ${formatSignificant(weight, 2)}`}</span>
            </span>
            <small>
              {note === null ? '' : name(note)}
              {!used && ruleWeight !== undefined && <> · {t('map:components.weightShared', { weight: formatSignificant(ruleWeight, 2) })}</>}
              {contribution !== undefined && Math.abs(contribution) >= 0.5 && <> · {t('map:components.against', { points: signed(contribution) })}</>}
            </small>
          </li>
        ))}
      </ul>
      {explanation !== undefined && (
        <>
          <Shares title={t('map:components.analytes')} shares={explanation.analytes} />
          <Shares title={t('map:components.sites')} shares={explanation.sites} />
          {!alone && <p className={classes['shares']}><small>{t('map:components.shapley', { baseline: formatSignificant(explanation.baseline), central: formatSignificant(explanation.central) })}</small></p>}
        </>
      )}
    </section>
  );
}
