/**
 * Grades of areas by the newest assessment of each round, with the rule that made them. Areas with
 * fewer people than the smallest published population leave without grade and figures, and say so.
 * GeoJSON carries official boundaries where they were imported, else the seat as a point: schematic
 * cells are for looking, not for carrying away.
 */
import type { Feature, MultiPolygon, Point, Polygon } from 'geojson';
import type { Area, AreaAssessment, Assessment, Language, Round } from '../../models/schemas/index.ts';
import { newestAssessment } from '../../models/store/repositories/assessments.ts';
import { inScope } from '../auth/permissions.ts';
import { stalenessOf } from '../usecases/assessment/assessStaleness.ts';
import { readSettings } from '../usecases/administration/settings.ts';
import type { Column } from './csv.ts';
import { inLanguage, type ExportContext, type ExportKind } from './exportKind.ts';
import { geoJsonFormat } from './geoJson.ts';
import { FIRMNESS_WORDS, gradeWord, nameOf, ofRounds, placesOf, roundsOf } from './names.ts';
import { tooFewPeople, WITHHELD } from './published.ts';
import { tableExport } from './table.ts';

interface Row {
  round: Round;
  assessment: Assessment;
  stale: boolean;
  standing: AreaAssessment;
  area: Area | undefined;
  /** Too few people to be published alone. */
  withheld: boolean;
}

const columns = (language: Language): Column<Row>[] => {
  const shown = <T>(of: (row: Row) => T) => (row: Row): T | null => (row.withheld ? null : of(row));
  return [
    { key: 'round', heading: ['轮次', 'Round'], type: 'text', of: ({ round }) => round.code },
    { key: 'code', heading: ['区域代码', 'Area code'], type: 'text', of: ({ standing }) => standing.code },
    { key: 'nameZh', heading: ['名称（中文）', 'Name (Chinese)'], type: 'text', of: ({ standing }) => standing.name.zh },
    { key: 'nameEn', heading: ['名称（英文）', 'Name (English)'], type: 'text', of: ({ standing }) => standing.name.en },
    { key: 'grade', heading: ['等级代码', 'Grade code'], type: 'text', of: shown(({ standing }) => standing.grade) },
    { key: 'gradeName', heading: ['等级', 'Grade'], type: 'text', of: shown(({ standing }) => gradeWord(standing.grade, language)) },
    { key: 'firmness', heading: ['确定程度', 'Firmness'], type: 'text', of: shown(({ standing }) => inLanguage(FIRMNESS_WORDS[standing.firmness], language)) },
    { key: 'severity', heading: ['严重度（0–100）', 'Severity (0-100)'], type: 'number', of: shown(({ standing }) => standing.severity) },
    { key: 'index', heading: ['指数', 'Index'], type: 'number', of: shown(({ standing }) => standing.index) },
    { key: 'indexLower', heading: ['指数下界', 'Index, lower bound'], type: 'number', of: shown(({ standing }) => standing.indexInterval?.lower ?? null) },
    { key: 'indexUpper', heading: ['指数上界', 'Index, upper bound'], type: 'number', of: shown(({ standing }) => standing.indexInterval?.upper ?? null) },
    { key: 'probabilitySevere', heading: ['概率：严重', 'P(severe)'], type: 'number', of: shown(({ standing }) => standing.probability?.severe ?? null) },
    { key: 'probabilityModeratelySevere', heading: ['概率：较严重', 'P(moderately severe)'], type: 'number', of: shown(({ standing }) => standing.probability?.moderatelySevere ?? null) },
    { key: 'probabilityGeneral', heading: ['概率：一般严重', 'P(general)'], type: 'number', of: shown(({ standing }) => standing.probability?.general ?? null) },
    { key: 'reasons', heading: ['理由', 'Reasons'], type: 'text', of: (row) => (row.withheld ? inLanguage(WITHHELD, language) : row.standing.reasons.map((reason) => inLanguage(reason, language)).join(' ')) },
    { key: 'population', heading: ['人口', 'Population'], type: 'number', of: ({ area }) => area?.population ?? null },
    { key: 'populationBasis', heading: ['人口口径', 'Population basis'], type: 'text', of: ({ area }) => area?.populationBasis ?? null },
    { key: 'rule', heading: ['规则', 'Rule'], type: 'text', of: ({ assessment }) => `${assessment.rule}@${assessment.ruleVersion}` },
    { key: 'assessment', heading: ['评估序号', 'Assessment'], type: 'number', of: ({ assessment }) => assessment.sequence },
    { key: 'inputsRevision', heading: ['输入版本', 'Inputs revision'], type: 'number', of: ({ assessment }) => assessment.inputsRevision },
    { key: 'stale', heading: ['已过时', 'Stale'], type: 'flag', of: ({ stale }) => stale },
  ];
};

