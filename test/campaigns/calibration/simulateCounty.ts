/**
 * Counties whose truth is known because it was put there: many places in each town, skewed; a middle
 * that drifts or jumps from quarter to quarter; bottles that catch one moment (gamma, not lognormal),
 * some of them in rain that thins a whole county; a laboratory with batch bias and now and then a
 * wild value; limits. It imports no rule, and its distributions are not the rule's.
 */
import { Random } from '../../../analysis/random.ts';
import type { GradingInputs, GradingMeasurement, GradingSample, GradingSite, PastRound } from '../../../analysis/grading/types.ts';

/** Share of the reference at which each analyte can be determined, and how high it stands beside METH. */
const PANEL = [
  { id: 'meth', priority: true, loq: 0.02, share: 1 },
  { id: 'ket', priority: true, loq: 0.05, share: 0.5 },
  { id: 'norket', priority: false, loq: 0.1, share: 0.45 },
  { id: 'amph', priority: false, loq: 0.05, share: 0.2 },
  { id: 'mdma', priority: false, loq: 0.3, share: 0.1 },
  { id: 'mam6', priority: true, loq: 0.6, share: 0.3 },
  { id: 'mor', priority: false, loq: 0.1, share: 0.4 },
  { id: 'be', priority: false, loq: 0.2, share: 0.1 },
] as const;
export const ANALYTES = PANEL.map(({ id, priority }) => ({ id, name: { zh: id, en: id }, abbreviation: id, priority }));
export const ANALYTE_WEIGHTS = PANEL.map(({ priority }) => (priority ? 2 : 1));
const PLACES = 150;
const SITES = 5;
const TOWNS = 12;
const ABOVE_RANGE = 12;

/** Gamma with this coefficient of variation and mean 1 (Marsaglia and Tsang 2000). */
function gamma(random: Random, cv: number): number {
  const shape = 1 / (cv * cv);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(random.uniformOpen()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / shape;
  }
}

const exponential = (random: Random): number => -Math.log(random.uniformOpen());
const between = (random: Random, low: number, high: number): number => low + (high - low) * random.uniform();

export interface SimulatedRound {
  inputs: GradingInputs;
  /** C / S of every place of each town, averaged over the quarter. */
  truth: number[][][];
  /** The same of the sites that were sampled, [town][site][analyte]. */
  sampled: number[][][];
  /** As the laboratory reported them, with half the LOQ for what it did not find and the limit for what was above the range. */
  naive: number[][][];
}

export interface SimulatedCounty {
  years: number[];
  coordinates: { x: number; y: number }[][];
  rounds: SimulatedRound[];
}

function roundDates(k: number): { code: string; startsOn: string; endsOn: string } {
  const year = 2018 + Math.floor(k / 4);
  const [start, end] = [['01-01', '03-31'], ['04-01', '06-30'], ['07-01', '09-30'], ['10-01', '12-31']][k % 4] as [string, string];
  return { code: `${year}-Q${(k % 4) + 1}`, startsOn: `${year}-${start}`, endsOn: `${year}-${end}` };
}

