/**
 * Kilometres between the stops of a plan: from a road server where the installation names one, else straight lines times
 * 1.3. A road server that does not answer costs nobody the plan: straight lines take its place, and the note says so.
 */
import { byRoad, type DistanceProvider } from '../../analysis/operations/route.ts';
import type { Point } from '../../analysis/operations/types.ts';
import { ROAD_ENGINES, type RoadEngineName, type RoadTable } from './roadEngines.ts';

export interface Roads {
  distance: DistanceProvider;
  /** What the distances rest on, for the page and the printed order. */
  note: { code: 'road-factor' | 'road-server' | 'road-partly' | 'road-unreachable'; zh: string; en: string };
}

/** Asked for all points of one answer together. */
export type RoadDistances = (points: readonly Point[]) => Promise<Roads>;

const STRAIGHT: Roads = { distance: byRoad, note: { code: 'road-factor', zh: '距离为直线距离乘以 1.3，未使用道路数据；路线为建议。', en: 'Distances are straight lines times 1.3, without a road network; routes are suggestions.' } };

export const straightLines: RoadDistances = () => Promise.resolve(STRAIGHT);

const instead = (zh: string, en: string): Roads => ({ distance: byRoad, note: { code: 'road-unreachable', zh: `距离为直线距离乘以 1.3：${zh}。路线为建议。`, en: `Distances are straight lines times 1.3: ${en}. Routes are suggestions.` } });

/** Places in one request: both engines take 2 x 25 with the limits they are shipped with. */
const PLACES_AT_ONCE = 25;
/** More places than this are not asked for: 100 requests. */
const MOST_PLACES = 250;
const PATIENCE_MS = 10_000;
/** Tables kept: the days of one plan mostly share their places. */
const TABLES_KEPT = 20;

const keyOf = ({ longitude, latitude }: Point): string => `${longitude.toFixed(6)},${latitude.toFixed(6)}`;

async function tableFrom(base: string, engineName: RoadEngineName, points: readonly Point[], signal: AbortSignal): Promise<RoadTable> {
  const engine = ROAD_ENGINES[engineName];
  const table: (number | null)[][] = points.map(() => []);
  for (let row = 0; row < points.length; row += PLACES_AT_ONCE) {
    const sources = points.slice(row, row + PLACES_AT_ONCE);
    for (let column = 0; column < points.length; column += PLACES_AT_ONCE) {
      const targets = points.slice(column, column + PLACES_AT_ONCE);
      const { url, body } = engine.ask(base, sources, targets);
      const ask = (): Promise<Response> => fetch(url, { signal, redirect: 'error', ...(body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body }) });
      // the server may have closed the idle connection that is tried first
      const answer = await ask().catch((error: unknown) => {
        if (signal.aborted) throw error;
        return ask();
      });
      if (!answer.ok) throw new Error(`${engine.name} answered ${answer.status}`);
      const block = engine.read(await answer.json());
      if (block.length !== sources.length || block.some((line) => line.length !== targets.length)) throw new TypeError(`${engine.name} answered a table of another size than was asked for`);
      block.forEach((line, i) => table[row + i]?.push(...line));
    }
  }
  return table;
}

function roadsOf(points: readonly Point[], table: RoadTable, name: string): Roads {
  const places = new Map(points.map((point, i) => [keyOf(point), i]));
  const missing = table.reduce((sum, line) => sum + line.filter((cell) => cell === null).length, 0);
  const distance: DistanceProvider = (from, to) => table[places.get(keyOf(from)) ?? -1]?.[places.get(keyOf(to)) ?? -1] ?? byRoad(from, to);
  if (missing === 0) return { distance, note: { code: 'road-server', zh: `距离为道路距离（${name}）；路线为建议。`, en: `Distances are by road (${name}); routes are suggestions.` } };
  return { distance, note: { code: 'road-partly', zh: `距离为道路距离（${name}）；无路可通的 ${missing} 段以直线距离乘以 1.3 代替。路线为建议。`, en: `Distances are by road (${name}); between ${missing} pairs of places it knows no road, and straight lines times 1.3 stand there. Routes are suggestions.` } };
}

/**
 * @param settings.routingUrl the road server; without one nothing leaves this machine
 * @param warn told in a sentence when the server did not answer
 */
export function roadDistances({ routingUrl, routingEngine }: { routingUrl: string | undefined; routingEngine: RoadEngineName }, warn: (sentence: string) => void): RoadDistances {
  if (routingUrl === undefined) return straightLines;
  const { name } = ROAD_ENGINES[routingEngine];
  const known = new Map<string, Roads>();
  return async (asked) => {
    const points = [...new Map(asked.map((point) => [keyOf(point), point])).values()];
    if (points.length < 2) return STRAIGHT;
    if (points.length > MOST_PLACES) return instead(`${points.length} 个地点超出一次可查询的 ${MOST_PLACES} 个，请按日查看或打印`, `${points.length} places are more than the ${MOST_PLACES} that are asked for at once; look at or print one day`);
    const key = points.map(keyOf).join(';');
    const before = known.get(key);
    if (before !== undefined) return before;
    try {
      const roads = roadsOf(points, await tableFrom(routingUrl, routingEngine, points, AbortSignal.timeout(PATIENCE_MS)), name);
      const [oldest] = known.keys();
      if (known.size >= TABLES_KEPT && oldest !== undefined) known.delete(oldest);
      known.set(key, roads);
      return roads;
    } catch (error) {
      warn(`the road server did not answer: ${error instanceof Error ? error.message : String(error)}`);
      return instead(`道路服务器（${name}）没有应答`, `the road server (${name}) did not answer`);
    }
  };
}
