/**
 * Outlines of a raster at several thresholds by marching squares: the rings of d3-contour 4 with its conventions (saddles,
 * linear interpolation, the border), traced for all thresholds in one pass over the cells.
 *
 * d3-contour visits every cell once per threshold through a closure and stitches fragments: 3 ms a threshold of
 * 90,000 cells, most of them crossed by nothing. Here each cell gets the number of thresholds it reaches; only where
 * four neighbours differ does an outline run, and from such a place it is followed until it closes.
 * Reference: d3-contour 4.0.3, test/analysis/spatial/isoRings.test.ts.
 */
import type { Position } from 'geojson';

export interface IsoRing {
  /** Closed. In columns and rows from the north-west corner of the raster; cell (c, r) has its centre at (c + 0.5, r + 0.5). */
  ring: Position[];
  /** Signed, in cells: below zero what is enclosed lies at or above the threshold. */
  area: number;
  /**
   * Rising: each i whose segment from ring[i - 1] to ring[i] lies at the border or beside a cell without a finite value. Only
   * there can outlines of two thresholds coincide.
   */
  edges: number[];
}

const LEFT = 0;
const RIGHT = 1;
const TOP = 2;
const BOTTOM = 3;

/**
 * By which side an outline leaves a square of four cells it entered by another: entry 4 x case + side, -1 for none.
 * Case: 1 the lower left cell reaches the threshold, + 2 the lower right, + 4 the upper right, + 8 the upper left.
 */
const LEAVES = Int8Array.from({ length: 64 }, () => -1);
const lines: readonly (readonly [at: number, enters: number, leaves: number])[] = [
  [1, BOTTOM, LEFT],
  [2, RIGHT, BOTTOM],
  [3, RIGHT, LEFT],
  [4, TOP, RIGHT],
  [5, BOTTOM, LEFT],
  [5, TOP, RIGHT],
  [6, TOP, BOTTOM],
  [7, TOP, LEFT],
  [8, LEFT, TOP],
  [9, BOTTOM, TOP],
  [10, LEFT, TOP],
  [10, RIGHT, BOTTOM],
  [11, RIGHT, TOP],
  [12, LEFT, RIGHT],
  [13, BOTTOM, RIGHT],
  [14, LEFT, BOTTOM],
];
for (const [at, enters, leaves] of lines) LEAVES[4 * at + enters] = leaves;

/** Where between two centres, 0.5 behind and 0.5 before `at`, the threshold is crossed. What is no number counts as -Infinity. */
const crossing = (at: number, before: number, after: number, threshold: number): number => {
  const low = Number.isNaN(before) ? -Infinity : before;
  const high = Number.isNaN(after) ? -Infinity : after;
  const a = threshold - low;
  const b = high - low;
  const share = Number.isFinite(a) || Number.isFinite(b) ? a / b : Math.sign(a) / Math.sign(b);
  return Number.isNaN(share) ? at : at + share - 0.5;
};

/**
 * @param values row by row from the north, columns x rows; NaN lies below every threshold
 * @param thresholds rising
 * @returns the rings of each threshold
 */
export const isoRings = (columns: number, rows: number, values: ArrayLike<number>, thresholds: readonly number[]): IsoRing[][] => {
  // a border of cells that reach nothing
  const wide = columns + 2;
  const reached = new Uint32Array(wide * (rows + 2));
  const finite = new Uint8Array(reached.length);
  let k = 0;
  for (let r = 0, cell = 0; r < rows; r++) {
    for (let c = 0, at = (r + 1) * wide + 1; c < columns; c++, cell++, at++) {
      const value = values[cell] as number;
      // neighbours mostly reach as many
      while (k > 0 && !(value >= (thresholds[k - 1] as number))) k--;
      while (k < thresholds.length && value >= (thresholds[k] as number)) k++;
      reached[at] = k;
      finite[at] = Number.isFinite(value) ? 1 : 0;
    }
  }
  // by threshold, the squares that its outline crosses: each by the place of its upper left cell
  const crossedBy: number[][] = thresholds.map(() => []);
  for (let r = 0; r <= rows; r++) {
    for (let c = 0, at = r * wide; c <= columns; c++, at++) {
      const here = reached[at] as number;
      const right = reached[at + 1] as number;
      const below = reached[at + wide] as number;
      const across = reached[at + wide + 1] as number;
      if (here === right && here === below && here === across) continue;
      const most = Math.max(here, right, below, across);
      for (let t = Math.min(here, right, below, across); t < most; t++) crossedBy[t]?.push(at);
    }
  }

  const entered = new Uint8Array(reached.length);
  return thresholds.map((threshold, t) => {
    const level = t + 1;
    const caseOf = (at: number): number =>
      ((reached[at + wide] as number) >= level ? 1 : 0) |
      ((reached[at + wide + 1] as number) >= level ? 2 : 0) |
      ((reached[at + 1] as number) >= level ? 4 : 0) |
      ((reached[at] as number) >= level ? 8 : 0);
    /** Where the outline crosses a side of the square whose upper left cell is (c - 1, r - 1). */
    const pointOn = (side: number, c: number, r: number): Position => {
      if (side === LEFT || side === RIGHT) {
        const column = side === LEFT ? c - 1 : c;
        const cell = r * columns + column;
        return [column + 0.5, r > 0 && r < rows ? crossing(r, values[cell - columns] as number, values[cell] as number, threshold) : r];
      }
      const row = side === TOP ? r - 1 : r;
      const cell = row * columns + c;
      return [c > 0 && c < columns ? crossing(c, values[cell - 1] as number, values[cell] as number, threshold) : c, row + 0.5];
    };
    entered.fill(0);
    const found: IsoRing[] = [];
    for (const first of crossedBy[t] ?? []) {
      const crossed = caseOf(first);
      for (let side = 0; side < 4; side++) {
        if ((LEAVES[4 * crossed + side] as number) < 0 || ((entered[first] as number) & (1 << side)) !== 0) continue;
        let at = first;
        let c = first % wide;
        let r = (first - c) / wide;
        let enters = side;
        let last = pointOn(side, c, r);
        const ring: Position[] = [last];
        let area = 0;
        const edges: number[] = [];
        while (((entered[at] as number) & (1 << enters)) === 0) {
          entered[at] = (entered[at] as number) | (1 << enters);
          if ((finite[at] as number) + (finite[at + 1] as number) + (finite[at + wide] as number) + (finite[at + wide + 1] as number) < 4) edges.push(ring.length);
          const leaves = LEAVES[4 * caseOf(at) + enters] as number;
          const next = pointOn(leaves, c, r);
          ring.push(next);
          area += (last[0] as number) * (next[1] as number) - (next[0] as number) * (last[1] as number);
          last = next;
          if (leaves === LEFT) {
            c--;
            at--;
            enters = RIGHT;
          } else if (leaves === RIGHT) {
            c++;
            at++;
            enters = LEFT;
          } else if (leaves === TOP) {
            r--;
            at -= wide;
            enters = BOTTOM;
          } else {
            r++;
            at += wide;
            enters = TOP;
          }
        }
        found.push({ ring, area: area / 2, edges });
      }
    }
    return found;
  });
};
