/**
 * The OpenAPI 3.1 document, made from the declared routes and the declared things. Nothing is
 * written by hand: a part with an `$id` becomes a component, every thing that is kept as evidence
 * or record is one.
 */
import type { TSchema } from '@sinclair/typebox';
import { FAULT_CODES } from '../../models/errors.ts';
import { things } from '../../models/schemas/index.ts';
import { rolesFor } from '../auth/permissions.ts';
import { PROBLEM_CODES, STATUS } from '../problems.ts';
import { TEXT_NOTE } from './guardTexts.ts';
import { MEDIA_TYPES, type Access, type Route } from './route.ts';

type Json = Record<string, unknown>;

/** Fields that never leave the server are no part of the document either. */
const SECRET_FIELDS = new Set(['passwordHash', 'tokenSha256']);

const OUR_NOTES = new Set(['x-column', 'x-nullable', 'x-machine', 'x-lines', MEDIA_TYPES, TEXT_NOTE]);

/** Replaces parts with an `$id` by references, and collects them. */
function collector() {
  const components: Record<string, Json> = {};
  const made = new Map<string, string>();

  const plain = (schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map(plain);
    if (typeof schema !== 'object' || schema === null) return schema;
    const { $id, ...rest } = schema as Json;
    if (typeof $id !== 'string') return withoutNotes(rest);
    const text = JSON.stringify(rest);
    const known = made.get($id);
    if (known === undefined) {
      made.set($id, text);
      components[$id] = withoutNotes(rest);
    } else if (known !== text) {
      throw new Error(`two different schemas are called "${$id}"`);
    }
    return { $ref: `#/components/schemas/${$id}` };
  };
  const withoutNotes = (schema: Json): Json =>
    Object.fromEntries(
      Object.entries(schema)
        .filter(([key]) => !OUR_NOTES.has(key))
        .map(([key, value]) => [key, plain(value)]),
    );

  return { components, plain };
}

function withoutSecrets(schema: Json): Json {
  const properties = Object.fromEntries(Object.entries(schema['properties'] as Json).filter(([name]) => !SECRET_FIELDS.has(name)));
  const required = ((schema['required'] as readonly string[] | undefined) ?? []).filter((name) => !SECRET_FIELDS.has(name));
  return { ...schema, properties, required };
}

const problemSchema: Json = {
  type: 'object',
  description: 'Problem details (RFC 9457) in the language of the caller.',
  required: ['type', 'title', 'status', 'code', 'detail', 'details'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: [...PROBLEM_CODES] },
    detail: { type: 'string' },
    details: {
      type: 'array',
      items: {
        type: 'object',
        required: ['message', 'sentence'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer into the body, or /path/…, /query/…' },
          row: { type: 'integer' },
          column: { type: 'string' },
          got: { type: 'string' },
          message: { type: 'string', description: 'Stable key of the sentence' },
          parameters: { type: 'object' },
          sentence: { type: 'string' },
        },
      },
    },
    facts: { type: 'object' },
  },
};

const problem = (statuses: readonly number[]): Json =>
  Object.fromEntries(
    [...new Set(statuses)]
      .sort((a, b) => a - b)
      .map((status) => [
        String(status),
        {
          description: FAULT_CODES.filter((code) => STATUS[code] === status).join(', '),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } },
        },
      ]),
  );

/** The refusals that a route can answer by its declaration alone; a use case may add those of its rules. */
function refusals({ operation, ifMatch, body, params, query, limit, method }: Route): number[] {
  const checked = body !== undefined || Object.keys(params.properties).length > 0 || Object.keys(query.properties).length > 0;
  return [
    ...(operation === 'public' ? [] : [401, 403]),
    ...(ifMatch ? [412, 428] : []),
    ...(checked ? [422] : []),
    ...(body === undefined ? [] : [413, 415]),
    ...(Object.keys(params.properties).length > 0 ? [404] : []),
    ...(limit === undefined ? [] : [429]),
    ...(method === 'get' ? [] : [403, 409, 503]),
    503,
  ];
}

const rolesOf = (operation: Access): string[] => [
  ...new Set((typeof operation === 'string' ? [operation] : operation).flatMap((one) => (one === 'public' ? [] : [...rolesFor(one)]))),
];

const operationId = ({ method, path }: Route): string =>
  [method, ...path.split('/').filter((part) => part !== '' && part !== 'api')]
    .map((part) => part.replace(/[^A-Za-z0-9]/g, ' ').trim())
    .join(' ')
    .replace(/\s+(\w)/g, (_whole, letter: string) => letter.toUpperCase());

export function openapiDocument(routes: readonly Route[]): object {
  const { components, plain } = collector();
  for (const thing of things.values()) {
    if (thing.keeping === 'working') continue;
    const schema = thing.schema as unknown as Json;
    plain({ ...(thing.name === 'user' ? withoutSecrets(schema) : schema), $id: thing.name });
  }
  components['problem'] = problemSchema;

  const parameters = (where: 'path' | 'query', schema: Route['params']) =>
    Object.entries(schema.properties as Record<string, TSchema>).map(([name, part]) => ({
      name,
      in: where,
      required: where === 'path' || (schema.required ?? []).includes(name),
      schema: plain(part),
    }));
  const header = (name: string, required: boolean, description: string) => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  });
  const content = (schema: TSchema): Json => {
    const types = schema[MEDIA_TYPES] as readonly string[] | undefined;
    return Object.fromEntries(
      (types ?? ['application/json']).map((type) => [type, types === undefined ? { schema: plain(schema) } : { schema: plain(schema) }]),
    );
  };

  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    const roles = rolesOf(route.operation);
    const writes = route.method === 'post' || route.method === 'patch';
    (paths[path] ??= {})[route.method] = {
      operationId: operationId(route),
      summary: route.summary,
      tags: [path.split('/')[path.startsWith('/api/') ? 2 : 1] ?? 'api'],
      ...(route.operation === 'public' ? { security: [] } : { description: `Roles: ${roles.join(', ')}.`, 'x-operation': route.operation }),
      parameters: [
        ...parameters('path', route.params),
        ...parameters('query', route.query),
        ...(route.ifMatch ? [header('If-Match', true, 'The revision that was seen, e.g. "3"')] : []),
        ...(writes && route.operation !== 'public'
          ? [header('Idempotency-Key', false, 'Sent again, the request has its effect once and gets the same answer')]
          : []),
      ],
      ...(route.body === undefined ? {} : { requestBody: { required: true, content: content(route.body) } }),
      responses: {
        [String(route.status)]: {
          description: route.summary,
          ...(route.response === undefined ? {} : { content: content(route.response) }),
        },
        ...problem(refusals(route)),
      },
    };
  }

  return {
    openapi: '3.1.0',
    info: {
      title: 'Shuijian 水鉴',
      version: '1',
      description:
        'Wastewater drug monitoring: from the sampling plan to the schedule. Every record carries `revision` (its ETag) and `allowedActions`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'shuijian', description: 'Opaque token; __Host-shuijian over https.' },
      },
    },
  };
}
