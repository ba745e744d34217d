/**
 * Reaches along which the index rises: an upstream site that is known to be low, a downstream one
 * that is known to be high. Bounds are compared, so a non-detect upstream counts by its limit.
 * It compares concentrations, not loads: a reach found here is a lead to look at, no proof.
 * A county without entered stream relations names no reach. Pure.
 */
import type { GradingRelation } from './types.ts';
import type { SiteIndex } from './siteIndex.ts';

export interface Reach {
  upstream: SiteIndex;
  downstream: SiteIndex;
  /** Lower bound of the rise. */
  ratio: number;
}

/**
 * @param cut the downstream index must reach at least this
 * @param rise and be at least this many times the upstream one
 */
export function reaches(sites: readonly SiteIndex[], relations: readonly GradingRelation[], cut: number, rise: number): Reach[] {
  const found: Reach[] = [];
  for (const { upstreamSiteId, downstreamSiteId } of relations) {
    for (const downstream of sites) {
      if (downstream.site.id !== downstreamSiteId || downstream.index === undefined || !(downstream.index.lower >= cut)) continue;
      const upstream = sites.find((each) => each.site.id === upstreamSiteId && each.matrix === downstream.matrix && each.basis === downstream.basis);
      if (upstream?.index === undefined || !(upstream.index.upper > 0 && upstream.index.upper < Infinity)) continue;
      const ratio = downstream.index.lower / upstream.index.upper;
      if (ratio >= rise) found.push({ upstream, downstream, ratio });
    }
  }
  return found;
}
