/**
 * Idempotency-Key: a request sent again has its effect once and gets the same answer.
 *
 * What each `store.write` of the request answered is kept in the transaction of its effect, so the
 * two cannot part, whatever happens to the process in between. A repetition runs the handler again
 * with those answers in place of the jobs; once the whole answer is known it is kept too.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Fault } from '../../models/errors.ts';
import { keepAnswer, keepRequest, keptRequest } from '../../models/store/repositories/idempotency.ts';
import { newId, nowInstant } from '../../models/store/index.ts';
import type { Reader, Store } from '../../models/store/types.ts';
import { sha256 } from '../auth/tokens.ts';

/** The column holds 100; the rest numbers the writes of one request. */
const KEY = /^[\x21-\x7e]{1,90}$/;

export interface KeptAnswer {
  status: number;
  /** As it is sent, so that a repetition gets the same bytes. */
  text: string | undefined;
  headers: Record<string, string>;
}

interface Kept {
  written?: { value?: unknown };
  answer?: KeptAnswer;
}

export interface IdempotentRequest {
  userId: string;
  key: string;
  /** Of method, path and body. */
  requestSha256: string;
}

/** @throws Fault `invalid` for a key that cannot be one */
export function idempotentRequest(userId: string, key: string, parts: readonly (string | Uint8Array)[]): IdempotentRequest {
  if (!KEY.test(key))
    throw new Fault('invalid', 'an Idempotency-Key has 1 to 90 printable characters', {
      details: [{ message: 'http.idempotency-key', got: key.slice(0, 100) }],
    });
  return { userId, key, requestSha256: sha256(parts.map((part) => sha256(part)).join()) };
}

const mismatch = (key: string) =>
  new Fault('idempotency-mismatch', `the Idempotency-Key ${key} was used for another request`, {
    details: [{ message: 'http.idempotency-mismatch', got: key }],
  });

async function find(reader: Reader, { userId, requestSha256, key }: IdempotentRequest, name: string) {
  const row = await keptRequest(reader, userId, name);
  if (row !== undefined && row.requestSha256 !== requestSha256) throw mismatch(key);
  return row === undefined ? undefined : { id: row.id, kept: row.response as Kept };
}

/** Two equal requests at once: the second waits for the first. */
const running = new Map<string, { requestSha256: string; answer: Promise<KeptAnswer> }>();

/**
 * @param handle runs the request against the store it is given
 * @returns the answer, and whether it is the one of an earlier request
 */
export async function onceOnly(
  store: Store,
  request: IdempotentRequest,
  clock: () => number,
  handle: (store: Store) => Promise<KeptAnswer>,
): Promise<{ answer: KeptAnswer; replayed: boolean }> {
  const name = `${request.userId} ${request.key}`;
  const other = running.get(name);
  if (other !== undefined) {
    if (other.requestSha256 !== request.requestSha256) throw mismatch(request.key);
    return { answer: await other.answer, replayed: true };
  }
  let replayed = false;
  const perform = async (): Promise<KeptAnswer> => {
    const before = await find(store.read, request, request.key);
    if (before?.kept.answer !== undefined) {
      replayed = true;
      return before.kept.answer;
    }
    replayed = before !== undefined;
    let answer: KeptAnswer;
    try {
      answer = await handle(remembering(store, request, clock));
    } catch (error) {
      // another process of the same deployment may have been first with the same key
      if (before !== undefined || (await find(store.read, request, request.key)) === undefined) throw error;
      replayed = true;
      answer = await handle(remembering(store, request, clock));
    }
    const row = await find(store.read, request, request.key);
    // a request that wrote nothing may simply be made again
    if (row !== undefined) await store.write((tx) => keepAnswer(tx, row.id, answer.status, { ...row.kept, answer }));
    return answer;
  };
  const answer = perform();
  running.set(name, { requestSha256: request.requestSha256, answer });
  try {
    return { answer: await answer, replayed };
  } finally {
    running.delete(name);
  }
}

const inside = new AsyncLocalStorage<true>();

/** Whether a job answered a refusal: itself, or in the list or the fields of its answer. */
function holdsFault(value: unknown): boolean {
  if (value instanceof Fault) return true;
  if (Array.isArray(value)) return value.some(holdsFault);
  return typeof value === 'object' && value !== null && 'refusal' in value && holdsFault(value.refusal);
}

/** The same store, whose writes keep what they answered. */
function remembering(store: Store, request: IdempotentRequest, clock: () => number): Store {
  let writes = 0;
  const write: Store['write'] = (job) => {
    // a job inside a job is part of it
    if (inside.getStore() === true) return store.write(job);
    writes += 1;
    const name = writes === 1 ? request.key : `${request.key}#${writes}`;
    return store.write(async (tx) => {
      const earlier = await find(tx, request, name);
      if (earlier?.kept.written !== undefined) return earlier.kept.written.value as Awaited<ReturnType<typeof job>>;
      const value = await inside.run(true, () => job(tx));
      // a refusal that the job answers instead of throwing wrote nothing: it is no effect to be remembered, and no JSON
      if (holdsFault(value)) return value;
      const kept: Kept = { written: { value } };
      await keepRequest(tx, {
        id: newId(),
        userId: request.userId,
        key: name,
        requestSha256: request.requestSha256,
        status: 0,
        response: kept,
        at: nowInstant(clock()),
      });
      return value;
    });
  };
  return new Proxy(store, {
    get(target, name) {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
