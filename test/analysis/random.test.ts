import { expect } from 'chai';
import { Random } from '../../analysis/random.ts';

const draw = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.uint32());

describe('seeded random numbers', () => {
  it('gives the same numbers for the same seed and stream, whatever ran before', () => {
    const first = draw(new Random(2018, 5), 100);
    draw(new Random(1, 1), 1000);
    expect(draw(new Random(2018, 5), 100)).to.deep.equal(first);
  });

  it('gives the numbers it has always given (a change here changes every past assessment)', () => {
    expect(draw(new Random(1), 3)).to.deep.equal([1430702172, 966805135, 3838816859]);
    expect(draw(new Random(2 ** 40 + 3, 2 ** 35 + 7), 2)).to.deep.equal([2236377108, 816166450]);
  });

  it('gives other numbers for each stream and seed, uncorrelated with the neighbours', () => {
    const heads = new Set<string>();
    for (let seed = 0; seed < 40; seed++) for (let stream = 0; stream < 40; stream++) heads.add(draw(new Random(seed, stream), 3).join());
    for (let k = 0; k < 40; k++) heads.add(draw(new Random(2 ** 32 + k, k), 3).join()).add(draw(new Random(k, 2 ** 32 + k), 3).join());
    expect(heads.size).to.equal(1680);
    let product = 0;
    const n = 20000;
    for (let stream = 0; stream < n; stream++) product += (new Random(9, stream).uniform() - 0.5) * (new Random(9, stream + 1).uniform() - 0.5);
    // sd of the mean of such products is 1/(12 sqrt(n)) = 0.0006
    expect(Math.abs(product / n)).to.be.below(0.003);
  });

  it('is uniform over a small range and normal in its moments', () => {
    const random = new Random(3);
    const fair = new Float64Array(7);
    for (let i = 0; i < 70000; i++) {
      const k = random.below(7);
      fair[k] = (fair[k] ?? 0) + 1;
    }
    let chiSquare = 0;
    for (const count of fair) chiSquare += (count - 10000) ** 2 / 10000;
    expect(chiSquare).to.be.below(22.5);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < 100000; i++) {
      const z = random.normal();
      sum += z;
      squares += z * z;
    }
    expect(Math.abs(sum / 100000)).to.be.below(0.015);
    expect(Math.abs(squares / 100000 - 1)).to.be.below(0.02);
  });

  it('keeps the open interval open and the shuffle a permutation', () => {
    const random = new Random(11);
    for (let i = 0; i < 10000; i++) {
      const u = random.uniformOpen();
      expect(u > 0 && u < 1).to.equal(true);
    }
    const shuffled = random.shuffle(Int32Array.from({ length: 50 }, (_, i) => i));
    expect([...shuffled].sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 50 }, (_, i) => i));
  });

  it('refuses a seed that is no whole number', () => {
    expect(() => new Random(1.5)).to.throw(RangeError, 'seed is 1.5');
    expect(() => new Random(Number.NaN)).to.throw(RangeError, 'seed is NaN');
    expect(() => new Random(1, -1)).to.throw(RangeError, 'stream is -1');
    expect(() => new Random(1).below(0)).to.throw(RangeError, 'count is 0');
  });
});
