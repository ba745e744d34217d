/**
 * One request against one declared route, in this order: who, may they, how often, path and
 * query, If-Match, If-None-Match where the ETag is known beforehand, body, and only then the handler. Refusals come before
 * the body is read.
 */
import type { Request, Response } from 'express';
import { Fault } from '../../models/errors.ts';
import { demand, may, type CurrentUser } from '../auth/permissions.ts';
import { guardTexts } from './guardTexts.ts';
import { idempotentRequest, onceOnly, type KeptAnswer } from './idempotency.ts';
import { preferredLanguage } from './language.ts';
import { readJson } from './readJson.ts';
import { hasBody, readBody, withFile } from './readBody.ts';
import { MEDIA_TYPES, Reply, type Access, type Context, type Route } from './route.ts';
import type { Services } from './services.ts';
import { storeTag } from './storeTag.ts';
import { compile, demandValid, type Check } from './validate.ts';

const MEGABYTE = 1_000_000;

/** A route with its checks compiled. */
export interface PreparedRoute {
  route: Route;
  params: Check;
  query: Check;
  body: Check | undefined;
  /** Media types of a body that is bytes; undefined for JSON. */
  fileTypes: readonly string[] | undefined;
  answer: Check | undefined;
}

export function prepare(route: Route, checkAnswers: boolean): PreparedRoute {
  const fileTypes = route.body?.[MEDIA_TYPES] as readonly string[] | undefined;
  const bytes = route.response !== undefined && MEDIA_TYPES in route.response;
  return {
    route,
    params: compile(route.params, 'text'),
    query: compile({ ...route.query, additionalProperties: false }, 'text'),
    body: route.body === undefined || fileTypes !== undefined ? undefined : compile(route.body, 'json'),
    fileTypes,
    answer: checkAnswers && route.response !== undefined && !bytes ? compile(route.response, 'json') : undefined,
  };
}

/** What is known of the caller before the route is asked. */
export interface Caller {
  user: CurrentUser | null;
  token: string | undefined;
}

export async function findCaller(request: Request, { sessions }: Services): Promise<Caller> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  const token = pairs.find(([name]) => name === sessions.cookieName)?.[1];
  const found = token === undefined ? undefined : await sessions.find(token);
  return { user: found?.user ?? null, token: found === undefined ? undefined : token };
}

function demandAccess(access: Access, user: CurrentUser | null): void {
  if (access === 'public') return;
  if (user === null) throw new Fault('not-signed-in', 'sign in first', { details: [{ message: 'permission.sign-in' }] });
  const operations = typeof access === 'string' ? [access] : access;
  if (operations.some((operation) => may(user, operation))) return;
  const [first] = operations;
  if (first === undefined) throw new Fault('not-allowed', 'this route allows nobody');
  demand(user, first);
}

function expectedRevision(request: Request): number {
  const header = request.headers['if-match'];
  if (header === undefined)
    throw new Fault('revision-required', 'the header If-Match is missing', { details: [{ message: 'http.revision-required' }] });
  const digits = /^"(\d{1,15})"$/.exec(header.trim())?.[1];
  if (digits === undefined)
    throw new Fault('invalid', `If-Match was ${header}; a quoted revision was expected`, {
      details: [{ message: 'http.revision-malformed', got: header.slice(0, 80) }],
    });
  return Number.parseInt(digits, 10);
}