async function rowsOf(context: ExportContext): Promise<Row[]> {
  const { store, user } = context;
  const { areas } = await placesOf(context);
  const { minimumPublishedPopulation } = await readSettings(store.read);
  const rows: Row[] = [];
  for (const round of await roundsOf(context)) {
    const assessment = await newestAssessment(store.read, round.id);
    if (assessment === undefined) continue;
    const { stale } = await stalenessOf(store, round, assessment, undefined);
    for (const standing of assessment.body.areas) {
      if (!inScope(user, standing.areaId)) continue;
      const area = areas.get(standing.areaId);
      rows.push({ round, assessment, stale, standing, area, withheld: tooFewPeople(area?.population, minimumPublishedPopulation) });
    }
  }
  return rows;
}

const title = { zh: '区域等级', en: 'Grades of areas' };
const table = tableExport<Row>({
  id: 'grades',
  title,
  operation: 'map.read',
  parameters: ['round'],
  syntheticOf: ({ assessment }) => assessment.synthetic,
  columns: ({ language }) => columns(language),
  rows: async (context) => ({ rows: await rowsOf(context), of: ofRounds(context) }),
});

function featureOf({ round, assessment, stale, standing, area, withheld }: Row): Feature<Point | Polygon | MultiPolygon, { synthetic: boolean }>[] {
  const official = area !== undefined && area.geometry !== null && area.geometrySource === 'official' ? (area.geometry as Polygon | MultiPolygon) : undefined;
  const seat = area === undefined || area.seatLongitude === null || area.seatLatitude === null ? undefined : ({ type: 'Point', coordinates: [area.seatLongitude, area.seatLatitude] } as const);
  const geometry = official ?? (seat === undefined ? undefined : { type: seat.type, coordinates: [...seat.coordinates] });
  if (geometry === undefined) return [];
  return [
    {
      type: 'Feature',
      id: `${round.code}.${standing.code}`,
      geometry,
      properties: {
        synthetic: assessment.synthetic,
        ...{
          round: round.code, code: standing.code, nameZh: nameOf(area, 'zh-CN'), nameEn: nameOf(area, 'en'),
          grade: withheld ? null : standing.grade, gradeZh: withheld ? null : gradeWord(standing.grade, 'zh-CN'), gradeEn: withheld ? null : gradeWord(standing.grade, 'en'),
          firmness: withheld ? null : standing.firmness, severity: withheld ? null : standing.severity, index: withheld ? null : standing.index, withheld,
          rule: `${assessment.rule}@${assessment.ruleVersion}`, stale, boundary: official === undefined ? null : 'official', boundaryCredit: official === undefined ? null : (area?.geometryCredit ?? null), seatBasis: area?.seatBasis ?? null,
        },
      },
    },
  ];
}

export const gradesExport: ExportKind = {
  ...table,
  formats: { ...table.formats, geojson: geoJsonFormat(title, async (context) => ({ features: (await rowsOf(context)).flatMap(featureOf), of: ofRounds(context) })) },
};
