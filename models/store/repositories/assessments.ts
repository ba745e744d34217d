/** Assessments, and the released values that they rest on. Assessments are only ever added. */
import { assessment, assessmentInputs, gradingEvidence, type Assessment, type AssessmentInputs, type GradingEvidence, type Basis, type Matrix, type Qualifier, type SamplingMode, type UnitOfMeasure } from '../../schemas/index.ts';
import type { Reader, Tx } from '../types.ts';

/** An assessment without its body, which is large. */
export type AssessmentHead = Omit<Assessment, 'body'>;

const HEAD = ['id', 'roundId', 'sequence', 'rule', 'ruleVersion', 'referenceVersion', 'constantsVersion', 'codeVersion', 'inputsRevision', 'inputsSha256', 'seed', 'createdAt', 'createdBy', 'synthetic'] as const satisfies readonly (keyof AssessmentHead)[];

/** Newest first. */
export async function assessmentHeads(reader: Reader, roundIds?: readonly string[]): Promise<AssessmentHead[]> {
  if (roundIds?.length === 0) return [];
  const query = reader.manager.createQueryBuilder().from('assessment', 'a').select('a.id', 'id');
  for (const field of HEAD.slice(1)) query.addSelect(`a.${field}`, field);
  if (roundIds !== undefined) query.where('a.roundId IN (:...roundIds)', { roundIds: [...roundIds] });
  const rows = await query.orderBy('a.createdAt', 'DESC').addOrderBy('a.sequence', 'DESC').getRawMany<AssessmentHead>();
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence), inputsRevision: Number(row.inputsRevision), synthetic: Boolean(row.synthetic) }));
}

export const assessmentById = (reader: Reader, id: string): Promise<Assessment | undefined> => reader.get(assessment, id);

export async function newestAssessment(reader: Reader, roundId: string): Promise<Assessment | undefined> {
  const [newest] = await reader.find(assessment, { where: { roundId }, order: ['-sequence'], limit: 1 });
  return newest;
}

/** Adds an assessment with its audit entry. @throws Fault `duplicate` when another took the sequence number */
export async function insertAssessment(tx: Tx, row: Assessment): Promise<void> {
  await tx.insert(assessment, [row]);
  const { id, roundId, sequence, rule, ruleVersion, inputsRevision, inputsSha256, seed, createdBy } = row;
  tx.audit({ actorId: createdBy, action: 'assessment.create', subject: 'assessment', subjectId: id, detail: { roundId, sequence, rule, ruleVersion, inputsRevision, inputsSha256, seed } });
}

/** A released value with the bottle that it came from. Decimals stay text. */
export interface ReleasedValue {
  resultId: string;
  /** The attempt that it was made instead of. */
  supersedesId: string | null;
  /** False while a correction of it is worked on. */
  reportable: boolean;
  /** What it was held for when somebody looked and confirmed it, with what was said. */
  confirmedHold: string | null;
  reason: string | null;
  measuredAt: string | null;
  valueRevision: number;
  analyteId: string;
  basis: Basis;
  runId: string | null;
  methodId: string | null;
  sampleId: string;
  sampleNumber: string;
  siteId: string;
  roundId: string;
  matrix: Matrix;
  mode: SamplingMode;
  collectedOn: string | null;
  rainMm: number | null;
  flowM3PerDay: number | null;
  qualifier: Qualifier;
  value: string | null;
  limit: string | null;
  lod: string | null;
  loq: string | null;
  upper: string | null;
  unit: UnitOfMeasure;
  detected: boolean;
  reportedText: string;
  expandedUncertainty: string | null;
  synthetic: boolean;
}

/**
 * Released values of routine bottles: what a grade and a trend may rest on. Field blanks and
 * duplicates are quality control and stay out. By number of the bottle.
 */
