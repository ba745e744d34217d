/** No text fainter than WCAG AA, in any room, on either theme. */
import { expect } from 'chai';
import { faintTexts } from './support/contrast.ts';
import { openStage, type Stage } from './support/stage.ts';
import { openVisitor, signInByLink, visit } from './support/visitor.ts';

describe('browser: contrast', function () {
  this.timeout(240_000);
  let stage: Stage;

  before(async () => {
    stage = await openStage({ plan: true });
    await (await stage.app.as('technician')).post('/api/rounds', { code: '2018-Q1', plan: 'huilai' });
  });
  after(() => stage.close());

  for (const dark of [false, true]) {
    it(`is enough everywhere on the ${dark ? 'dark' : 'light'} theme`, async () => {
      const visitor = await openVisitor({ url: stage.url, language: 'en', dark });
      const faint: string[] = [];
      try {
        await visitor.page.goto('/');
        await visitor.page.getByRole('button', { name: 'Sign in' }).waitFor();
        faint.push(...(await faintTexts(visitor.page)).map((one) => `sign-in ${JSON.stringify(one)}`));
        for (const role of ['quality-manager', 'technician', 'planner'] as const) {
          await signInByLink(visitor, await stage.link(role));
          const rooms = (await (await stage.app.as(role)).get('/api/session')).as<{ rooms: { room: string; allowed: boolean }[] }>().rooms;
          const paths = [...rooms.filter((one) => one.allowed).map((one) => `/${one.room}`), '/rounds/all', '/settings/rules', '/nowhere'];
          for (const path of paths) {
            await visit(visitor.page, path);
            faint.push(...(await faintTexts(visitor.page)).map((one) => `${role} ${path} ${JSON.stringify(one)}`));
          }
        }
      } finally {
        await visitor.close();
      }
      expect(faint).to.deep.equal([]);
    });
  }

  it('faint text is found when there is some', async () => {
    const visitor = await openVisitor({ url: stage.url, language: 'en' });
    try {
      await visitor.page.goto('/');
      await visitor.page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await visitor.page.evaluate(() => document.querySelector('h1')?.style.setProperty('color', '#bbb'));
      expect((await faintTexts(visitor.page)).map((one) => one.text)).to.include('Sign in');
    } finally {
      await visitor.close();
    }
  });
});
