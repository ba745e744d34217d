/** Sorting of tables. What is missing comes last in both directions: it is neither the smallest nor the largest. */
export type SortKey = string | number | null | undefined;

const missing = (key: SortKey): key is null | undefined =>
  key === null || key === undefined || (typeof key === 'number' && Number.isNaN(key));

/** @returns a new array; rows with equal keys keep their order */
export function sortRows<T>(rows: readonly T[], by: (row: T) => SortKey, down = false): T[] {
  const sign = down ? -1 : 1;
  return rows
    .map((row) => ({ row, key: by(row) }))
    .sort((a, b) => {
      if (missing(a.key) || missing(b.key)) return Number(missing(a.key)) - Number(missing(b.key));
      if (typeof a.key === 'number' && typeof b.key === 'number') return sign * (a.key - b.key);
      return sign * String(a.key).localeCompare(String(b.key), 'zh-CN', { numeric: true });
    })
    .map(({ row }) => row);
}
