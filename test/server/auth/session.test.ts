import { expect } from 'chai';
import { session } from '../../../models/schemas/index.ts';
import { updateUser } from '../../../models/store/repositories/users.ts';
import { clearWorkingState } from '../../../server/jobs/housekeeping.ts';
import { sha256, newToken } from '../../../server/auth/tokens.ts';
import type { SessionView } from '../../../server/resources/administration/session.ts';
import type { Problem } from '../../../server/problems.ts';
import { Agent, PASSWORD, startApp, withApp, type TestApp } from '../../support/app.ts';

const MINUTE = 60_000;

describe('sessions', () => {
  let app: TestApp;
  before(async () => {
    app = await startApp({ environment: { SIGN_IN_ATTEMPTS: '1000' } });
    await app.as('technician');
  });
  after(() => app.close());

  const fresh = () => new Agent(app.url, app.anonymous.cookieName);
  const signIn = async (username = 'technician', password = PASSWORD) => {
    const agent = fresh();
    return { agent, answer: await agent.post('/api/session', { username, password }) };
  };

  it('begin with a cookie that scripts cannot read and other sites do not send', async () => {
    const { answer } = await signIn();
    expect(answer.status).to.equal(200);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).to.match(/^shuijian=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    expect(answer.text).not.to.contain(cookie.slice(9, 52));
  });

  it('bind the cookie to host and https where browsers come by https', async () => {
    await withApp({ environment: { PUBLIC_URL: 'https://lims.example.org' } }, async (secure) => {
      await secure.as('technician');
      const answer = await secure.anonymous.post(
        '/api/session',
        { username: 'technician', password: PASSWORD },
        { headers: { origin: 'https://lims.example.org' } },
      );
      expect(answer.headers.getSetCookie()[0]).to.match(/^__Host-shuijian=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=/);
      expect(answer.headers.get('strict-transport-security')).to.contain('max-age=31536000');
    });
  });

  it('keep only the hash of the token', async () => {
    const { agent } = await signIn();
    const rows = await app.store.read.find(session);
    expect(rows.some(({ tokenSha256 }) => tokenSha256 === sha256(agent.token ?? ''))).to.equal(true);
    expect(JSON.stringify(rows)).not.to.contain(agent.token);
  });

  it('tell what the person may do and where to go', async () => {
    const { agent } = await signIn('Technician ');
    const view = (await agent.get('/api/session')).as<SessionView>();
    expect(view.user).to.deep.include({ username: 'technician', roles: ['technician'], areaCodes: [], language: null });
    expect(view.permissions).to.include('results.enter').and.not.include('results.verify');
    expect(view.rooms.find(({ room }) => room === 'audit')).to.deep.equal({
      room: 'audit',
      allowed: false,
      roles: ['quality-manager', 'auditor'],
    });
    expect(view.settings).to.include({ reviewLevels: 2, confidentialityDecision: 'undecided', minimumPublishedPopulation: 5000 });
    expect(view).to.include({ demo: false, syntheticData: false, setupNeeded: false });
  });

  it('answer a wrong password, an unknown name and a closed account alike', async () => {
    const closed = await app.person({ roles: ['viewer'], username: 'closed' });
    const admin = await app.as('admin');
    await admin.patch(`/api/users/${app.user(closed).id}`, { active: false }, 1);
    const answers = await Promise.all([signIn('technician', 'wrong password here'), signIn('nobody.at.all'), signIn('closed')]);
    const [wrong, unknown, gone] = answers.map(({ answer }) => answer);
    expect([wrong?.status, unknown?.status, gone?.status]).to.deep.equal([401, 401, 401]);
    expect(unknown?.text).to.equal(wrong?.text);
    expect(gone?.text).to.equal(wrong?.text);
    expect(wrong?.headers.getSetCookie()).to.be.empty;
  });

  it('end when one signs out: the token is worth nothing afterwards', async () => {
    const { agent } = await signIn();
    const token = agent.token;
    const out = await agent.delete('/api/session');
    expect(out.status).to.equal(204);
    expect(out.headers.getSetCookie()[0]).to.match(/^shuijian=; .*Max-Age=0$/);
    const thief = new Agent(app.url, agent.cookieName, token);
    expect((await thief.get('/api/session')).as<SessionView>().user).to.equal(null);
  });

  it('are renewed at sign-in: an old cookie does not live on', async () => {
    const { agent } = await signIn();
    const before = agent.token;
    await agent.post('/api/session', { username: 'technician', password: PASSWORD });
    expect(agent.token).not.to.equal(before);
    expect((await new Agent(app.url, agent.cookieName, before).get('/api/session')).as<SessionView>().user).to.equal(null);
  });

  it('are not found for a made-up token', async () => {
    for (const token of [newToken(), 'x', '', `${'A'.repeat(42)}!`]) {
      expect((await new Agent(app.url, app.anonymous.cookieName, token).get('/api/users')).status).to.equal(401);
    }
  });

  it('are worth nothing while the account is closed, even if a row of it were left', async () => {
    const agent = await app.person({ roles: ['viewer'] });
    await app.store.write((tx) => updateUser(tx, app.user(agent).id, 1, { active: false }, app.user(agent).id));
    expect(await app.store.read.count(session, { userId: app.user(agent).id })).to.equal(1);
    expect((await agent.get('/api/session')).as<SessionView>().user).to.equal(null);
  });

  it('count a change of role at the next request', async () => {
    const agent = await app.person({ roles: ['technician'] });
    const admin = await app.as('admin');
    expect((await agent.get('/api/users')).status).to.equal(403);
    await admin.patch(`/api/users/${app.user(agent).id}`, { roles: ['auditor'] }, 1);
    expect((await agent.get('/api/users')).status).to.equal(200);
  });
});

