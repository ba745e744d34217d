/**
 * The bytes of a request, whole or not at all. Too much is refused by what was announced, or as
 * soon as it has come; what broke off is refused; nothing compressed is unpacked.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '../../models/errors.ts';

/** Files that are held in memory at the same time: their sum bounds what uploads can take. */
const UPLOADS_AT_ONCE = 2;
let uploads = 0;

const tooLarge = (limit: number) =>
  new Fault('too-large', `the body is above the limit of ${limit} bytes`, {
    details: [{ message: 'http.body-too-large', parameters: { limit } }],
    facts: { limit },
  });

const announced = (request: IncomingMessage): number | undefined => {
  const text = request.headers['content-length'];
  return text === undefined ? undefined : Number.parseInt(text, 10);
};

/** Whether the request has a body at all. */
export const hasBody = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] !== undefined || (announced(request) ?? 0) > 0;

/**
 * @param limit bytes
 * @throws Fault `too-large`, `invalid` when it broke off, `unsupported-encoding` when compressed
 */
export function readBody(request: IncomingMessage, response: ServerResponse, limit: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new Fault('unsupported-encoding', `compressed bodies (${encoding}) are not accepted`, {
      details: [{ message: 'http.encoding', got: encoding }],
    });
  }
  const expected = announced(request);
  if (expected !== undefined && expected > limit) throw tooLarge(limit);
  // only now: whoever asked before sending has not sent what would be refused
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();

  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const brokeOff = () => {
      settle();
      reject(
        new Fault('invalid', `the upload broke off after ${length} bytes`, {
          details: [{ message: 'http.body-truncated', got: String(length), parameters: { expected: expected ?? '?' } }],
        }),
      );
    };
    const onData = (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) {
        settle();
        reject(tooLarge(limit));
        return;
      }
      chunks.push(chunk);
    };
    const onEnd = () => {
      if (!request.complete) return brokeOff();
      settle();
      resolve(Buffer.concat(chunks, length));
    };
    const settle = () => {
      request.off('data', onData).off('end', onEnd).off('aborted', brokeOff).off('error', brokeOff).off('close', brokeOff);
      // an error that comes after the refusal has nobody left to hear it
      request.on('error', () => undefined);
    };
    request.on('data', onData).on('end', onEnd).on('aborted', brokeOff).on('error', brokeOff).on('close', brokeOff);
  });
}

/** As `readBody` for a file of up to many megabytes; at most two are held at once. @throws also Fault `too-busy` */
export async function withFile<T>(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
  work: (bytes: Buffer) => Promise<T>,
): Promise<T> {
  const expected = announced(request);
  if (expected !== undefined && expected > limit) throw tooLarge(limit);
  if (uploads >= UPLOADS_AT_ONCE)
    throw new Fault('too-busy', 'other files are being read', {
      details: [{ message: 'http.uploads-busy' }],
      facts: { retryAfterSeconds: 2 },
    });
  uploads += 1;
  try {
    return await work(await readBody(request, response, limit));
  } finally {
    uploads -= 1;
  }
}

/**
 * After a refusal the rest of the body is let run into the sand for a moment, so that the caller
 * reads the answer instead of a broken connection; then the connection ends.
 */
export function abandonBody(request: IncomingMessage): void {
  if (request.complete) return;
  // `Connection: close` would make Node cut the connection with the answer still on its way
  request.resume();
  const timer = setTimeout(() => request.destroy(), 1000);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
}
