/** What a later round has to know of an assessment: the class each area got by itself, and the one that stands. Pure. */
import type { AreaAssessment } from '../../models/schemas/assessment.ts';
import type { IssuedClass } from './types.ts';

/** Areas without a class are left out: the round says nothing of them. */
export const issuedOf = (areas: readonly AreaAssessment[]): IssuedClass[] =>
  areas.flatMap(({ areaId, call }) => (call === undefined ? [] : [{ areaId, own: call.own, established: call.established, explainedByRain: call.explainedByRain }]));
