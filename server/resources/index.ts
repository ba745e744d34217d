/**
 * Every resource of the API, by hand: one line each. Order does not matter; two routes with the
 * same method and path are refused at start.
 */
import type { RouteList } from '../http/route.ts';
import { sessionRoutes } from './session.ts';
import { setupRoutes } from './setup.ts';
import { userRoutes } from './users.ts';
import { settingRoutes } from './settings.ts';
import { auditRoutes } from './audit.ts';
import { changeRoutes } from './changes.ts';
import { healthRoutes } from './health.ts';
import { openapiRoutes } from './openapi.ts';
import { roundRoutes } from './rounds.ts';
import { sampleRoutes } from './samples.ts';
import { custodyRoutes } from './custody.ts';
import { resultRoutes } from './results.ts';
import { reviewRoutes } from './review.ts';
import { runRoutes } from './runs.ts';
import { worklistRoutes } from './worklist.ts';
import { turnaroundRoutes } from './turnaround.ts';
import { planRoutes } from './plans.ts';
import { referenceRoutes } from './reference.ts';
import { areaRoutes } from './areas.ts';
import { siteRoutes } from './sites.ts';
import { unitRoutes } from './units.ts';
import { importRoutes } from './imports.ts';
import { assessmentRoutes } from './assessments.ts';
import { mapRoutes } from './map.ts';
import { surfaceRoutes } from './surfaces.ts';
import { trendRoutes } from './trends.ts';
import { ruleRoutes } from './rules.ts';
import { indicatorRoutes } from './indicators.ts';
import { operationsEffectRoutes } from './operationsEffect.ts';
import { responseRuleRoutes } from './responseRules.ts';
import { planningRoutes } from './planning.ts';
import { comparisonRoutes } from './comparisons.ts';
import { dayRouteRoutes } from './dayRoutes.ts';
import { nominationRoutes } from './nominations.ts';
import { scheduleRoutes } from './schedules.ts';
import { taskSlotRoutes } from './taskSlots.ts';
import { taskRoutes } from './tasks.ts';
import { exportRoutes } from './exports.ts';

export const resources: readonly RouteList[] = [
  sessionRoutes,
  setupRoutes,
  userRoutes,
  settingRoutes,
  auditRoutes,
  changeRoutes,
  healthRoutes,
  openapiRoutes,
  roundRoutes,
  sampleRoutes,
  custodyRoutes,
  resultRoutes,
  reviewRoutes,
  runRoutes,
  worklistRoutes,
  turnaroundRoutes,
  planRoutes,
  referenceRoutes,
  areaRoutes,
  siteRoutes,
  unitRoutes,
  importRoutes,
  assessmentRoutes,
  mapRoutes,
  surfaceRoutes,
  trendRoutes,
  ruleRoutes,
  responseRuleRoutes,
  indicatorRoutes,
  operationsEffectRoutes,
  nominationRoutes,
  scheduleRoutes,
  planningRoutes,
  comparisonRoutes,
  dayRouteRoutes,
  taskRoutes,
  taskSlotRoutes,
  exportRoutes,
];
