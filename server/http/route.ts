/**
 * A route, said once: from one declaration come the Express routing, the validation of what
 * comes in, the permission check and the path of the OpenAPI document.
 *
 *   export const rounds: RouteList = [
 *     route({
 *       method: 'post', path: '/api/rounds', operation: 'rounds.create',
 *       summary: 'Make the samples of a round from its plan',
 *       body: Type.Object({ code: Type.String(), plan: Type.String() }, { additionalProperties: false }),
 *       response: Type.Object({ created: Type.Integer(), round: RoundView }),
 *       handler: ({ store, user, body, clock }) => createRound(store, { user, at: clock(), ...body }),
 *     }),
 *   ];
 *
 * Paths are written as in Express, `/api/rounds/:code`. `params` may be left out when every parameter is a plain text.
 * `operation` names a row of auth/permissions, an array of them (any is enough), or 'public'. Where it is not
 *   'public', `user` is a person; else it may be null.
 * `status` of the answer defaults to 201 for a POST with `creates: true`, 204 where there is no `response`, else 200.
 * `ifMatch: true` makes the header obligatory: 428 without it; `context.ifMatch` is then the expected revision.
 *   A Fault `stale-revision` of the store becomes 412. Answers with a top-level `revision` get it as ETag.
 * `follows: 'store'` on a GET: the answer follows from the store's rows, the caller, the address and the program, and from
 *   nothing else (no clock, nothing of the process). Its ETag is known without reading (storeTag.ts), and who holds the
 *   same answer gets 304 before the handler runs. The browser may keep it and asks each time.
 * Idempotency-Key is honoured on every POST and PATCH of a signed-in person: the answer of each `store.write` is kept in the
 *   transaction of its effect, so a repetition finds it and runs nothing twice. So hand `context.store`
 *   on to the use case, and let `store.write` jobs answer plain JSON values.
 * Query values arrive as numbers and booleans where the schema says so. Unknown query names are refused.
 * `body: fileBody([...])` gives the handler the bytes as they were sent; `response: fileAnswer([...])` wants `file(...)` back.
 * Errors: throw Fault; http/problems turns it into problem details in the caller's language. Sentences of
 *   `details[].message` are in server/messages, one file per area of work.
 * Lists: `response: pageOf(Item)` and `query: Type.Object({ ...pageQuery, ... })`.
 * Schemas of things keep their `$id`; a part with an `$id` becomes a component of the OpenAPI document. To add fields to a
 *   thing: `extend(round, { counts: ... }, 'roundView')`.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Type, type Static, type TObject, type TProperties, type TSchema } from '@sinclair/typebox';
import type { Thing } from '../../models/schemas/thing.ts';
import type { Language } from '../../models/schemas/vocabulary.ts';
import { AllowedAction } from '../../models/schemas/answers/allowedAction.ts';
import type { Store } from '../../models/store/types.ts';
import type { CurrentUser, Operation } from '../auth/permissions.ts';
import type { Publish } from './changes.ts';
import type { Services } from './services.ts';

export type Access = 'public' | Operation | readonly Operation[];
export type Method = 'get' | 'post' | 'patch' | 'delete';

/** What a handler gets. */
export interface Context<
  P = Record<string, string>,
  Q = Record<string, never>,
  B = undefined,
  A extends Access = Operation,
  M extends boolean = false,
> {
  store: Store;
  user: A extends 'public' ? CurrentUser | null : CurrentUser;
  /** Accept-Language, or the language of the account where it names one. */
  language: Language;
  /** Milliseconds since the epoch. */
  clock: () => number;
  ifMatch: M extends true ? number : undefined;
  params: P;
  query: Q;
  body: B;
  publish: Publish;
  /** A header of the request, by its name in lower case. */
  header: (name: string) => string | undefined;
  /** The token of the caller's session, to end it or to look whether it still holds. */
  sessionToken: string | undefined;
  /** The things of the process: settings of the installation, sessions, log. Few handlers need them. */
  services: Services;
}

export interface RouteDeclaration<
  P extends TObject,
  Q extends TObject,
  B extends TSchema,
  R extends TSchema,
  A extends Access,
  M extends boolean,
> {
  method: Method;
  path: `/${string}`;
  /** One English sentence for the API page. */
  summary: string;
  operation: A;
  params?: P;
  query?: Q;
  body?: B;
  response?: R;
  /** The POST makes something new: answers 201. */
  creates?: boolean;
  status?: number;
  ifMatch?: M;
  /** `sign-in` limits attempts per address. */
  limit?: 'sign-in';
  /** Nothing but the store's rows, the caller, the address and the program goes into the answer. */
  follows?: 'store';
  handler: (
    context: Context<Static<P>, Static<Q>, unknown extends Static<B> ? undefined : Static<B>, A, M>,
  ) => Promise<Static<R> | Reply<Static<R>>> | Static<R> | Reply<Static<R>>;
}

/** A declared route with its types forgotten, as the app and the OpenAPI document read it. */
export interface Route {
  method: Method;
  path: string;
  summary: string;
  operation: Access;
  params: TObject;
  query: TObject;
  body: TSchema | undefined;
  response: TSchema | undefined;
  status: number;
  ifMatch: boolean;
  limit: 'sign-in' | undefined;
  follows: 'store' | undefined;
  handler: (context: Context<unknown, unknown, unknown, Access, boolean>) => unknown;
}

