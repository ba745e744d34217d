/** Values as golden files carry them: numbers beside flags, true where the number is a limit that the result is below. */
import type { CensoredValue } from '../../../analysis/censored/censoredValue.ts';

export const fromFlags = (values: readonly number[], below: readonly boolean[]): CensoredValue[] => {
  if (values.length !== below.length) throw new RangeError(`${values.length} values and ${below.length} flags; one flag per value was expected`);
  return below.map((flag, i) => ({ value: values[i] ?? Number.NaN, qualifier: flag ? '<' : '=' }));
};
