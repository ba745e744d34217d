/** Passwords cannot be guessed: each attempt is counted before it is checked, the account waits, the trail and the owner are told. */
import { expect } from 'chai';
import { auditEntry, user as userThing } from '../../../models/schemas/index.ts';
import { guardedPassword } from '../../../server/usecases/administration/passwordGuard.ts';
import { Agent, PASSWORD, startApp, type TestApp } from '../../support/app.ts';
import { onBothEngines } from '../../support/engines.ts';
import { seedLaboratory } from '../../support/laboratoryRows.ts';
import { ok, startLaboratory, sampleAt, type Laboratory } from '../../usecases/support/laboratory.ts';

interface Problem { code: string; details: { sentence: string }[]; facts?: { retryAfterSeconds?: number } }
const AT = Date.UTC(2026, 0, 5, 9);

onBothEngines('guesses of a password', (engine) => {
  it('fifty side by side: five are checked, the others are refused, and the account waits', async () => {
    const store = await engine.open();
    const { user } = await seedLaboratory(store);
    let checked = 0;
    const guess = () => guardedPassword(store, { id: user.id }, 'sign-in', AT, () => {
      checked += 1;
      return Promise.resolve(false);
    }).then(() => 'wrong', (error: { code?: string }) => error.code ?? 'broken');
    const answers = await Promise.all(Array.from({ length: 50 }, guess));
    expect(answers.filter((answer) => answer === 'wrong')).to.have.length(5);
    expect(answers.filter((answer) => answer === 'too-many-attempts')).to.have.length(45);
    expect(checked).to.equal(5);
    await store.revision();
    const entries = await store.read.find(auditEntry, { where: { subject: 'user', subjectId: user.id } });
    expect(entries.map(({ action }) => action).sort()).to.deep.equal([...Array.from({ length: 1 }, () => 'user.locked'), ...Array.from({ length: 5 }, () => 'user.password-failed')]);
    await store.close();
  });

  it('the wait doubles with each further wrong one, ends by itself, outlives a restart, and the right password ends the count', async () => {
    const place = await engine.newPlace();
    let store = await engine.openAt(place);
    const { user } = await seedLaboratory(store);
    const at = async (seconds: number, right: boolean): Promise<unknown> => guardedPassword(store, { id: user.id }, 'signature', AT + seconds * 1000, () => Promise.resolve(right)).catch((error: { facts?: object }) => error.facts);
    for (let n = 0; n < 5; n += 1) expect(await at(n, false)).to.equal(false);
    expect(await at(5, true)).to.deep.equal({ retryAfterSeconds: 29 });
    await store.close();
    store = await engine.openAt(place);
    expect(await at(6, true)).to.deep.equal({ retryAfterSeconds: 28 });
    expect(await at(35, false)).to.equal(false);
    expect(await at(36, true)).to.deep.equal({ retryAfterSeconds: 59 });
    expect(await at(96, true)).to.equal(true);
    for (let n = 0; n < 4; n += 1) expect(await at(100 + n, false)).to.equal(false);
    expect(await at(105, true)).to.equal(true);
    await store.close();
  });

  it('a name that nobody has is counted the same way and leaves no name behind', async () => {
    const store = await engine.open();
    const guess = () => guardedPassword(store, { unknownName: 'nobody-here' }, 'sign-in', AT, () => Promise.resolve(false)).catch((error: { facts?: object }) => error.facts);
    for (let n = 0; n < 5; n += 1) expect(await guess()).to.equal(false);
    expect(await guess()).to.deep.equal({ retryAfterSeconds: 30 });
    expect(JSON.stringify(await store.read.find(auditEntry))).not.to.contain('nobody-here');
    await store.close();
  });
});

