/** A version of the response rules that a planner wrote and a second one put in force. The shipped rules stand before the first. */
import { Type } from '@sinclair/typebox';
import { choice, freeText, id, instant, integer, json, nullable, ref, revision, text } from './fields.ts';
import { ADOPTION_STATES } from './gradingRule.ts';
import type { ResponseRules } from './responseRules.ts';
import { thing, type Row } from './thing.ts';

export const responseRuleVersion = thing(
  'responseRuleVersion',
  'record',
  {
    id: id(),
    sequence: integer(['序号', 'Sequence'], { minimum: 1 }),
    version: text(['版本', 'Version'], 40),
    basedOn: text(['依据版本', 'Based on'], 40),
    body: json(Type.Unsafe<ResponseRules>({ type: 'object' }), ['规则', 'Rules']),
    reasonZh: freeText(['理由（中文）', 'Reason (Chinese)'], 600),
    reasonEn: freeText(['理由（英文）', 'Reason (English)'], 600),
    state: choice(ADOPTION_STATES, ['状态', 'State']),
    proposedBy: ref('user', ['提议人', 'Proposed by']),
    proposedAt: instant(['提议时间', 'Proposed at']),
    decidedBy: nullable(ref('user', ['决定人', 'Decided by'])),
    decidedAt: nullable(instant(['决定时间', 'Decided at'])),
    revision: revision(),
  },
  { unique: [{ name: 'uq_response_rule_sequence', fields: ['sequence'] }, { name: 'uq_response_rule_version', fields: ['version'] }] },
);
export type ResponseRuleVersion = Row<typeof responseRuleVersion>;
