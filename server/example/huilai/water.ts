/**
 * What lies in the water: the true concentration of each analyte in each bottle, before any
 * laboratory. Site, season, rain, the stream, the day. No grade, no rule, no reference value.
 */
import type { PlanDocument } from '../../../models/schemas/plan.ts';
import type { SamplingMode } from '../../../models/schemas/vocabulary.ts';
import { concentrations, wetFactor, type Node } from './hydrology.ts';
import { Draw } from './streams.ts';
import { BACKGROUND, EPHEDRINE_BY_SEASON, LONGJIANG_RIVER, nullTown, QISHI, RAIN, RIVER_SHARE, ROUNDS, TOWNS, type TownWater } from './towns.ts';

type PlanSite = PlanDocument['areas'][number]['sites'][number];

/** Spread of one bottle around the water of its day, by how it was taken (log scale). */
const BOTTLE_SIGMA: Readonly<Record<SamplingMode, number>> = { grab: 0.26, 'manual-composite': 0.18, 'time-proportional': 0.14, 'volume-proportional': 0.1, 'flow-proportional': 0.07, passive: 0.2 };
/** Spread of the sites of a town, and of a town from quarter to quarter. */
const SITE_SIGMA = 0.3;
const QUARTER_SIGMA = 0.07;
const ANALYTE_SIGMA = 0.1;
/** Part of what the water carries that soil beside it holds, ng/g per ng/L of sewage. */
const SOIL_PER_WATER = 0.015;

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2;
};

export class Water {
  readonly #seed: number;
  readonly #nullCounty: boolean;
  readonly #sites = new Map<string, { site: PlanSite; areaCode: string }>();
  readonly #siteFactor = new Map<string, number>();
  readonly #streams: readonly Node[];
  readonly #inStreamBefore = new Map<string, Map<string, number>>();

  constructor(seed: number, plan: PlanDocument, nullCounty: boolean) {
    this.#seed = seed;
    this.#nullCounty = nullCounty;
    for (const area of plan.areas) {
      // centred, so that a town's level is that of its middle site whatever the seed
      const logs = area.sites.map((site) => SITE_SIGMA * new Draw(seed, 'site', site.code).normal(2));
      const sewage = logs.filter((_, i) => area.sites[i]?.matrix === 'sewage');
      const middle = median(sewage.length >= 3 ? sewage : logs);
      area.sites.forEach((site, i) => {
        this.#sites.set(site.code, { site, areaCode: area.code });
        this.#siteFactor.set(site.code, Math.exp((logs[i] ?? 0) - middle));
      });
    }
    this.#streams = this.#orderStreams();
  }

