/**
 * One analyte at one site through the rounds. Non-detects are open triangles at their limit, never zero;
 * limits and the reference are thin lines with a word; the axis is logarithmic and says so.
 */
import { useEffect, useRef } from 'react';
import { useComputedColorScheme } from '@mantine/core';
import { Chart, CategoryScale, Legend, LinearScale, LineController, LineElement, LogarithmicScale, PointElement, Tooltip, type ChartDataset } from 'chart.js';
import { useTranslation } from 'react-i18next';
import type { SiteTrend } from '../../../../models/schemas/answers/trend.ts';
import { formatReported, formatRound, formatSignificant } from '../../../state/format.ts';
import { useLanguage } from '../../../state/useLanguage.ts';

Chart.register(CategoryScale, Legend, LinearScale, LineController, LineElement, LogarithmicScale, PointElement, Tooltip);

const INK = { light: { text: '#33444A', grid: '#D9E0E2', line: '#0F4C5C', limit: '#8A5200', reference: '#9E2A2B' }, dark: { text: '#BCCBD0', grid: '#2A383E', line: '#7FC4D0', limit: '#E9B35C', reference: '#F19A93' } } as const;

/** Height at which a point is drawn: its value, or the limit that governs it. */
function heightOf(point: SiteTrend['points'][number]): number | null {
  const height = point.qualifier === '=' ? point.value : point.limit;
  return height !== null && Number.isFinite(height) && height > 0 ? height : null;
}

export function TrendChart({ trend }: { trend: SiteTrend }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const scheme = useComputedColorScheme('light');
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    if (canvas.current === null) return undefined;
    const ink = INK[scheme];
    const { points, limits, reference, unit } = trend;
    const flat = (label: string, value: number | null, color: string, dash: number[]): ChartDataset<'line'>[] =>
      value === null || !(value > 0) ? [] : [{ label: `${label} ${formatSignificant(value)}`, data: points.map(() => value), borderColor: color, borderDash: dash, borderWidth: 1, pointRadius: 0, pointHitRadius: 0 }];
    const heights = points.map(heightOf);
    const chart = new Chart(canvas.current, {
      type: 'line',
      data: {
        labels: points.map((point) => formatRound(point.round, language)),
        datasets: [
          {
            label: t('trends:measured'),
            data: heights,
            borderColor: ink.line,
            borderWidth: 1.6,
            spanGaps: false,
            pointRadius: 5,
            pointStyle: points.map((point) => (point.qualifier === '=' ? 'circle' : 'triangle')),
            pointRotation: points.map((point) => (point.qualifier === '<' ? 180 : 0)),
            pointBackgroundColor: points.map((point) => (point.qualifier === '=' ? ink.line : 'transparent')),
            pointBorderColor: ink.line,
            segment: { borderDash: ({ p0DataIndex, p1DataIndex }) => (points[p0DataIndex]?.qualifier === '=' && points[p1DataIndex]?.qualifier === '=' ? undefined : [4, 4]) },
          },
          ...flat(t('trends:lod'), limits.lod, ink.limit, [1, 3]),
          ...flat(t('trends:loq'), limits.loq, ink.limit, [5, 3]),
          ...flat(t('trends:upper'), limits.upper !== null && heights.some((height) => height !== null && limits.upper !== null && height > limits.upper / 3) ? limits.upper : null, ink.limit, [8, 4]),
          ...flat(t('trends:reference'), reference?.value ?? null, ink.reference, [10, 4]),
        ],
      },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        scales: {
          x: { ticks: { color: ink.text }, grid: { color: ink.grid } },
          y: { type: 'logarithmic', title: { display: true, text: t('trends:axis', { unit }), color: ink.text }, ticks: { color: ink.text, callback: (value) => (/^[125]e/.test(Number(value).toExponential()) ? formatSignificant(Number(value), 1) : '') }, grid: { color: ink.grid } },
        },
        plugins: {
          legend: { position: 'bottom', labels: { color: ink.text, boxHeight: 1, boxWidth: 26 } },
          tooltip: { callbacks: { label: (item) => (item.datasetIndex === 0 ? `${formatReported(points[item.dataIndex]?.reportedText ?? null, language)} ${unit}` : (item.dataset.label ?? '')) } },
        },
      },
    });
    return () => chart.destroy();
  }, [trend, scheme, language, t]);

  return <canvas ref={canvas} role="img" aria-label={t('trends:chartLabel', { analyte: language === 'en' ? trend.analyte.name.en : trend.analyte.name.zh, count: trend.points.length })} data-testid="trend-chart" />;
}
