import { expect } from 'chai';
import { auditEntry } from '../../../models/schemas/index.ts';
import type { Problem } from '../../../server/problems.ts';
import { startApp, PASSWORD, type Agent, type TestApp } from '../../support/app.ts';

interface View {
  id: string;
  username: string;
  displayName: string;
  roles: string[];
  active: boolean;
  revision: number;
  allowedActions: { action: string; allowed: boolean; reason?: { code: string } }[];
}
const account = (username: string, more: object = {}) => ({
  username,
  displayName: '张三',
  roles: ['technician'],
  password: 'a quiet heron stands',
  ...more,
});

describe('accounts of the staff', () => {
  let app: TestApp;
  let admin: Agent;
  before(async () => {
    app = await startApp({ environment: { SIGN_IN_ATTEMPTS: '1000' } });
    admin = await app.as('admin');
  });
  after(() => app.close());
  const list = async (agent = admin) => (await agent.get('/api/users')).as<{ items: View[]; total: number }>();

  it('are made, listed and can sign in; no answer ever holds a hash', async () => {
    const made = await admin.post('/api/users', account('Zhang.San', { language: 'en' }));
    expect(made.status).to.equal(201);
    expect(made.headers.get('etag')).to.equal('"1"');
    expect(made.as<View>()).to.deep.include({
      username: 'zhang.san',
      displayName: '张三',
      roles: ['technician'],
      active: true,
      revision: 1,
    });
    const all = await admin.get('/api/users');
    expect(all.text + made.text).not.to.match(/argon2|passwordHash|heron/);
    expect((await app.anonymous.post('/api/session', { username: 'zhang.san', password: 'a quiet heron stands' })).status).to.equal(200);
  });

  it('are audited without their password', async () => {
    const { id } = (await admin.post('/api/users', account('audited'))).as<View>();
    await admin.patch(`/api/users/${id}`, { password: 'another quiet heron', displayName: '李四' }, 1);
    const entries = await app.store.read.find(auditEntry, { where: { subject: 'user', subjectId: id }, order: ['sequence'] });
    expect(entries.map(({ action }) => action)).to.deep.equal(['user.create', 'user.change']);
    expect(entries[1]?.detail).to.deep.equal({ displayName: '李四', password: 'changed' });
    expect(entries.every(({ actorId }) => actorId === app.user(admin).id)).to.equal(true);
    expect(JSON.stringify(entries)).not.to.match(/heron|argon2/);
  });

  it('have a name of their own, of letters and digits, whatever the case', async () => {
    expect((await admin.post('/api/users', account('only.one'))).status).to.equal(201);
    const twice = await admin.post('/api/users', account('ONLY.ONE'));
    expect(twice.status).to.equal(409);
    expect(twice.as<Problem>().details[0]).to.include({ pointer: '/username', message: 'user.username-taken' });
    for (const wrong of ['1st', 'a b', '张三', 'a', '<b>x</b>'])
      expect((await admin.post('/api/users', account(wrong))).status, wrong).to.equal(422);
  });

  it('need areas that exist, named one by one', async () => {
    const answer = await admin.post('/api/users', account('areas', { areaCodes: ['445224', '445225'] }));
    expect(answer.as<Problem>().details.map(({ pointer, got }) => [pointer, got])).to.deep.equal([
      ['/areaCodes/0', '445224'],
      ['/areaCodes/1', '445225'],
    ]);
  });

  it('lose their sessions with a new password and when they are closed', async () => {
    const person = await app.person({ roles: ['technician'], username: 'to.close' });
    const { id } = app.user(person);
    await admin.patch(`/api/users/${id}`, { password: 'another quiet heron' }, 1);
    expect((await person.get('/api/rounds')).status).to.be.oneOf([401, 404]);
    expect((await person.patch('/api/session', { language: 'en' })).status).to.equal(401);
    expect((await person.post('/api/session', { username: 'to.close', password: PASSWORD })).status).to.equal(401);
    expect((await person.post('/api/session', { username: 'to.close', password: 'another quiet heron' })).status).to.equal(200);
    await admin.patch(`/api/users/${id}`, { active: false }, 2);
    expect((await person.patch('/api/session', { language: 'en' })).status).to.equal(401);
    expect((await person.post('/api/session', { username: 'to.close', password: 'another quiet heron' })).status).to.equal(401);
  });

  it('leave one administrator at least, and nobody shuts the door on himself', async () => {
    const me = app.user(admin);
    const revision = (await list()).items.find(({ id }) => id === me.id)?.revision ?? 0;
    for (const change of [{ active: false }, { roles: ['technician'] }]) {
      const answer = await admin.patch(`/api/users/${me.id}`, change, revision);
      expect(answer.status).to.equal(409);
      expect(answer.as<Problem>().details[0]?.message).to.equal('user.self');
    }
    const second = await app.person({ roles: ['admin'] });
    expect((await second.patch(`/api/users/${me.id}`, { active: false }, revision)).status).to.equal(200);
    expect((await second.patch(`/api/users/${me.id}`, { active: true }, revision + 1)).status).to.equal(200);
    admin = second;
  });

  it('say what may be done with each, and why not', async () => {
    const { items } = await list();
    const own = items.find(({ id }) => id === app.user(admin).id)?.allowedActions.find(({ action }) => action === 'deactivate');
    expect(own).to.deep.include({ allowed: false }).and.have.nested.property('reason.code', 'self');
    const seen = await list(await app.as('auditor'));
    for (const { allowedActions } of seen.items)
      expect(allowedActions.map(({ allowed, reason }) => [allowed, reason?.code])).to.deep.equal([
        [false, 'role'],
        [false, 'role'],
        [false, 'role'],
      ]);
  });

  it('answer 404 for an account that is not there, and write nothing for a change that changes nothing', async () => {
    expect((await admin.patch('/api/users/nobody', { active: true }, 1)).status).to.equal(404);
    const { id } = (await admin.post('/api/users', account('unchanged'))).as<View>();
    const before = await app.store.revision();
    const answer = await admin.patch(`/api/users/${id}`, { displayName: '张三', roles: ['technician'] }, 1);
    expect(answer.as<View>().revision).to.equal(1);
    expect(await app.store.revision()).to.equal(before);
  });
});

