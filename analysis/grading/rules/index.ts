/** Every grading rule, by hand: one line each. The first is the default. */
import type { GradingRule } from '../types.ts';
import { fiveComponents } from './fiveComponents.ts';
import { orderedLevel } from './orderedLevel.ts';
import { nemerowFixedCuts } from './nemerowFixedCuts.ts';

export const gradingRules: readonly [GradingRule, ...GradingRule[]] = [fiveComponents, orderedLevel, nemerowFixedCuts];

/** @returns undefined where no rule has that id */
export const gradingRule = (id: string): GradingRule | undefined => gradingRules.find((rule) => rule.id === id);
