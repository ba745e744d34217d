/** Checking a typed rule, and keeping it as a version that never changes. */
import type { GradingRule } from '../../../../analysis/grading/types.ts';
import { runCases, type CaseResult } from '../../../../analysis/grading/rules/ruleCases.ts';
import { storedRule } from '../../../../analysis/grading/rules/storedRule.ts';
import { GRADE_WORDS } from '../../../../analysis/grading/words.ts';
import { Fault } from '../../../../models/errors.ts';
import type { StoredRule } from '../../../../models/schemas/index.ts';
import { newId, nowInstant } from '../../../../models/store/index.ts';
import { insertStoredRule, storedRuleOf } from '../../../../models/store/repositories/gradingRules.ts';
import { hasSyntheticData } from '../../../../models/store/repositories/settings.ts';
import { listAnalytes } from '../../../../models/store/repositories/reference.ts';
import type { Reader, Store } from '../../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../../auth/permissions.ts';
import { readDraft, type DraftProblem, type RuleDraft } from './ruleDraft.ts';

export interface RuleCheck {
  problems: DraftProblem[];
  /** What each example came out as; empty while the rule cannot be read. */
  cases: CaseResult[];
  /** Cuts with all components in use. */
  cuts: GradingRule['cuts'] | null;
}

interface Checked extends RuleCheck {
  rule: GradingRule | undefined;
}

/** Reads a draft and runs its examples; `rule` where nothing keeps it from grading. */
export async function checkDraft(reader: Reader, user: CurrentUser, at: number, draft: RuleDraft): Promise<Checked> {
  demand(user, 'rules.write');
  const analytes = new Set((await listAnalytes(reader)).map(({ id }) => id));
  const { document, problems } = await readDraft(draft, analytes);
  if (document === undefined) return { problems, cases: [], cuts: null, rule: undefined };
  const { code, titleZh, titleEn, source, reason, referenceFrom, referenceTo, gradesFrom } = draft;
  const rule = storedRule({
    id: newId(at), code, version: 1, titleZh: titleZh.trim(), titleEn: titleEn.trim(), author: user.displayName, source: source.trim(), reason: reason.trim(), referenceFrom, referenceTo, gradesFrom,
    body: document, createdBy: user.id, createdAt: nowInstant(at), synthetic: await hasSyntheticData(reader),
  });
  const cases = runCases(rule, document.examples);
  const failed = cases.flatMap(({ title, expected, got }, i): DraftProblem[] =>
    expected === got ? [] : [{ pointer: `/examples/${i}/expected`, zh: `示例“${title}”应为${GRADE_WORDS[expected].zh}，按此规则得${GRADE_WORDS[got].zh}。`, en: `The example "${title}" should be ${GRADE_WORDS[expected].en.toLowerCase()} and comes out ${GRADE_WORDS[got].en.toLowerCase()}.` }],
  );
  return { problems: failed, cases, cuts: rule.cuts, rule };
}

/**
 * Keeps the draft as the next version of its code.
 * @throws Fault `invalid` with every problem, `person-data-refused`, `duplicate`
 */
export async function saveRule(store: Store, { user, at, draft }: { user: CurrentUser; at: number; draft: RuleDraft }): Promise<StoredRule> {
  const { rule, problems } = await checkDraft(store.read, user, at, draft);
  const [first] = problems;
  if (first !== undefined || rule?.stored === undefined) {
    throw new Fault('invalid', `the rule cannot be saved: ${first?.en ?? 'it cannot be read'}`, { details: problems.map(({ pointer, zh, en }) => ({ pointer: `/draft${pointer}`, message: 'rule.said', parameters: { zh, en } })) });
  }
  const row = rule.stored;
  return store.write(async (tx) => {
    const newest = await storedRuleOf(tx, row.code);
    const made: StoredRule = { ...row, version: (newest?.version ?? 0) + 1 };
    await insertStoredRule(tx, made);
    return made;
  });
}
