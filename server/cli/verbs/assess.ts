import { gradingRules } from '../../../analysis/grading/rules/index.ts';
import { assessAnswer, assessRound } from '../../usecases/assessment/assess.ts';
import { seedOption } from '../seedOption.ts';
import { defineVerb } from '../verb.ts';

export const verb = defineVerb({
  name: 'assess',
  summary: 'Grade the areas of a round from its released results and keep the assessment',
  help: `Answers { round, rule, revision, seed, areas: [{ code, name: { zh, en }, grade, firmness, severity, probability, reasons }] }.
The same released results, rule and seed give the same areas, byte for byte. An assessment is never changed: each run adds one.
Exit 1 when nothing is released; the assessment before it stands.`,
  options: {
    round: { type: 'string', label: 'R', sentence: 'Code of the round, e.g. 2018-Q1', required: true },
    seed: { type: 'string', label: 'S', sentence: 'Whole number from 0 to 2^53 - 1; drawn where it is left out' },
    rule: { type: 'string', label: 'ID', sentence: `Grading rule (${gradingRules.map(({ id }) => id).join(', ')})` },
  },
  run: async ({ options, store, operator, clock }) => {
    const seed = seedOption(options.seed);
    const opened = await store();
    const made = await assessRound(opened, { user: await operator(opened), at: clock(), round: options.round, seed, rule: options.rule });
    return assessAnswer(options.round, made);
  },
});
