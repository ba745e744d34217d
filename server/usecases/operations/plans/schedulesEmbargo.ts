/**
 * Who may see a schedule: one predicate, asked everywhere a schedule, a task or an outcome leaves
 * the server. Secret until released; for whoever may not see it, it is not there.
 */
import type { Schedule, Task, Unit } from '../../../../models/schemas/index.ts';
import { Fault } from '../../../../models/errors.ts';
import { inScope, may, type CurrentUser } from '../../../auth/permissions.ts';

/** Planners see all; whoever else may read schedules sees the released ones, and those that a released revision replaced. */
export const maySeeSchedule = (user: Pick<CurrentUser, 'roles'>, schedule: Pick<Schedule, 'state'>): boolean =>
  may(user, 'schedules.create') || ((schedule.state === 'released' || schedule.state === 'superseded') && may(user, 'schedules.read'));

/** Within a schedule that may be seen: a task in the person's areas, or of a unit at home there. */
export const maySeeTask = (user: Pick<CurrentUser, 'scope'>, task: Pick<Task, 'areaId' | 'unitIds'>, units: ReadonlyMap<string, Pick<Unit, 'areaId'>>): boolean =>
  user.scope === null ||
  (task.areaId !== null && inScope(user, task.areaId)) ||
  task.unitIds.some((id) => {
    const home = units.get(id)?.areaId;
    return home !== undefined && inScope(user, home);
  });

/** The same Fault whether it does not exist or may not be seen. */
export const noSuchSchedule = (id: string): Fault => new Fault('not-found', `there is no schedule ${id}`, { details: [{ got: id, message: 'schedule.unknown' }] });
export const noSuchTask = (id: string): Fault => new Fault('not-found', `there is no task ${id}`, { details: [{ got: id, message: 'task.unknown' }] });
