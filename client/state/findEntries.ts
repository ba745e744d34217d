/**
 * Which search entries answer a typed text. Every word must be found in the entry; an entry whose
 * title starts with the text comes first, and otherwise the order given is kept. Full-width
 * letters and case make no difference.
 */
export interface Findable {
  title: string;
  /** Further names it is found by: the other language, codes. */
  also: string;
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

/** @param limit at most so many are returned */
export function findEntries<T extends Findable>(entries: readonly T[], text: string, limit: number): T[] {
  const wanted = fold(text);
  if (wanted === '') return entries.slice(0, limit);
  const words = wanted.split(/\s+/);
  const hits = entries.filter((entry) => {
    const names = fold(`${entry.title} ${entry.also}`);
    return words.every((word) => names.includes(word));
  });
  const starts = hits.filter((entry) => fold(entry.title).startsWith(wanted));
  return [...starts, ...hits.filter((entry) => !starts.includes(entry))].slice(0, limit);
}
