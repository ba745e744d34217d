/**
 * The published figures that the analysis reproduces, each with its source.
 * Data of others are read in place where they are at hand and are not part of the program.
 */
import { agreement } from '../../../analysis/agreement/agreement.ts';
import { kendall, spearman } from '../../../analysis/agreement/rankCorrelation.ts';
import { naturalBreaks } from '../../../analysis/breaks.ts';
import type { CensoredValue } from '../../../analysis/censored/censoredValue.ts';
import { detectionFrequency } from '../../../analysis/censored/detectionFrequency.ts';
import { kaplanMeier } from '../../../analysis/censored/kaplanMeier.ts';
import { lognormalFit } from '../../../analysis/censored/maximumLikelihood.ts';
import { ros } from '../../../analysis/censored/ros.ts';
import { loadUncertainty } from '../../../analysis/loads/loadUncertainty.ts';
import { correctionFactor } from '../../../analysis/loads/load.ts';
import { algorithmA } from '../../../analysis/robust/algorithmA.ts';
import { empiricalVariogram } from '../../../analysis/spatial/empiricalVariogram.ts';
import { fitVariogram } from '../../../analysis/spatial/fitVariogram.ts';
import { moran } from '../../../analysis/spatial/moran.ts';
import { neighboursFromLists } from '../../../analysis/spatial/neighbours.ts';
import { pointsFrom } from '../../../analysis/spatial/points.ts';
import { spatialWeights } from '../../../analysis/spatial/weights.ts';
import { exactTwoSidedP, scoreDistribution } from '../../../analysis/trend/kendallExact.ts';
import { mannKendall } from '../../../analysis/trend/mannKendall.ts';
import { seasonalKendall } from '../../../analysis/trend/seasonalKendall.ts';
import { beforeAfter } from '../../../analysis/trend/beforeAfter.ts';
import { constants, consumptionConstants } from '../../../models/reference/constants.ts';
import { csvRows, dataFile, type Absent } from './dataFile.ts';

export interface Figure {
  what: string;
  expected: number;
  /** Absolute: half a unit of the last digit printed, or the spread of a Monte Carlo answer. */
  tolerance: number;
  source: string;
  compute: () => number | Absent | Promise<number | Absent>;
}

const OPEN = '../shared/data/open';
const GOLDEN = '../shared/data/golden';

/** Applies `work` to a file's text where it is at hand. */
const withFile = async (path: string, work: (text: string) => number): Promise<number | Absent> => {
  const text = await dataFile(path);
  return typeof text === 'string' ? work(text) : text;
};

const censoredRows = (text: string, value: number, flag: number): CensoredValue[] =>
  csvRows(text).map((row) => ({ value: Number(row[value]), qualifier: row[flag] === 'True' ? '<' : '=' }));

function censoredFigures(): Figure[] {
  const oahu = (compute: (values: CensoredValue[]) => number) => () => withFile(`${OPEN}/nada_oahu_arsenic.csv`, (text) => compute(censoredRows(text, 0, 1)));
  const manganese = (compute: (values: CensoredValue[]) => number) => () => withFile(`${OPEN}/epa09_ex15_1_manganese.csv`, (text) => compute(censoredRows(text, 3, 4)));
  const logs = (values: CensoredValue[]): { mean: number; sd: number } => {
    // EnvStats places ranks by Blom's 0.375 within Hirsch and Stedinger's bands
    const modelled = Array.from(ros(values, 0.375).modelled, Math.log);
    const mean = modelled.reduce((sum, one) => sum + one / modelled.length, 0);
    return { mean, sd: Math.sqrt(modelled.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (modelled.length - 1)) };
  };
  const helsel = 'Helsel (2012), Statistics for Censored Environmental Data, Oahu arsenic; NADA';
  const epa = 'USEPA (2009) Unified Guidance, example 15-1; EnvStats elnormCensored';
  return [
    { what: 'Oahu arsenic, robust ROS mean', expected: 0.972, tolerance: 5e-4, source: helsel, compute: oahu((values) => ros(values).mean) },
    { what: 'Oahu arsenic, Kaplan-Meier mean', expected: 0.949, tolerance: 5e-4, source: helsel, compute: oahu((values) => kaplanMeier(values).mean) },
    { what: 'Oahu arsenic, lognormal maximum likelihood mean', expected: 0.945, tolerance: 5e-4, source: helsel, compute: oahu((values) => lognormalFit(values).mean) },
    { what: 'manganese, maximum likelihood mean of logs', expected: 2.215905, tolerance: 5e-7, source: epa, compute: manganese((values) => lognormalFit(values).meanlog) },
    { what: 'manganese, maximum likelihood sd of logs', expected: 1.356291, tolerance: 5e-7, source: epa, compute: manganese((values) => lognormalFit(values).sdlog) },
    { what: 'manganese, robust ROS mean of logs', expected: 2.298656, tolerance: 5e-7, source: epa, compute: manganese((values) => logs(values).mean) },
    { what: 'manganese, robust ROS sd of logs', expected: 1.238104, tolerance: 5e-7, source: epa, compute: manganese((values) => logs(values).sd) },
    { what: 'exact interval of 682 in 925, lower', expected: 0.7076683, tolerance: 5e-8, source: 'Conover (1971) p. 97; R ?binom.test', compute: () => detectionFrequency(682, 925).lower },
    { what: 'exact interval of 682 in 925, upper', expected: 0.7654066, tolerance: 5e-8, source: 'Conover (1971) p. 97; R ?binom.test', compute: () => detectionFrequency(682, 925).upper },
  ];
}

