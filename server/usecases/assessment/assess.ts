/**
 * Assessing a round: reads the released results once, grades them by a versioned rule, and keeps an
 * immutable assessment that names everything it rests on. Where there is nothing to assess it says
 * so in words, and the previous assessment stands.
 */
import { randomInt } from 'node:crypto';
import { assess } from '../../../analysis/assess.ts';
import type { GradingInputs, GradingRule, RuleOptions } from '../../../analysis/grading/types.ts';
import { Fault } from '../../../models/errors.ts';
import { constantsVersion } from '../../../models/reference/constants.ts';
import { referenceVersion } from '../../../models/reference/referenceValues.ts';
import type { AreaAssessment, Assessment, AssessmentBody, Round } from '../../../models/schemas/index.ts';
import { newId, nowInstant } from '../../../models/store/index.ts';
import { assessmentById, assessmentHeads, insertAssessment, newestAssessment, type AssessmentHead } from '../../../models/store/repositories/assessments.ts';
import { roundsById } from '../../../models/store/repositories/rounds.ts';
import type { Store } from '../../../models/store/types.ts';
import { demand, inScope, may, type CurrentUser } from '../../auth/permissions.ts';
import type { Publish } from '../../http/changes.ts';
import { codeVersion } from '../../version.ts';
import { assessOnPool } from '../../workers/gradingJobs.ts';
import type { WorkerPool } from '../../workers/pool.ts';
import { readAssessInputs } from './assessInputs.ts';
import { stalenessOf } from './assessStaleness.ts';
import { demandAfterReference, requireRule, ruleInForce } from './gradeRules/ruleBook.ts';
import { keepInputs, packInputs } from './keptInputs.ts';
import { requireRound } from '../rounds/rounds.ts';

export interface AssessRound {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  /** Code of the round. */
  round: string;
  /** Whole number >= 0; drawn where it is left out. */
  seed?: number | undefined;
  /** `id` or `id@version` of the rule; the rule in force where it is left out. */
  rule?: string | undefined;
  publish?: Publish | undefined;
  /** Threads that do the work; done here where it is left out, with the same bytes. */
  pool?: WorkerPool | undefined;
  /** Areas graded so far. */
  onProgress?: ((done: number, count: number) => void) | undefined;
  /** Aborted: nothing is kept, and the fault is `cancelled`. */
  signal?: AbortSignal | undefined;
  /** Kept with the assessment, so that it can be made again. */
  drawing?: RuleOptions | undefined;
}

/** Seeds are whole numbers that a script can type and JSON keeps. */
const SEEDS = 2 ** 48 - 1;
export const drawSeed = (): number => randomInt(SEEDS);

/** @throws Fault `invalid` for anything but a whole number from 0 to 2^53 - 1 */
export function requireSeed(seed: number): number {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Fault('invalid', `seed is ${seed}; a whole number from 0 to 2^53 - 1 was expected`, { details: [{ pointer: '/seed', got: String(seed), message: 'seed.whole-number' }] });
  return seed;
}

/** 500 draws where they leave no doubt, all 10,000 elsewhere; kept with the assessment. */
const SCREENED: RuleOptions = { screen: 500 };
/** The example is loaded often, seven rounds at a time: probabilities within about 1 in 100; kept with the assessment. */
export const EXAMPLE_DRAWING: RuleOptions = { draws: 2000, screen: 300 };

const MOST_TRIES = 3;

type Watch = Pick<AssessRound, 'pool' | 'onProgress' | 'signal'>;

/** The body that evidence, rule and seed give: here or on threads, the same bytes. @throws Fault `cancelled` */
export async function bodyOf(inputs: GradingInputs, rule: GradingRule, seed: number, drawing: RuleOptions | undefined, { pool, onProgress, signal }: Watch = {}): Promise<AssessmentBody> {
  const body = pool === undefined ? assess(inputs, rule, seed, drawing).result : await assessOnPool(pool, inputs, rule, seed, drawing, { ...(onProgress === undefined ? {} : { onProgress }), ...(signal === undefined ? {} : { signal }) });
  return drawing === undefined ? body : { ...body, drawing };
}

type Since = NonNullable<AssessmentBody['since']>;
const standing = ({ grade, firmness, severity }: AreaAssessment): Since['areas'][number]['from'] => ({ grade, firmness, severity });

/** What a new assessment says of the one before it: nothing where that still stands. */
async function sinceOf(store: Store, round: Round, body: AssessmentBody): Promise<Since | undefined> {
  const before = await newestAssessment(store.read, round.id);
  if (before === undefined) return undefined;
  const { stale, staleReasons } = await stalenessOf(store, round, before, before.body);
  if (!stale) return undefined;
  const old = new Map(before.body.areas.map((area) => [area.areaId, area]));
  return {
    sequence: before.sequence,
    reasons: staleReasons,
    areas: body.areas.flatMap((area) => {
      const was = old.get(area.areaId);
      return was === undefined || (was.grade === area.grade && was.firmness === area.firmness) ? [] : [{ code: area.code, name: area.name, from: standing(was), to: standing(area) }];
    }),
  };
}

/**
 * @returns the new assessment; its body depends on the evidence, the rule and the seed alone
 * @throws Fault `not-found` for the round or rule, `nothing-to-assess` where no result is released, `invalid`
 */
