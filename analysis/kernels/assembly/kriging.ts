/**
 * Kernels of kriging on float64, two numbers to an instruction. Places are addresses in bytes.
 *
 * A panel holds four rows side by side: entry m of row r stands at 4 m + r. The sites of a system come in panels of
 * four, and so do right-hand sides, so that one substitution serves the factor, the drift and the targets. Panel J of
 * a factor has 4 J + 4 entries a row and stands behind the panels before it. AssemblyScript, which is why functions may
 * be decorated here: its own compiler checks this folder, not the project's.
 */

/** What the exponential needs; read from memory, because the engine makes a constant anew each time it is used. */
const NUMBERS: usize = memory.data<f64>([
  // added to a number, it leaves the whole number nearest in the lowest bits
  6755399441055744,
  // ln 2 / 256, and 1/2, 1/6, 1/24 of the series of e^r
  0.0027076061740622863, 0.5, 0.16666666666666666, 0.041666666666666664,
  // results below 2^-1021 would lose digits: they are 0
  -261376,
]);
/** Where the workspace keeps 2^(j / 256), j = 0 .. 255, less the bits that adding k to the exponent adds for j. */
const POWERS: usize = 2048;

@inline
function number(i: usize): v128 {
  return v128.load64_splat(NUMBERS + (i << 3));
}

/**
 * 2^(t / 256) of two t <= 0: 2^(k / 256) e^r with k the whole number nearest to t, |r| <= ln 2 / 512. The first term of
 * the series left out is below 4e-17; 0 where the result would be below 2^-1021.
 */
@inline
function power(t: v128): v128 {
  const shifted = f64x2.add(t, number(0));
  const r = f64x2.mul(f64x2.sub(t, f64x2.sub(shifted, number(0))), number(1));
  const first = POWERS + ((<usize>i32x4.extract_lane(shifted, 0) & 255) << 3);
  const second = POWERS + ((<usize>i32x4.extract_lane(shifted, 2) & 255) << 3);
  const whole = i64x2.add(v128.load64_lane(second, v128.load64_zero(first), 1), i64x2.shl(shifted, 44));
  const r2 = f64x2.mul(r, r);
  const higher = f64x2.add(f64x2.add(number(2), f64x2.mul(r, number(3))), f64x2.mul(r2, number(4)));
  const series = f64x2.add(r, f64x2.mul(r2, higher));
  return v128.and(f64x2.add(whole, f64x2.mul(whole, series)), f64x2.gt(t, number(5)));
}

/** What a panel is filled with, as the workspace numbers it; what is none of these is an exponential model. */
const SQUARED: i32 = 0;
const SPHERICAL: i32 = 1;
const GAUSSIAN: i32 = 2;

/**
 * Covariances at two squared distances: nugget and partial sill at 0.
 * @param numbers of the model: nugget, partial sill, and then for a spherical one the square of its range and what the
 * first and the third power of the distance are multiplied by, for the others 256 times the binary logarithm of what a
 * distance of 1 leaves of the partial sill
 */
@inline
function covariance(model: i32, squared: v128, numbers: usize): v128 {
  if (model == SQUARED) return squared;
  const psill = v128.load64_splat(numbers, 8);
  let value: v128;
  if (model == SPHERICAL) {
    const fall = f64x2.sub(v128.load64_splat(numbers, 24), f64x2.mul(v128.load64_splat(numbers, 32), squared));
    value = v128.and(f64x2.sub(psill, f64x2.mul(f64x2.sqrt(squared), fall)), f64x2.lt(squared, v128.load64_splat(numbers, 16)));
  } else value = f64x2.mul(psill, power(f64x2.mul(v128.load64_splat(numbers, 16), model == GAUSSIAN ? squared : f64x2.sqrt(squared))));
  return f64x2.add(value, v128.and(v128.load64_splat(numbers), f64x2.eq(squared, f64x2.splat(0))));
}

/**
 * Fills a panel with the covariances of four places and `count` sites, or with their squared distances.
 * @param numbers of the model
 * @param z 0 for places in a plane
 * @param px, py, pz coordinates of the four
 */
export function fillPanel(model: i32, numbers: usize, x: usize, y: usize, z: usize, count: i32, px: usize, py: usize, pz: usize, panel: usize): void {
  const x0 = v128.load(px);
  const x1 = v128.load(px, 16);
  const y0 = v128.load(py);
  const y1 = v128.load(py, 16);
  const end = x + (<usize>count << 3);
  for (; x < end; x += 8, y += 8, panel += 32) {
    const sx = v128.load64_splat(x);
    const sy = v128.load64_splat(y);
    let dx = f64x2.sub(sx, x0);
    let dy = f64x2.sub(sy, y0);
    let first = f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy));
    dx = f64x2.sub(sx, x1);
    dy = f64x2.sub(sy, y1);
    let second = f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy));
    if (z) {
      const sz = v128.load64_splat(z);
      let dz = f64x2.sub(sz, v128.load(pz));
      first = f64x2.add(first, f64x2.mul(dz, dz));
      dz = f64x2.sub(sz, v128.load(pz, 16));
      second = f64x2.add(second, f64x2.mul(dz, dz));
      z += 8;
    }
    v128.store(panel, covariance(model, first, numbers));
    v128.store(panel, covariance(model, second, numbers), 16);
  }
}

