/** What the API answers about rounds, bottles and their hand-overs. */
import type { RouteList } from '../../http/route.ts';
import { roundRoutes } from './rounds.ts';
import { sampleRoutes } from './samples.ts';
import { custodyRoutes } from './custody.ts';
import { worklistRoutes } from './worklist.ts';
import { turnaroundRoutes } from './turnaround.ts';
import { planRoutes } from './plans.ts';
import { areaRoutes } from './areas.ts';
import { siteRoutes } from './sites.ts';

export const roundsResources: readonly RouteList[] = [roundRoutes, sampleRoutes, custodyRoutes, worklistRoutes, turnaroundRoutes, planRoutes, areaRoutes, siteRoutes];
