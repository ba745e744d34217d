/** Which units may do a task: by level, and by county. One rule for every placer and every explanation. Pure. */
import type { Unit } from '../../models/schemas/operations.ts';
import type { Demand, PlanUnit } from './types.ts';

/** A unit without a county (a city squad) serves all of them. */
export const servesRegion = (unit: PlanUnit, region: string | null): boolean => (unit.region ?? null) === null || region === null || unit.region === region;

export const mayDo = (unit: PlanUnit, demand: Demand, levels: readonly Unit['level'][] = demand.crew.flatMap((each) => each.levels)): boolean => levels.includes(unit.level) && servesRegion(unit, demand.region);
