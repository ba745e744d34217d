/**
 * What earlier versions wrote is opened, brought to the schema of today, verified, read in every room and assessed again.
 * A folder here is never made anew: it is what somebody's laboratory has on its disk (test/fixtures/README.md).
 */
import { expect } from 'chai';
import { anchorsIn, backup, restore } from '../../../models/store/index.ts';
import { listUsers } from '../../../models/store/repositories/users.ts';
import { ROLES, type Role } from '../../../models/schemas/vocabulary.ts';
import { assessmentHeads } from '../../../models/store/repositories/assessments.ts';
import { startServer } from '../../../server/app.ts';
import { currentUser } from '../../../server/auth/sessions.ts';
import { readConfig } from '../../../server/config.ts';
import { reproduceAssessment } from '../../../server/usecases/assessment/reproduceAssessment.ts';
import { WorkerPool } from '../../../server/workers/pool.ts';
import { Agent } from '../../support/agent.ts';
import { onBothEngines } from '../../support/engines.ts';
import { OLD_FOLDERS, oldFolder, type OldFolder } from '../../support/oldFolder.ts';
import { tempFolder } from '../../support/tempFolder.ts';

const ROUND = '2018-Q1';
/** What each room reads first. */
const READS: Partial<Record<Role, readonly string[]>> = {
  technician: ['/api/worklist', '/api/rounds', `/api/rounds/${ROUND}/samples`, `/api/rounds/${ROUND}/grid`, `/api/runs?round=${ROUND}`, '/api/imports', `/api/rounds/${ROUND}/turnaround`],
  verifier: ['/api/worklist', `/api/review?round=${ROUND}&state=submitted`, `/api/map?round=${ROUND}`],
  signatory: ['/api/worklist', `/api/review?round=${ROUND}&state=verified`, `/api/assessments?round=${ROUND}`],
  viewer: ['/api/worklist', `/api/map?round=${ROUND}`, '/api/areas', '/api/sites'],
  planner: ['/api/worklist', `/api/schedules?round=${ROUND}`, '/api/units', '/api/hit-rates', `/api/nominations?round=${ROUND}`, `/api/indicators?round=${ROUND}`],
  'unit-officer': ['/api/worklist', `/api/schedules?round=${ROUND}`],
  auditor: ['/api/worklist', '/api/audit-entries?limit=500', '/api/users'],
  admin: ['/api/users', '/api/settings', '/api/plans', '/api/methods', '/api/analytes'],
};

onBothEngines('data folders of earlier versions', (engine) => {
  for (const [name, holds] of Object.entries(OLD_FOLDERS) as [OldFolder, { entries: number; rows: number }][]) {
    it(`${name} opens, verifies, is read in every room, and is assessed again`, async () => {
      const place = await oldFolder(name, engine.name);
      const store = await engine.openAt(place, { migrate: true, backedUp: true });
      const anchors = anchorsIn(place.dataDir);
      expect(anchors.length).to.be.greaterThan(0);
      expect(await store.verify({ anchors })).to.deep.include({ ok: true, unprotected: [], ...holds });
      const pool = new WorkerPool(0);
      const server = await startServer({ store, config: readConfig({ DATA_DIR: place.dataDir, PORT: '0', LOG_LEVEL: 'silent' }), checkAnswers: true });
      try {
        const users = await listUsers(store.read);
        const quality = users.find(({ roles }) => roles.includes('quality-manager'));
        if (quality === undefined) throw new Error('the folder holds no quality manager');
        const agentOf = async (role: Role): Promise<Agent> => {
          const user = users.find(({ roles }) => roles.length === 1 && roles[0] === role);
          if (user === undefined) throw new Error(`the folder holds no ${role}`);
          const { token } = await server.services.sessions.open(user.id);
          return new Agent(server.url, server.services.sessions.cookieName, token);
        };
        for (const role of ROLES) {
          const agent = await agentOf(role);
          for (const path of READS[role] ?? []) {
            const answer = await agent.get(path);
            expect(answer.status, `${role} ${path}: ${answer.text.slice(0, 300)}`).to.equal(200);
          }
        }
        const planner = await agentOf('planner');
        const [schedule] = (await planner.get(`/api/schedules?round=${ROUND}`)).as<{ items: { id: string; state: string }[] }>().items;
        expect(schedule?.state).to.equal('released');
        expect((await planner.get(`/api/schedules/${schedule?.id ?? ''}`)).status).to.equal(200);
        const before = (await planner.get(`/api/assessments?round=${ROUND}`)).as<{ items: { sequence: number; areas?: unknown }[] }>().items;
        expect(before).to.have.length(1);
        // a rule version is frozen like a migration: what was graded then is graded so today, byte for byte
        const [stored] = await assessmentHeads(store.read);
        const reproduced = await reproduceAssessment(store, { user: await currentUser(store, quality), id: stored?.id ?? '', pool });
        expect(reproduced, JSON.stringify(reproduced.changed)).to.include({ same: true });
        const made = await planner.post('/api/assessments', { round: ROUND, seed: 7 });
        expect(made.status, made.text.slice(0, 500)).to.equal(201);
        expect((await planner.get(`/api/map?round=${ROUND}`)).status).to.equal(200);
        // and work goes on
        const technician = await agentOf('technician');
        const bottles = (await technician.get('/api/rounds/2018-Q2/samples')).as<{ items: { id: string; revision: number; state: string }[] }>().items;
        const next = bottles.find(({ state }) => state === 'planned');
        const collected = await technician.post('/api/custody-events', { events: [{ sampleId: next?.id, revision: next?.revision, kind: 'collect', at: '2018-04-10T10:00:00+08:00' }] });
        expect(collected.as<{ refused: unknown[] }>().refused, collected.text).to.deep.equal([]);
      } finally {
        await server.close();
        await pool.close();
      }
      expect(await store.verify({ anchors })).to.deep.include({ ok: true, unprotected: [] });
      if (engine.name === 'postgres') return;
      const { folder } = await backup(place.dataDir, tempFolder(), Date.now());
      const fresh = tempFolder();
      await restore(folder, fresh);
      const again = await engine.openAt({ dataDir: fresh, databaseUrl: undefined });
      expect(await again.verify({ anchors: anchorsIn(fresh) })).to.deep.include({ ok: true });
    }).timeout(120_000);
  }
});
