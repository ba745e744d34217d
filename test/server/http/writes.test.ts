import { expect } from 'chai';
import { idempotencyKey } from '../../../models/schemas/index.ts';
import type { Problem } from '../../../server/problems.ts';
import { startApp, withApp, type Agent, type TestApp } from '../../support/app.ts';

const account = (username: string) => ({ username, displayName: username, roles: ['technician'], password: 'a quiet heron stands' });
interface View {
  id: string;
  username: string;
  revision: number;
  displayName: string;
}

describe('writes over HTTP', () => {
  let app: TestApp;
  let admin: Agent;
  before(async () => {
    app = await startApp();
    admin = await app.as('admin');
  });
  after(() => app.close());

  const create = async (name: string): Promise<View> => (await admin.post('/api/users', account(name))).as<View>();

  describe('If-Match', () => {
    it('is asked for, must be a revision, and must be the newest one', async () => {
      const { id } = await create('revisions');
      expect((await admin.patch(`/api/users/${id}`, { displayName: 'A' })).status).to.equal(428);
      expect((await admin.patch(`/api/users/${id}`, { displayName: 'A' }, undefined, { headers: { 'if-match': '1' } })).status).to.equal(
        422,
      );
      const first = await admin.patch(`/api/users/${id}`, { displayName: 'A' }, 1);
      expect(first.status).to.equal(200);
      expect(first.headers.get('etag')).to.equal('"2"');
      const late = await admin.patch(`/api/users/${id}`, { displayName: 'B' }, 1);
      expect(late.status).to.equal(412);
      expect(late.as<Problem>().facts).to.include({ current: 2 });
    });

    it('lets one of a hundred win who come at once', async () => {
      const { id } = await create('hundred');
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) => admin.patch(`/api/users/${id}`, { displayName: `name ${index}` }, 1)),
      );
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).to.have.length(1);
      expect(statuses.filter((status) => status === 412)).to.have.length(99);
    });
  });

  describe('Idempotency-Key', () => {
    const headers = (key: string) => ({ headers: { 'idempotency-key': key } });

    it('gives fifty equal requests one record and the same answer', async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => admin.post('/api/users', account('fifty'), headers('fifty-1'))));
      expect(new Set(answers.map(({ text }) => text)).size).to.equal(1);
      expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201]));
      const later = await admin.post('/api/users', account('fifty'), headers('fifty-1'));
      expect(later.text).to.equal(answers[0]?.text);
      expect(later.headers.get('idempotency-replayed')).to.equal('true');
      const { items } = (await admin.get('/api/users')).as<{ items: View[] }>();
      expect(items.filter(({ username }) => username === 'fifty')).to.have.length(1);
    });

    it('finds its effect again when the process ended before the answer was kept', async () => {
      const first = await admin.post('/api/users', account('killed'), headers('killed-1'));
      const [row] = await app.store.read.find(idempotencyKey, { where: { key: 'killed-1' } });
      if (row === undefined) throw new Error('no key was kept');
      const { written } = row.response as { written: unknown };
      await app.store.write((tx) => tx.touch(idempotencyKey, row.id, { status: 0, response: { written } }));
      const again = await admin.post('/api/users', account('killed'), headers('killed-1'));
      expect(again.status).to.equal(201);
      expect(again.body).to.deep.equal(first.body);
    });

    it('keeps nothing of a request that was refused: it may be made again', async () => {
      expect((await admin.post('/api/users', { ...account('again'), password: 'short' }, headers('again-1'))).status).to.equal(422);
      expect(
        (await admin.post('/api/users', { ...account('again'), password: 'a quiet heron stands' }, headers('again-1'))).status,
      ).to.equal(201);
    });

    it('refuses a key that was used for something else, and one that is no key', async () => {
      await admin.post('/api/users', account('first-use'), headers('used'));
      const other = await admin.post('/api/users', account('second-use'), headers('used'));
      expect(other.status).to.equal(422);
      expect(other.as<Problem>().code).to.equal('idempotency-mismatch');
      expect((await admin.post('/api/users', account('long-key'), headers('k'.repeat(91)))).status).to.equal(422);
    });

    it("is of one person: another one with the same key is not answered with somebody else's answer", async () => {
      const second = await app.person({ roles: ['admin'] });
      const mine = await admin.post('/api/users', account('key-mine'), headers('shared'));
      const theirs = await second.post('/api/users', account('key-theirs'), headers('shared'));
      expect([mine.status, theirs.status]).to.deep.equal([201, 201]);
    });
  });

  describe('where a write comes from', () => {
    const write = (headers: Record<string, string>) => admin.post('/api/users', {}, { headers });

    it('is refused from the page of somebody else', async () => {
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: app.url.replace('http:', 'https:') },
        { origin: app.url, 'sec-fetch-site': 'cross-site' },
        { origin: app.url, 'sec-fetch-site': 'same-site' },
      ]) {
        const answer = await write(headers);
        expect(answer.status, JSON.stringify(headers)).to.equal(403);
        expect(answer.as<Problem>().details[0]?.message).to.equal('permission.origin');
      }
    });

    it('is taken from our own page; reading is open to links', async () => {
      expect((await write({ 'sec-fetch-site': 'same-origin' })).status).to.equal(422);
      expect((await admin.get('/api/session', { headers: { origin: 'https://evil.example' } })).status).to.equal(200);
    });

    it('is held against the public address where one is set', async () => {
      await withApp({ environment: { PUBLIC_URL: 'https://lims.example.org' } }, async (behind) => {
        const person = await behind.as('admin');
        expect((await person.post('/api/users', {})).status).to.equal(403);
        expect((await person.post('/api/users', {}, { headers: { origin: 'https://lims.example.org' } })).status).to.equal(422);
      });
    });
  });
});
