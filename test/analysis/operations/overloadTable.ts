/** A county that loses its units one by one: what is then not served, what that costs, and whether the fix offered first does what it promised. */
import { planSchedule } from '../../../analysis/operations/planSchedule.ts';
import { findFixes, relax, type Fix, type Relaxation } from '../../../analysis/operations/relaxations.ts';
import type { Place, Plan, Problem } from '../../../analysis/operations/types.ts';

export interface OverloadRow {
  units: number;
  required: number;
  unserved: number;
  /** Price of what is not served, in kilometres. */
  shortfall: number;
  /** Null where everything is served, or nothing that was tried helps. */
  fix: { change: Relaxation; promised: number; got: number } | null;
}

const missing = (plan: Plan): number => plan.unserved.reduce((sum, { count }) => sum + count, 0);

/** The fix offered first for the first line of a kind for which there is one: what is dearest takes the room that a change makes. */
function firstFix(problem: Problem, seed: number, plan: Plan, place: Place): Fix | undefined {
  const kinds = new Set(plan.unserved.map(({ kind }) => kind));
  for (const kind of kinds) {
    const line = plan.unserved.find((each) => each.kind === kind);
    const [fix] = line === undefined ? [] : findFixes(problem, seed, plan, line, place);
    if (fix !== undefined) return fix;
  }
  return undefined;
}

/** @param withFixes at which numbers of units a fix is looked for and applied */
export function overloadTable(problem: Problem, seed: number, place: Place, withFixes: (units: number) => boolean): OverloadRow[] {
  return Array.from({ length: problem.units.length + 1 }, (_, gone): OverloadRow => {
    const left: Problem = { ...problem, units: problem.units.slice(0, problem.units.length - gone) };
    const plan = planSchedule(left, seed, place);
    const first = withFixes(left.units.length) ? firstFix(left, seed, plan, place) : undefined;
    return {
      units: left.units.length, required: plan.required, unserved: missing(plan), shortfall: plan.cost.shortfall,
      fix: first === undefined ? null : { change: first.change, promised: first.after, got: missing(planSchedule(relax(left, first.change), seed, place)) },
    };
  });
}

/** What a table must never show. */
export function overloadFaults(rows: readonly OverloadRow[]): string[] {
  return rows.flatMap((row, i) => {
    const before = rows[i - 1];
    const faults: string[] = [];
    if (before !== undefined && row.required !== before.required) faults.push(`${row.units} units: ${row.required} required, ${before.required} with one more`);
    if (before !== undefined && !(row.shortfall >= before.shortfall - 1e-6)) faults.push(`${row.units} units: a shortfall of ${row.shortfall}, ${before.shortfall} with one more`);
    if (row.fix !== null && !(row.fix.got === row.fix.promised && row.fix.got < row.unserved)) faults.push(`${row.units} units: the fix promised ${row.fix.promised} and gave ${row.fix.got}, from ${row.unserved}`);
    return faults;
  });
}