/**
 * Takes the part of four rows of a factor out of the block of a panel that belongs to them: block entries
 * - sum over m of the panel's entry m times theirs, for m before the block.
 */
@inline
function takeOut(rows: usize, panel: usize, block: usize): void {
  let a0 = v128.load(block);
  let a1 = v128.load(block, 16);
  let b0 = v128.load(block, 32);
  let b1 = v128.load(block, 48);
  let c0 = v128.load(block, 64);
  let c1 = v128.load(block, 80);
  let d0 = v128.load(block, 96);
  let d1 = v128.load(block, 112);
  for (; panel < block; panel += 32, rows += 32) {
    const y0 = v128.load(panel);
    const y1 = v128.load(panel, 16);
    let row = v128.load64_splat(rows);
    a0 = f64x2.sub(a0, f64x2.mul(row, y0));
    a1 = f64x2.sub(a1, f64x2.mul(row, y1));
    row = v128.load64_splat(rows, 8);
    b0 = f64x2.sub(b0, f64x2.mul(row, y0));
    b1 = f64x2.sub(b1, f64x2.mul(row, y1));
    row = v128.load64_splat(rows, 16);
    c0 = f64x2.sub(c0, f64x2.mul(row, y0));
    c1 = f64x2.sub(c1, f64x2.mul(row, y1));
    row = v128.load64_splat(rows, 24);
    d0 = f64x2.sub(d0, f64x2.mul(row, y0));
    d1 = f64x2.sub(d1, f64x2.mul(row, y1));
  }
  v128.store(block, a0);
  v128.store(block, a1, 16);
  v128.store(block, b0, 32);
  v128.store(block, b1, 48);
  v128.store(block, c0, 64);
  v128.store(block, c1, 80);
  v128.store(block, d0, 96);
  v128.store(block, d1, 112);
}

/** Panel J of a factor. */
@inline
function panelOf(factor: usize, j: usize): usize {
  return factor + ((j * (j + 1)) << 6);
}

/**
 * Solves L y = c for the four right-hand sides of a panel, in place.
 * @param from, to panels of the factor: entries before the first are zero in all four and stay it
 */
export function solvePanel(factor: usize, inverse: usize, panel: usize, from: usize, to: usize): void {
  for (let j = from; j < to; j++) {
    const rows = panelOf(factor, j);
    const block = panel + (j << 7);
    takeOut(rows + (from << 7), panel + (from << 7), block);
    const own = rows + (j << 7);
    const scale = inverse + (j << 5);
    let by = v128.load64_splat(scale);
    const a0 = f64x2.mul(v128.load(block), by);
    const a1 = f64x2.mul(v128.load(block, 16), by);
    v128.store(block, a0);
    v128.store(block, a1, 16);
    by = v128.load64_splat(own, 8);
    let b0 = f64x2.sub(v128.load(block, 32), f64x2.mul(by, a0));
    let b1 = f64x2.sub(v128.load(block, 48), f64x2.mul(by, a1));
    by = v128.load64_splat(own, 16);
    let c0 = f64x2.sub(v128.load(block, 64), f64x2.mul(by, a0));
    let c1 = f64x2.sub(v128.load(block, 80), f64x2.mul(by, a1));
    by = v128.load64_splat(own, 24);
    let d0 = f64x2.sub(v128.load(block, 96), f64x2.mul(by, a0));
    let d1 = f64x2.sub(v128.load(block, 112), f64x2.mul(by, a1));
    by = v128.load64_splat(scale, 8);
    b0 = f64x2.mul(b0, by);
    b1 = f64x2.mul(b1, by);
    v128.store(block, b0, 32);
    v128.store(block, b1, 48);
    by = v128.load64_splat(own, 48);
    c0 = f64x2.sub(c0, f64x2.mul(by, b0));
    c1 = f64x2.sub(c1, f64x2.mul(by, b1));
    by = v128.load64_splat(own, 56);
    d0 = f64x2.sub(d0, f64x2.mul(by, b0));
    d1 = f64x2.sub(d1, f64x2.mul(by, b1));
    by = v128.load64_splat(scale, 16);
    c0 = f64x2.mul(c0, by);
    c1 = f64x2.mul(c1, by);
    v128.store(block, c0, 64);
    v128.store(block, c1, 80);
    by = v128.load64_splat(own, 88);
    d0 = f64x2.sub(d0, f64x2.mul(by, c0));
    d1 = f64x2.sub(d1, f64x2.mul(by, c1));
    by = v128.load64_splat(scale, 24);
    v128.store(block, f64x2.mul(d0, by), 96);
    v128.store(block, f64x2.mul(d1, by), 112);
  }
}

