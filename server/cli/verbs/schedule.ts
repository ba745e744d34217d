import { scheduleAnswer } from '../../usecases/operations/plans/scheduleAnswer.ts';
import { createSchedule } from '../../usecases/operations/plans/schedules.ts';
import { seedOption } from '../seedOption.ts';
import { defineVerb, UsageError } from '../verb.ts';

export const verb = defineVerb({
  name: 'schedule',
  summary: 'Turn the newest assessment of a round into a draft schedule',
  help: `Answers { id, seed, objective, bound, gap, tasks: [{ id, kind, area, site?, units, date, shift }],
unserved: [{ kind, area, week, reasons }], required, served }. required = served + unserved, always.
area is "*" for a block of force without a place. objective is the cost in kilometres (shortfalls, lateness and
uneven loads at their price), bound is proven: no schedule costs less. bound and gap are null where time ended first.
The same assessment, units, absences, start, weeks and seed give the same tasks apart from their ids.`,
  options: {
    round: { type: 'string', label: 'R', sentence: 'Code of the round, e.g. 2018-Q1', required: true },
    start: { type: 'string', label: 'DATE', sentence: 'First day, YYYY-MM-DD', required: true },
    weeks: { type: 'string', label: 'N', sentence: 'Number of weeks, 1 to 53', required: true },
    seconds: { type: 'string', label: 'T', sentence: 'Seconds of solving at most, 1 to 600 (60)' },
    seed: { type: 'string', label: 'S', sentence: 'Whole number from 0 to 2^53 - 1; drawn where it is left out' },
  },
  run: async ({ options, store, operator, clock }) => {
    const seed = seedOption(options.seed);
    if (!/^\d{1,2}$/.test(options.weeks)) throw new UsageError(`--weeks is "${options.weeks}"; a whole number from 1 to 53 is expected`);
    const seconds = options.seconds ?? '60';
    if (!/^\d{1,3}$/.test(seconds) || Number(seconds) < 1 || Number(seconds) > 600) throw new UsageError(`--seconds is "${seconds}"; a whole number from 1 to 600 is expected`);
    const opened = await store();
    const made = await createSchedule(opened, { user: await operator(opened), at: clock(), round: options.round, startsOn: options.start, weeks: Number(options.weeks), seed, seconds: Number(seconds) });
    return scheduleAnswer(opened.read, made);
  },
});
