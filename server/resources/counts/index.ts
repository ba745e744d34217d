/** What the API answers about independent counts beside the water. */
import type { RouteList } from '../../http/route.ts';
import { indicatorRoutes } from './indicators.ts';

export const countsResources: readonly RouteList[] = [indicatorRoutes];
