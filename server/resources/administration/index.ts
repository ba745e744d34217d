/** What the API answers about accounts, sessions, settings and the audit trail. */
import type { RouteList } from '../../http/route.ts';
import { sessionRoutes } from './session.ts';
import { setupRoutes } from './setup.ts';
import { userRoutes } from './users.ts';
import { settingRoutes } from './settings.ts';
import { auditRoutes } from './audit.ts';

export const administrationResources: readonly RouteList[] = [sessionRoutes, setupRoutes, userRoutes, settingRoutes, auditRoutes];
