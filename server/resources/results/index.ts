/** What the API answers about results and their review. */
import type { RouteList } from '../../http/route.ts';
import { resultRoutes } from './results.ts';
import { reviewRoutes } from './review.ts';

export const resultsResources: readonly RouteList[] = [resultRoutes, reviewRoutes];
