import type { Random } from '../random.ts';

/** The same items in an order drawn from the stream. Pure but for the stream. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = random.shuffle(Int32Array.from(items.keys()));
  return [...order].flatMap((i) => {
    const item = items[i];
    return item === undefined ? [] : [item];
  });
}
