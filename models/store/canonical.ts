/**
 * Canonical JSON (keys sorted by UTF-16 code unit, no white space, numbers as ECMAScript prints them;
 * RFC 8785 for what JSON can say) and the SHA-256 over it. Pure.
 */
import { hash } from 'node:crypto';

/**
 * @param value JSON data; members that are `undefined` are left out, as JSON.stringify does
 * @throws TypeError naming the path of what JSON cannot say: NaN, infinities, bigint, functions, dates, undefined in an array
 */
export function canonicalJson(value: unknown): string {
  return write(value, '');
}

/** @returns SHA-256 of the UTF-8 bytes, 64 lower-case hexadecimal digits */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data);
}

function write(value: unknown, path: string): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${where(path)} is ${String(value)}: JSON has no such number`);
      return JSON.stringify(value);
    case 'object':
      return Array.isArray(value) ? writeArray(value, path) : writeObject(value, path);
    default:
      throw new TypeError(`${where(path)} is a ${typeof value}: expected JSON data`);
  }
}

function writeArray(values: readonly unknown[], path: string): string {
  const parts: string[] = [];
  // not map(): it would skip the holes of a sparse array
  for (let index = 0; index < values.length; index += 1) parts.push(write(values[index], `${path}/${index}`));
  return `[${parts.join(',')}]`;
}

function writeObject(value: object, path: string): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError(`${where(path)} is a ${value.constructor.name}: expected a plain object`);
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${write(member, `${path}/${key}`)}`);
  }
  return `{${members.join(',')}}`;
}

const where = (path: string): string => (path === '' ? 'the value' : `the value at ${path}`);
