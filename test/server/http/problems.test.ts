import { expect } from 'chai';
import type { Problem } from '../../../server/problems.ts';
import { startApp, withApp, type Agent, type TestApp } from '../../support/app.ts';

describe('problem details', () => {
  let app: TestApp;
  let admin: Agent;
  before(async () => {
    app = await startApp();
    admin = await app.as('admin');
  });
  after(() => app.close());

  const wrongAccount = { username: 'li.si', displayName: ' ', roles: ['chief'], password: 'a quiet heron stands', rank: 3 };

  for (const [language, missing, title] of [
    ['zh-CN', '没有名为 rank 的字段。', '内容不符合要求'],
    ['en', 'There is no field named rank.', 'The request is not valid'],
  ] as const) {
    it(`names every wrong field with its place, what was got and what was expected (${language})`, async () => {
      const answer = await admin.post('/api/users', wrongAccount, { headers: { 'accept-language': language } });
      expect(answer.status).to.equal(422);
      expect(answer.headers.get('content-type')).to.match(/^application\/problem\+json/);
      expect(answer.headers.get('content-language')).to.equal(language);
      const problem = answer.as<Problem>();
      expect(problem).to.include({ code: 'invalid', status: 422, title });
      expect(problem.details.map(({ pointer }) => pointer)).to.have.members(['/rank', '/displayName', '/roles/0']);
      expect(problem.details.find(({ pointer }) => pointer === '/rank')?.sentence).to.equal(missing);
      const role = problem.details.find(({ pointer }) => pointer === '/roles/0');
      expect(role?.got).to.equal('chief');
      expect(role?.sentence).to.contain('technician');
    });
  }

  it('answers in the language of the account, whatever the browser says', async () => {
    const person = await app.person({ roles: ['admin'] });
    expect((await person.patch('/api/session', { language: 'en' })).status).to.equal(200);
    const answer = await person.post('/api/users', {}, { headers: { 'accept-language': 'zh-CN' } });
    expect(answer.as<Problem>().title).to.equal('The request is not valid');
  });

  it('never says a password back', async () => {
    const answer = await admin.post('/api/users', { ...wrongAccount, password: 12345678901234 });
    expect(answer.text).to.contain('/password').and.not.contain('12345678901234');
    const long = await admin.post('/api/session', { username: 'x', password: 's3cret'.repeat(300) });
    expect(long.status).to.equal(422);
    expect(long.text).not.to.contain('s3cret');
  });

  it('says what is possible at an address that knows other methods', async () => {
    const answer = await admin.request('PUT', '/api/users', {});
    expect(answer.status).to.equal(404);
    expect(answer.headers.get('allow')).to.equal('GET, POST, HEAD');
  });

  it('refuses unknown and malformed query values by name', async () => {
    const answer = await (
      await app.as('auditor')
    ).get('/api/audit-entries?limit=many&colour=red', { headers: { 'accept-language': 'en' } });
    expect(answer.status).to.equal(422);
    expect(answer.as<Problem>().details.map(({ pointer, sentence }) => `${pointer}: ${sentence}`)).to.have.members([
      '/query/limit: Got many; a whole number was expected.',
      '/query/colour: There is no field named colour.',
    ]);
  });

  it('shows no stack, path or SQL when something unexpected happens, and logs the number that the caller was told', async () => {
    await withApp({}, async (broken) => {
      await broken.store.close();
      const answer = await broken.anonymous.get('/api/session', { headers: { 'accept-language': 'en' } });
      expect(answer.status).to.equal(500);
      const problem = answer.as<Problem>();
      expect(problem.code).to.equal('internal');
      expect(answer.text).not.to.match(/ at |\.ts|node_modules|SELECT|sqlite/i);
      const requestId = String(problem.facts?.['requestId']);
      expect(problem.detail).to.contain(requestId);
      expect(broken.logs.some((line) => line.includes(requestId) && line.includes('"stack"'))).to.equal(true);
    });
  });

  it('logs the declared path and never the address, a body, a name or a token', async () => {
    app.logs.length = 0;
    await admin.get('/api/nothing-here-secret-token');
    await admin.post('/api/session', { username: 'someone.secret', password: 'wrong password here' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const lines = app.logs.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => line['route'])).to.deep.equal(['-', '/api/session']);
    expect(app.logs.join('')).not.to.match(/secret|wrong password/);
    for (const line of lines) {
      expect(Object.keys(line)).to.have.members(['level', 'time', 'requestId', 'route', 'userId', 'code', 'method', 'status', 'ms', 'msg']);
    }
  });

  it('answers 404 for an address that cannot be decoded', async () => {
    expect((await admin.get('/api/users/%ff')).status).to.equal(404);
  });
});
