import { expect } from 'chai';
import { area, type Area } from '../../../models/schemas/index.ts';
import { ROLES, type Role } from '../../../models/schemas/vocabulary.ts';
import {
  allowedActions,
  demand,
  inScope,
  may,
  MATRIX,
  OPERATIONS,
  rolesFor,
  whyNot,
  type CurrentUser,
  type Operation,
} from '../../../server/auth/permissions.ts';
import { ROOM_NAMES, roomsFor } from '../../../server/auth/rooms.ts';
import type { Problem } from '../../../server/problems.ts';
import { resources } from '../../../server/resources/index.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';

const person = (roles: readonly Role[], scope: ReadonlySet<string> | null = null): CurrentUser => ({
  id: 'u',
  accounts: new Set(['u']),
  username: 'u',
  displayName: 'u',
  roles,
  areaCodes: [],
  scope,
  language: null,
});

/** Written down a second time on purpose: who may do the things that matter most, in the words of the mission. */
const PINNED: Partial<Record<Operation, readonly Role[]>> = {
  'results.enter': ['technician'],
  'results.verify': ['verifier'],
  'results.release': ['signatory'],
  'runs.override': ['quality-manager'],
  'schedules.approve': ['planner'],
  'schedules.read': ['planner', 'unit-officer', 'auditor'],
  'results.read': ['technician', 'verifier', 'signatory', 'quality-manager', 'auditor'],
  'users.write': ['admin'],
  'settings.write': ['admin'],
  'audit.read': ['auditor', 'quality-manager'],
};

describe('the matrix of permissions', () => {
  it('gives each pinned operation to exactly the roles of the mission', () => {
    for (const [operation, roles] of Object.entries(PINNED))
      expect([...rolesFor(operation as Operation)], operation).to.have.members([...roles]);
  });

  it('gives an administrator no results, no plans and no audit, and a viewer no unreleased value', () => {
    for (const operation of OPERATIONS) {
      if (/^(results|runs|schedules|tasks|outcomes|audit|assessments|custody)\./.test(operation))
        expect(may(person(['admin']), operation), operation).to.equal(false);
    }
    expect(may(person(['viewer']), 'results.read')).to.equal(false);
    expect(may(person(['viewer']), 'results.read-released')).to.equal(true);
    expect(may(person(['auditor']), 'results.read-released')).to.equal(true);
    for (const operation of OPERATIONS) {
      if (/\.(write|create|approve|enter|submit|verify|review|release|amend|override|import)$/.test(operation))
        expect(may(person(['auditor']), operation), operation).to.equal(false);
    }
  });

  it('refuses what it does not name, and whoever has no role', () => {
    expect(may(person([...ROLES]), 'results.forge' as Operation)).to.equal(false);
    expect(may(person([...ROLES]), 'toString' as Operation)).to.equal(false);
    for (const operation of OPERATIONS) expect(may(person([]), operation), operation).to.equal(false);
  });

  it('holds every combination of role, operation and area to role and scope alike', () => {
    const scopes: [string, ReadonlySet<string> | null, boolean][] = [
      ['whole', null, true],
      ['own', new Set(['445224101']), true],
      ['other', new Set(['445224102']), false],
      ['nothing', new Set(), false],
    ];
    let walked = 0;
    for (const role of ROLES) {
      for (const operation of OPERATIONS) {
        for (const [name, scope, covered] of scopes) {
          const user = person([role], scope);
          const expected = (MATRIX[operation] as readonly Role[]).includes(role) && covered;
          expect(whyNot(user, operation, '445224101') === undefined, `${role} ${operation} ${name}`).to.equal(expected);
          if (expected) demand(user, operation, '445224101');
          else
            expect(() => demand(user, operation, '445224101'))
              .to.throw(/./)
              .with.property('code', 'not-allowed');
          walked += 1;
        }
      }
    }
    expect(walked).to.equal(ROLES.length * OPERATIONS.length * scopes.length);
  });

  it('says why: role before area before the object itself', () => {
    const own = { code: 'own-work', zh: '本人录入', en: 'own work' };
    const list = (user: CurrentUser) => allowedActions(user, [{ action: 'verify', operation: 'results.verify', area: 'A', denied: own }]);
    expect(list(person(['viewer'], new Set(['B'])))[0]?.reason).to.deep.equal({
      code: 'role',
      zh: '需要角色：复核人',
      en: 'needs the role verifier',
    });
    expect(list(person(['verifier'], new Set(['B'])))[0]?.reason?.code).to.equal('area');
    expect(list(person(['verifier'], new Set(['A'])))[0]).to.deep.equal({ action: 'verify', allowed: false, reason: own });
    expect(allowedActions(person(['verifier']), [{ action: 'verify', operation: 'results.verify' }])).to.deep.equal([
      { action: 'verify', allowed: true },
    ]);
  });

  it('opens every room to somebody, and says to whom', () => {
    for (const role of ROLES) {
      const rooms = roomsFor({ roles: [role] });
      expect(rooms.map(({ room }) => room)).to.deep.equal(ROOM_NAMES);
      for (const { room, allowed, roles } of rooms) {
        expect(roles, room).not.to.be.empty;
        expect(roles.includes(role), `${role} ${room}`).to.equal(allowed);
      }
    }
    const open = (role: Role) =>
      roomsFor({ roles: [role] })
        .filter(({ allowed }) => allowed)
        .map(({ room }) => room);
    expect(open('viewer')).to.deep.equal(['today', 'map', 'trends']);
    expect(open('technician')).to.deep.equal(['today', 'rounds', 'bench', 'runs', 'trends']);
    expect(open('admin')).to.deep.equal(['today', 'settings']);
  });
});

