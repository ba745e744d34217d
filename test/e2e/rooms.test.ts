/** Each role signs in and visits every room: those it may enter draw themselves without complaint, the others say who can open them. */
import { expect } from 'chai';
import { LANGUAGES, ROLES, type Role } from '../../models/schemas/vocabulary.ts';
import { openStage, type Stage } from './support/stage.ts';
import { openVisitor, overflow, PHONE, signInByLink, visit, WIDE } from './support/visitor.ts';

interface RoomAccess {
  room: string;
  allowed: boolean;
}

describe('browser: rooms', function () {
  this.timeout(240_000);
  let stage: Stage;

  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  const roomsOf = async (role: Role): Promise<RoomAccess[]> => {
    const agent = await stage.app.as(role);
    const answer = await agent.get('/api/session');
    return answer.as<{ rooms: RoomAccess[] }>().rooms;
  };

  for (const role of ROLES) {
    it(`${role}: enters the rooms of the role, and is told who opens the others`, async () => {
      const rooms = await roomsOf(role);
      const visitor = await openVisitor({ url: stage.url, language: 'en', size: WIDE });
      try {
        await signInByLink(visitor, await stage.link(role));
        const rail = await visitor.page
          .locator('aside nav a')
          .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname.slice(1)));
        expect(
          rail.filter((room) => !rooms.some((one) => one.room === room && one.allowed)),
          'rooms on the rail that the role may not enter',
        ).to.deep.equal([]);
        expect(rail).to.include('today');
        for (const { room, allowed } of rooms) {
          await visit(visitor.page, `/${room}`);
          const main = await visitor.page.locator('main').innerText();
          expect(/is not open to your account/.test(main), `${role} in ${room}: refused`).to.equal(!allowed);
          if (!allowed) expect(main).to.match(/It is opened by: \w/);
        }
        expect(visitor.complaints).to.deep.equal([]);
      } finally {
        await visitor.close();
      }
    });
  }

  for (const language of LANGUAGES) {
    it(`on a phone in ${language}: no room has to be scrolled sideways`, async () => {
      const visitor = await openVisitor({ url: stage.url, language, size: PHONE });
      try {
        await signInByLink(visitor, await stage.link('quality-manager'));
        expect(await visitor.page.locator('html').getAttribute('lang')).to.equal(language);
        for (const { room, allowed } of await roomsOf('quality-manager')) {
          if (!allowed) continue;
          await visit(visitor.page, `/${room}`);
          expect(await overflow(visitor.page), `pixels that ${room} is too wide`).to.be.at.most(0);
        }
        expect(visitor.complaints).to.deep.equal([]);
      } finally {
        await visitor.close();
      }
    });
  }
});
