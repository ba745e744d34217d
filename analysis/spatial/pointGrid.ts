/**
 * Uniform grid over places, for nearest-neighbour and distance-band search.
 * The grid spans the bulk of the places; those far outside are clamped to its border cells. Clamping
 * never lengthens a distance, so cell bounds stay lower bounds and the search stays exact, while one
 * mistyped coordinate cannot pull all other places into one cell. The same holds for chord points:
 * the grid lies in x and y, distances include z and can only be longer.
 */
import { boxOf, countOf, requirePoints, type Points } from './points.ts';

const PER_CELL = 3;
const SAMPLE = 4096;

/** Bounds of the bulk of one coordinate: half a percent cut off at each end, then a margin, within the true range. */
const bulk = (values: Float64Array, least: number, most: number): [number, number] => {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const sample = new Float64Array(Math.ceil(values.length / step));
  for (let i = 0; i < sample.length; i++) sample[i] = values[i * step] as number;
  sample.sort();
  const cut = Math.floor(sample.length / 200);
  const low = sample[cut] as number;
  const high = sample[sample.length - 1 - cut] as number;
  const margin = (high - low) * 0.05;
  return high > low ? [Math.max(least, low - margin), Math.min(most, high + margin)] : [least, most];
};

export class PointGrid {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  /** Position in cell order → index of the place. */
  readonly order: Int32Array;
  /** First position of each cell; one more entry than cells. */
  readonly start: Int32Array;
  private readonly west: number;
  private readonly south: number;
  private readonly width: number;
  private readonly height: number;
  /** What rounding may move a cell's border by. */
  private readonly slack: number;
  private readonly sx: Float64Array;
  private readonly sy: Float64Array;
  private readonly sz: Float64Array | undefined;
  /** Result of the last {@link nearest}: indices, ascending by distance then index. */
  found = new Int32Array(64);
  /** Squared distances that go with {@link found}. */
  foundSquared = new Float64Array(64);

