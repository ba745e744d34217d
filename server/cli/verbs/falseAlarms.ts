import { gradingRule, gradingRules } from '../../../analysis/grading/rules/index.ts';
import { countFalseAlarms } from '../../usecases/assessment/assessCampaign.ts';
import { drawSeed } from '../../usecases/assessment/assess.ts';
import { seedOption } from '../seedOption.ts';
import { defineVerb, UsageError } from '../verb.ts';

export const verb = defineVerb({
  name: 'false-alarms',
  summary: 'Count false severe grades and missed sources over fresh generated counties, and over counties without contamination',
  help: `Each seed is generated twice, with three sources and without any, eight rounds each; nothing is written.
Answers { rule, seeds, withSources, nullCounties }, with counts of town-rounds. A firm severe grade would send force;
a borderline one calls for bottles. About a second a seed.`,
  options: {
    seeds: { type: 'string', label: 'N', sentence: 'How many seeds (100)' },
    from: { type: 'string', label: 'S', sentence: 'First seed; drawn where it is left out, so that each run sees fresh counties' },
    rule: { type: 'string', label: 'ID', sentence: `Grading rule (${gradingRules.map(({ id }) => id).join(', ')})` },
  },
  run: ({ options, say }) => {
    const text = options.seeds ?? '100';
    if (!/^[1-9]\d{0,4}$/.test(text)) throw new UsageError(`--seeds is "${text}"; a whole number from 1 to 99999 is expected`);
    const rule = options.rule === undefined ? gradingRules[0] : gradingRule(options.rule);
    if (rule === undefined) throw new UsageError(`there is no grading rule "${options.rule ?? ''}"; there are ${gradingRules.map(({ id }) => id).join(', ')}`);
    const count = Number(text);
    return Promise.resolve(countFalseAlarms(rule, seedOption(options.from) ?? drawSeed(), count, (done) => {
      if (done % 10 === 0) say(`${done} of ${count} seeds`);
    }));
  },
});
