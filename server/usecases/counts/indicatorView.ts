/**
 * Counts of other agencies beside the water, per town: the figures (1 and 2 held back where persons stand
 * behind them), whether they agree with the water of a round, and whether a town is better or its
 * enforcement less efficient. Figures that nobody reported are missing, not 0.
 */
import { agreement } from '../../../analysis/agreement/agreement.ts';
import { familyVerdict } from '../../../analysis/agreement/familyVerdict.ts';
import { betterOrLessEfficient, type SeriesTrend } from '../../../analysis/agreement/betterOrLessEfficient.ts';
import { fiveComponentsConstants, SHIPPED_CHANGE } from '../../../analysis/grading/rules/fiveComponents.ts';
import type { GradingInputs } from '../../../analysis/grading/types.ts';
import { waterSeries } from '../../../analysis/grading/waterSeries.ts';
import { EFFORT_KINDS, INDICATOR_KINDS, PERSON_KINDS, type IndicatorKind, type Round, type Words } from '../../../models/schemas/index.ts';
import type { IndicatorView, ShownCount, ShownTrend } from '../../../models/schemas/answers/indicators.ts';
import { countKey, standingCounts, type StandingCount } from '../../../models/store/repositories/indicators.ts';
import type { Store } from '../../../models/store/types.ts';
import { demand, inScope, type CurrentUser } from '../../auth/permissions.ts';
import { SMALLEST_COUNT } from '../assessment/smallestCount.ts';
import { siblingRounds } from '../assessment/assessGrades.ts';
import { readAssessInputs } from '../assessment/assessInputs.ts';
import { requireRound } from '../rounds/rounds.ts';

const STILL: Words = { zh: '至少一个序列看不出任何变化（例如全部低于限值，或全为 0），无法判断。', en: 'In at least one series no change could have been seen (all below limits, or all 0): the evidence does not tell.' };
const SEED = 20180101;
/** Fewer towns with a figure make no agreement, as on the validation page. */
const FEWEST_TOWNS = 5;
const MONTHS: Readonly<Record<string, readonly string[]>> = { Q1: ['01', '02', '03'], Q2: ['04', '05', '06'], Q3: ['07', '08', '09'], Q4: ['10', '11', '12'] };

/** The figure of a quarter: as reported for it, else the sum of its three months where all are there. */
export function quarterCount(standing: ReadonlyMap<string, Pick<StandingCount, 'count' | 'corrections' | 'synthetic'>>, areaId: string, round: string, kind: IndicatorKind): { count: number; corrections: number; synthetic: boolean } | undefined {
  const whole = standing.get(countKey({ areaId, period: round, kind }));
  if (whole !== undefined) return whole;
  const [year = '', quarter = ''] = round.split('-');
  const months = (MONTHS[quarter] ?? []).map((month) => standing.get(countKey({ areaId, period: `${year}-${month}`, kind })));
  const parts = months.filter((each) => each !== undefined);
  return parts.length === 0 || parts.length < months.length ? undefined : { count: parts.reduce((sum, { count }) => sum + count, 0), corrections: parts.reduce((sum, { corrections }) => sum + corrections, 0), synthetic: parts.some(({ synthetic }) => synthetic) };
}

const isPerson = (kind: IndicatorKind): boolean => PERSON_KINDS.some((each) => each === kind);
const isEffort = (kind: IndicatorKind): boolean => EFFORT_KINDS.some((each) => each === kind);
const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
const shown = ({ direction, n, change, lower, upper, smallestVisible }: SeriesTrend): ShownTrend => ({ direction, n, change: known(change), lower: known(lower), upper: known(upper), smallestVisible: known(smallestVisible) });

/** Of the newest of these rounds that has released results: a round that is still in the laboratory hides no earlier water. */
async function newestInputs(store: Store, rounds: readonly Round[]): Promise<GradingInputs> {
  let inputs: GradingInputs | undefined;
  for (const round of [...rounds].reverse()) {
    const read = (await readAssessInputs(store, round)).inputs;
    inputs ??= read;
    if (read.samples.length > 0) return read;
  }
  if (inputs === undefined) throw new RangeError('no round was given; at least one was expected');
  return inputs;
}

