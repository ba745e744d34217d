/**
 * Where along the stream does load enter? A mass balance of each reach (load at its lower end less what
 * comes in from the sites upstream), drawn with its uncertainty, and the reaches ranked by the probability
 * that theirs is the largest gain.
 * Pure: no I/O, no clock; the seed is an argument, and each site draws from the stream of its place in the
 * sorted list of sites, so that the order of the input changes nothing.
 */
import { lognormalFactor } from '../loads/draws.ts';
import { requireCensored, type CensoredValue } from '../censored/censoredValue.ts';
import { requireInRange } from '../finite.ts';
import { quantileSorted } from '../quantile.ts';
import { Random } from '../random.ts';
import type { Decision, Step } from '../step.ts';
import type { StreamNetwork } from './streamNetwork.ts';

export interface SiteLoad {
  site: string;
  /** mg/d; '<' where below a limit. */
  load: CensoredValue;
  /** Relative standard deviation, >= 0. */
  relativeSd: number;
}

export interface Reach {
  /** Its lower end. */
  site: string;
  /** Sites at its upper ends; none above a headwater. */
  upstream: string[];
  /** mg/d that enter within the reach. */
  gain: { median: number; lower: number; upper: number };
  probabilityGain: number;
  /** That no other reach gains more. */
  probabilityLargest: number;
}

export interface ReachRanking {
  /** Most probable first. */
  reaches: Reach[];
  /** Lower end of the one reach that can be named; null where none can. */
  named: string | null;
}

export interface ReachDiagnostics {
  seed: number;
  draws: number;
  /** Reaches without an answer, and why. */
  left: { site: string; reason: string }[];
}

export interface ReachOptions {
  seed: number;
  /** >= 1,000 */
  draws?: number;
  confidence?: number;
  /** Share of a load that survives a relation, 0 to 1; 1 where not given. */
  surviving?: (upstream: string, downstream: string) => number;
}

/** A reach is named from this probability on. */
const NAME_FROM = 0.8;

const NOTHING: ReachRanking = { reaches: [], named: null };

function drawLoads(load: SiteLoad, random: Random, count: number): Float64Array {
  const drawn = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    drawn[i] = load.load.qualifier === '<' ? load.load.value * random.uniform() : load.load.value * lognormalFactor(random, load.relativeSd);
  }
  return drawn;
}

function checked(loads: readonly SiteLoad[]): Map<string, SiteLoad> {
  requireCensored('loads', loads.map((one) => one.load));
  const bySite = new Map<string, SiteLoad>();
  for (const one of loads) {
    if (bySite.has(one.site)) throw new RangeError(`site "${one.site}" has two loads; one was expected: take their median first`);
    requireInRange(`load of ${one.site}`, one.load.value, { from: 0 });
    requireInRange(`relativeSd of ${one.site}`, one.relativeSd, { from: 0 });
    bySite.set(one.site, one);
  }
  return bySite;
}

/**
 * @param network of the sites; an empty one names no reach
 * @param loads of one analyte in one round; sites without one leave their reaches unanswered
 * @throws RangeError naming a negative load, a site with two, or an option out of range
 */
