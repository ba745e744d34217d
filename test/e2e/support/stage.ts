/**
 * A server with the real client and one account per role, each with its sign-in link:
 *   const stage = await openStage();          // after(() => stage.close())
 *   await signInByLink(visitor, await stage.link('technician'));
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { huilaiAreas } from '../../../models/reference/areas.ts';
import type { PlanDocument } from '../../../models/schemas/plan.ts';
import type { Role } from '../../../models/schemas/vocabulary.ts';
import { sha256 } from '../../../server/auth/tokens.ts';
import { loadAreas, loadReference } from '../../../server/usecases/rounds/loadReference.ts';
import { takePlan } from '../../../server/usecases/rounds/takePlan.ts';
import { startApp, type TestApp, type TestAppOptions } from '../../support/app.ts';
import { closeBrowser } from './browser.ts';
import { clientBuild } from './clientBuild.ts';

export interface Stage {
  app: TestApp;
  url: string;
  /** A link that signs in an account of this role, made at the first call. */
  link: (role: Role) => Promise<string>;
  close: () => Promise<void>;
}

export interface StageOptions extends TestAppOptions {
  /** Reference data, the places of Huilai and the example plan are there; a round is not. */
  plan?: boolean;
  /** Nobody has ever administrated here; else an administrator exists. */
  firstRun?: boolean;
}

async function takeHuilai({ store, clock }: TestApp): Promise<void> {
  const context = { actorId: null, at: clock() };
  await loadReference(store, context);
  await loadAreas(store, huilaiAreas, context);
  await takePlan(store, JSON.parse(await readFile('sampling-plans/plans/huilai.json', 'utf8')) as PlanDocument, context);
}

export async function openStage({ plan = false, firstRun = false, ...options }: StageOptions = {}): Promise<Stage> {
  const demoLinks = new Map<string, string>();
  const app = await startApp({ ...options, clientDir: await clientBuild(), demoLinks });
  if (!firstRun) await app.as('admin');
  if (plan) await takeHuilai(app);
  return {
    app,
    url: app.url,
    async link(role) {
      const agent = await app.as(role);
      // As long as the tokens of the product: anything shorter is refused unread.
      const token = randomBytes(32).toString('base64url');
      demoLinks.set(sha256(token), app.user(agent).id);
      return `${app.url}/demo/sign-in/${token}`;
    },
    async close() {
      await closeBrowser();
      await app.close();
    },
  };
}
