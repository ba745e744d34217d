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
  try {
    return write(value);
  } catch (error) {
    if (!(error instanceof Unsayable)) throw error;
    const path = error.path.map((key) => `/${key}`).join('');
    throw new TypeError(`${path === '' ? 'the value' : `the value at ${path}`} is ${error.why}`, { cause: error });
  }
}

/** @returns SHA-256 of the UTF-8 bytes, 64 lower-case hexadecimal digits */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data);
}

/** What JSON cannot say; the path is put together while it is thrown, so that what can be said costs nothing for it. */
class Unsayable extends Error {
  readonly path: (string | number)[] = [];
  readonly why: string;

  constructor(why: string) {
    super(why);
    this.why = why;
  }
}

function write(value: unknown): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw new Unsayable(`${String(value)}: JSON has no such number`);
      return JSON.stringify(value);
    case 'object':
      return Array.isArray(value) ? writeArray(value) : writeObject(value);
    default:
      throw new Unsayable(`a ${typeof value}: expected JSON data`);
  }
}

function writeArray(values: readonly unknown[]): string {
  const parts: string[] = [];
  // not map(): it would skip the holes of a sparse array
  for (let index = 0; index < values.length; index += 1) parts.push(writeMember(values[index], index));
  return `[${parts.join(',')}]`;
}

function writeObject(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new Unsayable(`a ${value.constructor.name}: expected a plain object`);
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${writeMember(member, key)}`);
  }
  return `{${members.join(',')}}`;
}

function writeMember(value: unknown, key: string | number): string {
  try {
    return write(value);
  } catch (error) {
    if (error instanceof Unsayable) error.path.unshift(key);
    throw error;
  }
}
