/**
 * Finds scanned codes among the keys that are pressed, wherever they land. A scanner types its characters and ends with
 * Enter; how fast they arrive depends on the machine, so a code is known by what it says: at Enter, the end of what was
 * typed is compared with the numbers that are expected here. Only a code that nobody expects is told from a person's
 * typing by its speed, by the middle of its gaps: one that a busy machine stretched does not change it. Pure; time is an argument.
 */
export interface ScanReader {
  /**
   * @param key as KeyboardEvent.key
   * @param at milliseconds
   * @param prose the key goes into a text of several lines, where a person may end a line with a number: there it takes a scanner's speed as well
   * @returns the code that Enter completed and how many of the last characters it is; null where there is none
   */
  press(key: string, at: number, prose?: boolean): { code: string; length: number } | null;
  /** What was typed so far belongs to no code: the focus moved by hand, a field was left. */
  forget(): void;
}

/** For a code that is not known. */
const SCANNER_GAP_MS = 35;
/** For a number that is known: people who type fast leave 60 ms and more. */
const PERSON_GAP_MS = 55;
/** A gap of this length ends a code that is known by its speed alone. */
const PAUSE_MS = 700;
const SHORTEST = 4;
const LONGEST = 120;

export const foldCode = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

const gapsOf = (run: readonly { at: number }[]): number[] => run.slice(1).map(({ at }, index) => at - (run[index]?.at ?? at));
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.POSITIVE_INFINITY;

/**
 * @param isKnown whether a code, folded by `foldCode`, is expected here
 * @param onlyKnown where people type fast, or paste key by key, speed alone makes no code
 */
export function createScanReader(isKnown: (folded: string) => boolean, onlyKnown = false): ScanReader {
  let keys: { char: string; at: number }[] = [];

  const known = (prose: boolean): { code: string; length: number } | null => {
    for (let from = 0; from <= keys.length - SHORTEST; from++) {
      const run = keys.slice(from);
      if (prose && median(gapsOf(run)) > PERSON_GAP_MS) continue;
      const code = run.map(({ char }) => char).join('');
      if (isKnown(foldCode(code))) return { code: code.trim(), length: keys.length - from };
    }
    return null;
  };

  const fast = (end: number): { code: string; length: number } | null => {
    let from = keys.length;
    let last = end;
    while (from > 0 && last - (keys[from - 1]?.at ?? Number.NEGATIVE_INFINITY) <= PAUSE_MS) last = keys[--from]?.at ?? last;
    const run = keys.slice(from);
    const code = run.map(({ char }) => char).join('').trim();
    return code.length >= SHORTEST && median(gapsOf(run)) <= SCANNER_GAP_MS ? { code, length: run.length } : null;
  };

  return {
    press(key, at, prose = false) {
      if (key === 'Enter') {
        const found = known(prose) ?? (onlyKnown ? null : fast(at));
        keys = [];
        return found;
      }
      if (key === 'Backspace') keys.pop();
      else if (key.length === 1) keys = [...keys, { char: key, at }].slice(-LONGEST);
      else if (key !== 'Shift' && key !== 'CapsLock' && key !== 'Process') keys = [];
      return null;
    },
    forget() {
      keys = [];
    },
  };
}
