/**
 * Released results. A value below a limit or above the range leaves with a blank value, its
 * qualifier and its limits: never 0, never half a limit. Decimals keep every digit. Outside the
 * laboratory a point with too few people behind it leaves without figures and says so.
 */
import type { Method, Round, Run } from '../../models/schemas/index.ts';
import { releasedValues, type ReleasedValue } from '../../models/store/repositories/assessments.ts';
import { listAnalytes, methodsById } from '../../models/store/repositories/reference.ts';
import { formerlyReported, withdrawalsAsked } from '../../models/store/repositories/corrections.ts';
import { runsById } from '../../models/store/repositories/runs.ts';
import { holdWords } from '../usecases/results/holds.ts';
import type { Column } from './csv.ts';
import { inLanguage } from './exportKind.ts';
import { nameOf, ofRounds, placesOf, roundsOf, type Places } from './names.ts';
import { WITHHELD, withheldPoints } from './published.ts';
import { tableExport } from './table.ts';
import type { Analyte, Language } from '../../models/schemas/index.ts';

interface Row extends ReleasedValue {
  round: Round;
  places: Places;
  analyte: Analyte | undefined;
  method: Method | undefined;
  run: Run | undefined;
  /** What was released before and this took the place of. */
  supersedes: string | null;
  /** A correction is worked on, or its withdrawal is asked for. */
  standing: 'under-correction' | 'withdrawal-asked' | null;
  /** Too few people behind the point to be shared alone. */
  withheld: boolean;
}

const STANDING = {
  'under-correction': { zh: '更正中', en: 'under correction' },
  'withdrawal-asked': { zh: '已申请撤回', en: 'withdrawal asked for' },
} as const;

const columns = (language: Language): Column<Row>[] => {
  const site = ({ siteId, places }: Row) => places.sites.get(siteId);
  const area = (row: Row) => row.places.areas.get(site(row)?.areaId ?? '');
  const shown = <T>(of: (row: Row) => T) => (row: Row): T | null => (row.withheld ? null : of(row));
  return [
    { key: 'round', heading: ['轮次', 'Round'], type: 'text', of: ({ round }) => round.code },
    { key: 'sample', heading: ['样品编号', 'Sample'], type: 'text', of: ({ sampleNumber }) => sampleNumber },
    { key: 'areaCode', heading: ['区域代码', 'Area code'], type: 'text', of: (row) => area(row)?.code ?? null },
    { key: 'area', heading: ['区域', 'Area'], type: 'text', of: (row) => nameOf(area(row), language) },
    { key: 'siteCode', heading: ['点位编号', 'Point code'], type: 'text', of: (row) => site(row)?.code ?? null },
    { key: 'site', heading: ['点位', 'Point'], type: 'text', of: (row) => nameOf(site(row), language) },
    { key: 'matrix', heading: ['介质', 'Matrix'], type: 'text', of: ({ matrix }) => matrix },
    { key: 'mode', heading: ['采样方式', 'Sampling mode'], type: 'text', of: ({ mode }) => mode },
    { key: 'collectedOn', heading: ['采样日期', 'Collected on'], type: 'text', of: ({ collectedOn }) => collectedOn },
    { key: 'analyte', heading: ['分析物', 'Analyte'], type: 'text', of: ({ analyteId }) => analyteId },
    { key: 'analyteName', heading: ['分析物名称', 'Analyte name'], type: 'text', of: ({ analyte }) => nameOf(analyte, language) },
    { key: 'basis', heading: ['基准', 'Basis'], type: 'text', of: ({ basis }) => basis },
    { key: 'qualifier', heading: ['限定符', 'Qualifier'], type: 'text', of: shown(({ qualifier }) => (qualifier === '=' ? '' : qualifier)) },
    { key: 'value', heading: ['数值', 'Value'], type: 'number', of: shown(({ qualifier, value }) => (qualifier === '=' ? value : null)) },
    { key: 'limit', heading: ['限值', 'Limit'], type: 'number', of: shown(({ limit }) => limit) },
    { key: 'unit', heading: ['单位', 'Unit'], type: 'text', of: ({ unit }) => unit },
    { key: 'lod', heading: ['检出限', 'LOD'], type: 'number', of: shown(({ lod }) => lod) },
    { key: 'loq', heading: ['定量限', 'LOQ'], type: 'number', of: shown(({ loq }) => loq) },
    { key: 'upper', heading: ['测定上限', 'Upper limit'], type: 'number', of: shown(({ upper }) => upper) },
    { key: 'expandedUncertainty', heading: ['扩展不确定度', 'Expanded uncertainty'], type: 'number', of: shown(({ qualifier, expandedUncertainty }) => (qualifier === '=' ? expandedUncertainty : null)) },
    { key: 'reported', heading: ['报告值', 'Reported'], type: 'text', of: shown(({ reportedText }) => reportedText) },
    { key: 'measuredAt', heading: ['测定时间', 'Measured at'], type: 'text', of: ({ measuredAt }) => measuredAt },
    { key: 'deviation', heading: ['待核与说明', 'Held for, and what was said'], type: 'text', of: shown(({ confirmedHold, reason }) => (confirmedHold === null ? null : `${inLanguage(holdWords(confirmedHold), language)}${reason === null ? '' : ` | ${reason}`}`)) },
    { key: 'supersedes', heading: ['取代', 'Supersedes'], type: 'text', of: shown(({ supersedes }) => supersedes) },
    { key: 'standing', heading: ['状况', 'Standing'], type: 'text', of: ({ standing }) => (standing === null ? null : inLanguage(STANDING[standing], language)) },
    { key: 'method', heading: ['方法', 'Method'], type: 'text', of: ({ method }) => (method === undefined ? null : `${method.code} v${method.version}`) },
    { key: 'run', heading: ['分析批号', 'Run'], type: 'text', of: ({ run }) => run?.number ?? null },
    { key: 'runOverride', heading: ['质控放行理由', 'Quality-control override'], type: 'text', of: ({ run }) => run?.overrideReason ?? null },
    { key: 'withheld', heading: ['未公布原因', 'Withheld'], type: 'text', of: ({ withheld }) => (withheld ? inLanguage(WITHHELD, language) : null) },
  ];
};

