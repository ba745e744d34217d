/** Routes: exact to 12 stops against all orders, near the exact answer above, and the same for the same seed. */
import { expect } from 'chai';
import { Random } from '../../../analysis/random.ts';
import { byRoad, routeOf } from '../../../analysis/operations/route.ts';
import type { Point } from '../../../analysis/operations/types.ts';

const HOME: Point = { longitude: 116.2, latitude: 23 };
const points = (count: number, seed: number): Point[] => {
  const random = new Random(seed, 1);
  return Array.from({ length: count }, () => ({ longitude: 116 + 0.4 * random.uniform(), latitude: 22.9 + 0.3 * random.uniform() }));
};
const lengthOf = (stops: readonly Point[], order: readonly number[]): number => {
  const path = [HOME, ...order.flatMap((i) => stops[i] ?? []), HOME];
  return path.slice(1).reduce((sum, to, i) => sum + byRoad(path[i] ?? HOME, to), 0);
};
function* orders(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const item of items) for (const rest of orders(items.filter((each) => each !== item))) yield [item, ...rest];
}

describe('routes of a unit', () => {
  it('is the shortest of all orders to 7 stops', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const stops = points(1 + (seed % 7), seed);
      const { order, kilometres, exact } = routeOf(HOME, stops);
      expect(exact).to.equal(true);
      expect([...order].sort((a, b) => a - b)).to.deep.equal(stops.map((_, i) => i));
      expect(kilometres).to.be.closeTo(lengthOf(stops, order), 1e-9);
      expect(kilometres).to.be.closeTo(Math.min(...[...orders(stops.map((_, i) => i))].map((each) => lengthOf(stops, each))), 1e-9);
    }
  });

  it('visits every stop once with 12 stops, and with 13 by the heuristic', () => {
    for (const count of [12, 13, 25]) {
      const stops = points(count, count);
      const { order, kilometres, exact } = routeOf(HOME, stops);
      expect(exact).to.equal(count <= 12);
      expect(new Set(order).size).to.equal(count);
      expect(kilometres).to.be.closeTo(lengthOf(stops, order), 1e-9);
      expect(JSON.stringify(routeOf(HOME, stops))).to.equal(JSON.stringify({ order, kilometres, exact }));
    }
  });

  it('the heuristic is within 2 % of the exact answer: a far 13th stop at home changes nothing', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const stops = points(12, seed);
      expect(routeOf(HOME, [...stops, HOME]).kilometres / routeOf(HOME, stops).kilometres).to.be.within(1 - 1e-9, 1.02);
    }
  });

  it('no stop is no way, and a distance that is none is refused', () => {
    expect(routeOf(HOME, [])).to.deep.equal({ order: [], kilometres: 0, exact: true });
    expect(() => routeOf(HOME, points(2, 1), () => Number.NaN)).to.throw(RangeError, /is NaN; a finite number/);
  });
});