const mediaTypeOf = (request: Request): string => (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

function demandMediaType(request: Request, expected: readonly string[] | undefined): void {
  const given = mediaTypeOf(request);
  const fits =
    expected === undefined ? given === 'application/json' || /^application\/[\w.-]+\+json$/.test(given) : expected.includes(given);
  if (fits) return;
  const wanted = expected === undefined ? 'application/json' : expected.join(', ');
  throw new Fault('unsupported-format', `the content type was ${given}; ${wanted} was expected`, {
    details: [{ message: 'http.media-type', got: given === '' ? '-' : given, parameters: { expected: wanted } }],
  });
}

/** The body of the request, given to `work`; files are held only as long as it runs. */
async function withBody<T>(
  prepared: PreparedRoute,
  request: Request,
  response: Response,
  services: Services,
  work: (body: unknown, bytes: Buffer) => Promise<T>,
): Promise<T> {
  const { route, body: check, fileTypes } = prepared;
  const limit = (fileTypes === undefined ? services.config.maxJsonMegabytes : services.config.maxFileMegabytes) * MEGABYTE;
  const nothing = Buffer.alloc(0);
  if (route.body === undefined) {
    if (hasBody(request)) await readBody(request, response, limit);
    return work(undefined, nothing);
  }
  if (!hasBody(request)) {
    const wanted = fileTypes === undefined ? 'application/json' : fileTypes.join(', ');
    throw new Fault('invalid', `the body is missing; ${wanted} was expected`, {
      details: [{ message: 'http.body-missing', parameters: { expected: wanted } }],
    });
  }
  demandMediaType(request, fileTypes);
  if (fileTypes !== undefined) return withFile(request, response, limit, (bytes) => work(bytes, bytes));
  const bytes = await readBody(request, response, limit);
  const value = readJson(bytes);
  demandValid(check?.(value, '') ?? []);
  guardTexts(route.body, value);
  return work(value, bytes);
}

/** The browser may keep the answer for this person in this language, and asks each time whether it still stands. */
const ASKED_EACH_TIME = { 'cache-control': 'private, no-cache', vary: 'Accept-Encoding, Accept-Language, Cookie' } as const;

/** Whether the caller holds the answer of this tag already; if so, that was said. */
function unchanged(request: Request, response: Response, tag: string): boolean {
  response.setHeader('etag', tag);
  const fresh = request.fresh;
  if (fresh) response.status(304).set(ASKED_EACH_TIME).end();
  // a refusal that may follow is no answer that could be kept
  else response.removeHeader('etag');
  return fresh;
}

/**
 * The answer as it will be sent, with its ETag where it is a revision of something.
 * @param tag ETag that was known beforehand
 */
function kept(prepared: PreparedRoute, result: unknown, tag?: string): KeptAnswer {
  const { route } = prepared;
  const body = result instanceof Reply ? (result.body as unknown) : result;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const problems = text === undefined ? [] : (prepared.answer?.(JSON.parse(text) as unknown, '') ?? []);
  if (problems.length > 0) {
    throw new Error(`${route.method} ${route.path} answered what its schema does not say: ${JSON.stringify(problems.slice(0, 5))}`);
  }
  const headers: Record<string, string> = tag === undefined ? {} : { etag: tag, ...ASKED_EACH_TIME };
  for (const [name, value] of Object.entries(result instanceof Reply ? result.headers : {})) {
    headers[name] = typeof value === 'string' ? value : value.join(', ');
  }
  const revision = typeof body === 'object' && body !== null && 'revision' in body ? body.revision : undefined;
  if (Number.isInteger(revision)) headers['etag'] ??= `"${String(revision)}"`;
  return { status: result instanceof Reply ? (result.status ?? route.status) : route.status, text, headers };
}

function send(request: Request, response: Response, { status, text, headers }: KeptAnswer): void {
  response.status(status);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (text === undefined) {
    response.end();
    return;
  }
  response.setHeader('content-type', 'application/json; charset=utf-8');
  if (request.method === 'GET' || request.method === 'HEAD') {
    response.send(text);
    return;
  }
  // nobody asks whether the answer to a write is still the same: it gets no digest of its text
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
}

/** @throws Fault for whatever refuses the request, or the handler's own error */
export async function answer(
  prepared: PreparedRoute,
  request: Request,
  response: Response,
  services: Services,
  caller: Caller,
): Promise<void> {
  const { route } = prepared;
  const { store, clock, changes } = services;
  const { user, token } = caller;
  demandAccess(route.operation, user);

  const params: Record<string, unknown> = { ...request.params };
  const query: Record<string, unknown> = { ...request.query };
  demandValid([...prepared.params(params, '/path'), ...prepared.query(query, '/query')]);
  if (route.method !== 'get') guardTexts(route.query, query, '/query');
  const ifMatch = route.ifMatch ? expectedRevision(request) : undefined;
  const language = preferredLanguage(request.headers['accept-language'], user?.language);
  const tag = route.follows === undefined ? undefined : await storeTag(store, { address: request.originalUrl, user, language });
  if (tag !== undefined && unchanged(request, response, tag)) return;

  await withBody(prepared, request, response, services, async (body, bytes) => {
    const context: Context<unknown, unknown, unknown, Access, boolean> = {
      store,
      user,
      clock,
      ifMatch,
      params,
      query,
      body,
      services,
      language,
      publish: changes.publish,
      header: (name) => request.get(name),
      sessionToken: token,
    };
    const key = route.method === 'post' || route.method === 'patch' ? request.get('idempotency-key') : undefined;
    // signing in is no effect to be repeated, and its answer carries a token
    if (key !== undefined && user !== null && route.operation !== 'public') {
      const once = idempotentRequest(user.id, key, [route.method, request.originalUrl, bytes]);
      const { answer: first, replayed } = await onceOnly(store, once, clock, async (remembering) =>
        kept(prepared, await route.handler({ ...context, store: remembering })),
      );
      if (replayed) response.set('idempotency-replayed', 'true');
      send(request, response, first);
      return;
    }
    const result = await route.handler(context);
    if (result instanceof Reply && result.send !== undefined) {
      response.status(result.status ?? route.status);
      for (const [name, value] of Object.entries(result.headers)) response.setHeader(name, typeof value === 'string' ? value : [...value]);
      await result.send(request, response);
      return;
    }
    send(request, response, kept(prepared, result, tag));
  });
}
