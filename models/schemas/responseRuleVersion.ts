/** A version of the response rules that a planner put in force; the newest one is used. The shipped rules stand before the first. */
import { Type } from '@sinclair/typebox';
import { id, instant, integer, json, ref, text } from './fields.ts';
import type { ResponseRules } from './responseRules.ts';
import { thing, type Row } from './thing.ts';

export const responseRuleVersion = thing(
  'responseRuleVersion',
  'evidence',
  {
    id: id(),
    sequence: integer(['序号', 'Sequence'], { minimum: 1 }),
    version: text(['版本', 'Version'], 40),
    basedOn: text(['依据版本', 'Based on'], 40),
    body: json(Type.Unsafe<ResponseRules>({ type: 'object' }), ['规则', 'Rules']),
    createdBy: ref('user', ['制定人', 'Made by']),
    at: instant(['制定时间', 'Made at']),
  },
  { unique: [{ name: 'uq_response_rule_sequence', fields: ['sequence'] }, { name: 'uq_response_rule_version', fields: ['version'] }] },
);
export type ResponseRuleVersion = Row<typeof responseRuleVersion>;
