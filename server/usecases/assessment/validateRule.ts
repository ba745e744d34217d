/** The validation of the rule in force on a plan's rounds: their newest assessments, the counts of other agencies, and substitution tried on the newest round. */
import type { GradingInputs, RuleOptions } from '../../../analysis/grading/types.ts';
import { compareClasses, SUBSTITUTIONS, validate, type AssessedRound, type SubstitutionTest, type Validation } from '../../../analysis/grading/validate.ts';
import { Fault } from '../../../models/errors.ts';
import { EFFORT_KINDS, INDICATOR_KINDS } from '../../../models/schemas/index.ts';
import { assessmentById, assessmentHeads } from '../../../models/store/repositories/assessments.ts';
import { standingCounts } from '../../../models/store/repositories/indicators.ts';
import type { Store } from '../../../models/store/types.ts';
import { inScope, type CurrentUser } from '../../auth/permissions.ts';
import type { WorkerPool } from '../../workers/pool.ts';
import { bodyOf } from './assess.ts';
import { siblingRounds } from './assessGrades.ts';
import { readAssessInputs } from './assessInputs.ts';
import { nameOfRule, ruleInForce } from './gradeRules/ruleBook.ts';
import { quarterCount } from '../counts/indicatorView.ts';
import { requireRound } from '../rounds/rounds.ts';

export interface RuleValidation extends Validation {
  rule: { id: string; version: string; title: { zh: string; en: string } };
  /** Largest share of town rounds that the rule calls severe in counties without contamination; null where nobody counted it for this version. */
  falseSevere: number | null;
  substitution: SubstitutionTest[];
}

/** Classes are compared, not probabilities. */
const DRAWING: RuleOptions = { draws: 400, explain: false };
/** Seed of permutations and of the substitution draws: the same question gets the same answer. */
const SEED = 20180101;
const EFFORT = 'unit-shifts';
/** What was put in is no finding: of the kinds of effort only the one that findings are divided by is read. */
const TESTED = INDICATOR_KINDS.filter((kind) => kind === EFFORT || !EFFORT_KINDS.some((effort) => effort === kind));

/** Non-detects that the rule reads as a range, as one number instead. */
const substituted = (inputs: GradingInputs, fraction: number): GradingInputs => ({
  ...inputs,
  samples: inputs.samples.map((sample) => ({ ...sample, measurements: sample.measurements.map((m) => (m.qualifier !== '<' || m.loq === null ? m : { ...m, qualifier: '=' as const, value: fraction * m.loq, limit: null })) })),
});

/**
 * @param code the newest round taken in
 * @throws Fault `not-found` for the round, `nothing-to-assess` where no round has an assessment by the rule in force
 */
export async function validateRule(store: Store, { user, round: code, pool }: { user: CurrentUser; round: string; pool?: WorkerPool | undefined }): Promise<RuleValidation> {
  const rule = await ruleInForce(store.read);
  const round = await requireRound(store.read, code);
  const rounds = (await siblingRounds(store.read, round)).filter(({ startsOn }) => startsOn <= round.startsOn).sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
  const heads = await assessmentHeads(store.read, rounds.map(({ id }) => id));
  const assessed: AssessedRound[] = [];
  for (const each of rounds) {
    const newest = heads.filter(({ roundId }) => roundId === each.id).sort((a, b) => b.sequence - a.sequence)[0];
    const body = newest !== undefined && nameOfRule({ id: newest.rule, version: newest.ruleVersion }) === nameOfRule(rule) ? (await assessmentById(store.read, newest.id))?.body : undefined;
    if (body !== undefined) assessed.push({ code: each.code, areas: body.areas.filter(({ areaId }) => inScope(user, areaId)) });
  }
  if (assessed.length === 0) throw new Fault('nothing-to-assess', `no round up to ${code} has an assessment by ${rule.id}; assess one first`, { details: [{ got: code, message: 'assessment.none' }] });
  const standing = await standingCounts(store.read);
  const counts = assessed.flatMap(({ code: each, areas }) =>
    areas.flatMap(({ areaId }) =>
      TESTED.flatMap((kind) => {
        const found = quarterCount(standing, areaId, each, kind);
        return found === undefined ? [] : [{ areaId, round: each, kind, count: found.count }];
      }),
    ),
  );
  const last = rounds.filter(({ code: each }) => each === assessed.at(-1)?.code)[0];
  const substitution: SubstitutionTest[] = [];
  if (last !== undefined) {
    const { inputs } = await readAssessInputs(store, last, rule);
    const scoped = (areas: RuleAreas): RuleAreas => areas.filter(({ areaId }) => inScope(user, areaId));
    const plain = scoped((await bodyOf(inputs, rule, SEED, DRAWING, { pool })).areas);
    for (const fraction of SUBSTITUTIONS) substitution.push(compareClasses(plain, scoped((await bodyOf(substituted(inputs, fraction), rule, SEED, DRAWING, { pool })).areas), fraction));
  }
  return { rule: { id: rule.id, version: rule.version, title: rule.title }, falseSevere: rule.falseSevere ?? null, ...validate(assessed, counts, rule.severity, EFFORT, SEED), substitution };
}

type RuleAreas = Awaited<ReturnType<typeof bodyOf>>['areas'];