function survivalFigures(): Figure[] {
  // weeks in remission, maintained group; + is '>' here
  const weeks = [9, 13, -13, 18, 23, -28, 31, 34, -45, 48, -161].map((week): CensoredValue => ({ value: Math.abs(week), qualifier: week < 0 ? '>' : '=' }));
  const source = 'Miller (1997), acute myelogenous leukaemia, maintained; R survival ?survfit';
  return [
    { what: 'values above a limit: Kaplan-Meier median', expected: 31, tolerance: 0, source, compute: () => kaplanMeier(weeks).median },
    { what: 'values above a limit: Kaplan-Meier restricted mean', expected: 52.645, tolerance: 5e-4, source, compute: () => kaplanMeier(weeks).mean },
    { what: 'values above a limit: its standard error', expected: 19.829, tolerance: 5e-4, source, compute: () => kaplanMeier(weeks).se },
  ];
}

function rankFigures(): Figure[] {
  const lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1];
  const panel = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8];
  const tuna = 'Hollander & Wolfe (1973) p. 187, canned tuna; R ?cor.test';
  const rule = 'plain counting';
  return [
    { what: "tuna, Kendall's tau", expected: 0.4444444, tolerance: 5e-8, source: tuna, compute: () => kendall(lightness, panel).tau },
    { what: 'tuna, exact two-sided p', expected: 0.1194, tolerance: 5e-5, source: tuna, compute: () => exactTwoSidedP(scoreDistribution(panel), kendall(lightness, panel).S) },
    { what: "tuna, Spearman's rho", expected: 0.6, tolerance: 1e-12, source: tuna, compute: () => spearman(lightness, panel).rho },
    {
      what: 'tuna, permutation p of Kendall (9,999 seeded)',
      expected: 0.1194,
      tolerance: 0.013,
      source: `${tuna}; four standard errors of the permutations`,
      compute: () => agreement(lightness, panel, { seed: 1 }).result?.kendall.permutationP ?? Number.NaN,
    },
    { what: 'smallest p of Mann-Kendall on 4 values', expected: 0.0833, tolerance: 5e-5, source: rule, compute: () => mannKendall([1, 2, 3, 4], [1, 2, 3, 4]).p },
    {
      what: 'smallest p of seasonal Kendall on 8 quarters',
      expected: 0.125,
      tolerance: 1e-15,
      source: rule,
      compute: () => seasonalKendall([0, 0, 0, 0, 1, 1, 1, 1], [0, 1, 2, 3, 0, 1, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8]).p,
    },
    {
      what: 'smallest p of five paired sites',
      expected: 0.0625,
      tolerance: 1e-15,
      source: rule,
      compute: () => {
        const before = [5, 6, 7, 8, 9].map((value): CensoredValue => ({ value, qualifier: '=' }));
        return beforeAfter(before, before.map((one) => ({ ...one, value: one.value / 2 })), { seed: 1 }).result.sign.p;
      },
    },
  ];
}

function robustFigures(): Figure[] {
  const creosote = (compute: (values: number[]) => number) => () =>
    withFile(`${GOLDEN}/g_robust.json`, (text) => compute((JSON.parse(text) as { cases: { x: number[] }[] }).cases[0]?.x ?? []));
  const jenks = (k: number) => () =>
    withFile('test/golden/e_breaks.json', (text) => naturalBreaks((JSON.parse(text) as { cases: { values: number[] }[] }).cases[0]?.values ?? [], k).result.gvf);
  const iso = 'ISO 5725-5:1998, creosote, Algorithm A';
  return [
    { what: 'creosote, robust mean', expected: 20.412, tolerance: 5e-4, source: iso, compute: creosote((values) => algorithmA(values).result.mean) },
    { what: 'creosote, robust standard deviation', expected: 1.07, tolerance: 5e-3, source: iso, compute: creosote((values) => algorithmA(values).result.sd) },
    { what: 'Jenks 1971, goodness of variance fit, 5 classes', expected: 0.9313560063, tolerance: 5e-11, source: 'Jenks & Caspall (1971) data; R classInt 0.4-9 "fisher"', compute: jenks(5) },
  ];
}

