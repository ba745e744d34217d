import { useTranslation } from 'react-i18next';
import { SAMPLE_STATES } from '../../../models/schemas/sample.ts';
import type { SampleItem } from '../../api/types.ts';
import type { Column } from '../../components/DataTable.tsx';
import { Icon } from '../../components/Icon.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { useName } from '../../state/useLanguage.ts';
import classes from './SampleList.module.css';

/** Columns of the list of bottles. */
export function useSampleColumns(): Column<SampleItem>[] {
  const { t } = useTranslation();
  const name = useName();
  return [
    {
      key: 'number',
      phone: 'title',
      heading: t('rounds:column.number'),
      cell: (sample) => <b>{sample.number}</b>,
      sort: (sample) => sample.number,
    },
    {
      key: 'site',
      heading: t('rounds:column.site'),
      sort: (sample) => sample.site.code,
      cell: (sample) => (
        <span className={classes['site']}>
          <span className="sj-dim">{sample.site.code}</span> {name(sample.site.name)}
          {sample.site.hazardNote !== null && (
            <span className={classes['hazard']} title={sample.site.hazardNote}>
              <Icon name="warn" size={14} /> {t('rounds:hazard')}
            </span>
          )}
        </span>
      ),
    },
    {
      key: 'area',
      phone: 'hidden',
      heading: t('rounds:column.area'),
      cell: (sample) => name(sample.area.name),
      sort: (sample) => sample.area.code,
    },
    {
      key: 'matrix',
      phone: 'hidden',
      heading: t('rounds:column.matrix'),
      cell: (sample) =>
        sample.kind === 'routine'
          ? t(`words:matrix.${sample.matrix}`)
          : `${t(`words:matrix.${sample.matrix}`)} · ${t(`words:sampleKind.${sample.kind}`)}`,
      sort: (sample) => `${sample.matrix} ${sample.kind}`,
    },
    { key: 'due', heading: t('rounds:column.due'), cell: (sample) => <time>{sample.dueOn}</time>, sort: (sample) => sample.dueOn },
    {
      key: 'collected',
      phone: 'hidden',
      heading: t('rounds:column.collected'),
      cell: (sample) => (sample.collectedOn === null ? null : <time>{sample.collectedOn}</time>),
      sort: (sample) => sample.collectedAt,
    },
    {
      key: 'temperature',
      heading: t('rounds:column.temperature'),
      unit: '°C',
      numeric: true,
      cell: (sample) => (sample.receiptTemperatureC === null ? null : String(sample.receiptTemperatureC)),
      sort: (sample) => sample.receiptTemperatureC,
    },
    {
      key: 'state',
      phone: 'mark',
      heading: t('rounds:column.state'),
      cell: (sample) => <StateMark state={sample.state} />,
      sort: (sample) => SAMPLE_STATES.indexOf(sample.state),
    },
  ];
}
