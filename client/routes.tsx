/**
 * Every address of the interface.
 *
 * To add a view to a room:
 *  1. Write client/views/<subject>/<Name>Room.tsx with a default export, a component without
 *     properties, that draws <Page title=…>. It is drawn inside the shell, for accounts that may
 *     enter the room; take the round from useRound(), links from useTo(), permissions from useCan(),
 *     cache keys from api/keys.ts, and show ProblemNote, Loading and EmptyState of components/.
 *  2. Add its words as client/i18n/zh-CN/<room>.json and client/i18n/en/<room>.json; keys are
 *     always written with the room: t('review:title'). Codes have their words in words.json.
 *  3. Add one line to VIEWS below. Deeper addresses (`/runs/:id`) are `children` paths of that line.
 * The rail, the search and `g` shortcuts follow from state/rooms.ts; a room without a line here is not shown.
 */
import { createBrowserRouter, Navigate, useSearchParams, type RouteObject } from 'react-router';
import type { ComponentType } from 'react';
import type { Room } from './api/types.ts';
import { loadRoomWords } from './i18n/i18n.ts';
import { pathOf } from './state/rooms.ts';
import { RoomGate } from './shell/RoomGate.tsx';
import { RouteError } from './shell/RouteError.tsx';
import { NotFound } from './shell/NotFound.tsx';
import { Shell } from './shell/Shell.tsx';
import { Loading } from './components/Loading.tsx';

interface View {
  load: () => Promise<{ default: ComponentType }>;
  /** Addresses under the room's own that the same view answers, e.g. [':id'] or ['all', 'receive']. */
  children?: readonly string[];
}

const VIEWS: Partial<Record<Room, View>> = {
  today: { load: () => import('./views/rounds/today/TodayRoom.tsx') },
  rounds: { load: () => import('./views/rounds/RoundsRoom.tsx'), children: ['all', 'receive', 'new'] },
  bench: { load: () => import('./views/results/bench/BenchRoom.tsx') },
  runs: { load: () => import('./views/quality/RunsRoom.tsx') },
  review: { load: () => import('./views/results/review/ReviewRoom.tsx') },
  map: { load: () => import('./views/assessment/map/MapRoom.tsx') },
  trends: { load: () => import('./views/assessment/trends/TrendsRoom.tsx') },
  operations: { load: () => import('./views/operations/OperationsRoom.tsx'), children: ['compare', 'what-if', 'day'] },
  audit: { load: () => import('./views/administration/audit/AuditRoom.tsx') },
  settings: { load: () => import('./views/administration/settings/SettingsRoom.tsx'), children: [':section'] },
};

/** Rooms that have a view, for the rail and the search. */
const ROUTED_ROOMS: readonly Room[] = Object.keys(VIEWS) as Room[];

function roomRoutes(room: Room, view: View): RouteObject[] {
  const path = pathOf(room).slice(1);
  return ['', ...(view.children ?? [])].map((child) => ({
    path: child === '' ? path : `${path}/${child}`,
    lazy: async () => {
      const [{ default: View }] = await Promise.all([view.load(), room === 'today' ? undefined : loadRoomWords()]);
      return {
        element: (
          <RoomGate room={room}>
            <View />
          </RoomGate>
        ),
      };
    },
  }));
}

/** The first page keeps the round that a link named. */
function Start() {
  const [search] = useSearchParams();
  return <Navigate to={{ pathname: '/today', search: search.toString() }} replace />;
}

export const router = createBrowserRouter([
  {
    path: '/setup',
    errorElement: <RouteError />,
    hydrateFallbackElement: <Loading />,
    lazy: async () => ({ Component: (await import('./views/administration/entrance/SetUp.tsx')).SetUp }),
  },
  {
    path: '/',
    element: <Shell rooms={ROUTED_ROOMS} />,
    errorElement: <RouteError />,
    hydrateFallbackElement: <Loading />,
    children: [
      {
        errorElement: <RouteError />,
        children: [
          { index: true, element: <Start /> },
          ...Object.entries(VIEWS).flatMap(([room, view]) => roomRoutes(room as Room, view)),
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
]);