describe('roles × routes over HTTP', function () {
  this.timeout(120_000);
  let app: TestApp;
  let people: Map<Role, Agent>;
  before(async () => {
    app = await startApp();
    people = new Map();
    for (const role of ROLES) people.set(role, await app.as(role));
  });
  after(() => app.close());

  const routes = resources.flat();
  const pathOf = (path: string) => path.replace(/:\w+/g, 'no-such-thing');
  const allowed = (operation: (typeof routes)[number]['operation'], role: Role): boolean =>
    operation === 'public' ||
    (typeof operation === 'string' ? [operation] : operation).some((one) => rolesFor(one).includes(role));

  it('answers 401 to nobody and 403 to every role that the matrix leaves out, before anything else', async () => {
    let walked = 0;
    for (const route of routes) {
      const path = pathOf(route.path);
      if (route.operation !== 'public') {
        const answer = await app.anonymous.request(route.method.toUpperCase(), path);
        expect(answer.status, `nobody ${route.method} ${route.path}`).to.equal(401);
        walked += 1;
      }
      for (const [role, agent] of people) {
        if (allowed(route.operation, role)) continue;
        // no body, no If-Match: a refusal by role must not depend on them
        const answer = await agent.request(route.method.toUpperCase(), path);
        expect(answer.status, `${role} ${route.method} ${route.path}`).to.equal(403);
        expect(answer.as<Problem>().code).to.equal('not-allowed');
        walked += 1;
      }
    }
    expect(walked).to.be.above(50);
  });

  it('never answers 401 or 403 by role to one who may, and never 500 to an empty request', async () => {
    for (const route of routes) {
      if (route.operation === 'public' || route.path === '/api/changes') continue;
      for (const [role, agent] of people) {
        if (!allowed(route.operation, role)) continue;
        const answer = await agent.request(route.method.toUpperCase(), pathOf(route.path));
        expect(answer.status, `${role} ${route.method} ${route.path}: ${answer.text.slice(0, 300)}`).to.be.oneOf([
          200, 201, 204, 404, 409, 422, 428,
        ]);
      }
    }
  });

  it('names an operation of the matrix, or public, on every route', () => {
    for (const { operation, method, path } of routes) {
      for (const one of typeof operation === 'string' ? [operation] : operation) {
        expect(one === 'public' || OPERATIONS.includes(one), `${method} ${path}: ${one}`).to.equal(true);
      }
    }
    const open = routes.filter(({ operation }) => operation === 'public').map(({ method, path }) => `${method} ${path}`);
    expect(open).to.have.members([
      'get /api/session',
      'post /api/session',
      'delete /api/session',
      'post /api/setup',
      'get /demo/sign-in/:token',
      'get /healthz',
      'get /readyz',
      'get /api/openapi.json',
      'get /api/docs',
      'get /api/docs/:file',
    ]);
  });
});

describe('areas of an account', () => {
  let app: TestApp;
  before(async () => {
    app = await startApp();
    const place = (code: string, parentId: string | null, level: Area['level']): Area => ({
      id: `area-${code}`,
      code,
      codeSystem: 'GB/T 2260',
      level,
      parentId,
      nameZh: code,
      nameEn: code,
      population: null,
      populationYear: null,
      populationBasis: null,
      seatLongitude: null,
      seatLatitude: null,
      seatBasis: null,
      geometry: null,
      geometrySource: null,
      geometryCredit: null,
      synthetic: true,
      revision: 1,
    });
    await app.store.write(async (tx) => {
      await tx.insert(area, [
        place('445224', null, 'county'),
        place('445224101', 'area-445224', 'town'),
        place('445224102', 'area-445224', 'town'),
        place('445224101001', 'area-445224101', 'village'),
        place('445281', null, 'county'),
      ]);
      tx.audit({ actorId: null, action: 'test.areas', subject: 'area', subjectId: 'area-445224' });
    });
  });
  after(() => app.close());

  it('cover what lies below them, by code and by id, and nothing beside', async () => {
    const agent = await app.person({ roles: ['planner'], areaCodes: ['445224101'] });
    const user = app.user(agent);
    expect([...(user.scope ?? [])]).to.have.members(['445224101', 'area-445224101', '445224101001', 'area-445224101001']);
    expect(inScope(user, '445224')).to.equal(false);
    expect(inScope(user, 'area-445224102')).to.equal(false);
    const county = app.user(await app.person({ roles: ['planner'], areaCodes: ['445224'] }));
    expect(inScope(county, '445224101001')).to.equal(true);
    expect(inScope(county, '445281')).to.equal(false);
    expect(app.user(await app.person({ roles: ['planner'] })).scope).to.equal(null);
  });

  it('cover nothing when the code is none: a wrong code never means everything', async () => {
    const user = app.user(await app.person({ roles: ['planner'], areaCodes: ['999999'] }));
    expect(user.scope?.size).to.equal(0);
    expect(inScope(user, '445224')).to.equal(false);
  });
});
