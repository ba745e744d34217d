/**
 * Exact Shapley values by enumerating every coalition (L. S. Shapley 1953): what each player adds,
 * averaged over all orders in which the players could have come. They sum to v(all) - v(none). Pure.
 */

/** 2^14 coalitions: beyond, the players are grouped by the caller. */
export const MOST_PLAYERS = 14;

/**
 * @param count players
 * @param value of a coalition, a bit per player
 * @throws RangeError for too many players or a value that is not finite
 */
export function shapley(count: number, value: (coalition: number) => number): number[] {
  if (!Number.isInteger(count) || count < 0 || count > MOST_PLAYERS) throw new RangeError(`${count} players; a whole number from 0 to ${MOST_PLAYERS} was expected`);
  const size = 2 ** count;
  const worth = Float64Array.from({ length: size }, (_, coalition) => value(coalition));
  worth.forEach((each, coalition) => {
    if (!Number.isFinite(each)) throw new RangeError(`the value of coalition ${coalition} is ${each}; a finite number was expected`);
  });
  // (k! (n - k - 1)!) / n! for a coalition of k without the player, built without large factorials
  const share = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let inverse = count;
    for (let i = 1; i <= k; i++) inverse = (inverse * (count - i)) / i;
    share[k] = 1 / inverse;
  }
  const members = (coalition: number): number => {
    let n = 0;
    for (let bits = coalition; bits !== 0; bits &= bits - 1) n++;
    return n;
  };
  return Array.from({ length: count }, (_, player) => {
    const bit = 2 ** player;
    let sum = 0;
    for (let coalition = 0; coalition < size; coalition++) {
      if ((coalition & bit) !== 0) continue;
      sum += (share[members(coalition)] ?? 0) * ((worth[coalition | bit] ?? 0) - (worth[coalition] ?? 0));
    }
    return sum;
  });
}
