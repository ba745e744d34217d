/** Bottles of a round with what became of each. */
import type { Language, Round, Sample } from '../../models/schemas/index.ts';
import { custodyOf, samplesOfRound } from '../../models/store/repositories/samples.ts';
import type { CustodyEvent } from '../../models/schemas/index.ts';
import type { Column } from './csv.ts';
import { nameOf, ofRounds, placesOf, roundsOf, type Places } from './names.ts';
import { tableExport } from './table.ts';

interface Row {
  sample: Sample;
  round: Round;
  places: Places;
  custody: readonly CustodyEvent[];
}

const columns = (language: Language): Column<Row>[] => {
  const site = ({ sample, places }: Row) => places.sites.get(sample.siteId);
  const area = (row: Row) => row.places.areas.get(site(row)?.areaId ?? '');
  const reasons = ({ custody }: Row): string => [...new Set(custody.flatMap((event) => event.reasons))].join(' ');
  return [
    { key: 'round', heading: ['轮次', 'Round'], type: 'text', of: ({ round }) => round.code },
    { key: 'sample', heading: ['样品编号', 'Sample'], type: 'text', of: ({ sample }) => sample.number },
    { key: 'areaCode', heading: ['区域代码', 'Area code'], type: 'text', of: (row) => area(row)?.code ?? null },
    { key: 'area', heading: ['区域', 'Area'], type: 'text', of: (row) => nameOf(area(row), language) },
    { key: 'siteCode', heading: ['点位编号', 'Point code'], type: 'text', of: (row) => site(row)?.code ?? null },
    { key: 'site', heading: ['点位', 'Point'], type: 'text', of: (row) => nameOf(site(row), language) },
    { key: 'kind', heading: ['样品类别', 'Sample kind'], type: 'text', of: ({ sample }) => sample.kind },
    { key: 'matrix', heading: ['介质', 'Matrix'], type: 'text', of: ({ sample }) => sample.matrix },
    { key: 'mode', heading: ['采样方式', 'Sampling mode'], type: 'text', of: ({ sample }) => sample.mode },
    { key: 'state', heading: ['状态', 'State'], type: 'text', of: ({ sample }) => sample.state },
    { key: 'dueOn', heading: ['应采日期', 'Due on'], type: 'text', of: ({ sample }) => sample.dueOn },
    { key: 'collectedOn', heading: ['采样日期', 'Collected on'], type: 'text', of: ({ sample }) => sample.collectedOn },
    { key: 'collectedAt', heading: ['采样时间（UTC）', 'Collected at (UTC)'], type: 'text', of: ({ sample }) => sample.collectedAt },
    { key: 'receivedAt', heading: ['收样时间（UTC）', 'Received at (UTC)'], type: 'text', of: ({ sample }) => sample.receivedAt },
    { key: 'receiptTemperatureC', heading: ['收样温度 °C', 'Receipt temperature °C'], type: 'number', of: ({ sample }) => sample.receiptTemperatureC },
    { key: 'rainMm', heading: ['前48小时降雨 mm', 'Rain in the 48 h before mm'], type: 'number', of: ({ sample }) => sample.rainMm },
    { key: 'flowM3PerDay', heading: ['当日流量 m³/d', 'Flow on the day m³/d'], type: 'number', of: ({ sample }) => sample.flowM3PerDay },
    { key: 'reasons', heading: ['原因代码', 'Reason codes'], type: 'text', of: reasons },
  ];
};

export const samplesExport = tableExport<Row>({
  id: 'samples',
  title: { zh: '样品', en: 'Samples' },
  operation: 'results.read-released',
  parameters: ['round'],
  syntheticOf: ({ sample }) => sample.synthetic,
  columns: ({ language }) => columns(language),
  rows: async (context) => {
    const places = await placesOf(context);
    const rows: Row[] = [];
    for (const round of await roundsOf(context)) {
      const samples = (await samplesOfRound(context.store.read, round.id)).filter(({ siteId }) => places.sites.has(siteId));
      const custody = samples.length === 0 ? new Map<string, CustodyEvent[]>() : await custodyOf(context.store.read, samples.map(({ id }) => id));
      rows.push(...samples.map((sample) => ({ sample, round, places, custody: custody.get(sample.id) ?? [] })));
    }
    return { rows, of: ofRounds(context) };
  },
});
