/** The compiled kernels: that they belong to their sources, and each against the plain formula. */
import { expect } from 'chai';
import { Random } from '../../analysis/random.ts';
import { Workspace } from '../../analysis/kernels/workspace.ts';
import { compileKernels, kernelsAsWritten } from '../support/kernels.ts';

describe('compiled kernels', function () {
  this.timeout(60_000);

  it('are what their sources compile to', async () => {
    expect(await compileKernels(), 'run `npm run kernels` and commit compiled.ts').to.equal(kernelsAsWritten());
  });

  it('make exponentials of what is at most 0 as Math.exp does, to two units in the last place', () => {
    const random = new Random(1);
    const count = 20_000;
    const space = new Workspace(count);
    const numbers = space.take(count);
    let worst = 0;
    for (const widest of [1e-12, 0.05, 5, 100, 707.9]) {
      const squared = Float64Array.from({ length: count }, () => random.uniform() * widest);
      numbers.set(squared);
      space.kernels.gaussian(numbers.byteOffset, count, 0, 1, 1);
      squared.forEach((d2, i) => (worst = Math.max(worst, Math.abs((numbers[i] as number) / Math.exp(-d2) - 1))));
    }
    expect(worst).to.be.above(0).and.below(5e-16);
  });

  it('make the sill at a site, what is next to nothing beside it, and 0 far out', () => {
    const space = new Workspace(8);
    const numbers = space.take(8);
    const models = {
      spherical: [3, 2, 0, 0, 0, 2, 3, 3],
      exponential: [3, 2, 0, 0, 0, 2, 3, 3],
      gaussian: [3, 2, 0, 0, 0, 2, 3, 3],
    } as const;
    for (const [name, expected] of Object.entries(models)) {
      numbers.set([0, 1e-300, 1e12, 1e300, Infinity, 5e-324, 0, -0]);
      space.kernels[name as keyof typeof models](numbers.byteOffset, 8, 1, 2, 10);
      expect([...numbers], name).to.deep.equal(expected);
    }
  });

  it('touch nothing but the stretch they were given, and one spare entry where its number is odd', () => {
    const space = new Workspace(10);
    const numbers = space.take(10).fill(7);
    space.kernels.exponential(numbers.byteOffset + 8 * 2, 3, 0, 1, 1);
    expect([...numbers].map((value) => value === 7)).to.deep.equal([true, true, false, false, false, false, true, true, true, true]);
  });

  it('factorise what the plain recipe factorises, with riders, and name the row that is singular', () => {
    const random = new Random(2);
    for (const n of [2, 4, 10, 48]) {
      const riders = 2;
      const space = new Workspace((n + riders) * n + n);
      const matrix = space.take((n + riders) * n);
      const inverse = space.take(n);
      const root = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (j < i ? random.normal() : j === i ? 1 + random.uniform() : 0)));
      const solution = Array.from({ length: riders }, () => Array.from({ length: n }, () => random.normal()));
      const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
      root.forEach((row, i) => root.forEach((other, j) => (matrix[i * n + j] = dot(row, other))));
      solution.forEach((y, i) => root.forEach((row, j) => (matrix[(n + i) * n + j] = dot(row, y))));
      expect(space.kernels.factorise(matrix.byteOffset, n, n, riders, inverse.byteOffset)).to.equal(-1);
      root.forEach((row, i) => {
        for (let j = 0; j <= i; j++) expect(matrix[i * n + j]).to.be.closeTo(row[j] ?? 0, 1e-9);
        expect(inverse[i]).to.be.closeTo(1 / (row[i] ?? 0), 1e-9);
      });
      solution.forEach((y, i) => y.forEach((value, j) => expect(matrix[(n + i) * n + j]).to.be.closeTo(value, 1e-7)));

      root.forEach((row, i) => root.forEach((other, j) => (matrix[i * n + j] = dot(row, other))));
      const twin = n - 1;
      for (let j = 0; j < n; j++) matrix[twin * n + j] = matrix[(twin - 1) * n + j] as number;
      matrix[twin * n + twin] = matrix[(twin - 1) * n + twin - 1] as number;
      matrix[twin * n + twin - 1] = matrix[twin * n + twin] as number;
      expect(space.kernels.factorise(matrix.byteOffset, n, n, 0, inverse.byteOffset)).to.equal(twin);
    }
  });

  it('substitute four right-hand sides at once, and leave out rows that are zero', () => {
    const random = new Random(3);
    const n = 12;
    const space = new Workspace(n * n + 5 * n + 4 * n + 20);
    const [lower, inverse, side, columns, sums] = [space.take(n * n), space.take(n), space.take(4 * n), space.take(4 * n), space.take(20)];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) lower[i * n + j] = i === j ? 1 + random.uniform() : random.normal();
      inverse[i] = 1 / (lower[i * n + i] as number);
    }
    columns.forEach((_, i) => (columns[i] = random.normal()));
    for (const first of [0, 4]) {
      const expected = Float64Array.from({ length: 4 * n }, (_, i) => (i < 4 * first ? 0 : random.normal()));
      for (let i = 0; i < n; i++) for (let t = 0; t < 4; t++) side[4 * i + t] = lower.subarray(i * n, i * n + i + 1).reduce((sum, value, j) => sum + value * (expected[4 * j + t] as number), 0);
      space.kernels.substitute(lower.byteOffset, n, n, inverse.byteOffset, side.byteOffset, first);
      side.forEach((value, i) => expect(value).to.be.closeTo(expected[i] ?? 0, 1e-9));
      space.kernels.totals(side.byteOffset, first, n, columns.byteOffset, 4, sums.byteOffset);
      for (let t = 0; t < 4; t++) {
        const lane = Array.from({ length: n }, (_, i) => expected[4 * i + t] as number);
        expect(sums[t]).to.be.closeTo(lane.reduce((sum, value) => sum + value * value, 0), 1e-8);
        for (let k = 0; k < 4; k++) expect(sums[4 * (k + 1) + t]).to.be.closeTo(lane.reduce((sum, value, i) => sum + value * (columns[k * n + i] as number), 0), 1e-8);
      }
    }
  });

  it('measure distances in the plane and through the earth, of one place and of four', () => {
    const random = new Random(4);
    const n = 7;
    const space = new Workspace(3 * 8 + 8 + 28 + 12);
    const [x, y, z, one, four, places] = [space.take(n), space.take(n), space.take(n), space.take(n), space.take(4 * n), space.take(12)];
    for (const array of [x, y, z, places]) array.forEach((_, i) => (array[i] = random.normal()));
    for (const deep of [0, 1]) {
      const squared = (i: number, t: number): number => [x, y, z].reduce((sum, axis, k) => sum + (k < 2 + deep ? ((axis[i] as number) - (places[4 * k + t] as number)) ** 2 : 0), 0);
      space.kernels.squaredTo(x.byteOffset, y.byteOffset, deep * z.byteOffset, n, places[0] as number, places[4] as number, places[8] as number, one.byteOffset);
      space.kernels.squaredToFour(x.byteOffset, y.byteOffset, deep * z.byteOffset, n, places.byteOffset, four.byteOffset);
      for (let i = 0; i < n; i++) {
        expect(one[i]).to.be.closeTo(squared(i, 0), 1e-14);
        for (let t = 0; t < 4; t++) expect(four[4 * i + t]).to.be.closeTo(squared(i, t), 1e-14);
      }
    }
  });
});
