/**
 * Cholesky factors of covariance matrices, and the forward substitutions kriging needs, on flat row-major arrays.
 * Rows come in pairs so that each number loaded is used twice; a caller with an odd number of rows adds a row of
 * the identity, which changes nothing.
 *
 * Rows below the matrix ride along: continued through the factorisation, a right-hand side b written as a row comes
 * out as (L⁻¹ b), without a separate solve.
 */

/** A pivot this small beside its diagonal is rounding: the matrix is singular to working precision. */
const SINGULAR = 64 * Number.EPSILON;

/**
 * Factorises in place the lower triangle of the first `n` rows and continues through `riders` more rows.
 * @param a row-major; only the lower triangle is read and written
 * @param n even; rows of the matrix
 * @param riders even; rows below it, of which the first n entries are transformed
 * @param inverse receives 1 / L_ii
 * @returns -1, or the row at which the matrix is not positive definite
 */
export const choleskyInPlace = (a: Float64Array, stride: number, n: number, riders: number, inverse: Float64Array): number => {
  const rows = n + riders;
  for (let i = 0; i < rows; i += 2) {
    const top = i * stride;
    const next = top + stride;
    const last = i < n ? i : n;
    for (let j = 0; j < last; j += 2) {
      const left = j * stride;
      const right = left + stride;
      let s00 = a[top + j] as number;
      let s01 = a[top + j + 1] as number;
      let s10 = a[next + j] as number;
      let s11 = a[next + j + 1] as number;
      for (let m = 0; m < j; m++) {
        const u = a[top + m] as number;
        const v = a[next + m] as number;
        const p = a[left + m] as number;
        const q = a[right + m] as number;
        s00 -= u * p;
        s01 -= u * q;
        s10 -= v * p;
        s11 -= v * q;
      }
      const first = inverse[j] as number;
      const second = inverse[j + 1] as number;
      const below = a[right + j] as number;
      s00 *= first;
      s10 *= first;
      a[top + j] = s00;
      a[next + j] = s10;
      a[top + j + 1] = (s01 - s00 * below) * second;
      a[next + j + 1] = (s11 - s10 * below) * second;
    }
    if (i >= n) continue;
    const d0 = a[top + i] as number;
    const d1 = a[next + i + 1] as number;
    let s00 = d0;
    let s10 = a[next + i] as number;
    let s11 = d1;
    for (let m = 0; m < i; m++) {
      const u = a[top + m] as number;
      const v = a[next + m] as number;
      s00 -= u * u;
      s10 -= u * v;
      s11 -= v * v;
    }
    if (!(s00 > SINGULAR * d0)) return i;
    const l00 = Math.sqrt(s00);
    inverse[i] = 1 / l00;
    a[top + i] = l00;
    const l10 = s10 / l00;
    a[next + i] = l10;
    s11 -= l10 * l10;
    if (!(s11 > SINGULAR * d1)) return i + 1;
    const l11 = Math.sqrt(s11);
    inverse[i + 1] = 1 / l11;
    a[next + i + 1] = l11;
  }
  return -1;
};

/**
 * Solves L y = c for four right-hand sides at once, in place.
 * @param n even
 * @param c four right-hand sides side by side: entry i of the t-th at 4 i + t
 * @param first even; entries above this row are zero in all four, and stay it
 */
export const forwardFour = (l: Float64Array, stride: number, n: number, inverse: Float64Array, c: Float64Array, first = 0): void => {
  for (let i = first; i < n; i += 2) {
    const top = i * stride;
    const next = top + stride;
    const at = i * 4;
    let a0 = c[at] as number;
    let a1 = c[at + 1] as number;
    let a2 = c[at + 2] as number;
    let a3 = c[at + 3] as number;
    let b0 = c[at + 4] as number;
    let b1 = c[at + 5] as number;
    let b2 = c[at + 6] as number;
    let b3 = c[at + 7] as number;
    for (let j = first, y = first * 4; j < i; j++, y += 4) {
      const u = l[top + j] as number;
      const v = l[next + j] as number;
      const y0 = c[y] as number;
      const y1 = c[y + 1] as number;
      const y2 = c[y + 2] as number;
      const y3 = c[y + 3] as number;
      a0 -= u * y0;
      a1 -= u * y1;
      a2 -= u * y2;
      a3 -= u * y3;
      b0 -= v * y0;
      b1 -= v * y1;
      b2 -= v * y2;
      b3 -= v * y3;
    }
    const upper = inverse[i] as number;
    const second = inverse[i + 1] as number;
    const below = l[next + i] as number;
    a0 *= upper;
    a1 *= upper;
    a2 *= upper;
    a3 *= upper;
    c[at] = a0;
    c[at + 1] = a1;
    c[at + 2] = a2;
    c[at + 3] = a3;
    c[at + 4] = (b0 - below * a0) * second;
    c[at + 5] = (b1 - below * a1) * second;
    c[at + 6] = (b2 - below * a2) * second;
    c[at + 7] = (b3 - below * a3) * second;
  }
};

/**
 * Inverse of the lower triangular factor, row-major with the same stride, into `into`.
 * Column by column of L⁻¹ four at a time, by the substitution above on unit vectors.
 */
export const invertLower = (l: Float64Array, stride: number, n: number, inverse: Float64Array, into: Float64Array): void => {
  const c = new Float64Array(4 * n);
  for (let column = 0; column < n; column += 4) {
    c.fill(0);
    for (let t = 0; t < 4 && column + t < n; t++) c[(column + t) * 4 + t] = 1;
    // rows above the first of these columns stay zero
    forwardFrom(l, stride, n, inverse, c, column);
    for (let i = column; i < n; i++) for (let t = 0; t < 4 && column + t < n; t++) into[i * stride + column + t] = c[i * 4 + t] as number;
  }
};

/** As forwardFour, for right-hand sides that are zero above row `first`. */
const forwardFrom = (l: Float64Array, stride: number, n: number, inverse: Float64Array, c: Float64Array, first: number): void => {
  for (let i = first; i < n; i++) {
    const row = i * stride;
    let a0 = c[i * 4] as number;
    let a1 = c[i * 4 + 1] as number;
    let a2 = c[i * 4 + 2] as number;
    let a3 = c[i * 4 + 3] as number;
    for (let j = first; j < i; j++) {
      const u = l[row + j] as number;
      a0 -= u * (c[j * 4] as number);
      a1 -= u * (c[j * 4 + 1] as number);
      a2 -= u * (c[j * 4 + 2] as number);
      a3 -= u * (c[j * 4 + 3] as number);
    }
    const scale = inverse[i] as number;
    c[i * 4] = a0 * scale;
    c[i * 4 + 1] = a1 * scale;
    c[i * 4 + 2] = a2 * scale;
    c[i * 4 + 3] = a3 * scale;
  }
};
