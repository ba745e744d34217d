/** The sampling plans that ship with the project, each with the places it needs. One more is one line here and one JSON. */
import { Fault } from '../../../models/errors.ts';
import { areaSetOf, huilaiAreas, type AreaDocument, type AreaSet } from '../../../models/reference/areas.ts';
import { listPlans } from '../../../models/store/repositories/rounds.ts';
import type { Reader, Store } from '../../../models/store/types.ts';
import huilai from '../../../sampling-plans/plans/huilai.json' with { type: 'json' };
import { loadAreas, loadReference } from './loadReference.ts';
import { takePlan, type TakenPlan, type TakePlan } from './takePlan.ts';

interface ShippedPlan {
  /** As written; checked when it is taken. */
  document: { version: number; name: { zh: string; en: string }; synthetic: boolean; areas: readonly { sites: readonly unknown[] }[] };
  areas: AreaSet;
}

const SHIPPED_PLANS: ReadonlyMap<string, ShippedPlan> = new Map([['huilai', { document: huilai, areas: huilaiAreas }]]);

/**
 * Loads what a shipped plan rests on (analytes, methods, places) and takes it into the store. Again, it writes nothing.
 * @throws Fault `not-found` for a code that no shipped plan has
 */
export async function takeShippedPlan(store: Store, code: string, context: TakePlan): Promise<TakenPlan> {
  const shipped = SHIPPED_PLANS.get(code);
  if (shipped === undefined) throw new Fault('not-found', `no plan "${code}" ships with the project; there is ${[...SHIPPED_PLANS.keys()].join(', ')}`, { details: [{ got: code, message: 'plan.unknown' }] });
  await loadReference(store, context);
  await loadAreas(store, shipped.areas, context);
  return takePlan(store, shipped.document, context);
}

export interface ShippedPlanView {
  code: string;
  version: number;
  name: { zh: string; en: string };
  areas: number;
  sites: number;
  synthetic: boolean;
  /** This version is in the store. */
  taken: boolean;
}

export async function shippedPlans(reader: Reader): Promise<ShippedPlanView[]> {
  const taken = new Set((await listPlans(reader)).map(({ code, version }) => `${code} ${version}`));
  return [...SHIPPED_PLANS].map(([code, { document: { version, name, synthetic, areas } }]) => ({
    code, version, name: { zh: name.zh, en: name.en }, synthetic,
    areas: areas.length, sites: areas.reduce((sum, { sites }) => sum + sites.length, 0),
    taken: taken.has(`${code} ${String(version)}`),
  }));
}

/**
 * Takes a plan of the laboratory's own, and first the places it needs where they come with it; all or nothing.
 * @throws Fault `invalid` naming every wrong path, `not-found` for areas that are neither there nor given, `conflict` as takePlan
 */
export async function takeOwnPlan(store: Store, { plan, areas }: { plan: unknown; areas?: AreaDocument | undefined }, context: TakePlan): Promise<TakenPlan> {
  const set = areas === undefined ? undefined : requireAreaSet(areas);
  // nested jobs join this one
  return store.write(async () => {
    await loadReference(store, context);
    if (set !== undefined) await loadAreas(store, set, context);
    return takePlan(store, plan, context);
  });
}

function requireAreaSet(areas: AreaDocument): AreaSet {
  try {
    return areaSetOf('areas', areas);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message.replace(/^\S+ is not usable:\s*/, '') : 'the areas cannot be read';
    throw new Fault('invalid', said, { details: [{ pointer: '/areas', got: 'areas', message: 'plan.wrong-areas', parameters: { said } }], cause });
  }
}
