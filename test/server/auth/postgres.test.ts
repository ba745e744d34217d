import { expect } from 'chai';
import { user } from '../../../models/schemas/index.ts';
import { Agent, startApp, type TestApp } from '../../support/app.ts';
import { newPostgresDatabase, requirePostgres } from '../../support/postgres.ts';

/** Two server processes share one database: nothing that decides between requests may live in the memory of one. */
describe('two servers on one PostgreSQL', function () {
  this.timeout(120_000);
  let one: TestApp;
  let two: TestApp;
  before(async function () {
    requirePostgres(this);
    const environment = { DATABASE_URL: await newPostgresDatabase(), SIGN_IN_ATTEMPTS: '1000' };
    one = await startApp({ environment });
    two = await startApp({ environment });
  });
  after(async () => {
    await one?.close();
    await two?.close();
  });

  it('make exactly one administrator of twenty who come at once to either', async () => {
    // the second server started later: its link is the one that counts
    const token = two.server.setupLink?.split('/setup#')[1] ?? '';
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const { url } = index % 2 === 0 ? one : two;
        return new Agent(url, one.anonymous.cookieName).post('/api/setup', {
          token,
          username: `head.${index}`,
          displayName: 'Head',
          password: 'reeds by the river',
        });
      }),
    );
    expect(
      answers.map(({ status }) => status).filter((status) => status === 201),
      answers.map(({ text }) => text).join('\n'),
    ).to.have.length(1);
    expect(await one.store.read.find(user)).to.have.length(1);
  });

  it('know the session that the other began, and let one of forty win who change the same account', async () => {
    const admin = await one.person({ roles: ['admin'] });
    const there = new Agent(two.url, admin.cookieName, admin.token);
    const made = await there.post('/api/users', {
      username: 'shared',
      displayName: 'x',
      roles: ['viewer'],
      password: 'a quiet heron stands',
    });
    expect(made.status).to.equal(201);
    const { id } = made.as<{ id: string }>();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? admin : there).patch(`/api/users/${id}`, { displayName: `name ${index}` }, 1),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, ...Array.from({ length: 39 }, () => 412)]);
  });

  it('give equal requests with one Idempotency-Key one record, whichever they reach', async () => {
    const admin = await one.person({ roles: ['admin'] });
    const there = new Agent(two.url, admin.cookieName, admin.token);
    const account = { username: 'once', displayName: 'x', roles: ['viewer'], password: 'a quiet heron stands' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? admin : there).post('/api/users', account, { headers: { 'idempotency-key': 'once-1' } }),
      ),
    );
    for (const { status, text } of answers) expect(status, text).to.equal(201);
    expect(new Set(answers.map((answer) => answer.as<{ id: string }>().id)).size).to.equal(1);
    expect((await one.store.read.find(user, { where: { username: 'once' } })).length).to.equal(1);
  });

  it('are ready, and say so of their engine', async () => {
    expect((await two.anonymous.get('/readyz')).body).to.include({ ready: true, engine: 'postgres' });
  });
});
