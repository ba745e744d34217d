/** Structured logs with an allow-list: what is not named here is not written. No addresses, bodies, names or tokens. */
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { RequestNotes } from './mount.ts';
import type { Config } from '../config.ts';

export function createLog({ logLevel }: Config, to?: DestinationStream): Logger {
  const options = {
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      err: (error: unknown) =>
        error instanceof Error ? { type: error.name, message: error.message, stack: error.stack } : { type: typeof error },
    },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

/** One line per request once it was answered. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const notes: RequestNotes = { requestId: randomUUID().slice(-12), route: '-', userId: null, code: null };
    response.locals['notes'] = notes;
    response.setHeader('x-request-id', notes.requestId);
    response.once('close', () => {
      const line = { ...notes, method: request.method, status: response.statusCode, ms: Math.round(performance.now() - started) };
      if (response.statusCode >= 500) log.error(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}