export function simulateCounty(seed: number, rounds: number): SimulatedCounty {
  const random = new Random(seed, 77);
  // the published reference is not quite the one that would be right
  const trueReference = PANEL.map(() => Math.exp(0.1 * random.normal()));
  const towns = Array.from({ length: TOWNS }, () => {
    const high = random.uniform() < 0.25;
    const meth = high ? between(random, 1.5, 7) : between(random, 0.1, 2.2);
    const spread = between(random, 0.25, 0.8);
    return {
      level: PANEL.map(({ share }, a) => (a === 0 ? meth : share * meth * gamma(random, 0.8) * (a === 1 && random.uniform() < 0.15 ? 4 : 1))),
      // skewed upwards: most places a little below the middle, a few far above
      places: Array.from({ length: PLACES }, () => Math.exp(spread * (exponential(random) - 1) + 0.15 * random.normal())),
      own: Array.from({ length: PLACES }, () => PANEL.map(() => Math.exp(0.2 * random.normal()))),
      yearly: random.uniform() < 0.2 ? between(random, 1.2, 2.2) : random.uniform() < 0.25 ? between(random, 0.5, 0.9) : 1,
      sites: Array.from({ length: SITES }, () => random.below(PLACES)),
      x: between(random, 116, 116.5),
      y: between(random, 22.9, 23.2),
    };
  });
  const coordinates = towns.map(({ x, y }) => Array.from({ length: SITES }, () => ({ x: x + 0.01 * random.normal(), y: y + 0.01 * random.normal() })));
  const sites: GradingSite[] = towns.flatMap((_, t) => (coordinates[t] ?? []).map((at, s) => ({ id: `t${t}s${s}`, code: `T${String(t).padStart(2, '0')}-${s}`, areaId: `t${t}`, asset: 'open-channel' as const, position: { longitude: at.x, latitude: at.y } })));
  const past: PastRound[] = [];
  const made = Array.from({ length: rounds }, (_, k): SimulatedRound => {
    const round = roundDates(k);
    const thinning = random.uniform() < 0.2 ? between(random, 0.6, 0.9) : 1;
    const batch = PANEL.map(() => Math.exp(0.06 * random.normal()));
    const truth: number[][][] = [];
    const sampled: number[][][] = [];
    const naive: number[][][] = [];
    const samples: GradingSample[] = [];
    towns.forEach((town, t) => {
      const jump = gamma(random, 0.12) * town.yearly ** (k / 4);
      const mean = (place: number): number[] => PANEL.map((_, a) => ((town.level[a] ?? 0) * jump * (town.places[place] ?? 1) * (town.own[place]?.[a] ?? 1)) / (trueReference[a] ?? 1));
      truth.push(Array.from({ length: PLACES }, (_, place) => mean(place)));
      sampled.push(town.sites.map(mean));
      naive.push(
        town.sites.map((place, s) => {
          const moment = gamma(random, 0.33) * thinning;
          const measurements = PANEL.map(({ id, loq }, a): GradingMeasurement => {
            const wild = random.uniform() < 0.01 ? Math.exp(0.6 * random.normal()) : 1;
            const value = (mean(place)[a] ?? 0) * (trueReference[a] ?? 1) * moment * gamma(random, 0.15) * gamma(random, 0.11) * (batch[a] ?? 1) * wild * 100;
            const [below, above] = [value < loq * 100, value > ABOVE_RANGE * 100];
            const limit = below ? loq * 100 : above ? ABOVE_RANGE * 100 : null;
            return { resultId: `${round.code}t${t}s${s}${id}`, analyte: id, basis: 'concentration', unit: 'ng/L', qualifier: below ? '<' : above ? '>' : '=', value: limit === null ? value : null, limit, lod: loq * 30, loq: loq * 100, detected: !below, reported: limit === null ? value.toPrecision(3) : String(limit), qcFlag: null };
          });
          samples.push({ id: `${round.code}t${t}s${s}`, siteId: `t${t}s${s}`, matrix: 'sewage', mode: 'grab', collectedOn: round.startsOn, rainMm: null, measurements });
          return measurements.map(({ qualifier, value, limit }) => (qualifier === '<' ? (limit ?? 0) / 2 : (value ?? limit ?? 0)) / 100);
        }),
      );
    });
    const inputs: GradingInputs = {
      round,
      areas: towns.map((_, t) => ({ id: `t${t}`, code: `T${String(t).padStart(2, '0')}`, name: { zh: `镇${t}`, en: `Town ${t}` }, planned: SITES })),
      sites,
      samples,
      references: PANEL.map(({ id }) => ({ analyte: id, matrix: 'sewage' as const, basis: 'concentration' as const, unit: 'ng/L', value: 100, version: 'simulated', source: 'simulated' })),
      analytes: ANALYTES,
      relations: [],
      past: [...past],
    };
    past.push({ round, sites, samples, issued: [] });
    return { inputs, truth, sampled, naive };
  });
  return { years: made.map((_, k) => k / 4), coordinates, rounds: made };
}
