/** The quarters as small stacked bars, one segment per class; choosing one sets the round of the whole program. */
import { useTranslation } from 'react-i18next';
import type { MapView } from '../../../../models/schemas/answers/map.ts';
import { GRADE_LOOKS, GRADES_BY_RANK } from '../../../state/grades.ts';
import { formatRound } from '../../../state/format.ts';
import { useLanguage } from '../../../state/useLanguage.ts';
import classes from './MapRoom.module.css';

const HEIGHT = 40;
const WIDTH = 26;

export function QuarterStrip({ rounds, current, onChoose }: { rounds: MapView['rounds']; current: string; onChoose: (code: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const most = Math.max(1, ...rounds.map(({ counts }) => GRADES_BY_RANK.reduce((sum, grade) => sum + (counts[grade] ?? 0), 0)));
  return (
    <div className={classes['strip']} role="radiogroup" aria-label={t('map:quarters')}>
      {rounds.map(({ code, counts }) => {
        let top = HEIGHT;
        const words = GRADES_BY_RANK.filter((grade) => (counts[grade] ?? 0) > 0).map((grade) => `${t(`words:grade.${grade}`)} ${counts[grade] ?? 0}`);
        return (
          <button key={code} type="button" role="radio" aria-checked={code === current} className={classes['quarter']} title={words.join(' · ')} onClick={() => onChoose(code)}>
            <svg width={WIDTH} height={HEIGHT} aria-hidden focusable="false">
              {[...GRADES_BY_RANK].reverse().map((grade) => {
                const height = ((counts[grade] ?? 0) / most) * HEIGHT;
                top -= height;
                return height > 0 ? <rect key={grade} x={3} y={top} width={WIDTH - 6} height={height} fill={GRADE_LOOKS[grade].fill ?? 'transparent'} stroke="currentColor" strokeWidth={0.6} strokeDasharray={GRADE_LOOKS[grade].fill === null ? '2 2' : undefined} /> : null;
              })}
              <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="currentColor" strokeWidth={1} />
            </svg>
            <span>{formatRound(code, language).replace('年第', ' ').replace('季度', '季')}</span>
            <span className="sj-hidden">{words.join(', ')}</span>
          </button>
        );
      })}
    </div>
  );
}
