/** The response rules in force, from responseRules.json, checked when the program starts. */
import { ResponseRules } from '../schemas/responseRules.ts';
import data from './responseRules.json' with { type: 'json' };
import { readReference, requireUnique } from './readReference.ts';

/** @throws Error naming the path of a wrong value, or a kind that has two rules */
function readResponseRules(raw: unknown): ResponseRules {
  const rules = readReference('responseRules.json', ResponseRules, raw);
  requireUnique('responseRules.json', 'rule of kind', rules.rules.map(({ kind }) => kind));
  return rules;
}

export const responseRules: ResponseRules = readResponseRules(data);
