/** The change is committed; a hook that fails must not make it look otherwise. */
export function runHooks(hooks: readonly ((sequence: number) => void)[], sequence: number): void {
  for (const hook of hooks) {
    try {
      hook(sequence);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }
}
