/**
 * What lies in the water of each town, quarter by quarter: the story that the example data tell.
 * Levels are methamphetamine in sewage, ng/L, before rain. Figures are made up in the range of the
 * literature (22 Chinese cities 2018: 42.6-700 ng/L; rural South China: mean 700 ng/L); which three
 * towns are high comes from the published account of 2018. Nothing here knows a grade, a cut or a
 * reference value.
 */

export const ROUNDS = ['2018-Q1', '2018-Q2', '2018-Q3', '2018-Q4', '2019-Q1', '2019-Q2', '2019-Q3', '2019-Q4'] as const;

export interface TownWater {
  /** METH in sewage of the town's middle site, ng/L, in the first quarter. */
  meth: number;
  /** By which it is multiplied in each of the eight quarters. */
  course: readonly number[];
  /** AMP/METH: use leaves 0.04-0.10, raw METH that was dumped or made next to none. */
  ampPerMeth: number;
  /** Ketamine in sewage, ng/L. */
  ket: number;
  /** Ketamine / norketamine: about 5 in sewage of users. */
  ketPerNorket: number;
  /** Multiplies medicines and the rest: a town with hardly any sewage has hardly any of them. */
  rest: number;
}

const STEADY = [1, 1, 1, 1, 1, 1, 1, 1];
const town = (meth: number, more: Partial<TownWater> = {}): TownWater => ({ meth, course: STEADY, ampPerMeth: 0.07, ket: 9, ketPerNorket: 4.6, rest: 1, ...more });

export const TOWNS: Readonly<Record<string, TownWater>> = {
  /** Huicheng: many users of both; sewage with flow and population. */
  '445224100': town(1560, { course: [1, 1.04, 0.98, 1.02, 0.97, 1, 0.95, 0.96], ampPerMeth: 0.075, ket: 360, ketPerNorket: 5 }),
  /** Huahu: clean water; the counts of other agencies say otherwise. */
  '445224102': town(185),
  '445224103': town(300),
  /** Jinghai and Zhoutian: in between, and never clearly on one side. */
  '445224104': town(650),
  '445224105': town(690),
  /** Qianzhan: hardly anything in the water. */
  '445224106': town(0.25, { ket: 0.08, rest: 0.01 }),
  '445224107': town(480),
  /** Donglong: the village of Jilong was cleared in the second quarter; the water falls afterwards. */
  '445224108': town(790, { course: [1, 1.05, 0.62, 0.46, 0.38, 0.33, 0.32, 0.3] }),
  /** Qishi: the sewage of its own people is ordinary; what makes it high is in reach 109 below. */
  '445224109': town(330, { ampPerMeth: 0.07 }),
  /** Longjiang: many people, high at most sites, with one sharp spike. */
  '445224110': town(2250, { course: [1, 1.05, 0.97, 3.4, 1.02, 0.95, 0.92, 0.9], ampPerMeth: 0.08, ket: 38, ketPerNorket: 4.8 }),
  '445224111': town(450),
  '445224112': town(260),
  /** Kuitan: rises by about a sixth each quarter while its case counts fall. */
  '445224114': town(215, { course: [1, 1.17, 1.37, 1.6, 1.87, 2.19, 2.56, 3] }),
};

/** Towns of a county without contamination: the same ordinary background in all. */
export const nullTown = (level: number): TownWater => town(150 * level);

/** Ephedrine of cold medicines in sewage, ng/L, by season: high in winter. */
export const EPHEDRINE_BY_SEASON = [820, 460, 230, 420] as const;

/** Other analytes in sewage, ng/L. 6-MAM, MDMA and benzoylecgonine lie near or below what can be determined. */
export const BACKGROUND: Readonly<Record<string, number>> = { mdma: 1.1, mor: 32, mam6: 0.5, cod: 45, be: 0.22 };

/** Where a river takes in sewage it is diluted to this share. */
export const RIVER_SHARE = 0.16;

/**
 * What enters the reach of Qishi beside sewage, by site: METH that was never in a person (ng/L of
 * the lateral inflow), and at one site what is thrown away by whoever makes it (grams a day).
 */
export const QISHI = {
  lateral: { 'HL109-1': 560, 'HL109-2': 610, 'HL109-3': 850, 'HL109-4': 830, 'HL109-5': 600 } as Readonly<Record<string, number>>,
  dumpSite: 'HL109-5',
  dumpGramsPerDay: 54,
  /** Ephedrine thrown away there, grams a day, by season: the work is done in summer. */
  dumpEphedrineBySeason: [6, 45, 190, 18] as readonly number[],
  course: [1, 1.1, 1.25, 0.95, 0.85, 0.85, 0.95, 0.7] as readonly number[],
  /** AMP/METH of METH that no body has changed. */
  ampPerMeth: 0.02,
} as const;

/** Share of its sewage strength at which Longjiang's own inflow reaches the river. */
export const LONGJIANG_RIVER = { site: 'HL110-5', share: 0.68 } as const;

/** Millimetres of rain in the 48 h before each round's sampling week; the wet spring of 2019 thins everything. */
export const RAIN = [4, 22, 38, 6, 9, 96, 46, 5] as const;

/** What really is a source, and of what kind: for holding grades against. Not read by the generator. */
export interface TrueSource {
  areaCode: string;
  kind: 'use' | 'manufacture';
  sites: readonly string[];
}

const SOURCES: readonly TrueSource[] = [
  { areaCode: '445224100', kind: 'use', sites: ['HL100-1', 'HL100-2', 'HL100-3', 'HL100-4', 'HL100-5'] },
  { areaCode: '445224109', kind: 'manufacture', sites: ['HL109-5'] },
  { areaCode: '445224110', kind: 'use', sites: ['HL110-1', 'HL110-2', 'HL110-3', 'HL110-4', 'HL110-5'] },
];

/** The areas with a true source, in all eight quarters; none in a county without contamination. */
export const huilaiTruth = (options: { nullCounty?: boolean } = {}): readonly TrueSource[] => (options.nullCounty === true ? [] : SOURCES);
