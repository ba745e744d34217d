/** Which revisions of a cell followed one another by this person's own saves alone: they surprise nobody. */
export class OwnSaves {
  /** Per cell, from the revision first saved over to the last written. */
  readonly #runs = new Map<string, { from: number; to: number }>();

  /** A save over revision `base` became revision `written`. */
  note(key: string, base: number, written: number): void {
    const run = this.#runs.get(key);
    this.#runs.set(key, { from: run?.to === base ? run.from : base, to: written });
  }

  /** The revision a person saw, past the own saves that reached the server while the editor was open. */
  past(key: string, seen: number): number {
    const run = this.#runs.get(key);
    return run !== undefined && seen >= run.from && seen < run.to ? run.to : seen;
  }
}
