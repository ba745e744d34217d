/**
 * Tells a barcode scanner from a person: a scanner types its characters a few milliseconds apart
 * and ends with Enter. Pure; time is an argument.
 */
export interface ScanReader {
  /**
   * @param key as KeyboardEvent.key
   * @param at milliseconds
   * @returns `start` at the first character of what may be a scan, the code when one is complete, else null
   */
  press(key: string, at: number): { kind: 'start' } | { kind: 'code'; code: string } | null;
}

/** People who type fast leave 60 ms and more between two keys. */
export const SCANNER_GAP_MS = 45;
const SHORTEST = 4;

export function createScanReader(gapMs: number = SCANNER_GAP_MS): ScanReader {
  let buffer = '';
  let last = Number.NEGATIVE_INFINITY;
  return {
    press(key, at) {
      const fast = at - last <= gapMs;
      if (key === 'Enter') {
        const code = buffer.trim();
        const complete = fast && code.length >= SHORTEST;
        buffer = '';
        return complete ? { kind: 'code', code } : null;
      }
      if (key.length !== 1) return null;
      last = at;
      if (fast && buffer !== '') {
        buffer += key;
        return null;
      }
      buffer = key;
      return { kind: 'start' };
    },
  };
}
