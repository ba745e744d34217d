/** An index through the quarters with the cut-offs as thin lines. What could not be estimated leaves a gap, never a zero. */
import { useTranslation } from 'react-i18next';
import { GRADE_LOOKS } from '../../../state/grades.ts';
import { formatSignificant } from '../../../state/format.ts';
import type { Grade } from '../../../../models/schemas/vocabulary.ts';

const WIDTH = 320;
const HEIGHT = 84;
const PAD = { left: 8, right: 8, top: 8, bottom: 18 };

export interface SparkPoint {
  label: string;
  value: number | null;
  grade: Grade;
}

export function Sparkline({ points, cuts }: { points: readonly SparkPoint[]; cuts: { moderatelySevere: number; severe: number } | null }) {
  const { t } = useTranslation();
  const values = points.flatMap((point) => (point.value !== null && Number.isFinite(point.value) ? [point.value] : []));
  const high = Math.max(...values, cuts?.severe ?? 0) * 1.1;
  if (values.length === 0 || !(high > 0)) return null;
  const x = (index: number): number => PAD.left + (index / Math.max(1, points.length - 1)) * (WIDTH - PAD.left - PAD.right);
  const y = (value: number): number => HEIGHT - PAD.bottom - (value / high) * (HEIGHT - PAD.top - PAD.bottom);
  let open = false;
  const path = points.map((point, index) => {
    if (point.value === null) {
      open = false;
      return '';
    }
    const step = `${open ? 'L' : 'M'}${x(index).toFixed(1)} ${y(point.value).toFixed(1)}`;
    open = true;
    return step;
  });
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" role="img" aria-label={points.map((point) => `${point.label}: ${point.value === null ? t(`words:grade.${point.grade}`) : formatSignificant(point.value)}`).join('; ')}>
      {cuts !== null && [cuts.moderatelySevere, cuts.severe].map((cut) => <line key={cut} x1={PAD.left} x2={WIDTH - PAD.right} y1={y(cut)} y2={y(cut)} stroke="currentColor" strokeWidth={0.6} strokeDasharray="3 3" opacity={0.6} />)}
      <path d={path.join('')} fill="none" stroke="currentColor" strokeWidth={1.4} />
      {points.map((point, index) => point.value === null
        ? <text key={point.label} x={x(index)} y={HEIGHT - PAD.bottom - 2} fontSize={10} textAnchor="middle" fill="currentColor">?</text>
        : <circle key={point.label} cx={x(index)} cy={y(point.value)} r={4} fill={GRADE_LOOKS[point.grade].fill ?? 'var(--mantine-color-body)'} stroke="currentColor" />)}
      <text x={PAD.left} y={HEIGHT - 4} fontSize={10} fill="currentColor">{points[0]?.label}</text>
      <text x={WIDTH - PAD.right} y={HEIGHT - 4} fontSize={10} textAnchor="end" fill="currentColor">{points.at(-1)?.label}</text>
    </svg>
  );
}
