/**
 * A server with the real client and one account per role, each with its sign-in link:
 *   const stage = await openStage();          // after(() => stage.close())
 *   await signInByLink(visitor, await stage.link('technician'));
 */
import { randomBytes } from 'node:crypto';
import type { Role } from '../../../models/schemas/vocabulary.ts';
import { sha256 } from '../../../server/auth/tokens.ts';
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

export async function openStage(options: TestAppOptions = {}): Promise<Stage> {
  const demoLinks = new Map<string, string>();
  const app = await startApp({ ...options, clientDir: await clientBuild(), demoLinks });
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
