/** Water that runs from site to site: flows and loads add up along the stream. Pure. */

export interface Node {
  site: string;
  /** Flow at the site, m³/d. */
  flow: number;
  upstream: readonly string[];
}

/** Rain adds water and no substance: everything thins by this much. */
export const wetFactor = (rainMm: number): number => 1 + rainMm / 150;

/**
 * Concentration at each site of a stream: what came from above and what enters on the way, over the
 * flow. Nothing decays on these short reaches.
 * @param nodes upstream sites before those below them
 * @param inflow concentration of the lateral inflow of a site, ng/L
 * @param dumped mass thrown in at a site, g/d
 * @returns ng/L by site
 * @throws RangeError when a site lies above one that came before, or loses water on the way
 */
export function concentrations(nodes: readonly Node[], inflow: (site: string) => number, dumped: (site: string) => number): Map<string, number> {
  // 1 g/d in 1 m³/d is 10⁶ ng/L
  const NG_PER_L = 1e6;
  const load = new Map<string, { flow: number; grams: number }>();
  const answer = new Map<string, number>();
  for (const { site, flow, upstream } of nodes) {
    let own = flow;
    let grams = 0;
    for (const above of upstream) {
      const before = load.get(above);
      if (before === undefined) throw new RangeError(`site ${site} lies below ${above}, which was expected before it`);
      own -= before.flow;
      grams += before.grams;
    }
    if (own < 0) throw new RangeError(`site ${site} has flow ${String(flow)}, less than what reaches it from above`);
    grams += (own * inflow(site)) / NG_PER_L + dumped(site);
    load.set(site, { flow, grams });
    answer.set(site, (grams / flow) * NG_PER_L);
  }
  return answer;
}