export type RouteList = readonly Route[];

/** An answer with more than a body: status, headers, or something that is no JSON. */
export class Reply<T> {
  readonly body: T | undefined;
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Writes the answer itself, for bytes and event streams. */
  readonly send: ((request: IncomingMessage, response: ServerResponse) => void | Promise<void>) | undefined;

  constructor(parts: {
    body?: T | undefined;
    status?: number;
    headers?: Record<string, string | readonly string[]>;
    send?: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
  }) {
    this.body = parts.body;
    this.status = parts.status;
    this.headers = parts.headers ?? {};
    this.send = parts.send;
  }
}

export const reply = <T>(body: T, more: { status?: number; headers?: Record<string, string | readonly string[]> } = {}): Reply<T> =>
  new Reply<T>({ body, ...more });

const NO_PARAMETERS = Type.Object({}, { additionalProperties: false });

/** Every `:name` of the path as a short text. */
const plainParams = (path: string): TObject =>
  Type.Object(
    Object.fromEntries(
      [...path.matchAll(/:(\w+)/g)].map(([, name]): [string, TSchema] => [name ?? '', Type.String({ minLength: 1, maxLength: 200 })]),
    ),
  );

export function route<
  P extends TObject = TObject<Record<string, ReturnType<typeof Type.String>>>,
  Q extends TObject = TObject<Record<never, never>>,
  B extends TSchema = TSchema,
  R extends TSchema = TSchema,
  const A extends Access = Access,
  const M extends boolean = false,
>(declared: RouteDeclaration<P, Q, B, R, A, M>): Route {
  const named = [...declared.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  const params = declared.params ?? plainParams(declared.path);
  for (const name of named) {
    if (name === undefined || !(name in params.properties))
      throw new Error(`${declared.method} ${declared.path}: ":${String(name)}" is not in params`);
  }
  if (declared.follows !== undefined && declared.method !== 'get') throw new Error(`${declared.method} ${declared.path}: only what is read has an ETag of the store`);
  return {
    method: declared.method,
    path: declared.path,
    summary: declared.summary,
    operation: declared.operation,
    params,
    query: declared.query ?? NO_PARAMETERS,
    body: declared.body,
    response: declared.response,
    status: declared.status ?? (declared.response === undefined ? 204 : declared.creates === true ? 201 : 200),
    ifMatch: declared.ifMatch === true,
    limit: declared.limit,
    follows: declared.follows,
    handler: declared.handler as unknown as Route['handler'],
  };
}

/** Media types of a part that is bytes, not JSON. */
export const MEDIA_TYPES = 'x-media-types';

/** A request body that is a file: the handler gets its bytes. Read whole before the handler runs, or refused. */
export const fileBody = (mediaTypes: readonly string[]) =>
  Type.Unsafe<Buffer>({ type: 'string', format: 'binary', [MEDIA_TYPES]: [...mediaTypes] });

export interface FileBytes {
  bytes: Buffer | string;
  mediaType: string;
  /** Name offered for saving, in any script; left out for something to be shown. */
  name?: string;
}

/** An answer that is a file in one of these media types; the handler answers `file(...)`. */
export const fileAnswer = (mediaTypes: readonly string[]) =>
  Type.Unsafe<FileBytes>({ type: 'string', format: 'binary', [MEDIA_TYPES]: [...mediaTypes] });

/** An answer that goes on: the handler answers `new Reply({ send })`. */
export const streamAnswer = (mediaType: string) => Type.Unsafe<never>({ type: 'string', [MEDIA_TYPES]: [mediaType] });

/** A file to be saved under a name in any script (RFC 8187). */
export function file({ bytes, mediaType, name }: FileBytes): Reply<FileBytes> {
  const disposition =
    name === undefined
      ? {}
      : {
          'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)}`,
        };
  return new Reply<FileBytes>({
    headers: { 'content-type': mediaType, ...disposition },
    send: (_request, response) => {
      response.end(bytes);
    },
  });
}

/** Words in both languages. */
export const Words = Type.Object({ zh: Type.String(), en: Type.String() }, { $id: 'words' });

export const allowedActionsField = Type.Array(AllowedAction);

/** Query parameters of a list. */
export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  after: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
};

/** `{ items, next, total? }`: `next` is the cursor for `after`, null on the last page. */
export const pageOf = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]), total: Type.Optional(Type.Integer()) });

/** Fields of a thing and fields beside or instead of them, flat: the compiler gives up on an intersection of many. */
type Extended<P extends TProperties, F extends TProperties> = { [K in keyof P | keyof F]: K extends keyof F ? F[K] : K extends keyof P ? P[K] : never };

/** A thing with more fields, or with some in another form, as its own component. */
export const extend = <P extends TProperties, F extends TProperties>(thing: Thing<P>, fields: F, name: string): TObject<Extended<P, F>> =>
  Type.Object({ ...thing.schema.properties, ...fields }, { $id: name }) as unknown as TObject<Extended<P, F>>;
