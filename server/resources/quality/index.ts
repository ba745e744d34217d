/** What the API answers about runs, methods and analytes. */
import type { RouteList } from '../../http/route.ts';
import { runRoutes } from './runs.ts';
import { referenceRoutes } from './reference.ts';

export const qualityResources: readonly RouteList[] = [runRoutes, referenceRoutes];
