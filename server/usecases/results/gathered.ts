/**
 * Small requests of the same kind that wait at the same time are done in one piece of work: what each of
 * them would read for itself is read once, and one COMMIT serves all. Each gets an answer or a refusal of
 * its own. While one piece is under way the next gathers; alone, a request waits for nobody.
 */
import { Fault } from '../../../models/errors.ts';
import { giveWay } from '../../../models/store/giveWay.ts';

/** What became of one request. */
export type Outcome<A> = { answer: A } | { refusal: unknown };

interface Waiting<Q, A> {
  request: Q;
  resolve: (answer: A) => void;
  reject: (refusal: unknown) => void;
}

export interface GatherLimits {
  /** Requests in one piece at most. */
  together: number;
  /** Requests that may wait; the next is refused. */
  waiting: number;
  /** Pieces under way side by side; 1 where they would only queue for one writer. */
  pieces: number;
}

export class Gathered<Q, A> {
  readonly #work: (requests: readonly Q[]) => Promise<readonly Outcome<A>[]>;
  readonly #limits: GatherLimits;
  readonly #waiting: Waiting<Q, A>[] = [];
  #underWay = 0;

  /** @param work answers one outcome per request, in order; throws only where nothing at all was done */
  constructor(work: (requests: readonly Q[]) => Promise<readonly Outcome<A>[]>, limits: GatherLimits) {
    this.#work = work;
    this.#limits = limits;
  }

  /** @throws Fault `too-busy` when too many wait, and whatever refuses this request */
  ask(request: Q): Promise<A> {
    if (this.#waiting.length >= this.#limits.waiting) {
      return Promise.reject(new Fault('too-busy', `${String(this.#waiting.length)} changes are waiting to be written: try again in a second`, { facts: { waiting: this.#waiting.length, retryAfterSeconds: 1 } }));
    }
    return new Promise<A>((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (this.#underWay < this.#limits.pieces) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#underWay += 1;
    while (this.#waiting.length > 0) {
      await this.#othersOnTheirWay();
      // another piece may have taken them all meanwhile
      if (this.#waiting.length === 0) break;
      const taken = this.#waiting.splice(0, this.#limits.together);
      try {
        settle(taken, await this.#work(taken.map(({ request }) => request)));
      } catch (error) {
        await this.#afterFailure(taken, error);
      }
    }
    this.#underWay -= 1;
  }

  /** Waits for as long as each turn of the event loop brings more, so that requests that come together are done together. */
  async #othersOnTheirWay(): Promise<void> {
    let known = 0;
    while (this.#waiting.length > known && this.#waiting.length < this.#limits.together) {
      known = this.#waiting.length;
      await giveWay();
    }
  }

  /** One that cannot be done must not take the others with it: each is tried alone. */
  async #afterFailure(taken: readonly Waiting<Q, A>[], error: unknown): Promise<void> {
    if (taken.length === 1 || (error instanceof Fault && error.code === 'too-busy')) {
      for (const { reject } of taken) reject(error);
      return;
    }
    for (const one of taken) {
      try {
        settle([one], await this.#work([one.request]));
      } catch (refusal) {
        one.reject(refusal);
      }
    }
  }
}

function settle<Q, A>(taken: readonly Waiting<Q, A>[], outcomes: readonly Outcome<A>[]): void {
  taken.forEach(({ resolve, reject }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) reject(new Error('the request was left without an answer'));
    else if ('answer' in outcome) resolve(outcome.answer);
    else reject(outcome.refusal);
  });
}
