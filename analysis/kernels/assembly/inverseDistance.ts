/** Inverse distance weighting with all sites and power 2, two targets to an instruction. Places are addresses in bytes. */

/**
 * Mean of the sites' values, weighted by 1 / squared distance, at each target. Every sum runs in the order of the
 * sites. No number comes out at a site itself.
 * @param targets how many; read and written in groups of four, so the arrays need room up to the next multiple
 */
export function inverseSquares(x: usize, y: usize, values: usize, sites: i32, tx: usize, ty: usize, targets: i32, into: usize): void {
  const end = tx + (<usize>targets << 3);
  const bytes = <usize>sites << 3;
  const one = f64x2.splat(1);
  for (; tx < end; tx += 32, ty += 32, into += 32) {
    const ax = v128.load(tx);
    const bx = v128.load(tx, 16);
    const ay = v128.load(ty);
    const by = v128.load(ty, 16);
    let aSum = f64x2.splat(0);
    let bSum = aSum;
    let aTotal = aSum;
    let bTotal = aSum;
    for (let i: usize = 0; i < bytes; i += 8) {
      const sx = v128.load64_splat(x + i);
      const sy = v128.load64_splat(y + i);
      const value = v128.load64_splat(values + i);
      let dx = f64x2.sub(sx, ax);
      let dy = f64x2.sub(sy, ay);
      const aWeight = f64x2.div(one, f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)));
      dx = f64x2.sub(sx, bx);
      dy = f64x2.sub(sy, by);
      const bWeight = f64x2.div(one, f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)));
      aTotal = f64x2.add(aTotal, aWeight);
      bTotal = f64x2.add(bTotal, bWeight);
      aSum = f64x2.add(aSum, f64x2.mul(aWeight, value));
      bSum = f64x2.add(bSum, f64x2.mul(bWeight, value));
    }
    v128.store(into, f64x2.div(aSum, aTotal));
    v128.store(into, f64x2.div(bSum, bTotal), 16);
  }
}