describe('guesses over HTTP', () => {
  let app: TestApp;
  let admin: Agent;
  before(async () => {
    app = await startApp({ environment: { SIGN_IN_ATTEMPTS: '1000' } });
    admin = await app.as('admin');
  });
  after(() => app.close());
  const signIn = (username: string, password: string) => app.anonymous.post('/api/session', { username, password });

  it('a name that is there and one that is not answer the same, also while they wait', async () => {
    await app.person({ roles: ['verifier'], username: 'liu' });
    for (let n = 0; n < 7; n += 1) {
      const [known, unknown] = [await signIn('liu', `wrong ${String(n)}`), await signIn('lin', `wrong ${String(n)}`)];
      expect(known.status).to.equal(unknown.status);
      expect(known.as<Problem>().details.map(({ sentence }) => sentence.replace(/\d+/, 'N'))).to.deep.equal(unknown.as<Problem>().details.map(({ sentence }) => sentence.replace(/\d+/, 'N')));
      expect(known.status).to.equal(n < 5 ? 401 : 429);
    }
    expect((await signIn('liu', PASSWORD)).status).to.equal(429);
  });

  it('the administrator sees who waits and lets the account go on; the owner is told', async () => {
    const waiting = ok<{ items: { id: string; username: string; waits: { failures: number } | null; allowedActions: { action: string; allowed: boolean }[] }[] }>(await admin.get('/api/users')).items.find(({ username }) => username === 'liu');
    expect(waiting?.waits?.failures).to.equal(5);
    expect(waiting?.allowedActions.find(({ action }) => action === 'unlock')).to.deep.equal({ action: 'unlock', allowed: true });
    expect((await (await app.as('quality-manager')).post(`/api/users/${String(waiting?.id)}/unlock`)).status).to.equal(403);
    ok(await admin.post(`/api/users/${String(waiting?.id)}/unlock`));
    const session = ok<{ wrongPasswords: { count: number } | null }>(await signIn('liu', PASSWORD));
    expect(session.wrongPasswords?.count).to.equal(5);
  });

  it('everybody changes the own password with the old one; every other session ends, and guesses of the old one count', async () => {
    const agent = await app.person({ roles: ['viewer'], username: 'gao' });
    const { token } = await app.server.services.sessions.open(app.user(agent).id);
    const elsewhere = new Agent(app.url, app.server.services.sessions.cookieName, token);
    expect((await elsewhere.get('/api/rounds')).status).to.equal(200);
    const change = (password: string, newPassword: string) => agent.post('/api/session/password', { password, newPassword });
    expect((await change(PASSWORD, 'short')).as<Problem>().details[0]?.sentence).to.match(/12/);
    expect((await change('not it at all', 'reeds and river stones')).status).to.equal(403);
    const changed = await change(PASSWORD, 'reeds and river stones');
    expect(changed.status).to.equal(200);
    expect((await elsewhere.get('/api/rounds')).status, 'another session').to.equal(401);
    expect((await agent.get('/api/rounds')).status, 'the session that asked, with its new cookie').to.equal(200);
    expect((await signIn('gao', PASSWORD)).status).to.equal(401);
    expect((await signIn('gao', 'reeds and river stones')).status).to.equal(200);
  });
});

describe('a signature while the account waits', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 2 }); });
  after(() => laboratory.close());

  it('is refused also with the right password, and the session goes on', async () => {
    const cell = await laboratory.bring(sampleAt(laboratory, 0), 'meth', '40', 'submitted');
    const verify = (password: string) => laboratory.verifier.post('/api/result-transitions', { action: 'verify', results: [{ id: cell.resultId, revision: cell.revision }], password });
    for (let n = 0; n < 5; n += 1) expect((await verify(`wrong ${String(n)}`)).status).to.equal(403);
    expect((await verify(PASSWORD)).status).to.equal(429);
    expect((await laboratory.verifier.get('/api/session')).as<{ wrongPasswords: { count: number } }>().wrongPasswords.count).to.equal(5);
    laboratory.app.clock.advance(31_000);
    expect((await verify(PASSWORD)).status).to.equal(200);
  });
});

describe('two accounts of one person', () => {
  let laboratory: Laboratory;
  before(async () => { laboratory = await startLaboratory({ receive: 4 }); });
  after(() => laboratory.close());

  it('count as one where two persons are wanted', async () => {
    const { app } = laboratory;
    const admin = await app.as('admin');
    const second = await app.person({ roles: ['verifier', 'signatory'], username: 'technician-too' });
    const accounts = ok<{ items: { id: string; username: string; revision: number }[] }>(await admin.get('/api/users')).items;
    const of = (username: string) => accounts.find((each) => each.username === username) ?? { id: '', revision: 0 };
    const [first, other] = [of('technician'), of('technician-too')];
    const cell = await laboratory.bring(sampleAt(laboratory, 0), 'meth', '40', 'submitted');
    const verify = () => second.post('/api/result-transitions', { action: 'verify', results: [{ id: cell.resultId, revision: cell.revision }] });
    // neither an account that points at another, nor a circle
    expect((await admin.patch(`/api/users/${first.id}`, { samePersonAsId: first.id }, first.revision)).status).to.equal(422);
    ok(await admin.patch(`/api/users/${other.id}`, { samePersonAsId: first.id }, other.revision));
    expect((await admin.patch(`/api/users/${first.id}`, { samePersonAsId: other.id }, first.revision)).status).to.equal(422);
    expect((await verify()).as<{ code: string }>().code).to.equal('own-work');
    const [row] = await app.store.read.find(userThing, { where: { id: other.id } });
    ok(await admin.patch(`/api/users/${other.id}`, { samePersonAsId: null }, row?.revision ?? 0));
    expect((await verify()).status).to.equal(200);
  });
});
