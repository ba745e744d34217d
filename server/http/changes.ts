/**
 * What other open clients are told. A use case announces inside `tx.afterCommit`, so nothing is
 * announced that was not committed; GET /api/changes sends it on as server-sent events.
 *
 *   tx.afterCommit((sequence) => publish({ kind: 'change', sequence, payloadFor: (user) => ... }));
 *
 * `payloadFor` is asked once per listener and answers what that person may see, or undefined for
 * nothing: a listener who may read released values only must never be handed another one.
 * Reaches the listeners of this process.
 */
import type { CurrentUser } from '../auth/permissions.ts';

export type ChangeKind = 'change' | 'assessment' | 'schedule';

export interface Announcement {
  kind: ChangeKind;
  /** Audit sequence number; the event's `id`. */
  sequence: number;
  payloadFor: (user: CurrentUser) => object | undefined;
  /** How much is held in memory for it, in result cells; 1 where it is not said. */
  weight?: number;
}

export type Publish = (announcement: Announcement) => void;

export interface Changes {
  publish: Publish;
  /** @returns a function that ends the subscription */
  subscribe: (listener: Publish) => () => void;
  /**
   * Announcements after a sequence number, oldest first; undefined when they are no longer all kept,
   * so that the listener must read again from the start.
   */
  since: (sequence: number) => readonly Announcement[] | undefined;
  readonly listeners: number;
}

/**
 * @param floor audit sequence number when this process began: what was announced before is not known here
 * @param keep how many announcements a returning listener can catch up on
 * @param keepWeight how much may be held for them: 20,000 result cells are some 40 MB
 */
export function createChanges(floor = 0, keep = 1000, keepWeight = 20_000): Changes {
  const listeners = new Set<Publish>();
  const kept: Announcement[] = [];
  let knownAfter = floor;
  let weight = 0;
  return {
    publish(announcement) {
      kept.push(announcement);
      weight += announcement.weight ?? 1;
      while (kept.length > keep || weight > keepWeight) {
        const oldest = kept.shift();
        if (oldest === undefined) break;
        knownAfter = oldest.sequence;
        weight -= oldest.weight ?? 1;
      }
      for (const listener of listeners) listener(announcement);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    since(sequence) {
      return sequence >= knownAfter ? kept.filter((announcement) => announcement.sequence > sequence) : undefined;
    },
    get listeners() {
      return listeners.size;
    },
  };
}
