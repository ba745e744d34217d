/** The compiled kernels: that they belong to their sources, and each against the plain formula. */
import { expect } from 'chai';
import { Random } from '../../analysis/random.ts';
import { factorEntries, FILL, PANEL, PER_E, Workspace } from '../../analysis/kernels/workspace.ts';
import { correlation } from '../../analysis/spatial/variogramModel.ts';
import { compileKernels, kernelsAsWritten } from '../support/kernels.ts';

describe('compiled kernels', function () {
  this.timeout(60_000);

  it('are what their sources compile to', async () => {
    expect(await compileKernels(), 'run `npm run kernels` and commit compiled.ts').to.equal(kernelsAsWritten());
  });

  /** A panel of four places against `x` on a line, under a model. */
  const onLine = (model: number, numbers: readonly number[], x: ArrayLike<number>): Float64Array => {
    const space = new Workspace(6 * x.length + 32);
    const [sites, zeros, origin, panel, of] = [space.take(x.length), space.take(x.length), space.take(PANEL), space.take(PANEL * x.length), space.take(6)];
    sites.set(x);
    of.set(numbers);
    space.kernels.fillPanel(model, of.byteOffset, sites.byteOffset, zeros.byteOffset, 0, x.length, origin.byteOffset, origin.byteOffset, 0, panel.byteOffset);
    for (let i = 0; i < PANEL * x.length; i++) expect(panel[i]).to.equal(panel[i - (i % PANEL)]);
    return Float64Array.from({ length: x.length }, (_, i) => panel[PANEL * i] as number);
  };

  it('make exponentials of what is at most 0 as Math.exp does, to what rounding x itself costs', () => {
    const random = new Random(1);
    let worst = 0;
    for (const widest of [1e-12, 0.05, 5, 100, 707]) {
      const distances = Float64Array.from({ length: 20_000 }, () => random.uniform() * widest);
      onLine(FILL.exp, [0, 1, -PER_E], distances).forEach((value, i) => {
        const x = -(distances[i] as number);
        worst = Math.max(worst, Math.abs(value / Math.exp(x) - 1) / (1 + Math.abs(x)));
      });
    }
    expect(worst).to.be.above(0).and.below(4e-16);
  });

  it('make the sill at a site, what is next to nothing beside it, and 0 far out', () => {
    const places = [0, 1e-160, 1e6, 1e150, -0, 1e-170];
    expect([...onLine(FILL.sph, [1, 2, 100, 0.3, 0.001], places)]).to.deep.equal([3, 2, 0, 0, 3, 3]);
    expect([...onLine(FILL.exp, [1, 2, -PER_E / 10], places)]).to.deep.equal([3, 2, 0, 0, 3, 3]);
    expect([...onLine(FILL.gau, [1, 2, -PER_E / 100], places)]).to.deep.equal([3, 2, 0, 0, 3, 3]);
  });

  it('follow the models of the variogram', () => {
    const distances = Array.from({ length: 300 }, (_, i) => i + 0.5);
    const [range, psill] = [170, 2];
    const numbers = { sph: [range ** 2, (1.5 * psill) / range, (0.5 * psill) / range ** 3], exp: [-PER_E / range], gau: [-PER_E / range ** 2] };
    for (const model of ['sph', 'exp', 'gau'] as const) {
      onLine(FILL[model], [0.3, psill, ...numbers[model]], distances).forEach((value, i) => expect(value).to.be.closeTo(psill * correlation(model, range, distances[i] ?? 0), 1e-14));
    }
  });

  it('measure distances in the plane and through the earth', () => {
    const random = new Random(4);
    const n = 7;
    const space = new Workspace(80);
    const [x, y, z, px, py, pz, panel] = [space.take(n), space.take(n), space.take(n), space.take(4), space.take(4), space.take(4), space.take(4 * n)];
    for (const array of [x, y, z, px, py, pz]) array.forEach((_, i) => (array[i] = random.normal()));
    for (const deep of [0, 1]) {
      space.kernels.fillPanel(FILL.squared, 0, x.byteOffset, y.byteOffset, deep * z.byteOffset, n, px.byteOffset, py.byteOffset, pz.byteOffset, panel.byteOffset);
      const squared = (i: number, t: number): number => ((x[i] ?? 0) - (px[t] ?? 0)) ** 2 + ((y[i] ?? 0) - (py[t] ?? 0)) ** 2 + deep * ((z[i] ?? 0) - (pz[t] ?? 0)) ** 2;
      for (let i = 0; i < n; i++) for (let t = 0; t < PANEL; t++) expect(panel[PANEL * i + t]).to.be.closeTo(squared(i, t), 1e-14);
    }
  });

  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
  const random = new Random(2);
  /** A lower triangle with a sound diagonal. */
  const triangle = (n: number): number[][] => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (j < i ? random.normal() / 2 : j === i ? 1 + random.uniform() : 0)));
  const at = (i: number, j: number): number => factorEntries(Math.floor(i / PANEL)) + PANEL * j + (i % PANEL);

  it('factorise what the plain recipe factorises, and name the row that is singular', () => {
    for (const n of [4, 8, 20, 48]) {
      const panels = n / PANEL;
      const space = new Workspace(factorEntries(panels) + n);
      const [matrix, inverse] = [space.take(factorEntries(panels)), space.take(n)];
      const root = triangle(n);
      const set = (): void => root.forEach((row, i) => root.slice(0, i + 1).forEach((other, j) => (matrix[at(i, j)] = dot(row, other))));
      set();
      expect(space.kernels.factorise(matrix.byteOffset, inverse.byteOffset, panels)).to.equal(-1);
      root.forEach((row, i) => {
        for (let j = 0; j <= i; j++) expect(matrix[at(i, j)]).to.be.closeTo(row[j] ?? 0, 1e-7);
        expect(inverse[i]).to.be.closeTo(1 / (row[i] ?? 0), 1e-7);
      });
      // each row in turn as the one before it
      for (let twin = 1; twin < Math.min(n, 9); twin++) {
        set();
        for (let j = 0; j < twin; j++) matrix[at(twin, j)] = dot(root[twin - 1] ?? [], root[j] ?? []);
        matrix[at(twin, twin)] = dot(root[twin - 1] ?? [], root[twin - 1] ?? []);
        expect(space.kernels.factorise(matrix.byteOffset, inverse.byteOffset, panels)).to.equal(twin);
      }
    }
  });

  it('substitute four right-hand sides at once, leave out rows that are zero, and sum what comes out', () => {
    const n = 16;
    const space = new Workspace(factorEntries(4) + 9 * n + 20);
    const [factor, inverse, panel, columns, sums] = [space.take(factorEntries(4)), space.take(n), space.take(PANEL * n), space.take(4 * n), space.take(20)];
    const lower = triangle(n);
    lower.forEach((row, i) => {
      for (let j = 0; j <= i; j++) factor[at(i, j)] = row[j] ?? 0;
      inverse[i] = 1 / (row[i] ?? 0);
    });
    columns.forEach((_, i) => (columns[i] = random.normal()));
    for (const first of [0, 4, 12]) {
      const expected = Array.from({ length: PANEL }, () => Array.from({ length: n }, (_, i) => (i < first ? 0 : random.normal())));
      lower.forEach((row, i) => expected.forEach((y, t) => (panel[PANEL * i + t] = dot(row, y))));
      space.kernels.solvePanel(factor.byteOffset, inverse.byteOffset, panel.byteOffset, first / PANEL, n / PANEL);
      space.kernels.totals(panel.byteOffset, first, n, columns.byteOffset, 4, sums.byteOffset);
      expected.forEach((y, t) => {
        y.forEach((value, i) => expect(panel[PANEL * i + t]).to.be.closeTo(value, 1e-9));
        expect(sums[t]).to.be.closeTo(dot(y, y), 1e-8);
        for (let k = 0; k < 4; k++) expect(sums[PANEL * (k + 1) + t]).to.be.closeTo(dot(y, [...columns.subarray(k * n, k * n + n)]), 1e-8);
      });
    }
  });

  it('weigh by inverse squares, four targets and fewer', () => {
    const sites = 5;
    for (const targets of [1, 2, 3, 4, 7]) {
      const space = new Workspace(18 + 3 * 8);
      const [x, y, values, tx, ty, into] = [space.take(sites), space.take(sites), space.take(sites), space.take(8), space.take(8), space.take(8)];
      for (const array of [x, y, values, tx, ty]) array.forEach((_, i) => (array[i] = random.normal()));
      space.kernels.inverseSquares(x.byteOffset, y.byteOffset, values.byteOffset, sites, tx.byteOffset, ty.byteOffset, targets, into.byteOffset);
      for (let t = 0; t < targets; t++) {
        const weights = Array.from({ length: sites }, (_, i) => 1 / (((x[i] ?? 0) - (tx[t] ?? 0)) ** 2 + ((y[i] ?? 0) - (ty[t] ?? 0)) ** 2));
        expect(into[t]).to.be.closeTo(dot(weights, [...values.subarray(0, sites)]) / weights.reduce((sum, weight) => sum + weight, 0), 1e-12);
      }
    }
  });
});
