/** What the API answers about files in and out. */
import type { RouteList } from '../../http/route.ts';
import { importRoutes } from './imports.ts';
import { exportRoutes } from './exports.ts';

export const exchangeResources: readonly RouteList[] = [importRoutes, exportRoutes];
