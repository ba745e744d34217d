import { expect } from 'chai';
import type { Method } from '../../../models/schemas/index.ts';
import { currentUser } from '../../../server/auth/sessions.ts';
import { userByUsername } from '../../../models/store/repositories/users.ts';
import { startServer, type RunningServer } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import { readGrid } from '../../../server/usecases/results/grid.ts';
import { openStore, type Store } from '../../../models/store/index.ts';
import { Agent } from '../../support/app.ts';
import { newPostgresDatabase, requirePostgres } from '../../support/postgres.ts';
import { rawGet, type RawAnswer } from '../../support/rawGet.ts';
import { ok, ROUND, sampleAt, startLaboratory, type Laboratory } from '../support/laboratory.ts';

const GRID = `/api/rounds/${ROUND}/grid`;

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`the grid's ETag (${engine})`, function () {
    this.timeout(120_000);
    let laboratory: Laboratory;
    let environment: Record<string, string>;
    before(async function () {
      if (engine === 'postgres') requirePostgres(this);
      environment = engine === 'postgres' ? { DATABASE_URL: await newPostgresDatabase() } : {};
      laboratory = await startLaboratory({ app: { environment } });
    });
    after(() => laboratory?.close());

    const ask = (agent: Agent, tag?: string, { path = GRID, language = 'zh-CN' } = {}): Promise<RawAnswer> =>
      rawGet(agent, path, { 'accept-language': language, ...(tag === undefined ? {} : { 'if-none-match': tag }) });
    const tagOf = async (agent: Agent, more?: { path?: string; language?: string }): Promise<string> => (await ask(agent, undefined, more)).headers.etag ?? '';

    /** What of the store is read while `work` runs. */
    const reads = async (work: () => Promise<unknown>): Promise<string[]> => {
      const { read } = laboratory.app.store;
      const find = read.find.bind(read);
      const seen: string[] = [];
      read.find = ((thing, options) => {
        seen.push(thing.name);
        return find(thing, options);
      });
      try {
        await work();
      } finally {
        read.find = find;
      }
      return seen;
    };

    it('answers 304 to who holds the same, and reads no more than who asks', async () => {
      const { technician } = laboratory;
      const first = await ask(technician);
      expect(first.status).to.equal(200);
      expect(first.headers).to.include({ 'cache-control': 'private, no-cache', vary: 'Accept-Encoding, Accept-Language, Cookie' });
      const tag = first.headers.etag ?? '';
      expect(tag).to.match(/^"[\w-]{43}"$/);
      let again: RawAnswer | undefined;
      const few = await reads(async () => (again = await ask(technician, tag)));
      expect([again?.status, again?.bytes.length, again?.headers.etag, again?.headers['cache-control']]).to.deep.equal([304, 0, tag, 'private, no-cache']);
      expect([...new Set(few)].sort()).to.deep.equal(['session', 'user']);
      const many = await reads(async () => expect((await ask(technician, '"another"')).status).to.equal(200));
      expect(many).to.include.members(['round', 'sample', 'method']);
      expect((await ask(technician, `"another", W/${tag}`)).status, 'one of several').to.equal(304);
    });

    it('is another after every change that the grid could show, and then the answer is the present one', async () => {
      const { technician, verifier, signatory, manager, app } = laboratory;
      const admin = await app.as('admin');
      const sample = sampleAt(laboratory, 0);
      const cellNow = () => laboratory.cell(sample.id, 'meth');
      const move = async (action: string, more: object = {}, agent?: Agent) => {
        const moved = await laboratory.move(action, [await cellNow()], more, agent);
        expect(moved.refused, action).to.be.empty;
      };
      let run: { id: string; revision: number } = { id: '', revision: 0 };
      const setting = async (id: string, value: unknown) => {
        const { items } = ok<{ items: { id: string; revision: number }[] }>(await admin.get('/api/settings'));
        ok(await admin.patch(`/api/settings/${id}`, { value }, items.find((each) => each.id === id)?.revision ?? 0));
      };
      const methodNow = async () => ok<{ items: Method[] }>(await manager.get('/api/methods')).items.filter(({ analyteId, matrix }) => analyteId === 'meth' && matrix === sample.matrix).sort((a, b) => b.version - a.version)[0];
      const account = async (username: string) => (await userByUsername(app.store.read, username)) ?? expect.fail(`no ${username}`);
      const renamed = async (displayName: string) => {
        const { id, revision } = await account('technician');
        ok(await admin.patch(`/api/users/${id}`, { displayName }, revision));
      };

      const changes: [string, () => Promise<unknown>][] = [
        ['a run', async () => (run = ok(await technician.post('/api/runs', { round: ROUND, matrix: sample.matrix, methodCode: (await methodNow())?.code, instrument: 'LC-MS/MS 1', samples: [sample.id] }), 201))],
        ['a value', async () => laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision: (await cellNow()).revision, rawText: '40' }])],
        ['another value', async () => laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision: (await cellNow()).revision, rawText: '999999' }])],
        ['a hold confirmed', async () => laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision: (await cellNow()).revision, rawText: '41', confirmHold: true, reason: '谱图已核对' }])],
        ['a failed quality control', async () => (run = ok(await technician.post(`/api/runs/${run.id}/qc-samples`, { samples: [{ analyteId: 'meth', unit: 'ng/L', kind: 'laboratory-control', rawText: '10', expected: '100' }] })))],
        ['an override', async () => ok(await manager.patch(`/api/runs/${run.id}`, { overrideReason: 'the spike was lost' }, run.revision))],
        ['a submission', () => move('submit')],
        ['a return', () => move('return', { reasonCode: 'typing-error' }, verifier)],
        ['a second submission', () => move('submit', { reason: 'it stands' })],
        ['a verification', () => move('verify', {}, verifier)],
        ['a release', () => move('release', {}, signatory)],
        ['a method', async () => {
          const { id, lod, upper, significantDigits, maximumDecimals, rounding, limitRule, manualLimits, verificationsRequired, duplicateRule } = (await methodNow()) ?? expect.fail('no method');
          ok(await manager.post('/api/methods', { from: id, source: 'validation report 12/2026', figures: { lod, upper: String(Number(upper) * 2), significantDigits, maximumDecimals, rounding, limitRule, manualLimits, verificationsRequired, duplicateRule } }), 201);
        }],
        ['a setting', () => setting('reviewLevels', 3)],
        ['a custody event', async () => {
          const planned = laboratory.samples.find(({ state }) => state === 'planned') ?? expect.fail('every sample is received');
          ok(await technician.post('/api/custody-events', { events: [{ sampleId: planned.id, revision: planned.revision, kind: 'collect', at: '2018-01-09T09:00:00+08:00' }] }));
        }],
        ['the name of who typed', () => renamed('Another name')],
      ];
      const watcher = await app.person({ roles: ['verifier'] });
      const tags = [await tagOf(watcher)];
      for (const [what, change] of changes) {
        await change();
        const before = tags.at(-1) ?? '';
        const answer = await ask(watcher, before);
        expect(answer.status, what).to.equal(200);
        expect(answer.headers.etag, what).not.to.equal(before);
        const now = await readGrid(app.store, await currentUser(app.store, await account(app.user(watcher).username)), ROUND);
        expect(JSON.parse(answer.bytes.toString()), what).to.deep.equal(JSON.parse(JSON.stringify(now)));
        tags.push(answer.headers.etag ?? '');
      }
      expect(new Set(tags).size).to.equal(changes.length + 1);
    });

    it('is of one person with these roles and places, one language and one question', async () => {
      const { app, technician } = laboratory;
      const tag = await tagOf(technician);
      const colleague = await app.person({ roles: ['technician'] });
      const limited = await app.person({ roles: ['technician'], areaCodes: ['445224100'] });
      const viewer = await app.as('viewer');
      // people were added: the chain went on
      const now = await tagOf(technician);
      expect(now).not.to.equal(tag);
      for (const [who, other] of [['colleague', colleague], ['limited', limited], ['viewer', viewer]] as const) {
        const answer = await ask(other, now);
        expect(answer.status, who).to.equal(200);
        expect(answer.headers.etag, who).not.to.equal(now);
      }
      expect((await ask(technician, now, { language: 'en' })).status, 'in English').to.equal(200);
      expect((await ask(technician, now, { path: `${GRID}?matrix=soil` })).status, 'soil').to.equal(200);
      expect((await ask(technician, now)).status).to.equal(304);
      // the right to read goes before the tag
      expect((await ask(await app.as('sampler'), now)).status).to.equal(403);
      expect((await ask(app.anonymous, now)).status).to.equal(401);
    });

    it('with other roles or places the same person gets another answer', async () => {
      const { app } = laboratory;
      const admin = await app.as('admin');
      const person = await app.person({ roles: ['technician'], username: 'changes.roles' });
      let tag = await tagOf(person);
      for (const change of [{ roles: ['viewer'] }, { areaCodes: ['445224100'] }]) {
        const row = await userByUsername(app.store.read, 'changes.roles');
        ok(await admin.patch(`/api/users/${row?.id ?? ''}`, change, row?.revision));
        const answer = await ask(person, tag);
        expect(answer.status, JSON.stringify(change)).to.equal(200);
        tag = answer.headers.etag ?? '';
      }
    });

    it('is on no refusal', async () => {
      const unknown = await ask(laboratory.technician, undefined, { path: '/api/rounds/1999-Q1/grid' });
      expect([unknown.status, unknown.headers['cache-control']]).to.deep.equal([404, 'no-store']);
      expect(unknown.headers.etag).not.to.match(/^"[\w-]{43}"$/);
    });

    if (engine === 'postgres') {
      it('follows what another process has written', async () => {
        const config = readConfig({ ...environment, DATA_DIR: laboratory.app.dataDir, PORT: '0', LOG_LEVEL: 'silent' });
        let store: Store | undefined;
        let server: RunningServer | undefined;
        try {
          store = await openStore({ dataDir: laboratory.app.dataDir, databaseUrl: environment['DATABASE_URL'] });
          server = await startServer({ store, config });
          const there = new Agent(server.url, laboratory.technician.cookieName, laboratory.technician.token);
          const tag = await tagOf(laboratory.technician);
          expect((await ask(there, tag)).status, 'the same in both').to.equal(304);
          const sample = sampleAt(laboratory, 1);
          const { revision } = await laboratory.cell(sample.id, 'meth');
          await laboratory.record([{ sampleId: sample.id, analyteId: 'meth', revision, rawText: '12' }], there);
          const after = await ask(laboratory.technician, tag);
          expect(after.status).to.equal(200);
          expect(after.bytes.toString()).to.contain('"rawText":"12"');
          expect((await ask(there, after.headers.etag)).status).to.equal(304);
        } finally {
          await server?.close();
          await store?.close();
        }
      });
    }
  });
}
