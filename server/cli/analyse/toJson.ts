/**
 * JSON of a method's answer with every digit a double carries. Typed arrays become arrays,
 * NaN (not estimable) becomes null; an infinity is an overflow nobody decided about and is refused.
 */

/**
 * @param answer plain objects, arrays, typed arrays, numbers, strings, booleans, null
 * @throws RangeError naming the path of an infinite number
 */
export function toJson(answer: unknown): string {
  return JSON.stringify(plain(answer, '$'));
}

function plain(value: unknown, path: string): unknown {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return null;
    if (!Number.isFinite(value)) {
      throw new RangeError(`the answer at ${path} is ${value}: the values given are too large for double precision; scale them and try again`);
    }
    return value;
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<number | bigint>, (item, index) =>
      typeof item === 'bigint' ? item.toString() : plain(item, `${path}[${index}]`),
    );
  }
  if (Array.isArray(value)) return value.map((item: unknown, index) => plain(item, `${path}[${index}]`));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, plain(item, `${path}.${key}`)]),
    );
  }
  return value;
}
