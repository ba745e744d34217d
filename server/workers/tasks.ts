/**
 * What workers can do: one entry per task. `prepare` is called once per job and worker with the job's input and returns
 * the function that does one part. Both must be pure but for the shared memory of the input, and the parts independent.
 * One more task is one more entry.
 */
import { prepareGrading } from '../../analysis/grading/gradingTask.ts';
import { prepareDraw, prepareSurface } from '../../analysis/spatial/chunks.ts';

const WORKER_TASKS = {
  'draw-neighbour-sums': prepareDraw,
  'predict-surface': prepareSurface,
  'grade-areas': prepareGrading,
} as const;

export type TaskName = keyof typeof WORKER_TASKS;
export type TaskInput<Name extends TaskName> = Parameters<(typeof WORKER_TASKS)[Name]>[0];
export type TaskResult<Name extends TaskName> = ReturnType<ReturnType<(typeof WORKER_TASKS)[Name]>>;

/** A task as a worker sees it: what goes in and out is data, checked by the caller's types. */
export type Prepare = (input: unknown) => (from: number, to: number) => unknown;

/** @throws RangeError naming a task there is none of */
export const prepareOf = (name: string): Prepare => {
  const found = Object.entries(WORKER_TASKS).find(([key]) => key === name);
  if (!found) throw new RangeError(`there is no worker task "${name}"; expected one of ${Object.keys(WORKER_TASKS).join(', ')}`);
  return found[1] as Prepare;
};
