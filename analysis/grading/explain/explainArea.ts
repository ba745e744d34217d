/**
 * Why an area has its severity: what each analyte and each site adds (exact Shapley values at central
 * values), and the smallest change of one result, else of one analyte at every site, that would move
 * the severity across the next cut, in the units of the laboratory. Pure.
 */
import type { Explanation } from '../../../models/schemas/assessment.ts';
import type { Class } from '../classify.ts';
import { centralValues, onceEach, TownEvaluator } from '../monteCarlo/evaluateTown.ts';
import type { TownModel } from '../monteCarlo/townModel.ts';
import type { Words } from '../../../models/schemas/vocabulary.ts';
import type { Cuts } from '../cuts.ts';
import type { GradingAnalyte } from '../types.ts';
import { MOST_PLAYERS, shapley } from './shapley.ts';

/** Severity from an index and the share of analytes above their reference; the other components stay as they are. */
export type SeverityOf = (index: number, breadth: number) => number;

type Share = Explanation['analytes'][number];
type Counterfactual = NonNullable<Explanation['counterfactual']>;

export class AreaExplainer {
  private readonly model: TownModel;
  private readonly evaluator: TownEvaluator;
  private readonly base: Float64Array;
  private readonly severityOf: SeverityOf;
  private readonly analyteOf: string[];
  private readonly siteOf: Int32Array;
  private readonly names: readonly string[];

  constructor(model: TownModel, severityOf: SeverityOf) {
    this.model = model;
    this.severityOf = severityOf;
    this.evaluator = new TownEvaluator(model);
    this.base = centralValues(model);
    this.analyteOf = new Array<string>(this.base.length).fill('');
    this.siteOf = new Int32Array(this.base.length);
    for (const { units, analytes } of model.media) {
      for (const { site, entries } of units) {
        for (const { analyte, from, to } of entries) {
          this.analyteOf.fill(analytes[analyte] ?? '', from, to);
          this.siteOf.fill(site, from, to);
        }
      }
    }
    this.names = [...new Set(model.media.flatMap(({ analytes, speaks }) => analytes.filter((_, i) => speaks[i])))];
  }

  /** Index and breadth at these values. */
  figures(values: Float64Array, times = onceEach(this.model)): { index: number; breadth: number } {
    const index = this.evaluator.index(values, times);
    const above = new Set<string>();
    for (const { analytes, speaks, offset } of this.model.media) {
      analytes.forEach((name, i) => {
        if (speaks[i] === true && this.evaluator.above[offset + i] === 1) above.add(name);
      });
    }
    return { index, breadth: this.names.length === 0 ? Number.NaN : above.size / this.names.length };
  }

  severity(values: Float64Array = this.base, times = onceEach(this.model)): number {
    const { index, breadth } = this.figures(values, times);
    return this.severityOf(index, breadth);
  }

  private scaled(factor: number, which: (result: number) => boolean): Float64Array {
    return this.base.map((value, r) => (which(r) ? value * factor : value));
  }

