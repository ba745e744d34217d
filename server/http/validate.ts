/**
 * Checks what comes in against the schema of its route and says each error with its place, what
 * was got and what was expected. The same schemas make the OpenAPI document.
 */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { TSchema } from '@sinclair/typebox';
import { Fault, type FaultDetail } from '../../models/errors.ts';
import { TEXT_NOTE } from './guardTexts.ts';
import { omit } from '../omit.ts';

const VOCABULARY = ['x-column', 'x-heading', 'x-unit', 'x-references', 'x-machine', 'x-lines', 'x-nullable', 'x-media-types', TEXT_NOTE];
const MOST_DETAILS = 200;
const GOT_LENGTH = 80;

const options = { allErrors: true, strict: true, strictTypes: false, strictTuples: false, strictRequired: false, verbose: true } as const;
const bodies = new Ajv2020(options).addVocabulary(VOCABULARY);
/** Texts become numbers and booleans where the schema wants them; an empty text becomes nothing. */
const texts = new Ajv2020({ ...options, coerceTypes: true }).addVocabulary(VOCABULARY);

/** Schemas of things carry an `$id` for the OpenAPI document; two routes may embed the same one. */
function withoutIds(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutIds);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !(key === '$id' && typeof value === 'string'))
      .map(([key, value]) => [key, withoutIds(value)]),
  );
}

export type Check = (value: unknown, pointer: string) => FaultDetail[];

/** @param kind `text` for query and path, where everything arrives as text; the value is changed in place */
export function compile(schema: TSchema, kind: 'json' | 'text'): Check {
  const validate: ValidateFunction = (kind === 'json' ? bodies : texts).compile(withoutIds(schema) as object);
  return (value, pointer) => (validate(value) ? [] : describe(validate.errors ?? [], pointer));
}

/** @throws Fault `invalid` */
export function demandValid(details: readonly FaultDetail[]): void {
  if (details.length === 0) return;
  const [first] = details;
  throw new Fault('invalid', `${first?.pointer ?? ''} ${first?.message ?? ''}`.trim(), {
    details: details.slice(0, MOST_DETAILS),
    ...(details.length > MOST_DETAILS ? { facts: { errors: details.length } } : {}),
  });
}

/** "null or X" fails once per branch; only what says something is kept. */
function meaningful(errors: readonly ErrorObject[]): ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf');
  return errors.filter((error) => {
    const union = unions.find((one) => one !== error && error.schemaPath.startsWith(`${one.schemaPath}/`));
    if (union !== undefined && union.instancePath === error.instancePath && error.keyword === 'type') return false;
    if (error.keyword !== 'anyOf') return true;
    return !errors.some(
      (other) =>
        other !== error &&
        other.schemaPath.startsWith(`${error.schemaPath}/`) &&
        (other.keyword !== 'type' || other.instancePath !== error.instancePath),
    );
  });
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value);
  if (text.trim() === '') return `"${text.slice(0, GOT_LENGTH)}"`;
  return text.length > GOT_LENGTH ? `${text.slice(0, GOT_LENGTH)}…` : text;
}

/** The types that a schema takes, in the words of JSON. */
function typesOf(schema: unknown): string {
  if (typeof schema !== 'object' || schema === null) return 'another value';
  const { type, anyOf } = schema as { type?: unknown; anyOf?: unknown };
  if (Array.isArray(anyOf)) return anyOf.map(typesOf).join(' | ');
  return Array.isArray(type) ? type.join(' | ') : typeof type === 'string' ? type : 'another value';
}

/** Never said back, whatever is wrong with them. */
const SECRETS = /\/(password|token)$/;

const SIGNS: Readonly<Record<string, string>> = { minimum: '≥', maximum: '≤', exclusiveMinimum: '>', exclusiveMaximum: '<' };
const LENGTHS: Readonly<Record<string, string>> = { minLength: '≥', maxLength: '≤', minItems: '≥', maxItems: '≤' };
const PLAIN_TYPES = new Set(['string', 'integer', 'number', 'boolean', 'array', 'object']);

function describe(errors: readonly ErrorObject[], base: string): FaultDetail[] {
  return meaningful(errors).map((error) => {
    const detail = detailOf(error, base);
    if (detail.pointer === undefined || !SECRETS.test(detail.pointer)) return detail;
    return { ...omit(detail, 'got'), parameters: { got: '•••', ...detail.parameters } };
  });
}

function detailOf(error: ErrorObject, base: string): FaultDetail {
  const { keyword, params, data, parentSchema } = error as ErrorObject<string, Record<string, unknown>>;
  const pointer = `${base}${error.instancePath}`;
  const got = shown(data);
  const sign = SIGNS[keyword];
  const length = LENGTHS[keyword];
  if (keyword === 'required')
    return {
      pointer: `${pointer}/${String(params['missingProperty'])}`,
      message: 'validation.required',
      parameters: { name: String(params['missingProperty']) },
    };
  if (keyword === 'additionalProperties')
    return {
      pointer: `${pointer}/${String(params['additionalProperty'])}`,
      message: 'validation.unknown',
      parameters: { name: String(params['additionalProperty']) },
    };
  if (keyword === 'type' || keyword === 'anyOf') {
    const expected = typesOf(parentSchema);
    return { pointer, got, message: PLAIN_TYPES.has(expected) ? `validation.${expected}` : 'validation.type', parameters: { expected } };
  }
  if (keyword === 'enum' || keyword === 'const') {
    const allowed = keyword === 'enum' ? (params['allowedValues'] as readonly unknown[]) : [params['allowedValue']];
    return { pointer, got, message: 'validation.choice', parameters: { expected: allowed.map(String).join(', ') } };
  }
  if (keyword === 'pattern' && params['pattern'] === '\\S') return { pointer, got, message: 'validation.blank' };
  if (keyword === 'pattern' || keyword === 'format')
    return { pointer, got, message: 'validation.pattern', parameters: { expected: String(params['pattern'] ?? params['format']) } };
  if (sign !== undefined)
    return { pointer, got, message: 'validation.range', parameters: { expected: `${sign} ${String(params['limit'])}` } };
  if (length !== undefined) {
    const has = typeof data === 'string' ? [...data].length : Array.isArray(data) ? data.length : 0;
    return { pointer, got, message: 'validation.length', parameters: { expected: `${length} ${String(params['limit'])}`, length: has } };
  }
  if (keyword === 'uniqueItems') return { pointer, message: 'validation.unique' };
  return { pointer, got, message: 'validation.other', parameters: { expected: keyword } };
}