  rainMm(round: number, siteCode: string): number {
    const base = RAIN[round] ?? 0;
    return Math.round(base * new Draw(this.#seed, 'rain', round, this.#areaOf(siteCode)).uniform(0.8, 1.2) * 10) / 10;
  }

  /** Flow on the day, m³/d; null where the plan knows no flow. */
  flowM3PerDay(round: number, siteCode: string): number | null {
    const flow = this.#sites.get(siteCode)?.site.flowM3PerDay;
    return flow === undefined ? null : Math.round(flow * wetFactor(this.rainMm(round, siteCode)) * new Draw(this.#seed, 'flow', round, siteCode).factor(0.06));
  }

  /**
   * True concentrations in one bottle.
   * @param round index into ROUNDS
   * @param day 0 for the first day of the round; composites of later days differ
   * @returns ng/L, or ng/g in soil, by analyte
   */
  inBottle(round: number, siteCode: string, medium: 'water' | 'soil', day = 0): Map<string, number> {
    const { site, areaCode } = this.#site(siteCode);
    const sigma = medium === 'soil' ? 0.3 : BOTTLE_SIGMA[site.mode];
    const draw = new Draw(this.#seed, 'bottle', round, siteCode, medium, day);
    const bottle = draw.factor(sigma) / (medium === 'soil' ? 1 : wetFactor(this.rainMm(round, siteCode)));
    const own = (analyte: string): number => new Draw(this.#seed, 'analyte', round, siteCode, medium, day, analyte).factor(ANALYTE_SIGMA);
    const level = (analyte: string): number => {
      const water = this.#onAverage(round, siteCode, analyte);
      // soil keeps what the water carried; river water is thinner than the sewage that reached the bank
      return medium === 'soil' ? water * SOIL_PER_WATER * (site.matrix === 'surface-water' ? 2 : 1) : water;
    };
    const meth = level('meth') * bottle * own('meth');
    const ket = level('ket') * bottle * own('ket');
    const ratio = this.#ampPerMeth(areaCode);
    return new Map([
      ['meth', meth],
      ['amph', meth * ratio * own('amph')],
      ['ket', ket],
      ['norket', (ket / this.#town(areaCode).ketPerNorket) * own('norket')],
      ...['mdma', 'mor', 'mam6', 'cod', 'be', 'eph'].map((analyte): [string, number] => [analyte, level(analyte) * bottle * own(analyte)]),
    ]);
  }

  /** What the site's water carries in the quarter before rain and chance of the bottle, ng/L. */
  #onAverage(round: number, siteCode: string, analyte: string): number {
    const { site, areaCode } = this.#site(siteCode);
    const stream = this.#streams.some((node) => node.site === siteCode) ? this.#inStream(round, analyte).get(siteCode) : undefined;
    const quarter = new Draw(this.#seed, 'quarter', round, areaCode).factor(QUARTER_SIGMA);
    if (stream !== undefined) return stream * quarter;
    const share = site.matrix === 'surface-water' ? RIVER_SHARE : 1;
    return this.#sewage(round, areaCode, analyte) * share * quarter * (this.#siteFactor.get(siteCode) ?? 1);
  }

  /** Sewage of a town's middle site, ng/L. */
  #sewage(round: number, areaCode: string, analyte: string): number {
    const water = this.#town(areaCode);
    if (analyte === 'meth') return water.meth * (water.course[round] ?? 1);
    if (analyte === 'ket') return water.ket;
    if (analyte === 'eph') return (EPHEDRINE_BY_SEASON[round % 4] ?? 0) * water.rest;
    return (BACKGROUND[analyte] ?? 0) * water.rest;
  }

  #inStream(round: number, analyte: string): Map<string, number> {
    const key = `${String(round)} ${analyte}`;
    const before = this.#inStreamBefore.get(key);
    if (before !== undefined) return before;
    const polluted = !this.#nullCounty;
    const course = QISHI.course[round] ?? 1;
    const answer = concentrations(
      this.#streams,
      (code) => {
        const { areaCode } = this.#site(code);
        const share = polluted && code === LONGJIANG_RIVER.site && analyte === 'meth' ? LONGJIANG_RIVER.share : RIVER_SHARE;
        const sewage = this.#sewage(round, areaCode, analyte) * share;
        const lateral = polluted && analyte === 'meth' ? (QISHI.lateral[code] ?? 0) * course : 0;
        return Math.max(sewage, lateral) * (this.#siteFactor.get(code) ?? 1) ** 0.5;
      },
      (code) => {
        if (!polluted || code !== QISHI.dumpSite) return 0;
        if (analyte === 'meth') return QISHI.dumpGramsPerDay * course;
        return analyte === 'eph' ? (QISHI.dumpEphedrineBySeason[round % 4] ?? 0) * course : 0;
      },
    );
    this.#inStreamBefore.set(key, answer);
    return answer;
  }

  #ampPerMeth(areaCode: string): number {
    return !this.#nullCounty && areaCode === '445224109' ? QISHI.ampPerMeth : this.#town(areaCode).ampPerMeth;
  }

  #town(areaCode: string): TownWater {
    if (this.#nullCounty) return nullTown(new Draw(this.#seed, 'null', areaCode).factor(0.25, 2));
    const water = TOWNS[areaCode];
    if (water === undefined) throw new RangeError(`the example knows no water of area ${areaCode}; expected one of ${Object.keys(TOWNS).join(', ')}`);
    return water;
  }

  #site(code: string): { site: PlanSite; areaCode: string } {
    const found = this.#sites.get(code);
    if (found === undefined) throw new RangeError(`site ${code} is not in the plan`);
    return found;
  }

  #areaOf(code: string): string {
    return this.#site(code).areaCode;
  }

  /** Sites whose flow is known and that stand in a relation, upstream before downstream. */
  #orderStreams(): Node[] {
    const upstream = new Map<string, string[]>();
    const inStream = new Set<string>();
    for (const { site } of this.#sites.values()) {
      for (const next of site.downstream ?? []) {
        const below = this.#site(next.site).site;
        if (site.flowM3PerDay === undefined || below.flowM3PerDay === undefined) continue;
        upstream.set(below.code, [...(upstream.get(below.code) ?? []), site.code]);
        inStream.add(site.code).add(below.code);
      }
    }
    const ordered: Node[] = [];
    const place = (code: string): void => {
      if (ordered.some((node) => node.site === code)) return;
      for (const above of upstream.get(code) ?? []) place(above);
      ordered.push({ site: code, flow: this.#site(code).site.flowM3PerDay ?? 0, upstream: upstream.get(code) ?? [] });
    };
    for (const code of inStream) place(code);
    return ordered;
  }
}

export const roundIndex = (code: string): number => ROUNDS.findIndex((round) => round === code);