export async function assessRound(store: Store, { user, at, round: code, seed, rule: ruleId, publish, drawing, ...watch }: AssessRound): Promise<Assessment> {
  demand(user, 'assessments.create');
  const usedSeed = requireSeed(seed ?? drawSeed());
  const round = await requireRound(store.read, code);
  const rule = ruleId === undefined ? await ruleInForce(store.read) : await requireRule(store.read, ruleId);
  demandAfterReference(rule, round);
  for (let attempt = 1; ; attempt++) {
    const { inputs, parts, sha256, revision } = await readAssessInputs(store, round, rule);
    if (inputs.samples.length === 0) {
      const before = await newestAssessment(store.read, round.id);
      throw new Fault('nothing-to-assess', `round ${code} has no released result, so there is nothing to assess; ${before === undefined ? 'there is no assessment yet' : `assessment ${before.sequence} stands`}`, {
        details: [{ pointer: '/round', got: code, message: before === undefined ? 'assessment.nothing-yet' : 'assessment.nothing-stands', parameters: { sequence: before?.sequence ?? 0 } }],
      });
    }
    const graded = await bodyOf(inputs, rule, usedSeed, drawing ?? SCREENED, watch);
    const since = await sinceOf(store, round, graded);
    const result: AssessmentBody = since === undefined ? graded : { ...graded, since };
    if (watch.signal?.aborted === true) throw new Fault('cancelled', 'the assessment was cancelled before it was kept');
    const row: Omit<Assessment, 'sequence'> = {
      id: newId(at), roundId: round.id, rule: rule.id, ruleVersion: rule.version, referenceVersion, constantsVersion, codeVersion, inputsRevision: revision, inputsSha256: sha256,
      seed: String(usedSeed), body: result, createdAt: nowInstant(at), createdBy: user.id, synthetic: round.synthetic,
    };
    const packed = await packInputs(store.read, parts);
    const made = await store.write(async (tx) => {
      const [last] = await assessmentHeads(tx, [round.id]).then((heads) => heads.sort((a, b) => b.sequence - a.sequence));
      // the same evidence as last time is evidence of that revision, whatever else was written since
      const inputsRevision = last?.inputsSha256 === sha256 ? last.inputsRevision : revision;
      const assessment: Assessment = { ...row, inputsRevision, sequence: (last?.sequence ?? 0) + 1 };
      // something was written since the evidence was read: read it again, outside the writer. A busy
      // laboratory does not hold it up for ever: what comes in later makes the assessment stale, and that is said
      if (attempt < MOST_TRIES && (await store.revision()) !== revision) return undefined;
      await insertAssessment(tx, assessment);
      await keepInputs(tx, at, assessment.id, packed);
      tx.afterCommit((sequence) =>
        publish?.({ kind: 'assessment', sequence, payloadFor: (reader) => (may(reader, 'assessments.read') ? { round: code, assessment: assessment.id, number: assessment.sequence } : undefined) }),
      );
      return assessment;
    });
    if (made !== undefined) return made;
  }
}

/** The answer that scripts rely on. */
export interface AssessAnswer {
  round: string;
  rule: string;
  revision: number;
  seed: number;
  areas: Pick<AreaAssessment, 'code' | 'name' | 'grade' | 'firmness' | 'severity' | 'probability' | 'reasons'>[];
}

export const assessAnswer = (round: string, { rule, ruleVersion, inputsRevision, seed, body }: Assessment): AssessAnswer => ({
  round,
  rule: `${rule}@${ruleVersion}`,
  revision: inputsRevision,
  seed: Number(seed),
  areas: body.areas.map(({ code, name, grade, firmness, severity, probability, reasons }) => ({ code, name, grade, firmness, severity, probability, reasons })),
});

export interface AssessmentListItem extends AssessmentHead {
  roundCode: string;
  stale: boolean;
  staleReasons: { zh: string; en: string }[];
  newer: number;
}

async function listItem(store: Store, round: Round, head: AssessmentHead): Promise<AssessmentListItem> {
  const body = (await assessmentById(store.read, head.id))?.body;
  const { stale, staleReasons, newer } = await stalenessOf(store, round, head, body);
  return { ...head, roundCode: round.code, stale, staleReasons, newer };
}

/** Newest first. @throws Fault `not-found` for the round */
export async function listAssessments(store: Store, code: string | undefined): Promise<AssessmentListItem[]> {
  const heads = await assessmentHeads(store.read, code === undefined ? undefined : [(await requireRound(store.read, code)).id]);
  const rounds = new Map((await roundsById(store.read, [...new Set(heads.map(({ roundId }) => roundId))])).map((round) => [round.id, round]));
  const items: AssessmentListItem[] = [];
  for (const head of heads) {
    const round = rounds.get(head.roundId);
    if (round !== undefined) items.push(await listItem(store, round, head));
  }
  return items;
}

export type AssessmentView = Assessment & Pick<AssessmentListItem, 'roundCode' | 'stale' | 'staleReasons' | 'newer'>;

/** An assessment as the person may see it: areas outside the scope are left out. @throws Fault `not-found` */
export async function readAssessment(store: Store, user: CurrentUser, id: string): Promise<AssessmentView> {
  const found = await assessmentById(store.read, id);
  const [round] = found === undefined ? [] : await roundsById(store.read, [found.roundId]);
  if (found === undefined || round === undefined) throw new Fault('not-found', `there is no assessment ${id}`, { details: [{ got: id, message: 'assessment.unknown' }] });
  const { stale, staleReasons, newer } = await stalenessOf(store, round, found, found.body);
  return { ...found, body: { ...found.body, areas: found.body.areas.filter(({ areaId }) => inScope(user, areaId)) }, roundCode: round.code, stale, staleReasons, newer };
}