export const resultsExport = tableExport<Row>({
  id: 'results',
  title: { zh: '检测结果', en: 'Results' },
  operation: 'results.read-released',
  parameters: ['round'],
  syntheticOf: ({ synthetic }) => synthetic,
  columns: ({ language }) => columns(language),
  rows: async (context) => {
    const reader = context.store.read;
    const rounds = await roundsOf(context);
    const places = await placesOf(context);
    const isWithheld = await withheldPoints(context);
    const withheld = (siteId: string): boolean => {
      const site = places.sites.get(siteId);
      return isWithheld(site, places.areas);
    };
    const analytes = new Map((await listAnalytes(reader)).map((analyte) => [analyte.id, analyte]));
    const rows: Row[] = [];
    for (const round of rounds) {
      const values = (await releasedValues(reader, { roundId: round.id })).filter(({ siteId }) => places.sites.has(siteId));
      const methodIds = [...new Set(values.flatMap(({ methodId }) => methodId ?? []))];
      const methods = new Map((methodIds.length === 0 ? [] : await methodsById(reader, methodIds)).map((method) => [method.id, method]));
      const runIds = [...new Set(values.flatMap(({ runId }) => runId ?? []))];
      const runs = new Map((runIds.length === 0 ? [] : await runsById(reader, runIds)).map((run) => [run.id, run]));
      const former = await formerlyReported(reader, values.flatMap(({ supersedesId }) => supersedesId ?? []));
      const asked = await withdrawalsAsked(reader, round.id);
      const order = (value: ReleasedValue): number => analytes.get(value.analyteId)?.order ?? 0;
      rows.push(
        ...values
          .map((value) => ({ ...value, round, places, analyte: analytes.get(value.analyteId), method: methods.get(value.methodId ?? ''), run: runs.get(value.runId ?? ''), supersedes: former.get(value.supersedesId ?? '') ?? null, standing: asked.has(value.resultId) ? ('withdrawal-asked' as const) : value.reportable ? null : ('under-correction' as const), withheld: withheld(value.siteId) }))
          .sort((a, b) => (a.sampleNumber < b.sampleNumber ? -1 : a.sampleNumber > b.sampleNumber ? 1 : order(a) - order(b))),
      );
    }
    return { rows, of: ofRounds(context) };
  },
});
