/**
 * The one way to speak to the API. Adds the language of the interface, `If-Match` for writes on
 * something that exists and `Idempotency-Key` for every write, and turns every refusal into a Problem.
 */
import { isProblemBody, Problem } from './problem.ts';

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  query?: Record<string, string | number | boolean | null | undefined>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is (a file); needs `contentType`. */
  bytes?: Blob | ArrayBuffer | string;
  contentType?: string;
  /** The revision that was seen; becomes `If-Match: "<revision>"`. */
  revision?: number;
  /**
   * Same key, same effect: a retry after a lost answer does nothing twice. Every POST and PATCH has one; name it where
   * something else than the same content makes it the same intent, null where the caller itself knows its own echo.
   */
  idempotencyKey?: string | null;
  signal?: AbortSignal;
}

let language = 'zh-CN';
/** Problems are answered in this language. Set by i18n. */
export function setRequestLanguage(next: string): void {
  language = next;
}

let onSignedOut: () => void = () => undefined;
/** Called when an answer says that the session is over. */
export function setSignedOutHandler(handler: () => void): void {
  onSignedOut = handler;
}

/** `path?query` without the parameters that are not set. */
export function withQuery(path: string, query: RequestOptions['query']): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Keys of writes whose answer was lost, by what was asked: asking for it again is the same intent. */
const unanswered = new Map<string, string>();

/** What a write asks for, as far as its text says it; null for what is no such write. */
function intentOf(path: string, { method, body, bytes, revision, idempotencyKey }: RequestOptions): string | null {
  if ((method !== 'POST' && method !== 'PATCH') || bytes !== undefined || idempotencyKey !== undefined) return null;
  return `${method} ${path} ${revision ?? ''} ${body === undefined ? '' : JSON.stringify(body)}`;
}

function headersOf(options: RequestOptions): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': language });
  if (options.body !== undefined) headers.set('Content-Type', 'application/json');
  if (options.bytes !== undefined) headers.set('Content-Type', options.contentType ?? 'application/octet-stream');
  if (options.revision !== undefined) headers.set('If-Match', `"${options.revision}"`);
  if (options.idempotencyKey !== undefined && options.idempotencyKey !== null) headers.set('Idempotency-Key', options.idempotencyKey);
  return headers;
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Problem(
      { title: response.statusText, status: response.status, code: 'unreadable-answer', detail: text.slice(0, 200) },
      cause,
    );
  }
}

/**
 * The raw answer to a request that succeeded, for files; everything else takes `request`.
 * @throws Problem for every refusal, a lost connection (code `network`) and an unreadable answer;
 *   an aborted request throws the browser's AbortError
 */
export async function answerOf(path: string, options: RequestOptions = {}): Promise<Response> {
  const body = options.bytes ?? (options.body === undefined ? null : JSON.stringify(options.body));
  const intent = intentOf(path, options);
  const key = intent === null ? options.idempotencyKey : (unanswered.get(intent) ?? newIdempotencyKey());
  let response: Response;
  try {
    response = await fetch(withQuery(`/api${path}`, options.query), {
      method: options.method ?? 'GET',
      headers: headersOf(key === undefined ? options : { ...options, idempotencyKey: key }),
      credentials: 'same-origin',
      body,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    if (intent !== null && typeof key === 'string') unanswered.set(intent, key);
    throw new Problem({ title: '', status: 0, code: 'network' }, cause);
  }
  if (intent !== null) unanswered.delete(intent);
  if (response.ok) return response;
  if (response.status === 401 && path !== '/session') onSignedOut();
  const refusal = await read(response);
  if (isProblemBody(refusal)) throw new Problem(refusal);
  throw new Problem({ title: response.statusText, status: response.status, code: 'unreadable-answer' });
}

/**
 * One request, one answer.
 * @param path under /api, e.g. `/rounds`
 * @returns the JSON body; undefined where the answer has none
 * @throws as `answerOf`
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  return (await read(await answerOf(path, options))) as T;
}

/** A key for a write that creates something; keep it while the same form is sent again. */
export function newIdempotencyKey(): string {
  // randomUUID exists only in secure contexts; a laboratory may serve its intranet over plain HTTP.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