/** @throws Fault `not-found` for the round, `not-allowed` */
export async function indicatorView(store: Store, { user, round: code, finding = 'users-found', effort = 'unit-shifts' }: { user: CurrentUser; round: string; finding?: IndicatorKind | undefined; effort?: IndicatorKind | undefined }): Promise<IndicatorView> {
  demand(user, 'indicators.read');
  const round: Round = await requireRound(store.read, code);
  const rounds = (await siblingRounds(store.read, round)).filter(({ startsOn }) => startsOn <= round.startsOn).sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
  const place = new Map(rounds.map((each, i) => [each.code, i]));
  const inputs = await newestInputs(store, rounds);
  const series = waterSeries(inputs, fiveComponentsConstants(inputs, SHIPPED_CHANGE));
  const standing = await standingCounts(store.read);
  const at = (areaId: string, each: string, kind: IndicatorKind) => quarterCount(standing, areaId, each, kind);
  const areas = inputs.areas.filter(({ id }) => inScope(user, id));
  const towns = areas.map((area): IndicatorView['towns'][number] => {
    const counts = INDICATOR_KINDS.map((kind): ShownCount => {
      const found = at(area.id, code, kind);
      const suppressed = found !== undefined && isPerson(kind) && found.count > 0 && found.count < SMALLEST_COUNT;
      return { kind, count: found === undefined || suppressed ? null : found.count, suppressed, corrections: found?.corrections ?? 0 };
    });
    const water = (series.get(area.id) ?? []).filter(({ index }) => index > 0);
    const found = rounds.flatMap((each) => {
      const [findings, effortOf] = [at(area.id, each.code, finding), at(area.id, each.code, effort)];
      return findings === undefined ? [] : [{ time: place.get(each.code) ?? 0, count: findings.count, effort: effortOf === undefined || effortOf.count === 0 ? null : effortOf.count }];
    });
    if (water.length === 0 || found.length === 0) return { code: area.code, name: area.name, counts, situation: null, water: null, findings: null, sentences: [] };
    const { result, decisions } = betterOrLessEfficient({ waterTimes: water.map(({ round: each }) => place.get(each) ?? 0), water: water.map(({ index }) => index), findingsTimes: found.map(({ time }) => time), findings: found.map(({ count }) => count), effort: found.map(({ effort: each }) => each) });
    // all below limits, or all 0: that nothing moves is then the method's doing and no finding
    const told = result.situation === 'cannot-tell' || [result.water, result.findings].every(({ smallestVisible }) => Number.isFinite(smallestVisible));
    const sentences = told ? decisions : [STILL, ...decisions.filter(({ code: said }) => said !== result.situation)];
    return { code: area.code, name: area.name, counts, situation: told ? result.situation : 'cannot-tell', water: shown(result.water), findings: shown(result.findings), sentences: sentences.map(({ zh, en }) => ({ zh, en })) };
  });
  return { round: code, finding, effort, synthetic: round.synthetic || areas.some(({ id }) => INDICATOR_KINDS.some((kind) => at(id, code, kind)?.synthetic === true)), towns, agreement: agreementOf(code, areas.map(({ id }) => id), series, at, effort) };
}

/** Held against the index of the round itself, by themselves and per effort. */
function agreementOf(code: string, areaIds: readonly string[], series: ReturnType<typeof waterSeries>, at: (areaId: string, round: string, kind: IndicatorKind) => { count: number } | undefined, effort: IndicatorKind): IndicatorView['agreement'] {
  const now = new Map([...series].flatMap(([id, points]) => points.filter(({ round }) => round === code).map(({ index }) => [id, index] as const)));
  return familyVerdict(INDICATOR_KINDS.filter((kind) => !isEffort(kind)).flatMap((kind) =>
    [false, true].flatMap((perEffort) => {
      const pairs = areaIds.flatMap((id) => {
        const [index, count, shifts] = [now.get(id), at(id, code, kind)?.count, at(id, code, effort)?.count];
        return index === undefined || count === undefined || (perEffort && (shifts === undefined || shifts === 0)) ? [] : [{ index, value: perEffort ? count / (shifts ?? 1) : count }];
      });
      if (pairs.length < FEWEST_TOWNS) return [];
      const { result } = agreement(pairs.map(({ index }) => index), pairs.map(({ value }) => value), { seed: SEED });
      if (result === null) return [];
      const { spearman, n } = result;
      // figures that are all alike order no towns
      if (![spearman.estimate, spearman.lower, spearman.upper, spearman.permutationP].every(Number.isFinite)) return [];
      return [{ kind, perEffort, n, rho: spearman.estimate, lower: spearman.lower, upper: spearman.upper, p: spearman.permutationP }];
    }),
  ));
}
