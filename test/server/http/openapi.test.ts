import { expect } from 'chai';
import { Type } from '@sinclair/typebox';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { things } from '../../../models/schemas/index.ts';
import { openapiDocument } from '../../../server/http/openapi.ts';
import { route } from '../../../server/http/route.ts';
import { resources } from '../../../server/resources/index.ts';
import { startApp, type TestApp } from '../../support/app.ts';

type Json = Record<string, unknown>;
interface Document {
  openapi: string;
  paths: Record<
    string,
    Record<
      string,
      Json & { operationId: string; parameters: { name: string; in: string }[]; responses: Record<string, Json>; security?: unknown[] }
    >
  >;
  components: { schemas: Record<string, Json> };
  jsonSchemaDialect?: string;
}

/** Every value in a document, with its place. */
function* walk(value: unknown, place = '#'): Generator<[string, unknown]> {
  yield [place, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* walk(inner, `${place}/${key}`);
}

describe('the OpenAPI document', () => {
  let app: TestApp;
  let document: Document;
  before(async () => {
    app = await startApp();
    document = (await app.anonymous.get('/api/openapi.json')).as<Document>();
  });
  after(() => app.close());

  it('is OpenAPI 3.1 with a path for every route and no more', () => {
    expect(document.openapi).to.equal('3.1.0');
    expect(document).not.to.have.property('jsonSchemaDialect');
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const declared = resources.flat().map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(described).to.have.members(declared);
    expect(declared.length).to.be.above(15);
  });

  it('leads every reference somewhere, names every operation once and every path parameter', () => {
    const ids: string[] = [];
    for (const [place, value] of walk(document)) {
      if (!place.endsWith('/$ref')) continue;
      expect(value).to.match(/^#\/components\/schemas\//);
      expect(document.components.schemas, `${place} -> ${String(value)}`).to.have.property(
        String(value).slice('#/components/schemas/'.length),
      );
    }
    for (const [path, methods] of Object.entries(document.paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const operation of Object.values(methods)) {
        ids.push(operation.operationId);
        expect(operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).to.have.members(named);
        expect(Object.keys(operation.responses).some((status) => status.startsWith('2') || status === '303')).to.equal(true);
      }
    }
    expect(new Set(ids).size).to.equal(ids.length);
    for (const id of ids) expect(id).to.match(/^[a-z][A-Za-z0-9]+$/);
  });

  it('holds schemas that compile, each with the same fields as the thing it was made from', () => {
    const { schemas } = document.components;
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: 'openapi', components: { schemas } });
    for (const name of Object.keys(schemas)) expect(ajv.getSchema(`openapi#/components/schemas/${name}`), name).to.be.a('function');
    let compared = 0;
    for (const thing of things.values()) {
      if (thing.keeping === 'working') {
        expect(schemas).not.to.have.property(thing.name);
        continue;
      }
      const fields = Object.keys(thing.schema.properties).filter((field) => field !== 'passwordHash');
      expect(Object.keys(schemas[thing.name]?.['properties'] as Json), thing.name).to.deep.equal(fields);
      compared += 1;
    }
    expect(compared).to.be.above(20);
  });

  it('keeps headings and units, and tells no secret', () => {
    const text = JSON.stringify(document);
    expect(text).to.contain('"x-unit"').and.contain('"x-heading"');
    expect(text).not.to.match(/passwordHash|tokenSha256|x-column/);
  });

  it('refuses two different parts of one name', () => {
    const part = (fields: Parameters<typeof Type.Object>[0]) => Type.Object(fields, { $id: 'samePart' });
    const one = (path: `/${string}`, response: ReturnType<typeof part>) =>
      route({ method: 'get', path, operation: 'public', summary: 'x', response, handler: () => ({}) });
    expect(() => openapiDocument([one('/a', part({ a: Type.String() })), one('/b', part({ a: Type.String() }))])).not.to.throw();
    expect(() => openapiDocument([one('/a', part({ a: Type.String() })), one('/b', part({ b: Type.String() }))])).to.throw(
      /two different schemas are called "samePart"/,
    );
  });

  it('can be read on a page that needs no network', async () => {
    const page = await app.anonymous.get('/api/docs');
    expect(page.headers.get('content-type')).to.equal('text/html; charset=utf-8');
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
    expect(links).to.have.length(3);
    expect(page.text).not.to.match(/https?:|<script>|style=/);
    for (const link of links) expect((await app.anonymous.get(link)).status, link).to.equal(200);
    expect((await app.anonymous.get('/api/docs/initializer.js')).text).to.contain('validatorUrl: null');
    expect((await app.anonymous.get('/api/docs/package.json')).status).to.equal(404);
    expect((await app.anonymous.get('/api/docs/..%2fpackage.json')).status).to.equal(404);
  });
});
