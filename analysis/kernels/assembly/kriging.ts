/**
 * Kernels of kriging on flat row-major arrays of float64, two numbers to an instruction. All places are addresses in
 * bytes; arrays have an even number of entries, and what stands in the spare one is never read as a result.
 */

/** ln 2 in two parts: products of the first with whole numbers up to 2^20 are exact. */
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;
/** Adding it leaves the whole number nearest in the lowest bits. */
const ROUNDING: f64 = 6755399441055744;
/** Results below e^-708 would lose digits: they are 0. */
const LEAST: f64 = -708;

/** Terms of the series of e^r, |r| <= ln 2 / 2: the first one left out is below 5e-18. */
// @ts-ignore: decorator
@inline
function series(r: v128): v128 {
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const r8 = f64x2.mul(r4, r4);
  const a = f64x2.add(f64x2.add(f64x2.splat(1), r), f64x2.mul(r2, f64x2.add(f64x2.splat(1 / 2.0), f64x2.mul(r, f64x2.splat(1 / 6.0)))));
  const b = f64x2.add(f64x2.add(f64x2.splat(1 / 24.0), f64x2.mul(r, f64x2.splat(1 / 120.0))), f64x2.mul(r2, f64x2.add(f64x2.splat(1 / 720.0), f64x2.mul(r, f64x2.splat(1 / 5040.0)))));
  const c = f64x2.add(f64x2.add(f64x2.splat(1 / 40320.0), f64x2.mul(r, f64x2.splat(1 / 362880.0))), f64x2.mul(r2, f64x2.add(f64x2.splat(1 / 3628800.0), f64x2.mul(r, f64x2.splat(1 / 39916800.0)))));
  const d = f64x2.add(f64x2.splat(1 / 479001600.0), f64x2.mul(r, f64x2.splat(1 / 6227020800.0)));
  return f64x2.add(f64x2.add(a, f64x2.mul(r4, b)), f64x2.mul(r8, f64x2.add(c, f64x2.mul(r4, d))));
}

/** e^x of two x <= 0. Relative error below 5e-16; 0 below LEAST. */
// @ts-ignore: decorator
@inline
function expNegative(x: v128): v128 {
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1 / 0.6931471805599453)), f64x2.splat(ROUNDING));
  const k = f64x2.sub(shifted, f64x2.splat(ROUNDING));
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HIGH))), f64x2.mul(k, f64x2.splat(LN2_LOW)));
  const power = i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52);
  return v128.and(f64x2.mul(series(r), power), f64x2.gt(x, f64x2.splat(LEAST)));
}

/** Squared distances from one place to `count` sites, into consecutive entries. `z` is 0 for places in a plane. */
export function squaredTo(x: usize, y: usize, z: usize, count: i32, tx: f64, ty: f64, tz: f64, into: usize): void {
  const px = f64x2.splat(tx);
  const py = f64x2.splat(ty);
  const pz = f64x2.splat(tz);
  const end = x + (<usize>count << 3);
  while (x < end) {
    const dx = f64x2.sub(v128.load(x), px);
    const dy = f64x2.sub(v128.load(y), py);
    let squared = f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy));
    if (z) {
      const dz = f64x2.sub(v128.load(z), pz);
      squared = f64x2.add(squared, f64x2.mul(dz, dz));
      z += 16;
    }
    v128.store(into, squared);
    x += 16;
    y += 16;
    into += 16;
  }
}

/** The same from four places, given as x of four, y of four, z of four: entry i of place t at 4 i + t. */
export function squaredToFour(x: usize, y: usize, z: usize, count: i32, places: usize, into: usize): void {
  const ax = v128.load(places);
  const bx = v128.load(places, 16);
  const ay = v128.load(places, 32);
  const by = v128.load(places, 48);
  const az = v128.load(places, 64);
  const bz = v128.load(places, 80);
  const end = x + (<usize>count << 3);
  while (x < end) {
    const sx = v128.load64_splat(x);
    const sy = v128.load64_splat(y);
    let dx = f64x2.sub(sx, ax);
    let dy = f64x2.sub(sy, ay);
    let a = f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy));
    dx = f64x2.sub(sx, bx);
    dy = f64x2.sub(sy, by);
    let b = f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy));
    if (z) {
      const sz = v128.load64_splat(z);
      let dz = f64x2.sub(sz, az);
      a = f64x2.add(a, f64x2.mul(dz, dz));
      dz = f64x2.sub(sz, bz);
      b = f64x2.add(b, f64x2.mul(dz, dz));
      z += 8;
    }
    v128.store(into, a);
    v128.store(into, b, 16);
    x += 8;
    y += 8;
    into += 32;
  }
}

