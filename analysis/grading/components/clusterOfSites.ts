/**
 * Cluster component: share of an area's valid sites that are hot by Gi* (four nearest sites and the
 * site itself, q < 0.05 over the sites of a medium). Media are tested apart. Its uncertainty: the
 * test is repeated with bottle and laboratory errors drawn anew. Pure.
 */
import type { Reason } from '../../../models/schemas/assessment.ts';
import { Random } from '../../random.ts';
import { gi, spotsOf } from '../../spatial/gi.ts';
import { kNearest } from '../../spatial/neighbours.ts';
import { metricSites } from '../../spatial/projection.ts';
import { spatialWeights } from '../../spatial/weights.ts';
import type { ArrangedArea } from '../arrange.ts';
import { medium as mediumWords } from '../words.ts';

const NEIGHBOURS = 4;
/** Fewer sites make no test of clustering. */
const FEWEST_SITES = 10;
const CLUSTER_DRAWS = 100;
/** Streams of the cluster draws lie beyond those of the areas. */
const STREAM = 2 ** 40;

export interface AreaCluster {
  /** Share of its sites that are hot, 0 to 100, on the values as measured, and in each draw. */
  central: number;
  draws: Float64Array;
  hot: readonly string[];
  tested: number;
}

/**
 * @param valueOf index of a site in a medium at central values
 * @returns one per area; undefined where none of its sites could be tested
 */
export function clusterOfSites(areas: readonly ArrangedArea[], valueOf: (area: number, subIndex: number, site: number) => number, seed: number): { clusters: (AreaCluster | undefined)[]; decisions: Reason[] } {
  const tested = areas.map(() => new Set<string>());
  const hotNow = areas.map(() => new Set<string>());
  const hotDrawn = areas.map(() => Array.from({ length: CLUSTER_DRAWS }, () => new Set<string>()));
  const decisions: Reason[] = [];
  const media = new Map<string, { area: number; id: string; code: string; longitude: number; latitude: number; value: number; sd: number }[]>();
  const names = new Map<string, { zh: string; en: string }>();
  areas.forEach(({ subIndices }, area) =>
    subIndices.forEach((subIndex, s) => {
      const key = `${subIndex.matrix} ${subIndex.basis}`;
      names.set(key, mediumWords(subIndex.matrix, subIndex.basis));
      subIndex.validSites.forEach(({ site, sigma }, k) => {
        const value = Math.log2(valueOf(area, s, k));
        if (site.position === undefined || !Number.isFinite(value)) return;
        media.set(key, [...(media.get(key) ?? []), { area, id: site.id, code: site.code, ...site.position, value, sd: sigma / Math.LN2 }]);
      });
    }),
  );
  [...media].sort(([a], [b]) => (a < b ? -1 : 1)).forEach(([key, sites], m) => {
    const name = names.get(key) ?? { zh: key, en: key };
    if (sites.length < FEWEST_SITES) {
      decisions.push({ code: 'cluster-too-few', zh: `${name.zh}：${sites.length} 个点位，少于 ${FEWEST_SITES} 个，不检验聚集。`, en: `${name.en}: ${sites.length} sites, fewer than ${FEWEST_SITES}; clustering is not tested.` });
      return;
    }
    const { points } = metricSites(sites.map(({ longitude }) => longitude), sites.map(({ latitude }) => latitude)).result;
    const weights = spatialWeights(kNearest(points, NEIGHBOURS), { style: 'B', star: true });
    const hotOf = (values: ArrayLike<number>): number[] => spotsOf(gi(values, weights).result).flatMap((spot, i) => (spot === 'hot' ? [i] : []));
    for (const { area, id } of sites) tested[area]?.add(id);
    for (const i of hotOf(sites.map(({ value }) => value))) {
      const site = sites[i];
      if (site !== undefined) hotNow[site.area]?.add(site.id);
    }
    const values = new Float64Array(sites.length);
    for (let d = 0; d < CLUSTER_DRAWS; d++) {
      const random = new Random(seed, STREAM + m * CLUSTER_DRAWS + d);
      sites.forEach(({ value, sd }, i) => (values[i] = value + sd * random.normal()));
      for (const i of hotOf(values)) {
        const site = sites[i];
        if (site !== undefined) hotDrawn[site.area]?.[d]?.add(site.id);
      }
    }
    decisions.push({ code: 'cluster-tested', zh: `${name.zh}：以 Gi*（最近 ${NEIGHBOURS} 个点位，BH 校正 q < 0.05）检验 ${sites.length} 个点位的聚集。`, en: `${name.en}: clustering of ${sites.length} sites tested by Gi* (${NEIGHBOURS} nearest sites, q < 0.05 after Benjamini-Hochberg).` });
  });
  const clusters = areas.map(({ subIndices }, area): AreaCluster | undefined => {
    const count = tested[area]?.size ?? 0;
    if (count === 0) return undefined;
    const codes = new Map(subIndices.flatMap(({ validSites }) => validSites.map(({ site }) => [site.id, site.code])));
    return {
      central: (100 * (hotNow[area]?.size ?? 0)) / count,
      draws: Float64Array.from({ length: CLUSTER_DRAWS }, (_, d) => (100 * (hotDrawn[area]?.[d]?.size ?? 0)) / count),
      hot: [...(hotNow[area] ?? [])].map((id) => codes.get(id) ?? id).sort(),
      tested: count,
    };
  });
  return { clusters, decisions };
}
