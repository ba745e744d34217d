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

export const resources: readonly RouteList[] = [
  sessionRoutes,
  setupRoutes,
  userRoutes,
  settingRoutes,
  auditRoutes,
  changeRoutes,
  healthRoutes,
  openapiRoutes,
];