/** Squared distances into spherical covariances, in place: the sill at 0, 0 from the range on. */
export function spherical(at: usize, count: i32, nugget: f64, psill: f64, range: f64): void {
  const inverse = 1 / range;
  const linear = f64x2.splat(1.5 * psill * inverse);
  const cubic = f64x2.splat(0.5 * psill * inverse * inverse * inverse);
  const reach = f64x2.splat(range * range);
  const structured = f64x2.splat(psill);
  const sill = f64x2.splat(nugget + psill);
  const zero = f64x2.splat(0);
  const end = at + (<usize>count << 3);
  for (; at < end; at += 16) {
    const squared = v128.load(at);
    const value = f64x2.sub(structured, f64x2.mul(f64x2.sqrt(squared), f64x2.sub(linear, f64x2.mul(cubic, squared))));
    v128.store(at, v128.bitselect(v128.and(value, f64x2.lt(squared, reach)), sill, f64x2.gt(squared, zero)));
  }
}

/** Squared distances into exponential covariances, in place. */
export function exponential(at: usize, count: i32, nugget: f64, psill: f64, range: f64): void {
  const scale = f64x2.splat(-1 / range);
  const structured = f64x2.splat(psill);
  const sill = f64x2.splat(nugget + psill);
  const zero = f64x2.splat(0);
  const end = at + (<usize>count << 3);
  for (; at < end; at += 16) {
    const squared = v128.load(at);
    const value = f64x2.mul(structured, expNegative(f64x2.mul(scale, f64x2.sqrt(squared))));
    v128.store(at, v128.bitselect(value, sill, f64x2.gt(squared, zero)));
  }
}

/** Squared distances into Gaussian covariances, in place. */
export function gaussian(at: usize, count: i32, nugget: f64, psill: f64, range: f64): void {
  const inverse = 1 / range;
  const scale = f64x2.splat(-inverse * inverse);
  const structured = f64x2.splat(psill);
  const sill = f64x2.splat(nugget + psill);
  const zero = f64x2.splat(0);
  const end = at + (<usize>count << 3);
  for (; at < end; at += 16) {
    const squared = v128.load(at);
    const value = f64x2.mul(structured, expNegative(f64x2.mul(scale, squared)));
    v128.store(at, v128.bitselect(value, sill, f64x2.gt(squared, zero)));
  }
}

/** A pivot this small beside its diagonal is rounding: the matrix is singular to working precision. */
const SINGULAR: f64 = 64 * f64.EPSILON;

// @ts-ignore: decorator
@inline
function lanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/**
 * Cholesky factor, in place, of the lower triangle of the first `n` rows, continued through `riders` more rows: a
 * right-hand side b written as a row comes out as L⁻¹ b, without a solve of its own. Rows come in pairs, so that each
 * number loaded is used twice; a caller with an odd number adds a row of the identity, which changes nothing.
 * @param inverse receives 1 / L_ii
 * @returns -1, or the row at which the matrix is not positive definite
 */
