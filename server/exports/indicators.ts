/** Counts of other agencies per town of a round. A count of 1 or 2 behind which persons stand is left blank and named as suppressed. */
import { INDICATOR_KINDS } from '../../models/schemas/operations.ts';
import type { IndicatorView } from '../../models/schemas/answers/indicators.ts';
import { INDICATOR_WORDS } from '../imports/indicators/indicators.ts';
import { indicatorView } from '../usecases/counts/indicatorView.ts';
import type { Column } from './csv.ts';
import { ofRounds } from './names.ts';
import { tableExport } from './table.ts';

interface Row {
  round: string;
  synthetic: boolean;
  town: IndicatorView['towns'][number];
}

const columns: readonly Column<Row>[] = [
  { key: 'round', heading: ['轮次', 'Round'], type: 'text', of: ({ round }) => round },
  { key: 'areaCode', heading: ['区域代码', 'Area code'], type: 'text', of: ({ town }) => town.code },
  { key: 'nameZh', heading: ['名称', 'Name (Chinese)'], type: 'text', of: ({ town }) => town.name.zh },
  { key: 'nameEn', heading: ['英文名称', 'Name (English)'], type: 'text', of: ({ town }) => town.name.en },
  ...INDICATOR_KINDS.map((kind): Column<Row> => ({ key: kind, heading: [INDICATOR_WORDS[kind].zh, INDICATOR_WORDS[kind].en], type: 'number', of: ({ town }) => town.counts.find((each) => each.kind === kind)?.count ?? null })),
  { key: 'suppressed', heading: ['已隐去（少于 3）', 'Suppressed (below 3)'], type: 'text', of: ({ town }) => town.counts.filter(({ suppressed }) => suppressed).map(({ kind }) => kind).join(' ') },
  { key: 'situation', heading: ['好转或效率下降', 'Better or less efficient'], type: 'text', of: ({ town }) => town.situation ?? '' },
];

export const indicatorsExport = tableExport<Row>({
  id: 'indicators',
  title: { zh: '其他部门计数', en: 'Counts of other agencies' },
  operation: 'indicators.read',
  parameters: ['round'],
  syntheticOf: ({ synthetic }) => synthetic,
  columns: () => columns,
  rows: async (context) => {
    const { store, user, round } = context;
    const view = round === undefined ? undefined : await indicatorView(store, { user, round });
    return { rows: (view?.towns ?? []).map((town) => ({ round: view?.round ?? '', synthetic: view?.synthetic ?? false, town })), of: ofRounds(context) };
  },
});
