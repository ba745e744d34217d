/** One browser's worth of HTTP: keeps the session cookie and sends the Origin as a browser does. */

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed where the answer is JSON, else the text. */
  body: unknown;
  text: string;
  /** The body as the type that the route declares: `answer.as<Static<typeof RoundView>>()`. */
  as: <T>() => T;
}

export interface RequestOptions {
  headers?: Record<string, string>;
  /** Bytes as they are instead of JSON. */
  raw?: Buffer | string;
}

export class Agent {
  readonly base: string;
  readonly cookieName: string;
  token: string | undefined;

  constructor(base: string, cookieName: string, token?: string) {
    this.base = base;
    this.cookieName = cookieName;
    this.token = token;
  }

  async request(method: string, path: string, body?: unknown, { headers = {}, raw }: RequestOptions = {}): Promise<Answer> {
    const content: BodyInit | undefined =
      raw !== undefined ? new Uint8Array(Buffer.from(raw)) : body === undefined ? undefined : JSON.stringify(body);
    const answer = await fetch(new URL(path, this.base), {
      method,
      redirect: 'manual',
      headers: {
        origin: this.base,
        ...(this.token === undefined ? {} : { cookie: `${this.cookieName}=${this.token}` }),
        ...(raw === undefined && body !== undefined ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(content === undefined ? {} : { body: content }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = (cookie.split(';')[0] ?? '').split('=');
      if (name === this.cookieName) this.token = value === undefined || value === '' ? undefined : value;
    }
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    const parsed = /\bjson\b|\+json/.test(type) && text !== '' ? (JSON.parse(text) as unknown) : text;
    return { status: answer.status, headers: answer.headers, text, body: parsed, as: <T>() => parsed as T };
  }

  get(path: string, options?: RequestOptions): Promise<Answer> {
    return this.request('GET', path, undefined, options);
  }

  post(path: string, body?: unknown, options?: RequestOptions): Promise<Answer> {
    return this.request('POST', path, body, options);
  }

  /** @param revision sent as If-Match */
  patch(path: string, body: unknown, revision?: number, options: RequestOptions = {}): Promise<Answer> {
    const headers = { ...options.headers, ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }) };
    return this.request('PATCH', path, body, { ...options, headers });
  }

  delete(path: string, options?: RequestOptions): Promise<Answer> {
    return this.request('DELETE', path, undefined, options);
  }
}
