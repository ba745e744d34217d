/**
 * The place of an encirclement: named by a planner with a written reason and something that speaks for
 * it beside the water, approved by a second planner. A village by its name, never an address, never a person.
 */
import { choice, freeText, id, instant, nullable, ref, revision, synthetic } from './fields.ts';
import { thing, type Row } from './thing.ts';

/** What can speak for a place beside the grade of its town. All of it is counts or findings about places. */
export const CORROBORATIONS = ['case-counts', 'public-reports', 'soil-samples', 'chemical-waste', 'utility-figures', 'neighbouring-agency'] as const;
export type Corroboration = (typeof CORROBORATIONS)[number];
export const NOMINATION_STATES = ['proposed', 'approved', 'refused', 'withdrawn'] as const;

export const nomination = thing(
  'nomination',
  'record',
  {
    id: id(),
    roundId: ref('round', ['轮次', 'Round']),
    /** The assessment by which the area was severe and firm when the place was named. */
    assessmentId: ref('assessment', ['评估', 'Assessment']),
    areaId: ref('area', ['区域', 'Area']),
    place: freeText(['地点（村）', 'Place (village)'], 60),
    reason: freeText(['提名理由', 'Reason'], 1000),
    corroboration: choice(CORROBORATIONS, ['独立佐证', 'Independent corroboration']),
    corroborationText: freeText(['佐证说明', 'What corroborates it'], 1000),
    state: choice(NOMINATION_STATES, ['状态', 'State']),
    nominatedBy: ref('user', ['提名人', 'Nominated by']),
    nominatedAt: instant(['提名时间', 'Nominated at']),
    decidedBy: nullable(ref('user', ['审批人', 'Decided by'])),
    decidedAt: nullable(instant(['审批时间', 'Decided at'])),
    decisionReason: nullable(freeText(['审批意见', 'Reason of the decision'], 500)),
    synthetic: synthetic(),
    revision: revision(),
  },
  { indexes: [['roundId']] },
);
export type Nomination = Row<typeof nomination>;
