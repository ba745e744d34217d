/** @returns what a promise was refused with @throws Error when it was not refused */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`refused with ${typeof error}, expected an Error`, { cause: error });
  }
  throw new Error('expected a refusal, and there was none');
}