function spatialFigures(): Figure[] {
  const meuse = (compute: (x: number[], y: number[], z: number[]) => number) => () =>
    withFile('test/golden/a_geostat_meuse_logzinc.csv', (text) => {
      const rows = csvRows(text);
      return compute(rows.map((row) => Number(row[0])), rows.map((row) => Number(row[1])), rows.map((row) => Number(row[2])));
    });
  const fit = (x: number[], y: number[], z: number[]) => fitVariogram(empiricalVariogram(pointsFrom(x, y), z), 'sph').model;
  const source = 'gstat, meuse log(zinc), spherical (Pebesma 2004 and R ?fit.variogram)';
  const columbus = async (): Promise<number | Absent> => {
    const lists = await dataFile('test/golden/b_autocorr_oldcol_crime.json');
    const values = await dataFile('test/golden/b_autocorr_oldcol_crime.csv');
    if (typeof lists !== 'string') return lists;
    if (typeof values !== 'string') return values;
    const column = (values.split(/\r?\n/)[0] ?? '').split(',').indexOf('value');
    const { neighbours0 } = (JSON.parse(lists) as { weights: { neighbours0: number[][] } }).weights;
    const weights = spatialWeights(neighboursFromLists(neighbours0), { style: 'W' });
    return moran(csvRows(values).map((row) => Number(row[column])), weights).result.statistic ?? Number.NaN;
  };
  return [
    { what: 'meuse, nugget', expected: 0.0507, tolerance: 1e-4, source, compute: meuse((x, y, z) => fit(x, y, z).nugget) },
    { what: 'meuse, partial sill', expected: 0.5906, tolerance: 1e-4, source, compute: meuse((x, y, z) => fit(x, y, z).psill) },
    { what: 'meuse, range', expected: 897, tolerance: 1, source, compute: meuse((x, y, z) => fit(x, y, z).range) },
    { what: "Columbus crime, Moran's I", expected: 0.5109513, tolerance: 5e-8, source: 'Anselin (1988), Columbus, its own contiguity; spdep ?moran.test', compute: columbus },
  ];
}

function loadFigures(): Figure[] {
  const { samplingComposite, chemistry, flowMetered, population } = constants.uncertainty;
  const meth = consumptionConstants('meth');
  const answer = (): ReturnType<typeof loadUncertainty>['result'] =>
    loadUncertainty({
      concentrationNgPerL: 350,
      flowM3PerDay: 12_000,
      population: 30_000,
      uncertainties: { sampling: samplingComposite.relativeSd, chemistry: chemistry.relativeSd, flow: flowMetered.relativeSd, population: population.relativeSd, stability: 0 },
      drug: meth ?? null,
      seed: 2018,
      draws: 100_000,
    }).result;
  let kept: ReturnType<typeof answer> | undefined;
  const once = (): ReturnType<typeof answer> => (kept ??= answer());
  const source = 'worked case: 350 ng/L, 12,000 m³/d, 30,000 people; Monte Carlo, so to about 1 %';
  const factor = (id: string) => () => {
    const found = consumptionConstants(id);
    return found === undefined ? Number.NaN : correctionFactor(found.massRatio, found.excretedFraction);
  };
  const factors: [string, number][] = [['meth', 2.44], ['amph', 2.77], ['mdma', 4.44], ['coc-be', 3.59], ['her-mam6', 86.8], ['her-mor', 3.08], ['cod', 3.33], ['mtd', 3.64], ['mtd-eddp', 2.03], ['ket', 5], ['thc', 36.5], ['tra', 3.45], ['eto', 1.88]];
  return [
    { what: 'PNML, mg/d/1000 inhabitants', expected: 140.0, tolerance: 1e-9, source, compute: () => once().pnml.value },
    { what: 'PNML, 2.5 %', expected: 80.0, tolerance: 0.8, source, compute: () => once().pnml.lower },
    { what: 'PNML, 97.5 %', expected: 245.2, tolerance: 2.5, source, compute: () => once().pnml.upper },
    { what: 'METH consumption, mg/d/1000 inhabitants', expected: 341, tolerance: 0.5, source, compute: () => once().consumption?.value ?? Number.NaN },
    { what: 'METH consumption, 2.5 %', expected: 179, tolerance: 1.8, source, compute: () => once().consumption?.lower ?? Number.NaN },
    { what: 'METH consumption, 97.5 %', expected: 694, tolerance: 7, source, compute: () => once().consumption?.upper ?? Number.NaN },
    ...factors.map(([id, expected]): Figure => ({ what: `correction factor ${id}`, expected, tolerance: expected >= 30 ? 0.05 : 0.005, source: 'back-calculation table; from excreted fraction and molar masses', compute: factor(id) })),
  ];
}

/** In the order they are printed. */
export const publishedFigures = (): Figure[] => [...censoredFigures(), ...survivalFigures(), ...rankFigures(), ...robustFigures(), ...spatialFigures(), ...loadFigures()];
