/**
 * Whatever was stored can be read: rows of every thing that the schemas let in, from their edges, are written straight
 * into the store on both engines; then every GET route is read as every role. None answers 5xx.
 * ODD_THINGS is the number of rows tried per thing (default 8; `npm run campaign:odd-rows`
 * takes longer). Documents whose form no schema says are those of real rows: each has a reader of its own before it is stored.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { columnsOf } from '../../../models/entities/index.ts';
import { things, type Thing } from '../../../models/schemas/index.ts';
import type { ResponseRules } from '../../../models/schemas/responseRules.ts';
import { ROLES } from '../../../models/schemas/vocabulary.ts';
import { resources } from '../../../server/resources/index.ts';
import type { RuleDraft } from '../../../server/usecases/assessment/gradeRules/ruleDraft.ts';
import type { Route } from '../../../server/http/route.ts';
import { anyValue, type Schema } from '../../support/anyValue.ts';
import type { Agent } from '../../support/agent.ts';
import { onBothEngines } from '../../support/engines.ts';
import { startApp, type TestApp } from '../../support/app.ts';
import { seedCounty } from '../../usecases/assessment/smallCounty.ts';
import { huilaiPlan, ok } from '../../usecases/support/laboratory.ts';

type Fields = Record<string, unknown>;

const TRIED = Number(process.env['ODD_THINGS'] ?? '8');
/** Whose rows are not written: the chain itself, and what the sessions of the test stand on. */
const LEFT_OUT = new Set(['auditEntry', 'session', 'idempotencyKey']);
/** Documents of which this small county has none. */
const DOCUMENTS: Readonly<Record<string, Fields>> = { surface: { grid: { west: 116, north: 24, cellDegrees: 1, columns: 1, rows: 1, value: [null], deviation: [null] }, model: {} } };
const ROUND = '2018-Q1';
/** Values of one query or address that are tried. */
const VALUES = TRIED > 12 ? 3 : 2;

/** An object of which the schema says nothing more. */
const isDocument = (property: Schema): boolean => [property, ...(property.anyOf ?? [])].some(({ type, properties, additionalProperties, 'x-column': column }: Schema & { 'x-column'?: string }) => column === 'json' && type === 'object' && properties === undefined && additionalProperties === undefined);

