/** Plans under way: how far, with which bound, and how to stop one. */
import { Type } from '@sinclair/typebox';
import { route, type RouteList } from '../../http/route.ts';
import { cancelPlanning, readPlanning } from '../../usecases/operations/plans/planning.ts';
import { orNull } from '../views.ts';

const params = Type.Object({ job: Type.String({ minLength: 8, maxLength: 80 }) });
const Progress = Type.Object({
  done: Type.Number({ minimum: 0, maximum: 1 }),
  county: Type.String(),
  counties: Type.Integer(),
  week: Type.Integer(),
  weeks: Type.Integer(),
  bound: orNull(Type.Number()),
  seconds: Type.Number(),
});

export const planningRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/planning/:job',
    operation: 'schedules.create',
    summary: 'How far a plan under way is; 404 once it is done',
    params,
    response: Type.Object({ job: Type.String(), progress: orNull(Progress) }),
    handler: ({ user, params: { job } }) => readPlanning(user, job),
  }),
  route({
    method: 'post',
    path: '/api/planning/:job/cancel',
    operation: 'schedules.create',
    summary: 'Stop a plan under way; nothing of it is stored',
    params,
    handler: ({ user, params: { job } }) => cancelPlanning(user, job),
  }),
];
