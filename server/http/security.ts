/**
 * What every answer carries and what every write must show: a Content-Security-Policy without
 * unsafe-inline, no-store, and an Origin that is ours.
 */
import { randomBytes } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { rateLimit, MemoryStore, type RateLimitRequestHandler } from 'express-rate-limit';
import { Fault } from '../../models/errors.ts';
import type { Config } from '../config.ts';

/** The nonce of this answer, for the style elements that the page makes at run time; made when first asked for. */
export const nonceOf = (response: Response): string => (response.locals['nonce'] ??= randomBytes(16).toString('base64')) as string;

/** Built files. A worker takes its policy from its own file, so they carry one, in few bytes: fifty files are a first visit. */
const BUILT = /^\/assets\//;
const BUILT_HEADERS = [['content-security-policy', "default-src 'self'"], ['x-content-type-options', 'nosniff'], ['cross-origin-resource-policy', 'same-origin']] as const;

/** All of the API but its own page of documentation. */
const DATA = /^\/api\/(?!docs(?:\/|$))/;

type Headers = NonNullable<Parameters<typeof helmet>[0]>;

export function securityHeaders({ publicUrl }: Config): RequestHandler {
  const secure = publicUrl?.startsWith('https:') ?? false;
  const rest: Headers = {
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  };
  const ofPages = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        // labels are read by a WebAssembly module of our own files; no other code is made at run time
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'", (_request, response) => `'nonce-${nonceOf(response as Response)}'`],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    ...rest,
  });
  // data is no page: should a browser ever show an answer as one, nothing in it runs or loads
  const ofData = helmet({ contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] } }, ...rest });
  const dataHeaders = constantHeaders(ofData);
  return (request, response, next) => {
    response.setHeader('cache-control', 'no-store');
    if (BUILT.test(request.path)) {
      for (const [name, value] of BUILT_HEADERS) response.setHeader(name, value);
      next();
      return;
    }
    if (!DATA.test(request.path)) {
      ofPages(request, response, next);
      return;
    }
    for (const [name, value] of dataHeaders) response.setHeader(name, value);
    next();
  };
}

/** What a helmet without anything of the request sets on every answer: asked once, as its thirteen steps cost a twentieth of a short write. */
function constantHeaders(middleware: ReturnType<typeof helmet>): [name: string, value: string][] {
  const headers: [string, string][] = [];
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  middleware(request, response, (error?: unknown) => {
    if (error !== undefined) throw error instanceof Error ? error : new Error('the security headers could not be made');
  });
  for (const [name, value] of Object.entries(response.getHeaders())) headers.push([name, String(value)]);
  return headers;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser says where a write comes from; a page of somebody else is refused. Programs that send
 * neither header carry no cookie that they were not given.
 */
export function ownOriginOnly({ publicUrl }: Config): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction) => {
    if (SAFE_METHODS.has(request.method)) return next();
    const { origin, 'sec-fetch-site': site } = request.headers;
    const own = publicUrl ?? `${request.protocol}://${request.host}`;
    const foreign = (typeof site === 'string' && site !== 'same-origin' && site !== 'none') || (origin !== undefined && origin !== own);
    if (!foreign) return next();
    const got = origin ?? String(site);
    next(
      new Fault('not-allowed', `the write came from ${got}; only pages of ${own} may write`, {
        details: [{ message: 'permission.origin', got: got.slice(0, 200) }],
      }),
    );
  };
}

const WINDOW_MS = 5 * 60_000;

/** Failed sign-ins and set-ups per address. */
export function attemptLimiter({ signInAttempts }: Config): { limiter: RateLimitRequestHandler; close: () => void } {
  const store = new MemoryStore();
  const limiter = rateLimit({
    windowMs: WINDOW_MS,
    limit: signInAttempts,
    store,
    skipSuccessfulRequests: true,
    standardHeaders: false,
    legacyHeaders: false,
    // which proxies are believed is a setting of ours; a stray header is no reason to print a warning
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (request, _response, next) => {
      const { resetTime } = (request as Request & { rateLimit?: { resetTime?: Date } }).rateLimit ?? {};
      const seconds = resetTime === undefined ? WINDOW_MS / 1000 : Math.max(1, Math.ceil((resetTime.getTime() - Date.now()) / 1000));
      next(
        new Fault('too-many-attempts', `too many attempts; try again in ${seconds} seconds`, {
          details: [{ message: 'sign-in.too-many', parameters: { seconds } }],
          facts: { retryAfterSeconds: seconds },
        }),
      );
    },
  });
  return { limiter, close: () => store.shutdown() };
}