  /** @throws RangeError when a coordinate is not finite */
  constructor(points: Points) {
    requirePoints('points', points);
    const { x, y, z } = points;
    const n = countOf(points);
    this.count = n;
    const box = n === 0 ? { west: 0, south: 0, east: 0, north: 0 } : boxOf(points);
    const [west, east] = n === 0 ? [0, 0] : bulk(x, box.west, box.east);
    const [south, north] = n === 0 ? [0, 0] : bulk(y, box.south, box.north);
    const cells = Math.max(1, Math.min(n / PER_CELL, 1 << 24));
    const spanX = east - west;
    const spanY = north - south;
    const side = spanX > 0 && spanY > 0 ? Math.sqrt((spanX / cells) * spanY) : Math.max(spanX, spanY) / cells;
    // a strip far longer than wide would otherwise get more columns than there are places
    this.columns = side > 0 ? Math.max(1, Math.min(Math.ceil(cells), Math.round(spanX / side))) : 1;
    this.rows = side > 0 ? Math.max(1, Math.min(Math.ceil(cells), Math.round(spanY / side))) : 1;
    this.west = west;
    this.south = south;
    this.width = spanX > 0 ? spanX / this.columns : 1;
    this.height = spanY > 0 ? spanY / this.rows : 1;
    this.slack = 8 * Number.EPSILON * Math.max(Math.abs(west), Math.abs(east), Math.abs(south), Math.abs(north));

    const cellOf = new Int32Array(n);
    this.start = new Int32Array(this.columns * this.rows + 1);
    for (let i = 0; i < n; i++) {
      const cell = this.rowOf(y[i] as number) * this.columns + this.columnOf(x[i] as number);
      cellOf[i] = cell;
      this.start[cell + 1] = (this.start[cell + 1] as number) + 1;
    }
    for (let cell = 0; cell < this.columns * this.rows; cell++) this.start[cell + 1] = (this.start[cell + 1] as number) + (this.start[cell] as number);
    const next = this.start.slice(0, -1);
    this.order = new Int32Array(n);
    this.sx = new Float64Array(n);
    this.sy = new Float64Array(n);
    this.sz = z && new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const cell = cellOf[i] as number;
      const position = next[cell] as number;
      next[cell] = position + 1;
      this.order[position] = i;
      this.sx[position] = x[i] as number;
      this.sy[position] = y[i] as number;
      if (this.sz && z) this.sz[position] = z[i] as number;
    }
  }

  columnOf(x: number): number {
    const column = Math.floor((x - this.west) / this.width);
    return column <= 0 ? 0 : column >= this.columns ? this.columns - 1 : column;
  }

  rowOf(y: number): number {
    const row = Math.floor((y - this.south) / this.height);
    return row <= 0 ? 0 : row >= this.rows ? this.rows - 1 : row;
  }

  /**
   * The up to k places nearest to (x, y, z), written into {@link found} and {@link foundSquared}.
   * Ties go to the lower index, so the answer does not depend on the grid.
   * @param skip index of a place to leave out (the place itself), or -1
   * @param within squared distance not to be exceeded, Infinity for none
   * @returns how many were found
   */
  nearest(x: number, y: number, z: number, k: number, skip: number, within: number): number {
    if (this.found.length < k) {
      this.found = new Int32Array(k);
      this.foundSquared = new Float64Array(k);
    }
    const { found, foundSquared, sx, sy, sz, order, start, columns, rows, width, height, slack } = this;
    const wanted = Math.min(k, this.count);
    if (wanted <= 0) return 0;
    const column = this.columnOf(x);
    const row = this.rowOf(y);
    // offsets from the west and south side of the home cell, of the clamped place
    const ox = Math.min(Math.max(x - (this.west + column * width), 0), width);
    const oy = Math.min(Math.max(y - (this.south + row * height), 0), height);
    let have = 0;
    let worst = within;
    for (let ring = 0; ; ring++) {
      const fromRow = row - ring;
      const toRow = row + ring;
      const fromColumn = column - ring;
      const toColumn = column + ring;
      for (let r = fromRow < 0 ? 0 : fromRow; r <= toRow && r < rows; r++) {
        const whole = r === fromRow || r === toRow;
        for (let c = fromColumn; c <= toColumn; c += whole || ring === 0 ? 1 : 2 * ring) {
          if (c < 0) continue;
          if (c >= columns) break;
          const cell = r * columns + c;
          const end = start[cell + 1] as number;
          for (let position = start[cell] as number; position < end; position++) {
            const dx = (sx[position] as number) - x;
            const dy = (sy[position] as number) - y;
            let squared = dx * dx + dy * dy;
            if (sz !== undefined) {
              const dz = (sz[position] as number) - z;
              squared += dz * dz;
            }
            if (squared > worst) continue;
            const index = order[position] as number;
            if (index === skip) continue;
            let slot = have;
            if (have === wanted) {
              if (squared === worst && index > (found[have - 1] as number)) continue;
              slot = have - 1;
            } else have++;
            while (slot > 0) {
              const before = foundSquared[slot - 1] as number;
              if (before < squared || (before === squared && (found[slot - 1] as number) < index)) break;
              foundSquared[slot] = before;
              found[slot] = found[slot - 1] as number;
              slot--;
            }
            foundSquared[slot] = squared;
            found[slot] = index;
            if (have === wanted) worst = foundSquared[have - 1] as number;
          }
        }
      }
      // distance to the nearest side of the block behind which cells remain
      let side = Infinity;
      if (fromColumn > 0) side = ox + ring * width;
      if (toColumn < columns - 1) side = Math.min(side, width - ox + ring * width);
      if (fromRow > 0) side = Math.min(side, oy + ring * height);
      if (toRow < rows - 1) side = Math.min(side, height - oy + ring * height);
      if (side === Infinity) return have;
      side -= slack;
      if (side > 0 && worst < side * side * (1 - 1e-12)) return have;
    }
  }

  /** How many places stand within a distance of (x, y, z), counted up to `wanted`: where the cells around have as many, no search is needed. */
  countNear(x: number, y: number, z: number, wanted: number, squared: number): number {
    const { sx, sy, sz, start, columns, rows } = this;
    const [column, row] = [this.columnOf(x), this.rowOf(y)];
    const [first, last] = [Math.max(0, column - 1), Math.min(columns - 1, column + 1)];
    let count = 0;
    for (let r = Math.max(0, row - 1); r <= row + 1 && r < rows; r++) {
      const end = start[r * columns + last + 1] as number;
      for (let position = start[r * columns + first] as number; position < end; position++) {
        const dx = (sx[position] as number) - x;
        const dy = (sy[position] as number) - y;
        const dz = sz === undefined ? 0 : (sz[position] as number) - z;
        if (dx * dx + dy * dy + dz * dz <= squared && ++count === wanted) return count;
      }
    }
    return this.nearest(x, y, z, wanted, -1, squared);
  }

  /**
   * Calls nothing and allocates nothing: counts the places with lower < distance <= upper of (x, y, z),
   * and writes their indices, unordered, into `into` from `offset` on when given.
   */
  within(x: number, y: number, z: number, lowerSquared: number, upperSquared: number, upper: number, skip: number, into: Int32Array | null, offset: number): number {
    const { sx, sy, sz, order, start, columns } = this;
    const firstRow = this.rowOf(y - upper);
    const lastRow = this.rowOf(y + upper);
    const firstColumn = this.columnOf(x - upper);
    const lastColumn = this.columnOf(x + upper);
    let count = 0;
    for (let r = firstRow; r <= lastRow; r++) {
      // cells of one row lie one after the other
      const end = start[r * columns + lastColumn + 1] as number;
      for (let position = start[r * columns + firstColumn] as number; position < end; position++) {
        const dx = (sx[position] as number) - x;
        const dy = (sy[position] as number) - y;
        let squared = dx * dx + dy * dy;
        if (sz !== undefined) {
          const dz = (sz[position] as number) - z;
          squared += dz * dz;
        }
        if (squared > upperSquared || squared <= lowerSquared) continue;
        const index = order[position] as number;
        if (index === skip) continue;
        if (into !== null) into[offset + count] = index;
        count++;
      }
    }
    return count;
  }
}
