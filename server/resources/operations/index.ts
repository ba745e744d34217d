/** What the API answers about plans, tasks and units. */
import type { RouteList } from '../../http/route.ts';
import { unitRoutes } from './units.ts';
import { responseRuleRoutes } from './responseRules.ts';
import { operationsEffectRoutes } from './operationsEffect.ts';
import { nominationRoutes } from './nominations.ts';
import { scheduleRoutes } from './schedules.ts';
import { planningRoutes } from './planning.ts';
import { comparisonRoutes } from './comparisons.ts';
import { dayRouteRoutes } from './dayRoutes.ts';
import { taskRoutes } from './tasks.ts';
import { taskSlotRoutes } from './taskSlots.ts';

export const operationsResources: readonly RouteList[] = [unitRoutes, responseRuleRoutes, operationsEffectRoutes, nominationRoutes, scheduleRoutes, planningRoutes, comparisonRoutes, dayRouteRoutes, taskRoutes, taskSlotRoutes];