export async function releasedValues(reader: Reader, which: { roundId?: string; siteIds?: readonly string[]; analyteId?: string; basis?: Basis }): Promise<ReleasedValue[]> {
  if (which.siteIds?.length === 0) return [];
  const query = reader.manager
    .createQueryBuilder()
    .select('r.id', 'resultId').addSelect('r.valueRevision', 'valueRevision').addSelect('r.analyteId', 'analyteId').addSelect('r.basis', 'basis').addSelect('r.runId', 'runId').addSelect('r.methodId', 'methodId').addSelect('r.synthetic', 'synthetic').addSelect('r.supersedesId', 'supersedesId').addSelect('r.reportable', 'reportable')
    .addSelect('s.id', 'sampleId').addSelect('s.number', 'sampleNumber').addSelect('s.siteId', 'siteId').addSelect('s.roundId', 'roundId').addSelect('s.matrix', 'matrix').addSelect('s.mode', 'mode')
    .addSelect('s.collectedOn', 'collectedOn').addSelect('s.rainMm', 'rainMm').addSelect('s.flowM3PerDay', 'flowM3PerDay')
    .addSelect('v.confirmedHold', 'confirmedHold').addSelect('v.reason', 'reason').addSelect('v.measuredAt', 'measuredAt')
    .addSelect('v.qualifier', 'qualifier').addSelect('v.value', 'value').addSelect('v.limit', 'limit').addSelect('v.lod', 'lod').addSelect('v.loq', 'loq').addSelect('v.upper', 'upper')
    .addSelect('v.unit', 'unit').addSelect('v.detected', 'detected').addSelect('v.reportedText', 'reportedText').addSelect('v.expandedUncertainty', 'expandedUncertainty')
    .from('sample', 's')
    .innerJoin('result', 'r', 'r.sampleId = s.id')
    .innerJoin('resultRevision', 'v', 'v.resultId = r.id AND v.valueRevision = r.valueRevision')
    .where('r.state = :state AND s.kind = :kind', { state: 'released', kind: 'routine' });
  if (which.roundId !== undefined) query.andWhere('s.roundId = :roundId', { roundId: which.roundId });
  if (which.siteIds !== undefined) query.andWhere('s.siteId IN (:...siteIds)', { siteIds: [...which.siteIds] });
  if (which.analyteId !== undefined) query.andWhere('r.analyteId = :analyteId', { analyteId: which.analyteId });
  if (which.basis !== undefined) query.andWhere('r.basis = :basis', { basis: which.basis });
  const rows = await query.orderBy('s.number', 'ASC').addOrderBy('r.id', 'ASC').getRawMany<ReleasedValue>();
  return rows.map((row) => ({ ...row, valueRevision: Number(row.valueRevision), detected: Boolean(row.detected), synthetic: Boolean(row.synthetic), reportable: Boolean(row.reportable) }));
}

/** Evidence that is kept under these hashes; without its content where only its being there is asked. */
export async function keptEvidence(reader: Reader, ids: readonly string[], withContent: boolean): Promise<{ id: string; content: string }[]> {
  if (ids.length === 0) return [];
  if (withContent) return reader.find(gradingEvidence, { where: { id: ids } });
  const query = reader.manager.createQueryBuilder().from('gradingEvidence', 'e').select('e.id', 'id').where('e.id IN (:...ids)', { ids: [...ids] });
  return (await query.getRawMany<{ id: string }>()).map(({ id }) => ({ id, content: '' }));
}

export async function keptPartsOf(reader: Reader, assessmentId: string): Promise<AssessmentInputs['parts'] | undefined> {
  const [found] = await reader.find(assessmentInputs, { where: { assessmentId }, limit: 1 });
  return found?.parts;
}

/** Adds evidence and what an assessment used of it; the entry of the assessment speaks of both. */
export async function insertKeptInputs(tx: Tx, evidence: readonly GradingEvidence[], row: AssessmentInputs): Promise<void> {
  if (evidence.length > 0) await tx.insert(gradingEvidence, evidence);
  await tx.insert(assessmentInputs, [row]);
}
