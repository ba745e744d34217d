/** A refusal is the same with and without an Idempotency-Key, the first time and the second, at every route that writes. */
import { expect } from 'chai';
import { resources } from '../../../server/resources/index.ts';
import { may } from '../../../server/auth/permissions.ts';
import type { Problem } from '../../../server/problems.ts';
import { onBothEngines } from '../../support/engines.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';

const ROLES = ['technician', 'verifier', 'signatory', 'quality-manager', 'planner', 'unit-officer', 'admin', 'sampler'] as const;
/** Bodies that are no body at all, and some that read well and name what is not there. */
const BODIES: readonly unknown[] = [
  {},
  { round: 'no-such-round', cells: [{ sampleId: 'no', analyteId: 'meth', revision: 0, rawText: '1' }] },
  { round: 'no-such-round', matrix: 'sewage', methodCode: 'x', instrument: 'x', samples: [] },
  { action: 'submit', results: [{ id: 'no', revision: 1 }] },
  { action: 'approve', revision: 1 },
  { code: '2018-Q1', plan: 'no-such-plan' },
  { round: 'no-such-round' },
  { events: [{ sampleId: 'no', revision: 1, kind: 'collect', at: '2018-01-09T09:00:00+08:00' }] },
];

onBothEngines('a refusal of a request with a key', (engine) => {
  let app: TestApp;
  let agents: readonly Agent[];
  before(async function () {
    this.timeout(60_000);
    const { databaseUrl } = await engine.newPlace();
    app = await startApp(databaseUrl === undefined ? {} : { environment: { DATABASE_URL: databaseUrl } });
    agents = await Promise.all(ROLES.map((role) => app.as(role)));
  });
  after(() => app.close());

  it('says the same as without one, twice', async () => {
    const writing = resources.flat().filter(({ method, operation, body }) => (method === 'post' || method === 'patch') && operation !== 'public' && body !== undefined && !('x-media-types' in body));
    expect(writing.length).to.be.greaterThan(35);
    let compared = 0;
    const codes = new Set<string>();
    for (const { method, path, operation } of writing) {
      const address = path.replaceAll(/:\w+/g, 'no-such-thing');
      const operations = typeof operation === 'string' ? [operation] : operation;
      const able = agents.find((agent) => operations.some((one) => one !== 'public' && may(app.user(agent), one)));
      const unable = agents.find((agent) => !operations.some((one) => one !== 'public' && may(app.user(agent), one)));
      for (const agent of [able, unable]) {
        if (agent === undefined) continue;
        const [role] = app.user(agent).roles;
        for (const [index, body] of BODIES.entries()) {
          const send = (key?: string) => agent.request(method.toUpperCase(), address, body, { headers: { 'if-match': '"1"', 'accept-language': 'en', ...(key === undefined ? {} : { 'idempotency-key': key }) } });
          const plain = await send();
          expect(plain.status, `${method} ${path} as ${role ?? ''}: ${plain.text.slice(0, 300)}`).to.be.lessThan(500);
          if (plain.status < 400) continue;
          // who may not do it at all is refused before the key is read
          if (plain.status === 403 && index > 0) break;
          const key = `${path}-${role ?? ''}-${String(index)}`.replaceAll(/[^\w-]/g, '').slice(0, 90);
          for (const again of [await send(key), await send(key)]) {
            expect(again.status, `${method} ${path} as ${role ?? ''} with a key, ${JSON.stringify(operation)}: ${again.text.slice(0, 300)}`).to.equal(plain.status);
            expect(again.as<Problem>().code).to.equal(plain.as<Problem>().code);
            expect(again.as<Problem>().details).to.deep.equal(plain.as<Problem>().details);
            expect(again.headers.get('content-type')).to.equal(plain.headers.get('content-type'));
          }
          codes.add(plain.as<Problem>().code);
          compared += 1;
        }
      }
    }
    expect(compared).to.be.greaterThan(100);
    expect([...codes]).to.include.members(['not-found', 'invalid', 'not-allowed']);
  }).timeout(120_000);
});
