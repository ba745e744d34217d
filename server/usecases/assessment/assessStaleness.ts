/**
 * Whether an assessment still stands on the newest evidence, and what changed since. Computed from
 * the evidence, never stored: an assessment is immutable and cannot know of its successor.
 */
import type { GradingInputs } from '../../../analysis/grading/types.ts';
import type { Assessment, AssessmentBody, Round } from '../../../models/schemas/index.ts';
import type { AssessmentHead } from '../../../models/store/repositories/assessments.ts';
import type { Store } from '../../../models/store/types.ts';
import { readAssessInputs } from './assessInputs.ts';
import { findRule } from './gradeRules/ruleBook.ts';

export interface Staleness {
  stale: boolean;
  staleReasons: { zh: string; en: string }[];
  /** Released results that are newer than the assessment, or gone since. */
  newer: number;
  /** Ids of areas whose results changed. */
  areas: ReadonlySet<string>;
}

const FRESH: Staleness = { stale: false, staleReasons: [], newer: 0, areas: new Set() };

/** Results behind each area, as the assessment saw them and as they are now. */
function differences(body: AssessmentBody, inputs: GradingInputs): { newer: number; withdrawn: number; areas: Set<string> } {
  const seen = new Map(body.areas.map((area) => [area.areaId, new Map(area.sites.flatMap(({ factors }) => factors.map((each) => [each.resultId, each.reported] as const)))]));
  const siteArea = new Map(inputs.sites.map(({ id, areaId }) => [id, areaId]));
  const now = new Map<string, Map<string, string>>();
  const graded = new Set(inputs.references.map(({ analyte, matrix, basis }) => `${analyte} ${matrix} ${basis}`));
  for (const { siteId, matrix, measurements } of inputs.samples) {
    const areaId = siteArea.get(siteId) ?? '';
    const results = now.get(areaId) ?? new Map<string, string>();
    for (const { resultId, analyte, basis, reported } of measurements) if (graded.has(`${analyte} ${matrix} ${basis}`)) results.set(resultId, reported);
    now.set(areaId, results);
  }
  const areas = new Set<string>();
  let [newer, withdrawn] = [0, 0];
  for (const areaId of new Set([...seen.keys(), ...now.keys()])) {
    const before = seen.get(areaId) ?? new Map<string, string>();
    const after = now.get(areaId) ?? new Map<string, string>();
    const changed = [...after].filter(([id, reported]) => before.get(id) !== reported).length;
    const gone = [...before.keys()].filter((id) => !after.has(id)).length;
    if (changed + gone === 0) continue;
    areas.add(areaId);
    // an amended result is gone under its old id and new under another: one change
    newer += Math.max(changed, gone);
    withdrawn += Math.max(0, gone - changed);
  }
  return { newer, withdrawn, areas };
}

/**
 * @param body of the assessment; undefined where only yes or no is asked
 */
export async function stalenessOf(store: Store, round: Round, head: AssessmentHead, body: Assessment['body'] | undefined): Promise<Staleness> {
  const rule = await findRule(store.read, head.rule, head.ruleVersion);
  const { inputs, sha256 } = await readAssessInputs(store, round, rule);
  const staleReasons: Staleness['staleReasons'] = [];
  if (rule?.version !== head.ruleVersion) {
    staleReasons.push(
      rule === undefined
        ? { zh: `规则 ${head.rule} 已不再提供。`, en: `The rule ${head.rule} is no longer there.` }
        : { zh: `规则已由 ${head.ruleVersion} 更新为 ${rule.version}。`, en: `The rule is now ${rule.version}; this used ${head.ruleVersion}.` },
    );
  }
  if (sha256 === head.inputsSha256) return staleReasons.length === 0 ? FRESH : { ...FRESH, stale: true, staleReasons };
  const { newer, withdrawn, areas } = body === undefined ? { newer: 0, withdrawn: 0, areas: new Set<string>() } : differences(body, inputs);
  if (newer > 0) {
    const names = inputs.areas.filter(({ id }) => areas.has(id)).map(({ name }) => name);
    staleReasons.push({
      zh: `评估之后有 ${newer} 个已签发结果变动：${names.map(({ zh }) => zh).join('、')}。${withdrawn === 0 ? '' : `其中 ${withdrawn} 个作为依据的结果已撤回。`}`,
      en: `${newer} released result${newer === 1 ? '' : 's'} changed since: ${names.map(({ en }) => en).join(', ')}.${withdrawn === 0 ? '' : ` ${withdrawn} that it rests on ${withdrawn === 1 ? 'was' : 'were'} withdrawn.`}`,
    });
  } else {
    staleReasons.push(
      (inputs.past ?? []).length === 0
        ? { zh: '评估之后，参考值、点位或质控状态有变动。', en: 'References, sites or quality-control standing changed since.' }
        : { zh: '评估之后，参考值、点位、质控状态，或更早轮次的结果与等级有变动。', en: 'References, sites, quality-control standing, or results and classes of earlier rounds changed since.' },
    );
  }
  return { stale: true, staleReasons, newer, areas };
}
