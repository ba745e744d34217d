/**
 * Guards at the door of every method: NaN, infinities and wrong lengths are named by index,
 * so that no comparison further in can be passed by a NaN.
 */

/**
 * @param name what the values are, as it should stand in the message
 * @throws RangeError naming the first index that is no finite number
 */
export function requireFinite(name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new RangeError(`${name}[${i}] is ${String(value)}; a finite number was expected: leave a missing value out, do not write it as NaN`);
    }
  }
}

/**
 * @throws RangeError when the two have different lengths
 */
export function requireSameLength(name: string, values: ArrayLike<unknown>, other: string, others: ArrayLike<unknown>): void {
  if (values.length !== others.length) {
    throw new RangeError(`${name} has ${values.length} values and ${other} has ${others.length}; one of each per observation was expected`);
  }
}

/**
 * A scalar argument inside a range.
 * @throws RangeError naming the argument, what was got and what was expected
 */
export function requireInRange(name: string, value: number, range: { above?: number; from?: number; to?: number; below?: number }): void {
  const inside =
    Number.isFinite(value) &&
    (range.above === undefined || value > range.above) &&
    (range.from === undefined || value >= range.from) &&
    (range.to === undefined || value <= range.to) &&
    (range.below === undefined || value < range.below);
  if (inside) return;
  const bounds = [
    range.above === undefined ? [] : [`> ${range.above}`],
    range.from === undefined ? [] : [`>= ${range.from}`],
    range.to === undefined ? [] : [`<= ${range.to}`],
    range.below === undefined ? [] : [`< ${range.below}`],
  ].flat();
  throw new RangeError(`${name} is ${value}; a finite number ${bounds.join(' and ')} was expected`);
}
