/**
 * A request that Node's parser gave up on, e.g. an upload that ended before its Content-Length.
 * No route has run; the caller gets problem details on what is left of the connection.
 */
import type { Socket } from 'node:net';
import type { Problem } from '../problems.ts';

const ANSWERS: Readonly<Record<string, [status: string, zh: string, en: string]>> = {
  HPE_INVALID_EOF_STATE: [
    '400 Bad Request',
    '上传中断，未写入任何内容，请重新发送。',
    'The request broke off; nothing was written. Send it again.',
  ],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', '请求头过大。', 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', '请求超时，未写入任何内容。', 'The request took too long; nothing was written.'],
};
const MALFORMED: [string, string, string] = ['400 Bad Request', '无法读取的 HTTP 请求。', 'This is no HTTP request that can be read.'];

export function truncatedRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, zh, en] = ANSWERS[error.code ?? ''] ?? MALFORMED;
  const problem: Problem = {
    type: 'urn:shuijian:problem:invalid',
    title: `${zh} ${en}`,
    status: Number.parseInt(status, 10),
    code: 'invalid',
    detail: `${zh} ${en}`,
    details: [],
  };
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
