/** What one running server is made of; created once in server/app and handed to every request. */
import type { Logger } from 'pino';
import type { Store } from '../../models/store/types.ts';
import type { Config } from '../config.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { AssessJobs } from '../usecases/assessment/assessJobs.ts';
import type { RoadDistances } from '../routing/roadDistances.ts';
import type { Changes } from './changes.ts';

export interface Services {
  store: Store;
  config: Config;
  /** Milliseconds since the epoch. */
  clock: () => number;
  log: Logger;
  changes: Changes;
  sessions: Sessions;
  /** The API described by itself (OpenAPI 3.1); made at the first asking. */
  apiDocument: () => object;
  /** Sign-in links of the demo, by the SHA-256 of their token; empty in production. */
  demoLinks: ReadonlyMap<string, string>;
  /** Assessments under way, and the threads that grade. */
  assessJobs: AssessJobs;
  /** Kilometres between the stops of a plan. */
  roads: RoadDistances;
  /** Aborted once SIGTERM was heard: /readyz says so and streams end. */
  closing: AbortSignal;
}
