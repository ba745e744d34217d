/**
 * Takes a sampling plan into the store: checks the document, then keeps this version of it, its
 * sites and how water runs between them. A version that is there is never changed.
 */
import { Fault } from '../../../models/errors.ts';
import { plan as planThing, site as siteThing, siteRelation, type Area, type Plan, type PlanDocument, type Site, type SiteRelation } from '../../../models/schemas/index.ts';
import { canonicalJson, newId, nowInstant } from '../../../models/store/index.ts';
import { areasByCode, listRelations, sitesByCode } from '../../../models/store/repositories/reference.ts';
import { listPlans } from '../../../models/store/repositories/rounds.ts';
import { analyteIds } from '../../../models/reference/analytes.ts';
import type { Store, Tx } from '../../../models/store/types.ts';
import { validatePlan } from '../../../sampling-plans/validate.ts';
import { toWgs84 } from './toWgs84.ts';

export interface TakePlan {
  actorId: string | null;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface TakenPlan {
  plan: Plan;
  sites: { written: number; changed: number; unchanged: number };
}

type PlanSite = PlanDocument['areas'][number]['sites'][number];

/** What the document says of a site, as a row without identity. */
function describeSite(site: PlanSite, area: Area, villageId: string | null, synthetic: boolean): Omit<Site, 'id' | 'revision'> {
  return {
    code: site.code, areaId: area.id, villageId, nameZh: site.name.zh, nameEn: site.name.en, asset: site.asset, catchment: site.catchment, role: site.role,
    givenX: site.coordinate[0], givenY: site.coordinate[1], givenSystem: site.coordinateSystem, ...toWgs84(site.coordinate, site.coordinateSystem),
    flowM3PerDay: site.flowM3PerDay ?? null, populationServed: site.populationServed ?? null, premisesAround: site.premisesAround ?? null,
    hazardNote: site.hazardNote === undefined ? null : `${site.hazardNote.zh} / ${site.hazardNote.en}`,
    active: true, synthetic,
  };
}

/** @throws Fault `invalid` with one detail per wrong path */
function requirePlan(document: unknown): PlanDocument {
  const check = validatePlan(document, { analytes: analyteIds });
  if (check.ok) return check.plan;
  throw new Fault('invalid', `the plan is not usable: ${check.errors.map(({ path, expected, got }) => `${path}: expected ${expected}, got ${got}`).join('; ')}`, {
    details: check.errors.map(({ path, expected, got }) => ({ pointer: path, got, message: 'plan.wrong', parameters: { expected } })),
  });
}

async function requireAreas(tx: Tx, plan: PlanDocument): Promise<Map<string, Area>> {
  const rows = (await areasByCode(tx, [...new Set(plan.areas.flatMap(({ code, sites }) => [code, ...sites.flatMap(({ village }) => village ?? [])]))])).filter(({ codeSystem }) => codeSystem === plan.codeSystem);
  const areas = new Map(rows.map((row) => [row.code, row]));
  const missing = plan.areas.flatMap(({ code }, i) => (areas.has(code) ? [] : [{ pointer: `/areas/${String(i)}/code`, got: code, message: 'plan.unknown-area', parameters: { codeSystem: plan.codeSystem } }]));
  // where the area itself is missing, its villages say nothing more
  plan.areas.forEach(({ code, sites }, a) => {
    if (areas.has(code)) sites.forEach(({ village }, s) => {
      const found = village === undefined ? undefined : areas.get(village);
      if (village !== undefined && (found?.level !== 'village' || found.parentId !== areas.get(code)?.id)) missing.push({ pointer: `/areas/${String(a)}/sites/${String(s)}/village`, got: village, message: 'plan.unknown-area', parameters: { codeSystem: plan.codeSystem } });
    });
  });
  if (missing.length > 0) throw new Fault('not-found', `${String(missing.length)} areas of the plan are not known in the code system ${plan.codeSystem}: ${missing.map(({ got }) => got).join(', ')}; load the areas first`, { details: missing });
  return areas;
}

async function keepSites(tx: Tx, plan: PlanDocument, areas: ReadonlyMap<string, Area>, at: number): Promise<{ ids: Map<string, string>; written: number; changed: number; unchanged: number }> {
  const wanted = plan.areas.flatMap((area) => area.sites.map((site) => {
    const place = areas.get(area.code);
    if (place === undefined) throw new Fault('not-found', `area ${area.code} is not known`);
    return describeSite(site, place, site.village === undefined ? null : (areas.get(site.village)?.id ?? null), plan.synthetic);
  }));
  const known = new Map((await sitesByCode(tx, wanted.map(({ code }) => code))).map((row) => [row.code, row]));
  const ids = new Map<string, string>();
  const fresh: Site[] = [];
  let changed = 0;
  for (const site of wanted) {
    const before = known.get(site.code);
    if (before === undefined) {
      const row: Site = { id: newId(at), ...site, revision: 1 };
      fresh.push(row);
      ids.set(site.code, row.id);
    } else {
      ids.set(site.code, before.id);
      // whether a site is in use is decided after the plan, not by it
      if ((await tx.update(siteThing, before.id, before.revision, { ...site, active: before.active })).revision !== before.revision) changed += 1;
    }
  }
  if (fresh.length > 0) await tx.insert(siteThing, fresh);
  return { ids, written: fresh.length, changed, unchanged: wanted.length - fresh.length - changed };
}

async function keepRelations(tx: Tx, plan: PlanDocument, ids: ReadonlyMap<string, string>, at: number): Promise<number> {
  const known = new Set((await listRelations(tx)).map(({ upstreamSiteId, downstreamSiteId }) => `${upstreamSiteId} ${downstreamSiteId}`));
  const rows = plan.areas.flatMap((area) => area.sites).flatMap((site) => (site.downstream ?? []).flatMap((next): SiteRelation[] => {
    const upstreamSiteId = ids.get(site.code);
    const downstreamSiteId = ids.get(next.site);
    if (upstreamSiteId === undefined || downstreamSiteId === undefined || known.has(`${upstreamSiteId} ${downstreamSiteId}`)) return [];
    return [{ id: newId(at), upstreamSiteId, downstreamSiteId, distanceM: next.distanceM ?? null, source: `${plan.code} ${String(plan.version)}${plan.synthetic ? ' (synthetic)' : ''}` }];
  }));
  if (rows.length > 0) await tx.insert(siteRelation, rows);
  return rows.length;
}

/**
 * Taking the same document again writes nothing.
 * @throws Fault `invalid` for a wrong document, `not-found` for areas that are not there,
 *   `conflict` when this version is there with another content
 */
export async function takePlan(store: Store, document: unknown, { actorId, at }: TakePlan): Promise<TakenPlan> {
  const content = requirePlan(document);
  return store.write(async (tx) => {
    const areas = await requireAreas(tx, content);
    const version = String(content.version);
    const known = (await listPlans(tx)).find((row) => row.code === content.code && row.version === version);
    if (known !== undefined && canonicalJson(known.document) !== canonicalJson(content)) {
      throw new Fault('conflict', `plan ${content.code} version ${version} is there with another content; raise the version`, { details: [{ pointer: '/version', got: version, message: 'plan.version-taken' }] });
    }
    // an older version must not take the sites back to what they were
    if (known !== undefined) return { plan: known, sites: { written: 0, changed: 0, unchanged: content.areas.reduce((sum, area) => sum + area.sites.length, 0) } };
    const plan: Plan = { id: newId(at), code: content.code, version, nameZh: content.name.zh, nameEn: content.name.en, document: content, createdAt: nowInstant(at), synthetic: content.synthetic };
    await tx.insert(planThing, [plan]);
    const { ids, ...sites } = await keepSites(tx, content, areas, at);
    const relations = await keepRelations(tx, content, ids, at);
    tx.audit({ actorId, action: 'plan.take', subject: 'plan', subjectId: plan.id, detail: { code: plan.code, version, ...sites, relations } });
    return { plan, sites };
  });
}
