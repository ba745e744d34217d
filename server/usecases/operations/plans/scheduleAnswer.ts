/** A schedule as scripts read it: codes instead of ids, one entry for each task that was not served. */
import type { Schedule, Task } from '../../../../models/schemas/index.ts';
import type { Reader } from '../../../../models/store/types.ts';
import { directoryOf, taskView } from './schedules.ts';

/** The answer that scripts rely on. */
export interface ScheduleAnswer {
  id: string;
  seed: number;
  objective: number | null;
  bound: number | null;
  gap: number | null;
  tasks: { id: string; kind: Task['kind']; area: string; site?: string; units: string[]; date: string; shift: Task['shift'] }[];
  unserved: { kind: string; area: string; site?: string; week: number; reasons: Schedule['body']['unserved'][number]['reasons'] }[];
  required: number;
  served: number;
}

/** Area of a block of force, which has no place. */
const NO_PLACE = '*';

export async function scheduleAnswer(reader: Reader, { schedule, tasks }: { schedule: Schedule; tasks: readonly Task[] }): Promise<ScheduleAnswer> {
  const directory = await directoryOf(reader, tasks);
  const { id, seed, objective, bound, gap, body } = schedule;
  return {
    id,
    seed: Number(seed),
    objective,
    bound,
    gap,
    tasks: tasks.map((task) => {
      const { area, site, units } = taskView(task, directory);
      return { id: task.id, kind: task.kind, area: area?.code ?? NO_PLACE, ...(site === null ? {} : { site: site.code }), units: units.map(({ code }) => code), date: task.date, shift: task.shift };
    }),
    // one entry for each that was not served, so that required = served + unserved can be counted
    unserved: body.unserved.flatMap(({ count, kind, area, site, week, reasons }) => Array.from({ length: count }, () => ({ kind, area, ...(site === undefined ? {} : { site }), week, reasons }))),
    required: body.required,
    served: body.served,
  };
}
