/**
 * Waits for a job, but not for ever: a job that awaits a timer or a network answer holds up every write.
 * @throws Error after `milliseconds`; the work itself cannot be stopped, only no longer be waited for
 */
export async function withinLimit<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the job ran longer than ${milliseconds} ms; nothing was written. Only queries may be awaited inside write()`)), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