describe('settings of the laboratory', () => {
  let app: TestApp;
  let admin: Agent;
  before(async () => {
    app = await startApp();
    admin = await app.as('admin');
  });
  after(() => app.close());
  interface Setting {
    id: string;
    value: unknown;
    revision: number;
    description: { zh: string; en: string };
  }
  const read = async () => new Map((await admin.get('/api/settings')).as<{ items: Setting[] }>().items.map((item) => [item.id, item]));

  it('have defaults before anything was decided, and words in both languages', async () => {
    const settings = await read();
    expect([...settings].map(([id, { value, revision }]) => [id, value, revision])).to.deep.equal([
      ['reviewLevels', 2, 0],
      ['laboratoryName', { zh: '（未填写实验室名称）', en: '(laboratory not named yet)' }, 0],
      ['mapApproval', '', 0],
      ['confidentialityDecision', 'undecided', 0],
      ['operationsOnHolidays', 'as-any-day', 0],
      ['minimumPublishedPopulation', 5000, 0],
      ['requireStepUp', false, 0],
      ['turnaroundReceiveDays', 1, 0],
      ['turnaroundEnterDays', 5, 0],
      ['turnaroundVerifyDays', 3, 0],
      ['turnaroundReleaseDays', 2, 0],
    ]);
    for (const { description } of settings.values()) expect(description.zh !== '' && description.en !== '').to.equal(true);
  });

  it('are changed against their revision, count at once and are audited with before and after', async () => {
    expect((await admin.patch('/api/settings/reviewLevels', { value: 3 }, 0)).as<Setting>()).to.include({ value: 3, revision: 1 });
    expect((await admin.patch('/api/settings/reviewLevels', { value: 1 }, 0)).status).to.equal(412);
    expect((await admin.patch('/api/settings/reviewLevels', { value: 1 }, 1)).as<Setting>()).to.include({ value: 1, revision: 2 });
    expect((await admin.get('/api/session')).as<{ settings: { reviewLevels: number } }>().settings.reviewLevels).to.equal(1);
    const entries = await app.store.read.find(auditEntry, { where: { subject: 'setting' }, order: ['sequence'] });
    expect(entries.map(({ detail }) => detail)).to.deep.equal([{ to: 3 }, { from: 3, to: 1 }]);
  });

  it('refuse what they may not be, and say what they may', async () => {
    for (const [id, value] of [
      ['reviewLevels', 4],
      ['reviewLevels', '2'],
      ['requireStepUp', 'yes'],
      ['laboratoryName', { zh: '实验室' }],
      ['minimumPublishedPopulation', -1],
      ['confidentialityDecision', 'later'],
      ['mapApproval', null],
    ] as const) {
      const answer = await admin.patch(`/api/settings/${id}`, { value }, 0, { headers: { 'accept-language': 'en' } });
      expect(answer.status, `${id} ${JSON.stringify(value)}`).to.equal(422);
      expect(answer.as<Problem>().details[0]?.sentence).to.match(/^Got .*; expected \S+/);
    }
    expect((await admin.patch('/api/settings/colour', { value: 1 }, 0)).status).to.equal(404);
  });
});
