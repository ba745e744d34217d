/**
 * The network of sites that water runs through: who lies upstream of whom, as somebody entered it.
 * Without entered relations there is no network, and no reach is ever named.
 * Pure: no I/O, no clock, no Math.random.
 */

export interface StreamRelation {
  upstream: string;
  downstream: string;
  /** Along the stream, m; null where not measured. */
  distanceM: number | null;
}

export interface StreamNetwork {
  /** Sites that stand in a relation, every one before those downstream of it. */
  order: string[];
  /** Site → what lies directly upstream of it, sorted. */
  upstreamOf: ReadonlyMap<string, readonly StreamRelation[]>;
  /** Site → what lies directly downstream of it, sorted. */
  downstreamOf: ReadonlyMap<string, readonly StreamRelation[]>;
}

/** One cycle among the sites that no order could place. */
function findCycle(left: ReadonlySet<string>, downstreamOf: ReadonlyMap<string, readonly StreamRelation[]>): string[] {
  const path: string[] = [];
  const first = [...left].sort()[0];
  let site = first;
  while (site !== undefined && !path.includes(site)) {
    path.push(site);
    const next: StreamRelation | undefined = (downstreamOf.get(site) ?? []).find((relation) => left.has(relation.downstream));
    if (next === undefined) {
      // a tail below the cycle: step out of it and look again without it
      const rest = new Set(left);
      rest.delete(site);
      return findCycle(rest, downstreamOf);
    }
    site = next.downstream;
  }
  return site === undefined ? path : [...path.slice(path.indexOf(site)), site];
}

/**
 * @param sites known sites
 * @param relations in any order
 * @throws RangeError naming an unknown site, a relation of a site with itself, one that stands twice, a
 *   distance that is not > 0, or the cycle
 */
export function streamNetwork(sites: readonly string[], relations: readonly StreamRelation[]): StreamNetwork {
  const known = new Set(sites);
  const seen = new Set<string>();
  const upstreamOf = new Map<string, StreamRelation[]>();
  const downstreamOf = new Map<string, StreamRelation[]>();
  const entered = new Set<string>();
  for (const [i, relation] of relations.entries()) {
    for (const site of [relation.upstream, relation.downstream]) {
      if (!known.has(site)) throw new RangeError(`relations[${i}] names site "${site}", which is not among the ${sites.length} sites; enter the site first`);
      entered.add(site);
    }
    if (relation.upstream === relation.downstream) throw new RangeError(`relations[${i}] puts site "${relation.upstream}" upstream of itself; name two sites`);
    if (relation.distanceM !== null && !(Number.isFinite(relation.distanceM) && relation.distanceM > 0)) {
      throw new RangeError(`relations[${i}].distanceM is ${relation.distanceM}; metres > 0 were expected, or null where not measured`);
    }
    const key = JSON.stringify([relation.upstream, relation.downstream]);
    if (seen.has(key)) throw new RangeError(`the relation ${relation.upstream} → ${relation.downstream} stands twice; enter it once`);
    seen.add(key);
    upstreamOf.set(relation.downstream, [...(upstreamOf.get(relation.downstream) ?? []), relation]);
    downstreamOf.set(relation.upstream, [...(downstreamOf.get(relation.upstream) ?? []), relation]);
  }
  const byName = (key: 'upstream' | 'downstream') => (a: StreamRelation, b: StreamRelation) => (a[key] < b[key] ? -1 : 1);
  for (const list of upstreamOf.values()) list.sort(byName('upstream'));
  for (const list of downstreamOf.values()) list.sort(byName('downstream'));

  const waiting = new Map([...entered].map((site) => [site, upstreamOf.get(site)?.length ?? 0]));
  const ready = [...waiting].filter(([, count]) => count === 0).map(([site]) => site).sort();
  const order: string[] = [];
  for (let site = ready.shift(); site !== undefined; site = ready.shift()) {
    order.push(site);
    for (const { downstream } of downstreamOf.get(site) ?? []) {
      const count = (waiting.get(downstream) ?? 0) - 1;
      waiting.set(downstream, count);
      if (count === 0) {
        ready.push(downstream);
        ready.sort();
      }
    }
  }
  if (order.length < entered.size) {
    const left = new Set([...entered].filter((site) => !order.includes(site)));
    const cycle = findCycle(left, downstreamOf);
    throw new RangeError(`the relations run in a circle: ${cycle.join(' → ')}; water does not: take one of them out`);
  }
  return { order, upstreamOf, downstreamOf };
}
