/** The sampling plans that ship with the project, each with the places it needs. One more is one line here and one JSON. */
import { Fault } from '../../models/errors.ts';
import { huilaiAreas, type AreaSet } from '../../models/reference/areas.ts';
import type { Store } from '../../models/store/types.ts';
import huilai from '../../sampling-plans/plans/huilai.json' with { type: 'json' };
import { loadAreas, loadReference } from './loadReference.ts';
import { takePlan, type TakenPlan, type TakePlan } from './takePlan.ts';

interface ShippedPlan {
  /** As written; checked when it is taken. */
  document: unknown;
  areas: AreaSet;
}

export const SHIPPED_PLANS: ReadonlyMap<string, ShippedPlan> = new Map([['huilai', { document: huilai, areas: huilaiAreas }]]);

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
