import { expect } from 'chai';
import { user } from '../../../models/schemas/index.ts';
import { sha256 } from '../../../server/auth/tokens.ts';
import { setupToken } from '../../../models/schemas/index.ts';
import { offerSetup } from '../../../server/usecases/administration/sessions.ts';
import type { SessionView } from '../../../server/resources/administration/session.ts';
import type { Problem } from '../../../server/problems.ts';
import { Agent, startApp, type TestApp } from '../../support/app.ts';

const tokenOf = (link: string | undefined): string => link?.split('/setup#')[1] ?? '';
const first = (token: string, index = 0) => ({
  token,
  username: `Head.${index}`,
  displayName: `主任 ${index}`,
  password: `reeds by the river ${index}`,
});

describe('the first run', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp({ environment: { SIGN_IN_ATTEMPTS: '1000' } });
  });
  afterEach(() => app.close());

  it('begins without any account, and prints a link of which only the hash is kept', async () => {
    expect(await app.store.read.count(user)).to.equal(0);
    expect(app.server.setupLink).to.match(/\/setup#[\w-]{43}$/);
    const [kept] = await app.store.read.find(setupToken);
    expect(kept?.tokenSha256).to.equal(sha256(tokenOf(app.server.setupLink)));
    expect((await app.anonymous.get('/api/session')).as<SessionView>()).to.include({ user: null, setupNeeded: true });
  });

  it('makes exactly one administrator of twenty who come at once', async () => {
    const token = tokenOf(app.server.setupLink);
    const agents = Array.from({ length: 20 }, () => new Agent(app.url, app.anonymous.cookieName));
    const answers = await Promise.all(agents.map((agent, index) => agent.post('/api/setup', first(token, index))));
    expect(answers.filter(({ status }) => status === 201)).to.have.length(1);
    for (const refused of answers.filter(({ status }) => status !== 201))
      expect(refused.as<Problem>().code).to.be.oneOf(['setup-closed', 'not-allowed']);
    const accounts = await app.store.read.find(user);
    expect(accounts.map(({ roles }) => roles)).to.deep.equal([['admin']]);
    const winner = agents[answers.findIndex(({ status }) => status === 201)];
    const session = (await winner?.get('/api/session'))?.as<SessionView>();
    expect(session?.user?.username).to.equal(accounts[0]?.username);
    expect(session).to.include({ setupNeeded: false });
  });

  it('closes for good: the link does not work twice, no new one is made', async () => {
    const token = tokenOf(app.server.setupLink);
    expect((await app.anonymous.post('/api/setup', first(token))).status).to.equal(201);
    const again = await app.anonymous.post('/api/setup', first(token, 1));
    expect(again.status).to.equal(409);
    expect(again.as<Problem>().code).to.equal('setup-closed');
    expect(await offerSetup(app.store, app.clock)).to.equal(undefined);
  });

  it('refuses a guessed token and a weak password, and stays open', async () => {
    const token = tokenOf(app.server.setupLink);
    expect((await app.anonymous.post('/api/setup', first('A'.repeat(43)))).status).to.equal(403);
    expect((await app.anonymous.post('/api/setup', { ...first(token), password: 'password1234' })).status).to.equal(422);
    expect(await app.store.read.count(user)).to.equal(0);
    expect((await app.anonymous.post('/api/setup', first(token))).status).to.equal(201);
  });

  it('makes the earlier link useless when the server starts again', async () => {
    const earlier = tokenOf(app.server.setupLink);
    const later = await offerSetup(app.store, app.clock);
    expect((await app.anonymous.post('/api/setup', first(earlier))).status).to.equal(403);
    expect((await app.anonymous.post('/api/setup', first(later ?? ''))).status).to.equal(201);
  });
});
