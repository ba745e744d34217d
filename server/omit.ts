/** A copy without some fields, e.g. an account without its hash. */
export function omit<T extends object, K extends keyof T>(from: T, ...names: readonly K[]): Omit<T, K> {
  const left: readonly PropertyKey[] = names;
  return Object.fromEntries(Object.entries(from).filter(([name]) => !left.includes(name))) as Omit<T, K>;
}
