/** One request over node:http, which adds no header of its own and decodes nothing: what negotiation and 304 are tested with. */
import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Agent } from './agent.ts';

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** As they came, compressed or not. */
  bytes: Buffer;
}

/** @param agent whose cookie goes along */
export async function rawGet(agent: Pick<Agent, 'base' | 'cookieName' | 'token'>, path: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET'): Promise<RawAnswer> {
  const sent = request(new URL(path, agent.base), { method, headers: { ...(agent.token === undefined ? {} : { cookie: `${agent.cookieName}=${agent.token}` }), ...headers } });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(chunks) };
}
