/** The rooms of the interface and what opens each: any one of its operations. */
import { ROLES, type Role } from '../../models/schemas/vocabulary.ts';
import { may, type CurrentUser, type Operation } from './permissions.ts';

const ROOMS = {
  today: ['session'],
  rounds: ['rounds.create', 'custody.write', 'results.read'],
  bench: ['results.read'],
  runs: ['runs.read'],
  review: ['results.verify', 'results.review', 'results.release'],
  map: ['map.read'],
  trends: ['map.read', 'results.read'],
  operations: ['schedules.read'],
  audit: ['audit.read'],
  settings: ['settings.read', 'users.read', 'units.write', 'rules.write'],
} as const satisfies Record<string, readonly Operation[]>;

export type Room = keyof typeof ROOMS;
export const ROOM_NAMES = Object.keys(ROOMS) as Room[];

const opens = (roles: Pick<CurrentUser, 'roles'>, room: Room): boolean => ROOMS[room].some((operation) => may(roles, operation));

/** Each room, whether this person may enter, and who may: a link to a closed room says so. */
export function roomsFor(user: Pick<CurrentUser, 'roles'>): { room: Room; allowed: boolean; roles: Role[] }[] {
  return ROOM_NAMES.map((room) => ({ room, allowed: opens(user, room), roles: ROLES.filter((role) => opens({ roles: [role] }, room)) }));
}
