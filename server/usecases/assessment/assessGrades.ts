/**
 * Grades of each round by its newest assessment, for the quarter slider and the history of an area.
 * Assessments never change, so what was read of one is kept for as long as the process lives.
 */
import type { AreaAssessment, Grade, Round } from '../../../models/schemas/index.ts';
import { assessmentById, assessmentHeads } from '../../../models/store/repositories/assessments.ts';
import { listPlans, listRounds } from '../../../models/store/repositories/rounds.ts';
import type { Reader, Store } from '../../../models/store/types.ts';

export type AreaGrade = Pick<AreaAssessment, 'areaId' | 'grade' | 'firmness' | 'severity' | 'index'>;

export interface RoundGrades {
  round: Round;
  assessmentId: string;
  areas: readonly AreaGrade[];
}

const kept = new WeakMap<Store, Map<string, readonly AreaGrade[]>>();

async function gradesOf(store: Store, assessmentId: string): Promise<readonly AreaGrade[]> {
  const mine = kept.get(store) ?? new Map<string, readonly AreaGrade[]>();
  kept.set(store, mine);
  const known = mine.get(assessmentId);
  if (known !== undefined) return known;
  const body = (await assessmentById(store.read, assessmentId))?.body;
  const grades = (body?.areas ?? []).map(({ areaId, grade, firmness, severity, index }) => ({ areaId, grade, firmness, severity, index }));
  mine.set(assessmentId, grades);
  return grades;
}

/** One entry per round that has an assessment, oldest round first. */
export async function gradesByRound(store: Store, rounds: readonly Round[]): Promise<RoundGrades[]> {
  const newest = new Map<string, { id: string; sequence: number }>();
  for (const head of await assessmentHeads(store.read, rounds.map(({ id }) => id))) {
    if ((newest.get(head.roundId)?.sequence ?? 0) < head.sequence) newest.set(head.roundId, head);
  }
  const made: RoundGrades[] = [];
  for (const round of [...rounds].sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0))) {
    const head = newest.get(round.id);
    if (head !== undefined) made.push({ round, assessmentId: head.id, areas: await gradesOf(store, head.id) });
  }
  return made;
}

/** Rounds of the same plan, whatever its version: a county's quarters and a continent's years share no axis. */
export async function siblingRounds(reader: Reader, round: Round): Promise<Round[]> {
  const codes = new Map((await listPlans(reader)).map(({ id, code }) => [id, code]));
  return (await listRounds(reader)).filter(({ planId }) => codes.get(planId) === codes.get(round.planId));
}

export function countGrades(areas: readonly { grade: Grade }[]): Partial<Record<Grade, number>> {
  const counts: Partial<Record<Grade, number>> = {};
  for (const { grade } of areas) counts[grade] = (counts[grade] ?? 0) + 1;
  return counts;
}
