/** The browser's half as vite built it: files as they were compressed when they were built, the page itself with a fresh nonce. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Express } from 'express';
import staticGzip from 'express-static-gzip';
import { nonceOf } from './security.ts';

/** dist/client beside the sources, or beside the compiled server. */
export function defaultClientDir(): string {
  const here = import.meta.dirname;
  const compiled = join('dist', 'server', 'http');
  return here.endsWith(`${sep}${compiled}`) ? join(here, '..', '..', 'client') : join(here, '..', '..', 'dist', 'client');
}

const NOT_BUILT = 'The pages are not built: run "npm run build:client". 页面尚未构建：请运行 npm run build:client。\n';

/** Addresses that belong to programs: there the page is no answer. */
const FOR_PROGRAMS = /^\/(api|demo|healthz|readyz|assets)(\/|$)/;

export function servePage(app: Express, clientDir: string): void {
  const index = join(clientDir, 'index.html');
  app.use(
    staticGzip(clientDir, {
      enableBrotli: true,
      orderPreference: ['br', 'gzip'],
      index: false,
      serveStatic: {
        index: false,
        dotfiles: 'ignore',
        redirect: false,
        setHeaders: (response, path) => {
          // names of built files hold their hash
          response.setHeader('cache-control', path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      },
    }),
  );
  // a file that was there when the server started and is gone: what is answered instead is not compressed as it was
  app.use((_request, response, next) => {
    response.removeHeader('content-encoding');
    next();
  });
  app.get('/{*path}', async (request, response, next) => {
    if (FOR_PROGRAMS.test(request.path) || request.accepts('html') === false) return next();
    if (!existsSync(index)) {
      response.status(503).type('text/plain').send(NOT_BUILT);
      return;
    }
    const html = await readFile(index, 'utf8');
    response.type('html').send(html.replaceAll('__CSP_NONCE__', nonceOf(response)));
  });
}
