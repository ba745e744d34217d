/** The validation of a rule as it is answered. */
import { Type } from '@sinclair/typebox';
import { CLASSES } from '../../../analysis/grading/classify.ts';
import { COMPONENTS } from '../../../analysis/grading/components/severity.ts';
import { Words } from '../../http/route.ts';

const oneOf = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });
const Class = oneOf(CLASSES);
const Changed = { changed: Type.Integer(), of: Type.Integer() };

export const ValidationView = Type.Object(
  {
    rule: Type.Object({ id: Type.String(), version: Type.String(), title: Words }),
    /** Largest share of town rounds that the rule calls severe in counties without contamination; null where it was not counted for this version. */
    falseSevere: Type.Union([Type.Number(), Type.Null()]),
    rounds: Type.Array(Type.String()),
    backTest: Type.Union([Type.Object({ pairs: Type.Integer(), brier: Type.Number(), persistence: Type.Number(), climate: Type.Number() }), Type.Null()]),
    weights: Type.Array(Type.Object({ key: oneOf(COMPONENTS), factor: Type.Number(), ...Changed, areas: Type.Array(Type.Object({ round: Type.String(), name: Words, from: Class, to: Class })) })),
    stability: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), ...Changed })),
    agreement: Type.Array(Type.Object({ round: Type.String(), kind: Type.String(), perEffort: Type.Boolean(), n: Type.Integer(), rho: Type.Number(), lower: Type.Number(), upper: Type.Number(), p: Type.Number(), q: Type.Number(), verdict: oneOf(['agreement', 'disagreement', 'none-shown'] as const) })),
    decisions: Type.Array(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })),
    substitution: Type.Array(Type.Object({ fraction: Type.Number(), ...Changed, areas: Type.Array(Type.Object({ name: Words, from: Class, to: Class })) })),
  },
  { $id: 'ruleValidation' },
);
