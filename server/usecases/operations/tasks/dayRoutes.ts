/**
 * One day of a plan on the ground: which unit goes where, in which order, how far. Under the same embargo as the
 * plan; a block of force has no place here either, and a nominated village is named but drawn at its town's seat.
 */
import { dateOf, dayOf } from '../../../../analysis/operations/days.ts';
import { Fault } from '../../../../models/errors.ts';
import type { Unit } from '../../../../models/schemas/index.ts';
import type { DayRoutesView, UnitRoute } from '../../../../models/schemas/answers/dayRoutes.ts';
import { listUnits } from '../../../../models/store/repositories/reference.ts';
import type { Store } from '../../../../models/store/types.ts';
import type { CurrentUser } from '../../../auth/permissions.ts';
import type { RoadDistances } from '../../../routing/roadDistances.ts';
import { readSchedule } from '../plans/schedules.ts';
import { readSettings } from '../../administration/settings.ts';
import { pointsOf, routeOfTasks, taskPlaces } from './taskPlaces.ts';

const LEVELS: readonly Unit['level'][] = ['town', 'county', 'city'];
/** Degrees around a single point, so that it does not fill the map. */
const AROUND = 0.02;

function boundsOf(units: readonly UnitRoute[]): DayRoutesView['bounds'] {
  const points = units.flatMap(({ home, stops }) => (stops.length === 0 ? [] : [...(home === null ? [] : [home]), ...stops]));
  if (points.length === 0) return null;
  const [xs, ys] = [points.map(({ longitude }) => longitude), points.map(({ latitude }) => latitude)];
  return [Math.min(...xs) - AROUND, Math.min(...ys) - AROUND, Math.max(...xs) + AROUND, Math.max(...ys) + AROUND];
}

function requireDay(date: string, first: string, last: string): void {
  const isDate = ((): boolean => {
    try {
      return dateOf(dayOf(date)) === date;
    } catch {
      return false;
    }
  })();
  if (!isDate || date < first || date > last) throw new Fault('invalid', `"${date}" is no day of this plan; a day from ${first} to ${last} was expected`, { details: [{ pointer: '/date', got: date, message: 'day.outside', parameters: { first, last } }] });
}

/**
 * @param date YYYY-MM-DD within the plan; the first day from today on with a task, else the first one, where it is left out
 * @param at milliseconds since the epoch
 * @param roads where the kilometres come from
 * @throws Fault `not-found` for a plan that is not there or may not be seen, `invalid` for a day outside it
 */
export async function dayRoutes(store: Store, user: CurrentUser, { id, date, at, roads }: { id: string; date?: string | undefined; at: number; roads: RoadDistances }): Promise<DayRoutesView> {
  const plan = await readSchedule(store, user, id);
  const alive = plan.tasks.filter(({ state }) => state !== 'cancelled');
  const dates = [...new Set(alive.map((task) => task.date))].sort();
  // what a revision carries on may lie before its own first day
  const first = [plan.startsOn, ...dates].sort()[0] ?? plan.startsOn;
  const last = [dateOf(dayOf(plan.startsOn) + 7 * plan.weeks - 1), ...dates].sort().at(-1) ?? plan.startsOn;
  const today = dateOf(Math.floor(at / 86_400_000));
  const day = date ?? dates.find((each) => each >= today) ?? dates[0] ?? plan.startsOn;
  requireDay(day, first, last);
  const tasks = alive.filter((task) => task.date === day);
  const places = await taskPlaces(store.read, plan.roundId, tasks);
  const units = (await listUnits(store.read)).filter(({ id: unitId }) => tasks.some(({ unitIds }) => unitIds.includes(unitId))).sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (a.code < b.code ? -1 : 1));
  const { distance, note } = await roads(pointsOf(tasks, units.map(({ areaId }) => areaId), places));
  const routes = units.map((unit): UnitRoute => {
    const own = tasks.filter(({ unitIds }) => unitIds.includes(unit.id));
    const route = routeOfTasks(own, unit.areaId, places, distance);
    const drawn = new Set(route.stops.map(({ taskId }) => taskId));
    return {
      ...route,
      unit: { code: unit.code, name: { zh: unit.nameZh, en: unit.nameEn }, level: unit.level },
      tasks: own.map(({ id: taskId, number, kind, shift, state, area, site, place, premisesPlanned }) => ({ id: taskId, number, kind, shift, state, area, site, place, premisesPlanned, placed: drawn.has(taskId) })),
    };
  });
  const notes: DayRoutesView['notes'] = [note];
  if (tasks.some(({ area }) => area === null)) notes.push({ code: 'block-of-force', zh: '力量预留没有地点，不在图上。', en: 'A block of force has no place and is not on the map.' });
  if (tasks.some(({ place }) => place !== null)) notes.push({ code: 'place', zh: '提名的村只记名称，图上标在镇驻地。', en: 'A nominated village is a name only; the map shows the seat of its town.' });
  const { mapApproval } = await readSettings(store.read);
  notes.push(mapApproval === '' ? { code: 'map-approval', zh: '未经审图，仅供内部使用，不得公开', en: 'Not approved for publication: internal use only' } : { code: 'map-approval', zh: `审图号：${mapApproval}`, en: `Map approval number: ${mapApproval}` });
  return { schedule: plan.id, state: plan.state, round: plan.roundCode, version: plan.version, date: day, first, last, before: dates.filter((each) => each < day).at(-1) ?? null, after: dates.find((each) => each > day) ?? null, units: routes, bounds: boundsOf(routes), notes };
}
