/**
 * How often a rule calls a place severe where nothing was put, and how often it misses what was:
 * counted over generated counties whose truth the rule has never seen. Pure; no store.
 */
import { assess } from '../../../analysis/assess.ts';
import { issuedOf } from '../../../analysis/grading/history.ts';
import type { GradingRule, PastRound, RuleOptions } from '../../../analysis/grading/types.ts';
import type { Grade } from '../../../models/schemas/vocabulary.ts';
import { generateHuilai } from '../../example/huilai/generateHuilai.ts';
import { gradingInputsOf } from '../../example/huilai/gradingInputs.ts';
import { huilaiTruth } from '../../example/huilai/towns.ts';

/** Town-rounds of one kind of county, by what the rule said. */
export interface CampaignCounts {
  counties: number;
  /** Graded, that is neither insufficient nor not graded. */
  graded: number;
  insufficient: number;
  /** Without a source and severe: firm would send force, borderline calls for bottles. */
  falseSevere: { firm: number; borderline: number; of: number };
  falseModeratelySevere: { firm: number; borderline: number };
  /** Counties with at least one firm false severe town in any round. */
  countiesWithFalseSevere: number;
  /** With a source and not called severe. */
  missed: { moderatelySevere: number; general: number; insufficient: number; of: number };
  /** With a source and severe, yet only borderline. */
  severeBorderline: number;
  /** First two rounds in which the areas with sources are the three of highest severity. */
  ranked: { right: number; of: number };
}

const empty = (): CampaignCounts => ({
  counties: 0, graded: 0, insufficient: 0, falseSevere: { firm: 0, borderline: 0, of: 0 }, falseModeratelySevere: { firm: 0, borderline: 0 }, countiesWithFalseSevere: 0,
  missed: { moderatelySevere: 0, general: 0, insufficient: 0, of: 0 }, severeBorderline: 0, ranked: { right: 0, of: 0 },
});

/** Fewer draws than an assessment: classes are counted here, and 1,000 tell 0.8 from 0.77. Nobody reads explanations. */
const CAMPAIGN_DRAWING: RuleOptions = { draws: 1000, screen: 300, explain: false };
const RANKED_ROUNDS = 2;
const isGraded = (grade: Grade): boolean => grade !== 'insufficient' && grade !== 'not-graded';

/** Adds one county to the counts. Rounds without a released result are left out: there is nothing to assess. */
function addCounty(counts: CampaignCounts, seed: number, nullCounty: boolean, rule: GradingRule): void {
  const data = generateHuilai(seed, { nullCounty });
  const sources = new Set(huilaiTruth({ nullCounty }).map(({ areaCode }) => areaCode));
  let falseSevere = false;
  const past: PastRound[] = [];
  counts.counties += 1;
  data.rounds.forEach(({ code }, i) => {
    const own = gradingInputsOf(data, code);
    if (own.samples.length === 0) return;
    const inputs = rule.pastRounds === 0 ? own : { ...own, past: past.slice(-rule.pastRounds) };
    const { areas } = assess(inputs, rule, seed, CAMPAIGN_DRAWING).result;
    past.push({ round: own.round, sites: own.sites, samples: own.samples, issued: issuedOf(areas) });
    for (const { code: town, grade, firmness } of areas) {
      const firm = firmness === 'firm' ? 'firm' : 'borderline';
      if (isGraded(grade)) counts.graded += 1;
      else counts.insufficient += 1;
      if (sources.has(town)) {
        counts.missed.of += 1;
        if (grade === 'moderately-severe') counts.missed.moderatelySevere += 1;
        if (grade === 'general') counts.missed.general += 1;
        if (!isGraded(grade)) counts.missed.insufficient += 1;
        if (grade === 'severe' && firmness !== 'firm') counts.severeBorderline += 1;
        continue;
      }
      counts.falseSevere.of += 1;
      if (grade === 'severe') counts.falseSevere[firm] += 1;
      if (grade === 'severe' && firm === 'firm') falseSevere = true;
      if (grade === 'moderately-severe') counts.falseModeratelySevere[firm] += 1;
    }
    if (sources.size === 0 || i >= RANKED_ROUNDS) return;
    const highest = [...areas].sort((a, b) => (b.severity ?? -1) - (a.severity ?? -1)).slice(0, sources.size);
    counts.ranked.of += 1;
    if (highest.every(({ code: town }) => sources.has(town))) counts.ranked.right += 1;
  });
  if (falseSevere) counts.countiesWithFalseSevere += 1;
}

export interface Campaign {
  rule: string;
  seeds: { from: number; count: number };
  /** Counties with three sources. */
  withSources: CampaignCounts;
  /** Counties without contamination. */
  nullCounties: CampaignCounts;
}

/**
 * @param from first seed; the seeds are `from`, `from + 1`, …
 * @param progress called after each seed
 * @throws RangeError when from or count is not a whole number that leaves whole seeds
 */
export function countFalseAlarms(rule: GradingRule, from: number, count: number, progress: (done: number) => void = () => undefined): Campaign {
  if (!(Number.isSafeInteger(from) && from >= 0 && Number.isSafeInteger(count) && count >= 1 && Number.isSafeInteger(from + count))) throw new RangeError(`seeds from ${from}, ${count} of them; whole numbers were expected`);
  const withSources = empty();
  const nullCounties = empty();
  for (let i = 0; i < count; i++) {
    addCounty(withSources, from + i, false, rule);
    addCounty(nullCounties, from + i, true, rule);
    progress(i + 1);
  }
  return { rule: `${rule.id}@${rule.version}`, seeds: { from, count }, withSources, nullCounties };
}
