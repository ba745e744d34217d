/** What the API answers about assessments, map, trends and rules of grading. */
import type { RouteList } from '../../http/route.ts';
import { assessmentRoutes } from './assessments.ts';
import { mapRoutes } from './map.ts';
import { surfaceRoutes } from './surfaces.ts';
import { trendRoutes } from './trends.ts';
import { ruleRoutes } from './rules.ts';

export const assessmentResources: readonly RouteList[] = [assessmentRoutes, mapRoutes, surfaceRoutes, trendRoutes, ruleRoutes];