export function factorise(a: usize, stride: i32, n: i32, riders: i32, inverse: usize): i32 {
  const step = <usize>stride << 3;
  const rows = n + riders;
  for (let i = 0; i < rows; i += 2) {
    const top = a + <usize>i * step;
    const next = top + step;
    const last = min(i, n);
    let left = a;
    for (let j = 0; j < last; j += 2) {
      let right = left + step;
      let s00 = f64x2.splat(0);
      let s01 = s00;
      let s10 = s00;
      let s11 = s00;
      const width = <usize>j << 3;
      for (let m: usize = 0; m < width; m += 16) {
        const u = v128.load(top + m);
        const v = v128.load(next + m);
        const p = v128.load(left + m);
        const q = v128.load(right + m);
        s00 = f64x2.add(s00, f64x2.mul(u, p));
        s01 = f64x2.add(s01, f64x2.mul(u, q));
        s10 = f64x2.add(s10, f64x2.mul(v, p));
        s11 = f64x2.add(s11, f64x2.mul(v, q));
      }
      const first = load<f64>(inverse + width);
      const second = load<f64>(inverse + width, 8);
      const below = load<f64>(right + width);
      const t0 = (load<f64>(top + width) - lanes(s00)) * first;
      const n0 = (load<f64>(next + width) - lanes(s10)) * first;
      store<f64>(top + width, t0);
      store<f64>(next + width, n0);
      store<f64>(top + width, (load<f64>(top + width, 8) - lanes(s01) - t0 * below) * second, 8);
      store<f64>(next + width, (load<f64>(next + width, 8) - lanes(s11) - n0 * below) * second, 8);
      left = right + step;
    }
    if (i >= n) continue;
    const width = <usize>i << 3;
    const d0 = load<f64>(top + width);
    const d1 = load<f64>(next + width, 8);
    let s00 = f64x2.splat(0);
    let s10 = s00;
    let s11 = s00;
    for (let m: usize = 0; m < width; m += 16) {
      const u = v128.load(top + m);
      const v = v128.load(next + m);
      s00 = f64x2.add(s00, f64x2.mul(u, u));
      s10 = f64x2.add(s10, f64x2.mul(v, u));
      s11 = f64x2.add(s11, f64x2.mul(v, v));
    }
    const p0 = d0 - lanes(s00);
    if (!(p0 > SINGULAR * d0)) return i;
    const l00 = sqrt(p0);
    const l10 = (load<f64>(next + width) - lanes(s10)) / l00;
    const p1 = d1 - lanes(s11) - l10 * l10;
    if (!(p1 > SINGULAR * d1)) return i + 1;
    const l11 = sqrt(p1);
    store<f64>(inverse + width, 1 / l00);
    store<f64>(inverse + width, 1 / l11, 8);
    store<f64>(top + width, l00);
    store<f64>(next + width, l10);
    store<f64>(next + width, l11, 8);
  }
  return -1;
}

/**
 * Solves L y = c for four right-hand sides at once, in place.
 * @param n even
 * @param c four right-hand sides side by side: entry i of the t-th at 4 i + t
 * @param first even; entries above this row are zero in all four, and stay it
 */
export function substitute(l: usize, stride: i32, n: i32, inverse: usize, c: usize, first: i32): void {
  const step = <usize>stride << 3;
  for (let i = first; i < n; i += 2) {
    const top = l + <usize>i * step;
    const at = c + (<usize>i << 5);
    let a = v128.load(at);
    let b = v128.load(at, 16);
    let d = v128.load(at, 32);
    let e = v128.load(at, 48);
    let row = top + (<usize>first << 3);
    for (let y = c + (<usize>first << 5); y < at; y += 32) {
      const u = v128.load64_splat(row);
      const v = v128.load64_splat(row + step);
      const y0 = v128.load(y);
      const y1 = v128.load(y, 16);
      a = f64x2.sub(a, f64x2.mul(u, y0));
      b = f64x2.sub(b, f64x2.mul(u, y1));
      d = f64x2.sub(d, f64x2.mul(v, y0));
      e = f64x2.sub(e, f64x2.mul(v, y1));
      row += 8;
    }
    const upper = v128.load64_splat(inverse + (<usize>i << 3));
    const second = v128.load64_splat(inverse + (<usize>i << 3), 8);
    const below = v128.load64_splat(row + step);
    a = f64x2.mul(a, upper);
    b = f64x2.mul(b, upper);
    v128.store(at, a);
    v128.store(at, b, 16);
    v128.store(at, f64x2.mul(f64x2.sub(d, f64x2.mul(below, a)), second), 32);
    v128.store(at, f64x2.mul(f64x2.sub(e, f64x2.mul(below, b)), second), 48);
  }
}

/**
 * Sums over rows [first, n) of four solved right-hand sides: of their squares, then of their products with each of
 * `count` columns of `n` entries. Four numbers each, one for each right-hand side, into consecutive entries.
 */
export function totals(c: usize, first: i32, n: i32, columns: usize, count: i32, into: usize): void {
  const from = c + (<usize>first << 5);
  const end = c + (<usize>n << 5);
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