  /** Largest first. The analytes beyond what can be enumerated, the lowest, stand together as one. */
  analytes(nameOf: (id: string) => Words): Share[] {
    const present = [...new Set(this.analyteOf)].filter((name) => name !== '');
    const highest = (name: string): number => Math.max(...this.base.filter((_, r) => this.analyteOf[r] === name));
    const ranked = present.map((name) => ({ name, top: highest(name) })).sort((a, b) => b.top - a.top || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
    const players = ranked.length <= MOST_PLAYERS ? ranked.map((name) => [name]) : [...ranked.slice(0, MOST_PLAYERS - 1).map((name) => [name]), ranked.slice(MOST_PLAYERS - 1)];
    const owner = new Map(players.flatMap((group, i) => group.map((name) => [name, i] as const)));
    const ownerOf = this.analyteOf.map((name) => owner.get(name) ?? 0);
    const values = new Float64Array(this.base.length);
    const points = shapley(players.length, (coalition) => {
      for (let r = 0; r < values.length; r++) values[r] = (coalition & (2 ** (ownerOf[r] ?? 0))) === 0 ? 0 : (this.base[r] ?? 0);
      return this.severity(values);
    });
    return players.map((group, i): Share => ({ key: group.join('+'), label: group.length === 1 ? nameOf(group[0] ?? '') : { zh: `其余 ${group.length} 种`, en: `${group.length} others` }, points: points[i] ?? 0 })).sort((a, b) => b.points - a.points || (a.key < b.key ? -1 : 1));
  }

  /** Largest first; empty where there are more sites than can be enumerated. */
  sites(): Share[] {
    const { sites } = this.model;
    if (sites.length > MOST_PLAYERS) return [];
    const none = this.severityOf(0, 0);
    const times = new Int32Array(sites.length);
    const points = shapley(sites.length, (coalition) => {
      if (coalition === 0) return none;
      for (let s = 0; s < times.length; s++) times[s] = (coalition & (2 ** s)) === 0 ? 0 : 1;
      // only the media in which one of them was sampled speak
      return this.subset(times);
    });
    return sites.map(({ code }, i): Share => ({ key: code, label: { zh: code, en: code }, points: points[i] ?? 0 })).sort((a, b) => b.points - a.points || (a.key < b.key ? -1 : 1));
  }

  /** Severity from some of the sites only. The evaluator takes a medium whole where none of its sites is picked, so values of the others are 0. */
  private subset(times: Int32Array): number {
    const values = this.base.map((value, r) => ((times[this.siteOf[r] ?? 0] ?? 0) > 0 ? value : 0));
    return this.severity(values, times);
  }

  /** Smallest scale factor, nearest to 1, at which the severity is on the other side of the target; undefined where none in the range does it. */
  private cross(target: number, down: boolean, which: (result: number) => boolean): number | undefined {
    const limit = down ? 0 : 64;
    const across = (factor: number): boolean => {
      const severity = this.severity(this.scaled(factor, which));
      return down ? severity < target : severity >= target;
    };
    if (across(1) || !across(limit)) return undefined;
    let [near, far] = [1, limit];
    for (let step = 0; step < 40; step++) {
      const middle = (near + far) / 2;
      if (across(middle)) far = middle;
      else near = middle;
    }
    return far;
  }

  /**
   * @param own class at central values; null is answered where it already lies on the other side
   * @returns the smallest change of one result that moves it down one class (general: up one), else of one analyte at every site
   */
  counterfactual(own: Class, cuts: Cuts, analytes: ReadonlyMap<string, GradingAnalyte>): Counterfactual | null {
    const down = own !== 'general';
    const target = own === 'severe' ? cuts.severe : cuts.moderatelySevere;
    const grade: Class = own === 'severe' ? 'moderately-severe' : own === 'general' ? 'moderately-severe' : 'general';
    const known = [...new Set(this.analyteOf)].filter((name) => analytes.has(name));
    let best: { factor: number; analyte: string; site: number | null } | undefined;
    const better = (factor: number): boolean => best === undefined || Math.abs(Math.log(Math.max(factor, 1e-9))) < Math.abs(Math.log(Math.max(best.factor, 1e-9)));
    for (const analyte of known) {
      this.model.sites.forEach((_, site) => {
        const factor = this.cross(target, down, (r) => this.analyteOf[r] === analyte && this.siteOf[r] === site);
        if (factor !== undefined && better(factor)) best = { factor, analyte, site };
      });
    }
    if (best === undefined) {
      for (const analyte of known) {
        const factor = this.cross(target, down, (r) => this.analyteOf[r] === analyte);
        if (factor !== undefined && better(factor)) best = { factor, analyte, site: null };
      }
    }
    return best === undefined ? null : this.inUnits(best, grade);
  }

  /** The change in the unit of the medium in which the analyte stands highest: at the site, or the median over the sites. */
  private inUnits({ factor, analyte, site }: { factor: number; analyte: string; site: number | null }, grade: Class): Counterfactual | null {
    let top: { value: number; unit: string } | undefined;
    for (const { subIndex, units, analytes } of this.model.media) {
      const standing = subIndex.analytes.find((each) => each.analyte === analyte);
      if (standing === undefined) continue;
      const factors = units.flatMap(({ site: at, entries }) => (site !== null && at !== site ? [] : entries.filter((entry) => analytes[entry.analyte] === analyte).map(({ from }) => this.base[from] ?? 0))).sort((a, b) => a - b);
      if (factors.length === 0) continue;
      const value = (factors[factors.length >> 1] ?? 0) * standing.reference;
      // concentrations are what a reader can look up; loads are computed from them
      if (top === undefined || (subIndex.basis === 'concentration' && value > top.value)) top = { value, unit: standing.unit };
    }
    if (top === undefined) return null;
    return { grade, analyte, siteCode: site === null ? null : (this.model.sites[site]?.code ?? null), unit: top.unit, from: top.value, to: top.value * factor, change: factor - 1 };
  }
}

/** Index and breadth of an area at central values. */
export const figuresOf = (model: TownModel): { index: number; breadth: number } => new AreaExplainer(model, () => 0).figures(centralValues(model));
