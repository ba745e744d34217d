/**
 * The Idempotency-Key of a form. It stays the same while the same content is sent again, so that
 * a retry after a lost answer creates nothing twice, and is given up once an answer came: asking
 * for the same once more on purpose is a new request.
 */
import { useRef } from 'react';
import { toProblem } from './problem.ts';
import { newIdempotencyKey } from './request.ts';

export interface KeptKey {
  keyFor: (body: unknown) => string;
  /** @param refused what came instead of an answer; a lost one keeps the key */
  answered: (refused?: Error | null) => void;
}

export function useKeptKey(): KeptKey {
  const kept = useRef<{ body: string; key: string } | null>(null);
  return {
    keyFor(body) {
      const text = JSON.stringify(body);
      if (kept.current?.body !== text) kept.current = { body: text, key: newIdempotencyKey() };
      return kept.current.key;
    },
    answered(refused = null) {
      if (refused === null || toProblem(refused).code !== 'network') kept.current = null;
    },
  };
}