export function rankReaches(network: StreamNetwork, loads: readonly SiteLoad[], options: ReachOptions): Step<ReachRanking, ReachDiagnostics> {
  const draws = options.draws ?? 10_000;
  const confidence = options.confidence ?? 0.95;
  requireInRange('confidence', confidence, { above: 0, below: 1 });
  if (!Number.isSafeInteger(draws) || draws < 1000) throw new RangeError(`draws is ${draws}; a whole number of at least 1000 was expected`);
  const bySite = checked(loads);
  const decisions: Decision[] = [];
  const diagnostics: ReachDiagnostics = { seed: options.seed, draws, left: [] };
  const leave = (site: string, code: string, zh: string, en: string): void => {
    diagnostics.left.push({ site, reason: code });
    decisions.push({ code, zh, en });
  };
  if (network.order.length === 0) {
    return { result: NOTHING, diagnostics, decisions: [{ code: 'no-relations', zh: '未录入上下游关系：不指认任何河段。', en: 'No upstream and downstream relations were entered: no reach is named.' }] };
  }
  const streams = new Map([...network.order].sort().map((site, index) => [site, index]));
  const drawn = new Map<string, Float64Array>();
  for (const site of network.order) {
    const load = bySite.get(site);
    if (load === undefined || load.load.qualifier === '>') continue;
    drawn.set(site, drawLoads(load, new Random(options.seed, streams.get(site) ?? 0), draws));
  }
  const gains: { site: string; upstream: string[]; gain: Float64Array }[] = [];
  for (const site of network.order) {
    const above = network.upstreamOf.get(site) ?? [];
    const missing = [site, ...above.map((relation) => relation.upstream)].filter((one) => !drawn.has(one));
    if (missing.length > 0) {
      const over = missing.filter((one) => bySite.get(one)?.load.qualifier === '>');
      if (over.length > 0) leave(site, 'load-above-range', `${site} 河段：${over.join('、')} 超出测定上限，负荷没有上界，不作质量平衡；请稀释后重测。`, `Reach of ${site}: ${over.join(', ')} is above the range and its load has no upper bound; no balance is drawn: dilute and measure again.`);
      else leave(site, 'load-missing', `${site} 河段：${missing.join('、')} 没有负荷（缺流量或结果），不作质量平衡。`, `Reach of ${site}: ${missing.join(', ')} has no load (flow or result is missing); no balance is drawn.`);
      continue;
    }
    const split = above.find((relation) => (network.downstreamOf.get(relation.upstream)?.length ?? 0) > 1);
    if (split !== undefined) {
      leave(site, 'stream-splits', `${site} 河段：${split.upstream} 以下分流，各支分得的水量未知，不作质量平衡。`, `Reach of ${site}: the stream splits below ${split.upstream} and the shares are unknown; no balance is drawn.`);
      continue;
    }
    const gain = Float64Array.from(drawn.get(site) ?? []);
    for (const { upstream } of above) {
      const survive = options.surviving?.(upstream, site) ?? 1;
      requireInRange(`surviving share from ${upstream} to ${site}`, survive, { from: 0, to: 1 });
      const incoming = drawn.get(upstream) ?? gain;
      for (let i = 0; i < draws; i++) gain[i] = (gain[i] ?? 0) - survive * (incoming[i] ?? 0);
    }
    gains.push({ site, upstream: above.map((relation) => relation.upstream), gain });
  }
  if (gains.length === 0) return { result: NOTHING, diagnostics, decisions };

  const largest = new Map<string, number>();
  for (let i = 0; i < draws; i++) {
    let best = gains[0];
    for (const one of gains) if ((one.gain[i] ?? 0) > (best?.gain[i] ?? 0)) best = one;
    // a draw in which nothing enters anywhere is nobody's
    if (best !== undefined && (best.gain[i] ?? 0) > 0) largest.set(best.site, (largest.get(best.site) ?? 0) + 1);
  }
  const tail = (1 - confidence) / 2;
  const reaches = gains
    .map(({ site, upstream, gain }): Reach => {
      const positive = gain.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
      const sorted = gain.slice().sort();
      return {
        site,
        upstream,
        gain: { median: quantileSorted(sorted, 0.5), lower: quantileSorted(sorted, tail), upper: quantileSorted(sorted, 1 - tail) },
        probabilityGain: positive / draws,
        probabilityLargest: (largest.get(site) ?? 0) / draws,
      };
    })
    .sort((a, b) => b.probabilityLargest - a.probabilityLargest || b.gain.median - a.gain.median || (a.site < b.site ? -1 : 1));
  const limited = [...bySite.values()].filter((one) => one.load.qualifier === '<' && drawn.has(one.site)).length;
  if (limited > 0) decisions.push({ code: 'limits-drawn', zh: `${limited} 个点低于限值：在 0 与限值之间均匀抽取。`, en: `${limited} sites are below a limit: drawn evenly between 0 and the limit.` });
  const first = reaches[0];
  const named = first !== undefined && first.probabilityLargest >= NAME_FROM && gains.length > 1 ? first.site : null;
  const share = (first?.probabilityLargest ?? 0).toFixed(2);
  decisions.push(
    named === null
      ? { code: 'no-reach-named', zh: `最可能的河段概率为 ${share}，不足 ${NAME_FROM}（或只有一个河段）：不指认，建议加密采样。`, en: `The most probable reach has ${share}, below ${NAME_FROM} (or it is the only one): none is named; sample more densely.` }
      : { code: 'reach-named', zh: `负荷进入 ${named} 以上河段的概率为 ${share}。`, en: `With probability ${share} the largest load enters in the reach that ends at ${named}.` },
  );
  return { result: { reaches, named }, diagnostics, decisions };
}
