/** A plan that was never stored, as the document that the independent checker reads. Stored plans become one in server/usecases. */
import { dateOf } from '../../../analysis/operations/days.ts';
import { planBasis, type PlanDocument } from '../../../analysis/operations/planDocument.ts';
import type { Plan, Problem } from '../../../analysis/operations/types.ts';

export function planDocument(problem: Problem, plan: Plan): PlanDocument {
  const units = new Map(problem.units.map(({ id, code }) => [id, code]));
  return {
    ...planBasis(problem),
    tasks: plan.tasks.map(({ demand, unitIds, day, shift }, i) => ({
      number: String(i + 1).padStart(4, '0'), kind: demand.kind, area: demand.areaCode, site: demand.siteCode, place: demand.nomination?.place ?? null, units: unitIds.map((id) => units.get(id) ?? ''), date: dateOf(day), shift, premises: demand.premises, grade: demand.grade, extra: demand.extra, blind: demand.blind,
    })),
    unserved: plan.unserved,
    ledger: plan.ledger,
    required: plan.required,
    served: plan.served,
    objective: plan.objective,
    bound: plan.bound,
    gap: plan.gap,
  };
}
