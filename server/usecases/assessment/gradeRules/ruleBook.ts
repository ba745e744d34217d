/** Every grading rule there is, shipped or stored, by its name; and the one in force. */
import { gradingRule, gradingRules } from '../../../../analysis/grading/rules/index.ts';
import { storedRule } from '../../../../analysis/grading/rules/storedRule.ts';
import type { GradingRule } from '../../../../analysis/grading/types.ts';
import { Fault } from '../../../../models/errors.ts';
import type { Round } from '../../../../models/schemas/index.ts';
import { adoptionInForce, listStoredRules, storedRuleOf } from '../../../../models/store/repositories/gradingRules.ts';
import type { Reader } from '../../../../models/store/types.ts';

export const nameOfRule = ({ id, version }: Pick<GradingRule, 'id' | 'version'>): string => `${id}@${version}`;

/** Shipped rules, then stored versions by code, newest first. */
export const allRules = async (reader: Reader): Promise<GradingRule[]> => [...gradingRules, ...(await listStoredRules(reader)).map(storedRule)];

/** @param version of a stored rule, left out for its newest; a shipped rule has the one that is shipped */
export async function findRule(reader: Reader, id: string, version?: string): Promise<GradingRule | undefined> {
  const shipped = gradingRule(id);
  if (shipped !== undefined) return shipped;
  if (version !== undefined && !/^[1-9]\d{0,8}$/.test(version)) return undefined;
  const found = await storedRuleOf(reader, id, version === undefined ? undefined : Number(version));
  return found === undefined ? undefined : storedRule(found);
}

/** By `id` or `id@version`. @throws Fault `not-found` naming those there are */
export async function requireRule(reader: Reader, name: string): Promise<GradingRule> {
  const [id = '', version, ...rest] = name.split('@');
  const found = rest.length > 0 ? undefined : await findRule(reader, id, version);
  if (found === undefined || (version !== undefined && found.version !== version)) {
    const known = (await allRules(reader)).map(nameOfRule).join(', ');
    throw new Fault('not-found', `there is no grading rule "${name}"`, { details: [{ pointer: '/rule', got: name, message: 'rule.unknown', parameters: { known } }] });
  }
  return found;
}

/** What new assessments use: the version adopted last, else the first shipped rule. */
export async function ruleInForce(reader: Reader): Promise<GradingRule> {
  const adopted = await adoptionInForce(reader);
  return adopted === undefined ? gradingRules[0] : requireRule(reader, gradingRule(adopted.rule) === undefined ? `${adopted.rule}@${adopted.ruleVersion}` : adopted.rule);
}

/** @throws Fault `conflict` for a round that a stored rule may have been cut on: nothing leaks from the future */
export function demandAfterReference(rule: GradingRule, round: Pick<Round, 'code' | 'startsOn'>): void {
  const { stored } = rule;
  if (stored === undefined || (round.startsOn >= stored.gradesFrom && round.startsOn > stored.referenceTo)) return;
  throw new Fault('conflict', `${nameOfRule(rule)} grades from ${stored.gradesFrom} on (reference period to ${stored.referenceTo}); round ${round.code} begins ${round.startsOn}`, {
    details: [{ pointer: '/round', got: round.code, message: 'rule.too-early', parameters: { rule: nameOfRule(rule), from: stored.gradesFrom, to: stored.referenceTo, starts: round.startsOn } }],
  });
}
