/** When this person last opened Today in this browser, so that what is new can be marked. Kept for the length of one tab. */
const SHOWN = 'shuijian.today.since';
const NEXT = 'shuijian.today.seen';

/**
 * The instant of the visit before this one, and notes this one.
 * A reload in the same tab keeps the first answer: marks do not vanish while one is reading.
 * @returns null on a first visit
 */
export function takeLastVisit(person: string, now: Date = new Date()): string | null {
  const key = `${SHOWN}.${person}`;
  const kept = sessionStorage.getItem(key);
  if (kept !== null) return kept === '' ? null : kept;
  const before = localStorage.getItem(`${NEXT}.${person}`);
  sessionStorage.setItem(key, before ?? '');
  localStorage.setItem(`${NEXT}.${person}`, now.toISOString());
  return before;
}
