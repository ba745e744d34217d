/**
 * Every resource of the API, room by room; a room's index.ts names its own. Order does not matter; two routes with the
 * same method and path are refused at start.
 */
import type { RouteList } from '../http/route.ts';
import { changeRoutes } from './changes.ts';
import { healthRoutes } from './health.ts';
import { openapiRoutes } from './openapi.ts';
import { roundsResources } from './rounds/index.ts';
import { resultsResources } from './results/index.ts';
import { qualityResources } from './quality/index.ts';
import { assessmentResources } from './assessment/index.ts';
import { operationsResources } from './operations/index.ts';
import { countsResources } from './counts/index.ts';
import { exchangeResources } from './exchange/index.ts';
import { administrationResources } from './administration/index.ts';

export const resources: readonly RouteList[] = [
  changeRoutes,
  healthRoutes,
  openapiRoutes,
  ...roundsResources,
  ...resultsResources,
  ...qualityResources,
  ...assessmentResources,
  ...operationsResources,
  ...countsResources,
  ...exchangeResources,
  ...administrationResources,
];