describe('the limits of a session', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp({ environment: { SESSION_IDLE_MINUTES: '30', SESSION_HOURS: '2' } });
  });
  afterEach(() => app.close());
  const works = async (agent: Agent) => (await agent.get('/api/session')).as<SessionView>().user !== null;

  it('end it after idle minutes, counted from the last use', async () => {
    const agent = await app.as('viewer');
    app.clock.advance(29 * MINUTE);
    expect(await works(agent)).to.equal(true);
    app.clock.advance(29 * MINUTE);
    expect(await works(agent)).to.equal(true);
    app.clock.advance(31 * MINUTE);
    expect(await works(agent)).to.equal(false);
  });

  it('end it after its hours, however busy it was, and housekeeping clears it away', async () => {
    const agent = await app.as('viewer');
    for (let minutes = 0; minutes < 110; minutes += 20) {
      app.clock.advance(20 * MINUTE);
      if (minutes < 100) expect(await works(agent), `after ${minutes + 20} minutes`).to.equal(true);
    }
    expect(await works(agent)).to.equal(false);
    expect(await app.store.read.count(session)).to.equal(1);
    expect(await clearWorkingState(app.store, app.clock())).to.equal(1);
    expect(await app.store.read.count(session)).to.equal(0);
  });
});

describe('guessing', () => {
  it('ends after some attempts from one address, says for how long, and a right one does not count', async () => {
    await withApp({ environment: { SIGN_IN_ATTEMPTS: '4' } }, async (app) => {
      await app.as('technician');
      const attempt = (password: string) => app.anonymous.post('/api/session', { username: 'technician', password });
      for (let index = 0; index < 6; index += 1) expect((await attempt(PASSWORD)).status).to.equal(200);
      for (let index = 0; index < 4; index += 1) expect((await attempt(`wrong guess ${index}`)).status).to.equal(401);
      const refused = await attempt(PASSWORD);
      expect(refused.status).to.equal(429);
      expect(refused.as<Problem>().code).to.equal('too-many-attempts');
      expect(Number.parseInt(refused.headers.get('retry-after') ?? '', 10)).to.be.within(1, 300);
      expect((await app.anonymous.post('/api/setup', { token: 'x', username: 'x', displayName: 'x', password: 'x' })).status).to.equal(429);
      expect((await app.anonymous.get('/api/session')).status).to.equal(200);
    });
  });

  it('is not told apart by a header that nobody vouches for', async () => {
    await withApp({ environment: { SIGN_IN_ATTEMPTS: '2' } }, async (app) => {
      const attempt = (address: string) =>
        app.anonymous.post('/api/session', { username: 'a', password: 'b' }, { headers: { 'x-forwarded-for': address } });
      expect((await attempt('10.0.0.1')).status).to.equal(401);
      expect((await attempt('10.0.0.2')).status).to.equal(401);
      expect((await attempt('10.0.0.3')).status).to.equal(429);
    });
  });
});

describe('demo links', () => {
  it('sign in by redirect while they are offered, and are nothing in production', async () => {
    const token = newToken();
    const links = new Map<string, string>();
    await withApp({ demoLinks: links }, async (app) => {
      expect((await app.anonymous.get(`/demo/sign-in/${token}`)).status).to.equal(404);
      links.set(sha256(token), app.user(await app.as('viewer')).id);
      const agent = new Agent(app.url, app.anonymous.cookieName);
      const answer = await agent.get(`/demo/sign-in/${token}`);
      expect([answer.status, answer.headers.get('location')]).to.deep.equal([303, '/']);
      const view = (await agent.get('/api/session')).as<SessionView>();
      expect(view.user?.roles).to.deep.equal(['viewer']);
      expect(view.demo).to.equal(true);
    });
  });
});
