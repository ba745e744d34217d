/** Puts the declared routes into Express, and turns whatever is thrown into problem details. */
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import type { RateLimitRequestHandler } from 'express-rate-limit';
import { Fault } from '../../models/errors.ts';
import { internalProblem, problemOf, type Problem } from '../problems.ts';
import { answer, findCaller, prepare, type Caller } from './answer.ts';
import { preferredLanguage } from './language.ts';
import { abandonBody } from './readBody.ts';
import type { RouteList } from './route.ts';
import type { Services } from './services.ts';

export interface RequestNotes {
  requestId: string;
  /** As declared, with `:name`; never the address itself, which may carry a token. */
  route: string;
  userId: string | null;
  code: string | null;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

const pass: RequestHandler = (_request, _response, next) => next();

const NOBODY: Caller = { user: null, token: undefined };

/** Notes about a request that the log may hold. */
const notesOf = (response: Response): RequestNotes => response.locals['notes'] as RequestNotes;

function sendProblem(request: Request, response: Response, problem: Problem, language: string): void {
  notesOf(response).code = problem.code;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  abandonBody(request);
  const wait = problem.facts?.['retryAfterSeconds'] ?? (problem.status === 503 ? 1 : undefined);
  if (typeof wait === 'number') response.setHeader('retry-after', String(Math.ceil(wait)));
  response
    .status(problem.status)
    .set({ 'content-type': 'application/problem+json; charset=utf-8', 'content-language': language })
    .send(JSON.stringify(problem));
}

/** Anything that was thrown, as problem details in the caller's language. */
export function failed(request: Request, response: Response, error: unknown, services: Services, caller: Caller = NOBODY): void {
  const language = preferredLanguage(request.headers['accept-language'], caller.user?.language);
  if (error instanceof Fault) {
    sendProblem(request, response, problemOf(error, language), language);
    return;
  }
  const { requestId, route } = notesOf(response);
  services.log.error({ requestId, route, err: error instanceof Error ? error : new Error(String(error)) }, 'unexpected error');
  sendProblem(request, response, internalProblem(requestId, language, !READS.has(request.method)), language);
}

const limited = (limiter: RateLimitRequestHandler, request: Request, response: Response) =>
  new Promise<void>((resolve, reject) => {
    const next: NextFunction = (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('the limiter refused without saying why'));
    };
    void Promise.resolve(limiter(request, response, next)).catch(reject);
  });

/** @throws Error when two routes have the same method and path */
export function mount(app: Express, routes: RouteList, services: Services, options: { checkAnswers: boolean; limiter: RateLimitRequestHandler }): void {
  const methods = new Map<string, string[]>();
  // an address without a parameter is found at once; the others are tried one after the other
  const direct = new Map<string, RequestHandler>();
  app.use((request, response, next) => (direct.get(`${request.method} ${request.path}`) ?? pass)(request, response, next));
  for (const route of routes) {
    const known = methods.get(route.path) ?? [];
    if (known.includes(route.method)) throw new Error(`${route.method} ${route.path} is declared twice`);
    methods.set(route.path, [...known, route.method]);
    const prepared = prepare(route, options.checkAnswers);
    const handle = async (request: Request, response: Response): Promise<void> => {
      const notes = notesOf(response);
      notes.route = route.path;
      let caller = NOBODY;
      try {
        if (route.limit !== undefined) await limited(options.limiter, request, response);
        caller = await findCaller(request, services);
        notes.userId = caller.user?.id ?? null;
        await answer(prepared, request, response, services, caller);
      } catch (error) {
        failed(request, response, error, services, caller);
      }
    };
    if (!/[:*{]/.test(route.path)) direct.set(`${route.method.toUpperCase()} ${route.path}`, handle);
    app[route.method](route.path, handle);
  }
  for (const [path, known] of methods) {
    app.all(path, (request, response) => {
      const allowed = [...known, ...(known.includes('get') ? ['head'] : [])].map((method) => method.toUpperCase()).join(', ');
      response.setHeader('allow', allowed);
      failed(
        request,
        response,
        new Fault('not-found', `${request.method} is not possible here; possible: ${allowed}`, {
          details: [{ message: 'http.method', got: request.method, parameters: { expected: allowed } }],
        }),
        services,
      );
    });
  }
}
