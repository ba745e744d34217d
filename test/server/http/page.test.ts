import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { startApp, withApp, type TestApp } from '../../support/app.ts';

describe('the page and what every answer carries', () => {
  let app: TestApp;
  let clientDir: string;
  before(async () => {
    clientDir = await mkdtemp(join(tmpdir(), 'shuijian-client-'));
    await mkdir(join(clientDir, 'assets'));
    await writeFile(
      join(clientDir, 'index.html'),
      '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script src="/assets/a1b2.js"></script>',
    );
    await writeFile(join(clientDir, 'assets', 'a1b2.js'), 'export {};');
    await writeFile(join(clientDir, '.secret'), 'no');
    app = await startApp({ clientDir });
  });
  after(async () => {
    await app.close();
    await rm(clientDir, { recursive: true });
  });
  const html = { headers: { accept: 'text/html' } };

  it('is one page at every address of the browser, with a nonce that is new each time and in the policy', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/rounds/2018-Q1/bench', '/setup']) {
      const answer = await app.anonymous.get(path, html);
      expect(answer.status).to.equal(200);
      const nonce = /content="([^"]+)"/.exec(answer.text)?.[1] ?? '';
      expect(nonce).to.match(/^[\w+/]{22}==$/);
      expect(answer.headers.get('content-security-policy')).to.contain(`style-src 'self' 'nonce-${nonce}'`);
      expect(answer.headers.get('cache-control')).to.equal('no-store');
      nonces.add(nonce);
    }
    expect(nonces.size).to.equal(3);
  });

  it('carries a policy without unsafe-inline, and nothing may frame it', async () => {
    const policy = (await app.anonymous.get('/', html)).headers.get('content-security-policy') ?? '';
    // the reader of labels is compiled WebAssembly of our own files
    expect(policy.replace("'wasm-unsafe-eval'", '')).not.to.match(/unsafe|\*|https?:/);
    expect(policy.split(';')).to.include.members([
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "img-src 'self' data: blob:",
      "connect-src 'self'",
      "worker-src 'self' blob:",
      "frame-ancestors 'none'",
    ]);
  });

  it('serves built files for a year and nothing that begins with a dot', async () => {
    const asset = await app.anonymous.get('/assets/a1b2.js');
    expect(asset.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    expect((await app.anonymous.get('/.secret')).text).not.to.equal('no');
    expect((await app.anonymous.get('/../../package.json', html)).text).not.to.contain('"dependencies"');
    expect((await app.anonymous.get('/%2e%2e/%2e%2e/package.json', html)).text).not.to.contain('"dependencies"');
  });

  it('is no answer to a program: unknown addresses of the API and of assets are 404', async () => {
    for (const path of ['/api/nothing', '/assets/missing.js', '/demo/sign-in']) {
      const answer = await app.anonymous.get(path, html);
      expect(answer.status, path).to.equal(404);
      expect(answer.headers.get('content-type')).to.match(/problem\+json/);
    }
  });

  it('lets nothing of the API be kept by anybody on the way, and gives no hint of its maker', async () => {
    const answer = await (await app.as('admin')).get('/api/users');
    expect(answer.headers.get('cache-control')).to.equal('no-store');
    expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(answer.headers.get('x-frame-options')).to.equal('DENY');
    expect(answer.headers.has('x-powered-by')).to.equal(false);
    expect(answer.headers.has('access-control-allow-origin')).to.equal(false);
  });

  it('answers 304 to who holds the same list already', async () => {
    const admin = await app.as('admin');
    const first = await admin.get('/api/settings');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).to.match(/^"/);
    // fetch adds Cache-Control: no-cache to such a request, which asks for a whole answer
    const request = get(new URL('/api/settings', app.url), {
      headers: { cookie: `${admin.cookieName}=${admin.token ?? ''}`, 'if-none-match': etag },
    });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    expect(answer.resume().statusCode).to.equal(304);
  });

  it('says what to do where the page was never built', async () => {
    await withApp({ clientDir: join(clientDir, 'assets') }, async (bare) => {
      const answer = await bare.anonymous.get('/', html);
      expect(answer.status).to.equal(503);
      expect(answer.text).to.contain('npm run build:client');
    });
  });
});

describe('health', () => {
  it('is shallow at /healthz and deep at /readyz', async () => {
    await withApp({}, async (app) => {
      expect((await app.anonymous.get('/healthz')).body).to.deep.equal({ ok: true });
      expect((await app.anonymous.get('/readyz')).body).to.deep.equal({ ready: true, engine: app.store.engine, revision: 0 });
      await app.store.close();
      expect((await app.anonymous.get('/healthz')).status).to.equal(200);
      const broken = await app.anonymous.get('/readyz');
      expect(broken.status).to.equal(503);
      expect(broken.body).to.include({ ready: false, why: 'store' });
    });
  });
});