/** A pivot this small beside its diagonal is rounding: the matrix is singular to working precision. */
const SINGULAR: f64 = 64 * f64.EPSILON;

/**
 * Factor of the four rows and columns of a block, in place, and the inverse of its diagonal.
 * @returns the row of the block at which it is not positive definite, or 4
 */
@inline
function factoriseBlock(block: usize, inverse: usize, was0: f64, was1: f64, was2: f64, was3: f64): i32 {
  const d0 = load<f64>(block);
  if (!(d0 > SINGULAR * was0)) return 0;
  const l00 = sqrt(d0);
  const i0 = 1 / l00;
  const l10 = load<f64>(block, 8) * i0;
  const l20 = load<f64>(block, 16) * i0;
  const l30 = load<f64>(block, 24) * i0;
  const d1 = load<f64>(block, 40) - l10 * l10;
  if (!(d1 > SINGULAR * was1)) return 1;
  const l11 = sqrt(d1);
  const i1 = 1 / l11;
  const l21 = (load<f64>(block, 48) - l20 * l10) * i1;
  const l31 = (load<f64>(block, 56) - l30 * l10) * i1;
  const d2 = load<f64>(block, 80) - l20 * l20 - l21 * l21;
  if (!(d2 > SINGULAR * was2)) return 2;
  const l22 = sqrt(d2);
  const i2 = 1 / l22;
  const l32 = (load<f64>(block, 88) - l30 * l20 - l31 * l21) * i2;
  const d3 = load<f64>(block, 120) - l30 * l30 - l31 * l31 - l32 * l32;
  if (!(d3 > SINGULAR * was3)) return 3;
  const l33 = sqrt(d3);
  store<f64>(inverse, i0);
  store<f64>(inverse, i1, 8);
  store<f64>(inverse, i2, 16);
  store<f64>(inverse, 1 / l33, 24);
  store<f64>(block, l00);
  store<f64>(block, l10, 8);
  store<f64>(block, l20, 16);
  store<f64>(block, l30, 24);
  store<f64>(block, l11, 40);
  store<f64>(block, l21, 48);
  store<f64>(block, l31, 56);
  store<f64>(block, l22, 80);
  store<f64>(block, l32, 88);
  store<f64>(block, l33, 120);
  return 4;
}

/**
 * Cholesky factor, in place, of a covariance matrix in panels, of which only the lower triangle is read.
 * @param inverse receives 1 / L_ii
 * @returns -1, or the row at which the matrix is not positive definite
 */
export function factorise(matrix: usize, inverse: usize, panels: usize): i32 {
  for (let i: usize = 0; i < panels; i++) {
    const panel = panelOf(matrix, i);
    solvePanel(matrix, inverse, panel, 0, i);
    const block = panel + (i << 7);
    // the diagonal as it was decides what is rounding
    const was0 = load<f64>(block);
    const was1 = load<f64>(block, 40);
    const was2 = load<f64>(block, 80);
    const was3 = load<f64>(block, 120);
    takeOut(panel, panel, block);
    const row = factoriseBlock(block, inverse + (i << 5), was0, was1, was2, was3);
    if (row < 4) return <i32>(i << 2) + row;
  }
  return -1;
}

/**
 * Sums over entries [first, n) of the four rows of a panel: of their squares, then of their products with each of
 * `count` columns of `n` entries. Four numbers each, one for each row, into consecutive entries.
 */
export function totals(panel: usize, first: i32, n: i32, columns: usize, count: i32, into: usize): void {
  const from = panel + (<usize>first << 5);
  const end = panel + (<usize>n << 5);
  let a = f64x2.splat(0);
  let b = a;
  for (let at = from; at < end; at += 32) {
    const y0 = v128.load(at);
    const y1 = v128.load(at, 16);
    a = f64x2.add(a, f64x2.mul(y0, y0));
    b = f64x2.add(b, f64x2.mul(y1, y1));
  }
  v128.store(into, a);
  v128.store(into, b, 16);
  for (let k = 0; k < count; k++) {
    let entry = columns + (<usize>(k * n + first) << 3);
    a = f64x2.splat(0);
    b = a;
    for (let at = from; at < end; at += 32) {
      const u = v128.load64_splat(entry);
      a = f64x2.add(a, f64x2.mul(u, v128.load(at)));
      b = f64x2.add(b, f64x2.mul(u, v128.load(at, 16)));
      entry += 8;
    }
    into += 32;
    v128.store(into, a);
    v128.store(into, b, 16);
  }
}
