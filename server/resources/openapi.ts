/** The API described by itself, and a page to read it without any network. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { Fault } from '../../models/errors.ts';
import { fileAnswer, Reply, route, type FileBytes, type RouteList } from '../http/route.ts';

/** Swagger UI as it is shipped; named one by one, so that nothing else of the package is served. */
const SHIPPED: Readonly<Record<string, string>> = { 'swagger-ui.css': 'text/css', 'swagger-ui-bundle.js': 'text/javascript' };
const INITIALIZER = `window.addEventListener('load', () => {
  SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#swagger-ui', validatorUrl: null, deepLinking: true, tryItOutEnabled: false });
});
`;
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Shuijian API 水鉴接口</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/initializer.js"></script>
  </body>
</html>
`;

const show = (bytes: Buffer | string, mediaType: string, caching: string) =>
  new Reply<FileBytes>({
    headers: { 'content-type': `${mediaType}; charset=utf-8`, 'cache-control': caching },
    send: (_request, response) => {
      response.end(bytes);
    },
  });

const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
export const openapiRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/openapi.json',
    operation: 'public',
    summary: 'This document (OpenAPI 3.1)',
    response: Type.Unsafe<object>({ type: 'object' }),
    handler: ({ services }) => services.apiDocument(),
  }),
  route({
    method: 'get',
    path: '/api/docs',
    operation: 'public',
    summary: 'A page to read this document',
    response: fileAnswer(['text/html']),
    handler: () => show(PAGE, 'text/html', 'no-store'),
  }),
  route({
    method: 'get',
    path: '/api/docs/:file',
    operation: 'public',
    summary: 'What that page is made of',
    params: Type.Object({ file: Type.String({ maxLength: 60 }) }),
    response: fileAnswer(['text/css', 'text/javascript']),
    handler: async ({ params }) => {
      if (params.file === 'initializer.js') return show(INITIALIZER, 'text/javascript', 'no-cache');
      const mediaType = Object.hasOwn(SHIPPED, params.file) ? SHIPPED[params.file] : undefined;
      if (mediaType === undefined)
        throw new Fault('not-found', `there is no file ${params.file}`, { details: [{ message: 'http.no-such-path', got: params.file }] });
      return show(await readFile(join(folder, params.file)), mediaType, 'public, max-age=86400');
    },
  }),
];
