/** Tasks that a planner asked for beyond the rules, as requests write them, as plans keep them, and as the analysis reads them. */
import { dayOf } from '../../../../analysis/operations/days.ts';
import type { Relaxation } from '../../../../analysis/operations/relaxations.ts';
import type { AddedTask } from '../../../../analysis/operations/replan/types.ts';
import { Fault } from '../../../../models/errors.ts';
import type { Schedule } from '../../../../models/schemas/index.ts';

export interface AddTask {
  kind: AddedTask['kind'];
  /** Code of an area; null for a block of force. */
  area: string | null;
  from: string;
  to: string;
}

/** Hands on what went wrong; what could not be added is the caller's to correct. @throws always */
export function refuseAdded(cause: unknown): never {
  if (!(cause instanceof RangeError)) throw cause;
  throw new Fault('invalid', cause.message, { details: [{ pointer: '/added', got: cause.message, message: 'replan.added' }], cause });
}

/** @param from first day that is still planned. @throws Fault `invalid` for what is no date */
export function addedTasks(added: readonly AddTask[], from?: string): AddedTask[] {
  try {
    return added.map(({ kind, area, from: first, to }) => ({ kind, areaCode: area, from: from === undefined ? dayOf(first) : Math.max(dayOf(first), dayOf(from)), to: dayOf(to) }));
  } catch (cause) {
    return refuseAdded(cause);
  }
}

/** What a plan was given beyond the rules. Area checks among it stand in its ledger already (standingTasks). */
export const knownAdded = ({ body }: Pick<Schedule, 'body'>): AddedTask[] => addedTasks((body.added ?? []).filter(({ kind }) => kind !== 'area-check'));

/** Fields of the body with which a plan remembers what no rule and no unit says. */
export const carriedOn = (added: readonly AddTask[], assumed: readonly Relaxation[]): Pick<Schedule['body'], 'added' | 'assumed'> => ({
  ...(added.length === 0 ? {} : { added: [...added] }),
  ...(assumed.length === 0 ? {} : { assumed: [...assumed] }),
});

/** What a draft was planned as if it were so; once it is approved only what was arranged counts. */
export const assumedOf = ({ state, body }: Pick<Schedule, 'state' | 'body'>): Relaxation[] => (state === 'draft' ? ((body.assumed ?? []) as Relaxation[]) : []);
