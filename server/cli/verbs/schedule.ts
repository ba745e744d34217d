import { createSchedule, scheduleAnswer } from '../../usecases/schedules.ts';
import { seedOption } from '../seedOption.ts';
import { defineVerb, UsageError } from '../verb.ts';

export const verb = defineVerb({
  name: 'schedule',
  summary: 'Turn the newest assessment of a round into a draft schedule',
  help: `Answers { id, seed, objective, bound, gap, tasks: [{ id, kind, area, site?, units, date, shift }],
unserved: [{ kind, area, week, reasons }], required, served }. required = served + unserved, always.
area is "*" for a block of force without a place. objective, bound and gap are null until the optimiser exists.
The same assessment, units, absences, start, weeks and seed give the same tasks apart from their ids.`,
  options: {
    round: { type: 'string', label: 'R', sentence: 'Code of the round, e.g. 2018-Q1', required: true },
    start: { type: 'string', label: 'DATE', sentence: 'First day, YYYY-MM-DD', required: true },
    weeks: { type: 'string', label: 'N', sentence: 'Number of weeks, 1 to 53', required: true },
    seed: { type: 'string', label: 'S', sentence: 'Whole number from 0 to 2^53 - 1; drawn where it is left out' },
  },
  run: async ({ options, store, operator, clock }) => {
    const seed = seedOption(options.seed);
    if (!/^\d{1,2}$/.test(options.weeks)) throw new UsageError(`--weeks is "${options.weeks}"; a whole number from 1 to 53 is expected`);
    const opened = await store();
    const made = await createSchedule(opened, { user: await operator(opened), at: clock(), round: options.round, startsOn: options.start, weeks: Number(options.weeks), seed });
    return scheduleAnswer(opened.read, made);
  },
});
