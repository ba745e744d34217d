/**
 * Distance along the stream: the way water takes, not the way on the map.
 * Pure: no I/O, no clock, no Math.random.
 */
import type { StreamNetwork } from './streamNetwork.ts';

export interface StreamDistance {
  /** How water joins the two: from one to the other, only below a confluence, or not at all. */
  connection: 'same' | 'downstream' | 'upstream' | 'confluence' | 'none';
  /** m; null where not connected, or where a distance on the way was not measured. */
  distanceM: number | null;
  /** Where the two waters meet, for `confluence`. */
  meeting: string | null;
}

/** Shortest way down from a site to each site below it; null where a length on every way is unknown. */
function wayDown(network: StreamNetwork, from: string): Map<string, number | null> {
  const ways = new Map<string, number | null>([[from, 0]]);
  for (const site of network.order) {
    const so = ways.get(site);
    if (so === undefined) continue;
    for (const { downstream, distanceM } of network.downstreamOf.get(site) ?? []) {
      const length = so === null || distanceM === null ? null : so + distanceM;
      const known = ways.get(downstream);
      if (known === undefined || known === null || (length !== null && length < known)) ways.set(downstream, length ?? known ?? null);
    }
  }
  return ways;
}

/**
 * @returns `downstream` where water runs from `from` to `to`
 */
export function streamDistance(network: StreamNetwork, from: string, to: string): StreamDistance {
  if (from === to) return { connection: 'same', distanceM: 0, meeting: null };
  const below = wayDown(network, from);
  const direct = below.get(to);
  if (direct !== undefined) return { connection: 'downstream', distanceM: direct, meeting: null };
  const other = wayDown(network, to);
  const back = other.get(from);
  if (back !== undefined) return { connection: 'upstream', distanceM: back, meeting: null };
  let found: StreamDistance = { connection: 'none', distanceM: null, meeting: null };
  for (const site of network.order) {
    const a = below.get(site);
    const b = other.get(site);
    if (a === undefined || b === undefined) continue;
    const length = a === null || b === null ? null : a + b;
    const first = found.connection === 'none';
    if (first || (length !== null && (found.distanceM === null || length < found.distanceM))) {
      found = { connection: 'confluence', distanceM: length, meeting: site };
    }
  }
  return found;
}
