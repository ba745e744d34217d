/**
 * Where one goes for a task and in which order: its sampling point, else the points of its area, else the seat
 * of the area. Printed orders and the map of a day read the same routes.
 */
import { byRoad, routeOf, type DistanceProvider } from '../../../../analysis/operations/route.ts';
import type { Point } from '../../../../analysis/operations/types.ts';
import type { Area, Site, Task } from '../../../../models/schemas/index.ts';
import type { RoutedStop, RoutePlace, TaskRoute } from '../../../../models/schemas/answers/dayRoutes.ts';
import { listAreas, sitesById } from '../../../../models/store/repositories/reference.ts';
import { samplesOfRound } from '../../../../models/store/repositories/samples.ts';
import type { Reader } from '../../../../models/store/types.ts';

export interface TaskPlaces {
  areas: ReadonlyMap<string, Area>;
  sites: ReadonlyMap<string, Site>;
  /** Sampling points of the round by area, and by every area above it: what an area-level visit passes. */
  ofArea: ReadonlyMap<string, readonly Site[]>;
}

export type Stop = Omit<RoutedStop, 'legKm'>;

export async function taskPlaces(reader: Reader, roundId: string, tasks: readonly Pick<Task, 'siteId'>[]): Promise<TaskPlaces> {
  const areas = new Map((await listAreas(reader)).map((area) => [area.id, area]));
  const inRound = [...new Set((await samplesOfRound(reader, roundId)).flatMap(({ siteId }) => siteId ?? []))];
  const ids = [...new Set([...inRound, ...tasks.flatMap(({ siteId }) => siteId ?? [])])];
  const sites = new Map((ids.length === 0 ? [] : await sitesById(reader, ids)).map((site) => [site.id, site]));
  const ofArea = new Map<string, Site[]>();
  for (const id of inRound) {
    const site = sites.get(id);
    // a point that stands in a village is a point of its town
    for (let area = site === undefined ? undefined : areas.get(site.areaId); site !== undefined && area !== undefined; area = area.parentId === null ? undefined : areas.get(area.parentId)) {
      ofArea.set(area.id, [...(ofArea.get(area.id) ?? []), site]);
    }
  }
  return { areas, sites, ofArea };
}

const seatOf = (area: Area | undefined): RoutePlace | null =>
  area === undefined || area.seatLongitude === null || area.seatLatitude === null ? null : { longitude: area.seatLongitude, latitude: area.seatLatitude, label: { zh: area.nameZh, en: area.nameEn } };

/** None for a block of force, or where nobody placed the area on the map. */
function stopsOf(task: Pick<Task, 'id' | 'kind' | 'siteId' | 'areaId'>, { areas, sites, ofArea }: TaskPlaces): Stop[] {
  const at = ({ longitude, latitude, code }: Site): Stop => ({ taskId: task.id, longitude, latitude, label: { zh: code, en: code } });
  const site = sites.get(task.siteId ?? '');
  if (site !== undefined) return [at(site)];
  const around = task.kind === 'encirclement' ? [] : [...(ofArea.get(task.areaId ?? '') ?? [])].sort((a, b) => (a.code < b.code ? -1 : 1)).map(at);
  if (around.length > 0) return around;
  const seat = seatOf(areas.get(task.areaId ?? ''));
  return seat === null ? [] : [{ taskId: task.id, ...seat }];
}

/** Every place that the routes of these tasks may pass, homes among them. */
export function pointsOf(tasks: readonly Pick<Task, 'id' | 'kind' | 'siteId' | 'areaId'>[], homeAreaIds: readonly (string | undefined)[], places: TaskPlaces): Point[] {
  const homes = [...new Set(homeAreaIds)].flatMap((id) => seatOf(places.areas.get(id ?? '')) ?? []);
  return [...homes, ...tasks.flatMap((task) => stopsOf(task, places))];
}

/** @param homeAreaId home of the unit; undefined where it is not known */
export function routeOfTasks(tasks: readonly Pick<Task, 'id' | 'kind' | 'siteId' | 'areaId'>[], homeAreaId: string | undefined, places: TaskPlaces, distance: DistanceProvider = byRoad): TaskRoute {
  const stops = tasks.flatMap((task) => stopsOf(task, places));
  const home = seatOf(places.areas.get(homeAreaId ?? ''));
  if (home === null || stops.length === 0) return { home, stops: stops.map((stop) => ({ ...stop, legKm: null })), returnKm: null, kilometres: null, exact: true };
  const route = routeOf(home, stops, distance);
  const ordered = route.order.flatMap((i) => stops[i] ?? []);
  const last = ordered.at(-1);
  return {
    home,
    stops: ordered.map((stop, i) => ({ ...stop, legKm: distance(ordered[i - 1] ?? home, stop) })),
    returnKm: last === undefined ? null : distance(last, home),
    kilometres: route.kilometres,
    exact: route.exact,
  };
}
