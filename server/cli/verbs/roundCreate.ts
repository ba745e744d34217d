import { newestPlan } from '../../../models/store/repositories/rounds.ts';
import { createRound } from '../../usecases/rounds/rounds.ts';
import { takeShippedPlan } from '../../usecases/rounds/shippedPlans.ts';
import { defineVerb } from '../verb.ts';

export const verb = defineVerb({
  name: 'round create',
  usage: 'ROUND',
  words: [1, 1],
  summary: 'Make the samples of a round from its plan',
  help: `ROUND is a period of the plan, e.g. 2018-Q1. A plan that ships with the project (huilai) is taken into the store first.
Answers { created, round }; again for the same round, created is 0.`,
  options: {
    plan: { type: 'string', required: true, sentence: 'Code of the sampling plan' },
    soil: { type: 'boolean', sentence: 'Take soil beside the water where the plan says so' },
  },
  run: async ({ words: [code = ''], options, store, operator, clock }) => {
    const opened = await store();
    const user = await operator(opened);
    if ((await newestPlan(opened.read, options.plan)) === undefined)
      await takeShippedPlan(opened, options.plan, { actorId: user.id, at: clock() });
    return createRound(opened, { user, at: clock(), code, plan: options.plan, soil: options.soil });
  },
});
