/**
 * Any value that a JSON Schema lets in, from its edges: nothing, empty lists, longest texts, odd scripts, far dates, huge
 * decimals. For tests that must hold for whatever may be stored.
 */
import fc from 'fast-check';
import { DECIMAL_PATTERN, ID_PATTERN, INSTANT_PATTERN, LOCAL_DATE_PATTERN } from '../../models/schemas/index.ts';
import { newId } from '../../models/store/index.ts';

export interface Schema {
  type?: string | readonly string[];
  anyOf?: readonly Schema[];
  enum?: readonly unknown[];
  const?: unknown;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  items?: Schema | false;
  prefixItems?: readonly Schema[];
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  'x-references'?: string;
  contentEncoding?: string;
}

const ODD = ['a', '水鉴', '𠮷野家', 'Ärger é', 'مرحبا', '👍', `'"\\<b>&`, '=1+1', '-', '%00 %s {zh}', '0', 'null', '__proto__', 'ＡＢ', '٣', ' x ', '1e999', '/'];
const DECIMALS = ['0', '0.0', '-0', '1', '-1', '12.5', `1${'0'.repeat(58)}`, '9'.repeat(60), `0.${'0'.repeat(50)}1`, `-${'9'.repeat(40)}.5`];

function textOf({ pattern, minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<string> {
  if (pattern === ID_PATTERN) return fc.constant(null).map(() => newId());
  if (pattern === INSTANT_PATTERN) return fc.constantFrom('0001-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z', '2018-01-15T08:00:00.000Z', '9999-12-31T23:59:59.999Z');
  if (pattern === LOCAL_DATE_PATTERN) return fc.constantFrom('0001-01-01', '1970-01-01', '2018-02-28', '2024-02-29', '9999-12-31');
  if (pattern === DECIMAL_PATTERN) return fc.constantFrom(...DECIMALS);
  if (pattern !== undefined && pattern !== '\\S') return fc.stringMatching(new RegExp(pattern)).map((text) => text.slice(0, maxLength));
  const fits = ODD.filter((text) => [...text].length >= minLength && [...text].length <= maxLength);
  return fc.oneof(fc.constantFrom(...(fits.length > 0 ? fits : ['a'.repeat(minLength)])), fc.constant('水'.repeat(Math.min(maxLength, 2000))), ...(minLength === 0 && pattern === undefined ? [fc.constant('')] : []));
}

function numberOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema, whole: boolean): fc.Arbitrary<number> {
  const low = minimum ?? (exclusiveMinimum === undefined ? (whole ? -2_147_483_647 : -1.7e308) : exclusiveMinimum + (whole ? 1 : 1e-300));
  const high = maximum ?? (exclusiveMaximum === undefined ? (whole ? 2_147_483_647 : 1.7e308) : exclusiveMaximum - (whole ? 1 : 1e-9));
  const edges = [low, high, 0, 1, 2018, 0.1, 1e-9].filter((value) => value >= low && value <= high && (!whole || Number.isInteger(value)) && value !== exclusiveMinimum);
  return fc.constantFrom(...edges);
}

/** @param text what a text may be, where the default is not wanted */
export function anyValue(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(anyValue));
  const type = Array.isArray(schema.type) ? String(schema.type[0]) : schema.type;
  if (type === 'string') return textOf(schema);
  if (type === 'integer' || type === 'number') return numberOf(schema, type === 'integer');
  if (type === 'boolean') return fc.boolean();
  if (type === 'null') return fc.constant(null);
  if (type === 'array') {
    if (schema.prefixItems !== undefined) return fc.tuple(...schema.prefixItems.map(anyValue));
    const [least, most] = [schema.minItems ?? 0, Math.min(schema.maxItems ?? 3, Math.max(3, schema.minItems ?? 0))];
    const item = schema.items === undefined || schema.items === false ? fc.constantFrom<unknown>('a', 1, null) : anyValue(schema.items);
    return schema.uniqueItems === true ? fc.uniqueArray(item, { minLength: least, maxLength: most, comparator: 'SameValue' }) : fc.array(item, { minLength: least, maxLength: most });
  }
  if (type === 'object') return fc.record(Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, anyValue(property)])), { requiredKeys: [...(schema.required ?? [])] });
  return fc.constantFrom<unknown>(null, {}, [], 'a', 0);
}
