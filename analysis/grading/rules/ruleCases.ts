/** Worked cases of a stored rule, as an analyst types them: a town made up to show one clause. Pure. */
import type { RuleCase } from '../../../models/schemas/gradingRule.ts';
import type { Grade } from '../../../models/schemas/vocabulary.ts';
import { assess } from '../../assess.ts';
import type { GradingInputs, GradingRule } from '../types.ts';
import { town, type Value } from './nemerowExamples.ts';

const TYPED = /^([<>]?)\s*(\d+(?:\.\d+)?)$/;
/** References of the made-up town are 100 each. */
const REFERENCE = 100;

/** A factor as typed: `10`, `<0.2` below a limit, `>50` above the range. @returns undefined where it is none */
export function readFactor(text: string): Value | undefined {
  const [, qualifier = '', digits = ''] = TYPED.exec(text.trim()) ?? [];
  const value = digits === '' ? Number.NaN : REFERENCE * Number(digits);
  if (!Number.isFinite(value) || value <= 0) return undefined;
  return qualifier === '' ? value : qualifier === '<' ? `<${value}` : `>${value}`;
}

/** @throws RangeError naming a factor that cannot be read */
export function caseInputs({ sites }: RuleCase): GradingInputs {
  const read = (text: string, site: number): Value => {
    const value = readFactor(text);
    if (value === undefined) throw new RangeError(`site ${site + 1} of the example has the factor "${text}"; a number above 0, perhaps after < or >, was expected`);
    return value;
  };
  return town(sites.length, sites.map(({ meth, ket }, i) => [read(meth, i), read(ket, i)] as const));
}

export interface CaseResult {
  title: string;
  expected: Grade;
  got: Grade;
  severity: number | null;
}

const CASE_SEED = 1;
const CASE_DRAWS = 2000;

/** Runs every case; the seed is fixed, so that a case says the same each time. */
export const runCases = (rule: GradingRule, cases: readonly RuleCase[]): CaseResult[] =>
  cases.map((each) => {
    const area = assess(caseInputs(each), rule, CASE_SEED, { draws: CASE_DRAWS, explain: false }).result.areas[0];
    if (area === undefined) throw new RangeError(`the example "${each.title}" has no town`);
    return { title: each.title, expected: each.expected, got: area.grade, severity: area.severity };
  });
