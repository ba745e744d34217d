import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import gcoordModule from 'gcoord';
import { Fault } from '../../../models/errors.ts';
import { area, plan as planThing, site as siteThing, siteRelation, type PlanDocument } from '../../../models/schemas/index.ts';
import { openStore } from '../../../models/store/index.ts';
import type { Store } from '../../../models/store/types.ts';
import { huilaiPlan } from '../../../server/example/huilai/generateHuilai.ts';
import { loadAreas, loadReference } from '../../../server/usecases/rounds/loadReference.ts';
import { huilaiAreas } from '../../../models/reference/areas.ts';
import { takeShippedPlan } from '../../../server/usecases/rounds/shippedPlans.ts';
import { takePlan } from '../../../server/usecases/rounds/takePlan.ts';
import { toWgs84 } from '../../../server/usecases/rounds/toWgs84.ts';

// CommonJS behind types of an ES module
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;
const context = { actorId: null, at: Date.parse('2026-11-21T08:00:00Z') };
const copy = (): PlanDocument => structuredClone(huilaiPlan());
const fault = (promise: Promise<unknown>): Promise<Fault> =>
  promise.then(() => { throw new Error('nothing was thrown'); }, (error: unknown) => { if (error instanceof Fault) return error; throw error as Error; });

describe('use cases: reference data and plans', function () {
  this.timeout(30_000);
  let folder: string;
  let store: Store;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shuijian-plan-'));
    store = await openStore({ dataDir: folder });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('loads what a shipped plan rests on; a second time nothing is written', async () => {
    const first = await takeShippedPlan(store, 'huilai', context);
    expect(first.sites).to.deep.equal({ written: 65, changed: 0, unchanged: 0 });
    const before = await store.revision();
    const second = await takeShippedPlan(store, 'huilai', context);
    expect(second.plan.id).to.equal(first.plan.id);
    expect(second.sites).to.deep.equal({ written: 0, changed: 0, unchanged: 65 });
    expect(await store.revision()).to.equal(before);
    expect(await store.read.count(siteRelation)).to.equal(10);
    expect((await fault(takeShippedPlan(store, 'nowhere', context))).code).to.equal('not-found');
  });

  it('keeps what the laboratory changed: loading again overwrites no place', async () => {
    await loadReference(store, context);
    await loadAreas(store, huilaiAreas, context);
    const [town] = await store.read.find(area, { where: { code: '445224109' } });
    await store.write(async (tx) => {
      await tx.update(area, town?.id ?? '', town?.revision ?? 0, { population: 60_000, populationBasis: 'resident' });
      tx.audit({ actorId: null, action: 'area.change', subject: 'area', subjectId: town?.id ?? '' });
    });
    expect(await loadAreas(store, huilaiAreas, context)).to.deep.include({ written: 0 });
    expect((await store.read.get(area, town?.id ?? ''))?.population).to.equal(60_000);
  });

  it('refuses a wrong plan with a pointer per path, and an area that is not there', async () => {
    await loadReference(store, context);
    const missing = await fault(takePlan(store, huilaiPlan(), context));
    expect(missing.code).to.equal('not-found');
    expect(missing.details).to.have.length(13);
    expect(missing.details[0]).to.deep.include({ pointer: '/areas/0/code', got: '445224100' });
    const wrong = copy() as unknown as { areas: { sites: Record<string, unknown>[] }[]; panel: string[] };
    (wrong.areas[2]?.sites[1] ?? {})['mode'] = 'bucket';
    wrong.panel.push('mystery');
    const invalid = await fault(takePlan(store, wrong, context));
    expect(invalid.code).to.equal('invalid');
    expect(invalid.details.map(({ pointer }) => pointer)).to.deep.equal(['/areas/2/sites/1/mode']);
    expect(invalid.details[0]?.got).to.equal('"bucket"');
    await loadAreas(store, huilaiAreas, context);
    const elsewhere = copy();
    const moved = elsewhere.areas[0]?.sites[0];
    if (moved !== undefined) moved.village = '445224110229';
    const refused = await fault(takePlan(store, elsewhere, context));
    expect(refused.details, 'a village of another town').to.have.length(1);
    expect(refused.details[0]).to.deep.include({ pointer: '/areas/0/sites/0/village', got: '445224110229' });
    expect(await store.read.count(planThing)).to.equal(0);
  });

  it('a version is never changed; a new one changes the sites it names and keeps whether they are in use', async () => {
    await takeShippedPlan(store, 'huilai', context);
    const same = copy();
    same.name = { zh: '改名', en: 'renamed' };
    expect((await fault(takePlan(store, same, context))).code).to.equal('conflict');
    const [before] = await store.read.find(siteThing, { where: { code: 'HL109-3' } });
    await store.write(async (tx) => {
      await tx.update(siteThing, before?.id ?? '', before?.revision ?? 0, { active: false });
      tx.audit({ actorId: null, action: 'site.change', subject: 'site', subjectId: before?.id ?? '' });
    });
    const next = copy();
    next.version = 2;
    const moved = next.areas.find(({ code }) => code === '445224109')?.sites[2];
    if (moved === undefined) expect.fail('the plan has no third site in Qishi');
    moved.coordinate = [116.1181, 22.9259];
    moved.coordinateSystem = 'GCJ-02';
    expect((await takePlan(store, next, context)).sites).to.deep.equal({ written: 0, changed: 1, unchanged: 64 });
    const [after] = await store.read.find(siteThing, { where: { code: 'HL109-3' } });
    expect(after).to.include({ id: before?.id, givenX: 116.1181, givenSystem: 'GCJ-02', active: false });
    // the shift at Huilai is 551 m
    expect(Math.hypot(((after?.longitude ?? 0) - 116.1181) * 102_500, ((after?.latitude ?? 0) - 22.9259) * 110_900)).to.be.closeTo(551, 40);
    expect(after?.hazardNote).to.match(/既往制毒点.*former drug-making/s);
    expect((await store.verify()).ok).to.equal(true);
  });

  it('field coordinates of any Chinese system come within 10 m of WGS-84', () => {
    const [x, y] = [116.2908, 23.0322];
    const metres = (p: { longitude: number; latitude: number }): number => Math.hypot((p.longitude - x) * 102_500, (p.latitude - y) * 110_900);
    expect(toWgs84([x, y], 'WGS-84')).to.deep.equal({ longitude: x, latitude: y });
    expect(toWgs84([x, y], 'CGCS2000')).to.deep.equal({ longitude: x, latitude: y });
    for (const [system, crs, shift] of [['GCJ-02', gcoord.GCJ02, 551], ['BD-09', gcoord.BD09, 1192]] as const) {
      const [longitude, latitude] = gcoord.transform<[number, number]>([x, y], gcoord.WGS84, crs);
      expect(metres({ longitude, latitude }), system).to.be.closeTo(shift, 25);
      expect(metres(toWgs84([longitude, latitude], system)), system).to.be.below(10);
    }
  });
});
