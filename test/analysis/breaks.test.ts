import { expect } from 'chai';
import fc from 'fast-check';
import { naturalBreaks } from '../../analysis/breaks.ts';

/** Every way to cut sorted values into k runs; the smallest sum of squares within. */
function bestWithin(sorted: readonly number[], k: number): number {
  const squares = (from: number, to: number): number => {
    const run = sorted.slice(from, to);
    const mean = run.reduce((sum, value) => sum + value / run.length, 0);
    return run.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  const best = (from: number, classes: number): number => {
    if (classes === 1) return squares(from, sorted.length);
    let least = Infinity;
    for (let to = from + 1; to <= sorted.length - classes + 1; to++) least = Math.min(least, squares(from, to) + best(to, classes - 1));
    return least;
  };
  return best(0, k);
}

const values = fc.array(fc.integer({ min: -60, max: 60 }).map((value) => value / 4), { minLength: 4, maxLength: 12 });

describe('natural breaks', () => {
  it('are the best of all partitions', () => {
    fc.assert(fc.property(values, fc.integer({ min: 1, max: 4 }), (list, k) => {
      const { result, diagnostics } = naturalBreaks(list, k);
      const sorted = [...list].sort((a, b) => a - b);
      expect(diagnostics.within).to.be.closeTo(bestWithin(sorted, diagnostics.k), 1e-9);
      expect(result.counts.reduce((sum, count) => sum + count, 0)).to.equal(list.length);
      expect(result.breaks).to.have.length(result.counts.length + 1);
      expect(result.breaks).to.deep.equal([...result.breaks].sort((a, b) => a - b));
    }), { seed: 91, numRuns: 150 });
  });

  it('put equal values into one class', () => {
    fc.assert(fc.property(values, (list) => {
      const { result } = naturalBreaks(list, 3);
      const sorted = [...list].sort((a, b) => a - b);
      let end = 0;
      for (const count of result.counts.slice(0, -1)) {
        end += count;
        expect(sorted[end - 1]).not.to.equal(sorted[end]);
      }
    }), { seed: 92, numRuns: 150 });
  });

  it('do not care for shift and scale, up to 1e300', () => {
    const list = [1, 2, 2, 3, 10, 11, 12, 40, 41];
    const { counts, gvf } = naturalBreaks(list, 3).result;
    expect(counts).to.deep.equal([4, 3, 2]);
    expect(naturalBreaks(list.map((value) => value * 1e300), 3).result.counts).to.deep.equal(counts);
    expect(naturalBreaks(list.map((value) => value * 1e300), 3).result.gvf).to.be.closeTo(gvf, 1e-9);
    expect(naturalBreaks(list.map((value) => value + 1e9), 3).result.counts).to.deep.equal(counts);
  });

  it('answer all equal, one value and too many classes in words', () => {
    const equal = naturalBreaks([3, 3, 3], 2);
    expect(equal.result.counts).to.deep.equal([3]);
    expect(equal.result.gvf).to.be.NaN;
    expect(equal.decisions.map((one) => one.code)).to.deep.equal(['fewer-classes', 'all-equal']);
    expect(naturalBreaks([7], 1).result.breaks).to.deep.equal([7, 7]);
    expect(naturalBreaks([1, 2, 2], 5).result).to.deep.include({ counts: [1, 2], gvf: 1 });
  });

  it('refuse nothing, NaN, no class, and a range that overflows', () => {
    expect(() => naturalBreaks([], 2)).to.throw(RangeError, 'at least one');
    expect(() => naturalBreaks([1, Number.NaN], 2)).to.throw(RangeError, 'values[1] is NaN');
    expect(() => naturalBreaks([1, 2], 0)).to.throw(RangeError, 'k is 0');
    expect(() => naturalBreaks([1, 2], 1.5)).to.throw(RangeError, 'k is 1.5');
    expect(() => naturalBreaks([-1.7e308, 1.7e308], 2)).to.throw(RangeError, 'beyond double precision');
  });
});
