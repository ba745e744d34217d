/** A grading rule as it is shown: who wrote it, when, why, and its cut-offs. */
import { Type } from '@sinclair/typebox';
import { Words } from '../../http/route.ts';
import { RuleDraft } from '../../usecases/assessment/gradeRules/ruleDraft.ts';

export const RuleView = Type.Object({
  id: Type.String(), version: Type.String(), title: Words, author: Type.String(), reason: Words, source: Type.String(), sourceWords: Words, date: Type.String(),
  cuts: Type.Object({ moderatelySevere: Type.Number(), severe: Type.Number(), quantity: Type.String() }),
  components: Type.Optional(Type.Array(Type.Object({ key: Type.String(), weight: Type.Number(), words: Words }))),
  uncertainty: Type.Optional(Type.Array(Type.Object({ key: Type.String(), value: Type.Union([Type.Number(), Type.Null()]), words: Words, source: Type.String(), sourceWords: Words }))),
  examples: Type.Optional(Type.Array(Words)),
});

/** A rule of the list: with whether it is in force, and what an editor begins with. */
export const ListedRule = Type.Object(
  {
    ...RuleView.properties,
    inForce: Type.Boolean(),
    stored: Type.Boolean(),
    formula: Type.Union([Type.String(), Type.Null()]),
    /** Of a stored version. */
    period: Type.Union([Type.Object({ referenceFrom: Type.String(), referenceTo: Type.String(), gradesFrom: Type.String() }), Type.Null()]),
    draft: RuleDraft,
  },
  { $id: 'listedRule' },
);
