/**
 * JSON as it comes from outside. JSON.parse alone takes nesting until the stack ends, keeps the last of two equal keys,
 * lets `__proto__` through as a key and turns 1e400 into Infinity; here each of these is refused.
 */
import { Fault } from '../../models/errors.ts';

export const MAXIMUM_DEPTH = 32;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const GOT_LENGTH = 80;

const refuse = (message: string, why: string, parameters: Record<string, string | number> = {}, got?: string): Fault =>
  new Fault('invalid', why, { details: [{ message, parameters, ...(got === undefined ? {} : { got: got.slice(0, GOT_LENGTH) }) }] });

/** Index of the quote that ends the string which begins at `start`, or -1. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

/** Decodes a key that may carry escapes: `\u005f_proto__` is `__proto__`. */
function keyOf(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    // not valid JSON: JSON.parse of the whole text says where
    return quoted;
  }
}

/** Looks at brackets, keys and numbers only; whether it is JSON at all is JSON.parse's to say. */
function guard(text: string): void {
  /** One set of keys per open object, null per open array. */
  const open: (Set<string> | null)[] = [];
  let keyNext = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '"') {
      const end = endOfString(text, at);
      if (end === -1) return;
      const keys = open.at(-1);
      if (keyNext && keys !== null && keys !== undefined) {
        const key = keyOf(text.slice(at, end + 1));
        if (FORBIDDEN_KEYS.has(key)) throw refuse('json.forbidden-key', `the key "${key}" is not allowed`, {}, key);
        if (keys.has(key)) throw refuse('json.duplicate-key', `the key "${key.slice(0, GOT_LENGTH)}" occurs twice in one object`, {}, key);
        keys.add(key);
        keyNext = false;
      }
      at = end;
    } else if (letter === '{' || letter === '[') {
      open.push(letter === '{' ? new Set() : null);
      keyNext = letter === '{';
      if (open.length > MAXIMUM_DEPTH)
        throw refuse('json.depth', `the JSON is nested deeper than ${MAXIMUM_DEPTH} levels`, { limit: MAXIMUM_DEPTH });
    } else if (letter === '}' || letter === ']') {
      open.pop();
      keyNext = false;
    } else if (letter === ',') {
      keyNext = open.at(-1) instanceof Set;
    } else if (letter !== undefined && letter >= '0' && letter <= '9') {
      let end = at + 1;
      while (end < text.length && /[0-9.eE+-]/.test(text[end] ?? '')) end += 1;
      const number = text.slice(at, end);
      if (!Number.isFinite(Number.parseFloat(number)))
        throw refuse('json.number', `the number ${number.slice(0, GOT_LENGTH)} cannot be kept`, {}, number);
      at = end - 1;
    }
  }
}

/**
 * @param bytes UTF-8; a byte order mark is passed over
 * @throws Fault `invalid` saying what is wrong and, for a slip of syntax, at which character
 */
export function readJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Fault('unsupported-encoding', 'JSON must be UTF-8', { details: [{ message: 'json.utf8' }], cause });
  }
  guard(text);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    const position = /position (\d+)/.exec(problem)?.[1] ?? String(text.length);
    const short = problem
      .replace(/,? *"[^]*$/u, '')
      .replace(/ in JSON.*$/u, '')
      .slice(0, GOT_LENGTH);
    throw new Fault('invalid', `the JSON is wrong at character ${position}: ${short}`, {
      details: [{ message: 'json.syntax', parameters: { position, problem: short } }],
      cause,
    });
  }
}