onBothEngines('odd rows of every thing', (engine) => {
  let app: TestApp;
  /** Which of the rows there are is pointed at next. */
  let turn = 0;
  before(async function () {
    this.timeout(60_000);
    const { databaseUrl } = await engine.newPlace();
    app = await startApp(databaseUrl === undefined ? {} : { environment: { DATABASE_URL: databaseUrl } });
    await seedCounty(app.store, { code: ROUND, document: await huilaiPlan() });
    const planner = await app.as('planner');
    ok(await planner.post('/api/assessments', { round: ROUND }), 201);
    ok(await planner.post('/api/schedules', { round: ROUND, startsOn: '2018-04-02', weeks: 2, seed: 3 }), 201);
    const [shipped] = ok<{ items: { draft: RuleDraft }[] }>(await planner.get('/api/rules')).items;
    ok(await planner.post('/api/rules', { draft: { ...shipped?.draft, code: 'county-trial', titleZh: '县试行规则', titleEn: 'County trial', source: '县检测中心', reason: '提高水平的权重', referenceFrom: '2017-01-01', referenceTo: '2017-12-31', gradesFrom: '2018-01-01' } }), 201);
    const inForce = ok<ResponseRules>(await planner.get('/api/response-rules'));
    ok(await planner.post('/api/response-rule-versions', { basedOn: inForce.version, evidenceDays: inForce.evidenceDays, rules: inForce.rules.map((rule) => (rule.kind === 'premises-check' ? { ...rule, premisesPerShift: 5 } : rule)), reason: { zh: '试行', en: 'a trial' } }), 201);
  });
  after(() => app.close());

  const rowsOf = async (thing: Thing): Promise<Fields[]> => (await app.store.read.find(thing, { limit: 200 }));

  /** A row with what it points at, or undefined where nothing is there to point at. */
  async function pointed(thing: Thing, row: Fields): Promise<Fields | undefined> {
    const next: Fields = { ...row };
    for (const column of columnsOf(thing)) {
      if (column.references === undefined || next[column.name] === null) continue;
      const target = things.get(column.references);
      const known = target === undefined ? [] : await rowsOf(target);
      const chosen = known[(turn += 1) % Math.max(1, known.length)];
      if (chosen === undefined && !column.nullable) return undefined;
      next[column.name] = chosen?.['id'] ?? null;
    }
    return next;
  }

  /** @returns how many rows the store took */
  async function writeOddRows(): Promise<Map<string, number>> {
    const taken = new Map<string, number>();
    for (const thing of things.values()) {
      if (LEFT_OUT.has(thing.name)) continue;
      const documents = columnsOf(thing).filter((column) => column.kind === 'json' && isDocument(thing.schema.properties[column.name] as Schema)).map((column) => column.name);
      const real = DOCUMENTS[thing.name] ?? (await rowsOf(thing))[0];
      if (documents.length > 0 && real === undefined) continue;
      let count = 0;
      for (const odd of fc.sample(anyValue(thing.schema as unknown as Schema), { numRuns: TRIED, seed: 15 }) as Fields[]) {
        const row = await pointed(thing, { ...odd, ...Object.fromEntries(documents.map((name) => [name, real?.[name]])), ...('revision' in odd ? { revision: 1 } : {}) });
        if (row === undefined) continue;
        try {
          await app.store.write(async (tx) => {
            await tx.insert(thing, [row]);
            tx.audit({ actorId: null, action: 'test.seed', subject: 'round', subjectId: 'odd' });
          });
          count += 1;
        } catch (error) {
          // a rule of the table refuses it: then it is not stored, and nothing is left to read
          if (!(error instanceof Error && 'code' in error && ['invalid', 'duplicate', 'conflict'].includes(String(error.code)))) throw error;
        }
      }
      taken.set(thing.name, count);
    }
    return taken;
  }

  /** Values that a name in an address or a query can have. */
  async function valuesOf(path: string, name: string, property: Schema): Promise<string[]> {
    const newest = async (thing: string, field: string): Promise<string[]> => {
      const found = things.get(thing);
      const known = found === undefined ? [] : (await rowsOf(found)).map((row) => String(row[field]));
      return [...known.slice(0, 1), ...known.slice(-(VALUES - 1))];
    };
    if (property.enum !== undefined) return property.enum.map(String);
    const room = path.split('/')[2] ?? '';
    if (name === 'round' || name === 'operations' || name === 'water' || (name === 'code' && room === 'rounds')) return newest('round', 'code');
    if (name === 'analyte') return newest('analyte', 'id');
    if (name === 'rule') return newest('gradingRule', 'code');
    if (name === 'assessment') return newest('assessment', 'id');
    if (name === 'area') return newest('area', 'code');
    if (['before', 'after', 'schedule'].includes(name)) return newest('schedule', 'id');
    const owner = { samples: 'sample', results: 'result', runs: 'run', plans: 'plan', assessments: 'assessment', areas: 'area', sites: 'site', schedules: 'schedule', tasks: 'task', 'import-logs': 'importLog', 'audit-entries': 'auditEntry' }[room];
    if (name === 'id' && owner !== undefined) return newest(owner, 'id');
    if (name === 'id' && room === 'exports') return ['results', 'samples', 'custody', 'assessment', 'schedule', 'audit', 'runs'];
    return ['odd'];
  }

  async function addressesOf(route: Route): Promise<string[]> {
    let addresses = [route.path];
    for (const [, name = ''] of route.path.matchAll(/:(\w+)/g)) {
      const values = await valuesOf(route.path, name, route.params.properties[name] as Schema);
      addresses = addresses.flatMap((address) => values.map((value) => address.replace(`:${name}`, encodeURIComponent(value))));
    }
    const query = Object.entries(route.query.properties as Record<string, Schema>);
    for (const [name, property] of query) {
      const required = route.query.required?.includes(name) === true;
      const values = required ? await valuesOf(route.path, name, property) : ['round', 'schedule', 'area', 'assessment', 'analyte', 'state', 'show', 'finding', 'matrix'].includes(name) ? ['', ...(await valuesOf(route.path, name, property)).slice(0, VALUES)] : [''];
      // an optional one is tried by itself, a required one with all others
      const add = (address: string, value: string): string => (value === '' ? address : `${address}${address.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`);
      addresses = required ? addresses.flatMap((address) => values.map((value) => add(address, value))) : [...addresses, ...addresses.slice(0, VALUES).flatMap((address) => values.filter((value) => value !== '').map((value) => add(address, value)))];
    }
    return addresses;
  }

  it('are read on every GET route by every role, and none answers 5xx', async () => {
    const taken = await writeOddRows();
    const rows = [...taken.values()].reduce((sum, count) => sum + count, 0);
    const agents: [string, Agent][] = [];
    for (const role of ROLES) agents.push([role, await app.as(role)]);
    const routes = resources.flat().filter(({ method, path }) => method === 'get' && path !== '/api/changes' && !path.startsWith('/demo'));
    const failures: string[] = [];
    let read = 0;
    for (const route of routes) {
      for (const address of await addressesOf(route)) {
        for (const [role, agent] of agents) {
          const answer = await agent.get(address);
          read += 1;
          if (answer.status >= 500) failures.push(`${role} ${address}: ${String(answer.status)}`);
        }
      }
    }
    expect([...things.keys()].filter((name) => !LEFT_OUT.has(name) && (taken.get(name) ?? 0) === 0), 'nothing odd was written').to.deep.equal([]);
    expect(rows).to.be.greaterThan(20 * TRIED);
    expect(routes.length).to.be.greaterThan(60);
    expect(read).to.be.greaterThan(routes.length * ROLES.length);
    if (process.env['ODD_THINGS'] !== undefined) process.stdout.write(`${engine.name}: ${String(rows)} rows of ${String(taken.size)} things, ${String(routes.length)} routes, ${String(ROLES.length)} roles, ${String(read)} readings\n`);
    const faults = app.logs.filter((line) => line.includes('"err"')).map((line) => JSON.parse(line) as { route: string; err: { stack: string } });
    const why = [...new Set(faults.map(({ route, err }) => `${route}\n${err.stack.split('\n').slice(0, 5).join('\n')}`))];
    expect(why.join('\n\n'), `${String(failures.length)} answered 5xx: ${failures.slice(0, 3).join(', ')}`).to.equal('');
    expect(failures).to.deep.equal([]);
  }).timeout(120_000);
});
