/** The response rules in force: those that a second planner put in force last, before the first of them the shipped ones. */
import { responseRules as shipped } from '../../../../models/reference/responseRules.ts';
import type { ResponseRules } from '../../../../models/schemas/responseRules.ts';
import { listResponseRules } from '../../../../models/store/repositories/responseRules.ts';
import type { Reader } from '../../../../models/store/types.ts';

export async function responseRulesInForce(reader: Reader): Promise<ResponseRules> {
  const adopted = (await listResponseRules(reader)).filter(({ state }) => state === 'adopted');
  const newest = adopted.reduce<(typeof adopted)[number] | undefined>((last, row) => (last === undefined || (row.decidedAt ?? '') >= (last.decidedAt ?? '') ? row : last), undefined);
  return newest?.body ?? shipped;
}

/** Of a version that a schedule names; undefined for one that is no longer shipped. */
export async function responseRulesOf(reader: Reader, version: string): Promise<ResponseRules | undefined> {
  return version === shipped.version ? shipped : (await listResponseRules(reader)).find((row) => row.version === version)?.body;
}
