/** The rooms of the shell, in the order of the rail, with their address, icon and key of the `g` shortcut. */
import type { Room } from '../api/types.ts';
import type { IconName } from '../components/Icon.tsx';

export interface RoomPlace {
  room: Room;
  path: string;
  icon: IconName;
  /** `g` and then this letter goes there. */
  letter: string;
}

export const ROOM_PLACES: readonly RoomPlace[] = [
  { room: 'today', path: '/today', icon: 'today', letter: 't' },
  { room: 'rounds', path: '/rounds', icon: 'bottle', letter: 'r' },
  { room: 'bench', path: '/bench', icon: 'grid', letter: 'b' },
  { room: 'runs', path: '/runs', icon: 'run', letter: 'n' },
  { room: 'review', path: '/review', icon: 'review', letter: 'v' },
  { room: 'map', path: '/map', icon: 'map', letter: 'm' },
  { room: 'trends', path: '/trends', icon: 'trend', letter: 'e' },
  { room: 'operations', path: '/operations', icon: 'calendar', letter: 'o' },
  { room: 'audit', path: '/audit', icon: 'chain', letter: 'a' },
  { room: 'settings', path: '/settings', icon: 'settings', letter: 's' },
];

export const pathOf = (room: Room): string => ROOM_PLACES.find((place) => place.room === room)?.path ?? '/today';

/** Rooms that show one round. The map compares rounds of one place, trends run through them, and the others know none. */
export const ROUND_ROOMS: ReadonlySet<Room> = new Set<Room>(['today', 'rounds', 'bench', 'runs', 'review', 'operations']);
