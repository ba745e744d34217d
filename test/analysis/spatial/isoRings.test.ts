/** Outlines against d3-contour, ring by ring; and inverse distance weighting on grids against single targets. */
import { expect } from 'chai';
import { contours as d3Contours } from 'd3-contour';
import fc from 'fast-check';
import type { Position } from 'geojson';
import { Random } from '../../../analysis/random.ts';
import { idw } from '../../../analysis/spatial/idw.ts';
import { isoRings } from '../../../analysis/spatial/isoRings.ts';

/** A ring as words that do not depend on where it begins. */
const named = (ring: Position[]): string => {
  const points = ring.slice(1).map((position) => position.join(' '));
  const turned = points.map((_, i) => [...points.slice(i), ...points.slice(0, i)].join(', '));
  return turned.sort()[0] ?? '';
};

/** d3-contour takes rings without area for holes and drops those that lie in nothing. */
const hasArea = (ring: Position[]): boolean => Math.abs(ring.reduce((sum, [x = 0, y = 0], i) => sum + (x * (ring[i + 1]?.[1] ?? y) - (ring[i + 1]?.[0] ?? x) * y) / 2, 0)) > 1e-9;

describe('outlines of a raster', () => {
  it('are the rings of d3-contour: saddles, ties, masked cells, rasters of one row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 7 }), fc.constantFrom(0, 0.2), (seed, columns, rows, masked) => {
        const random = new Random(seed);
        const values = Float64Array.from({ length: columns * rows }, () => (random.uniform() < masked ? Number.NaN : Math.floor(random.uniform() * 5) + (random.uniform() < 0.5 ? 0 : random.uniform())));
        const thresholds = [-1e300, 0.5, 2, 3.25];
        const ours = isoRings(columns, rows, values, thresholds);
        const d3 = d3Contours().size([columns, rows]);
        thresholds.forEach((threshold, t) => {
          const theirs = d3.contour(Array.from(values), threshold).coordinates.flat();
          expect((ours[t] ?? []).map(({ ring }) => ring).filter(hasArea).map(named).sort()).to.deep.equal(theirs.filter(hasArea).map(named).sort());
        });
      }),
      { seed: 20180401, numRuns: 300 },
    );
  });

  it('name each segment at the border or beside a masked cell', () => {
    const hill = Float64Array.from([0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, Number.NaN, 0]);
    const [[inside] = [], [border] = []] = isoRings(4, 4, hill, [1]).concat(isoRings(4, 4, hill, [-1]));
    expect(inside?.ring).to.have.length(5);
    // of its four squares two touch the eastern border
    expect(inside?.edges).to.have.length(2);
    expect(border?.edges).to.have.length((border?.ring.length ?? 0) - 1);
  });
});

describe('inverse distance weighting of a grid', () => {
  it('is that of each cell alone, to the last bit, at sites too', () => {
    const random = new Random(3);
    const points = { x: Float64Array.from({ length: 23 }, () => Math.floor(random.uniform() * 12)), y: Float64Array.from({ length: 23 }, () => Math.floor(random.uniform() * 9)) };
    const values = Float64Array.from({ length: 23 }, () => random.normal());
    const cells = { x: Float64Array.from({ length: 13 * 9 }, (_, i) => i % 13), y: Float64Array.from({ length: 13 * 9 }, (_, i) => Math.floor(i / 13)) };
    const together = idw(points, values, cells).result;
    together.forEach((value, i) => {
      const alone = idw(points, values, { x: cells.x.slice(i, i + 1), y: cells.y.slice(i, i + 1) }).result[0];
      expect(value).to.equal(alone);
      const here = [...values].filter((_, site) => points.x[site] === cells.x[i] && points.y[site] === cells.y[i]);
      if (here.length > 0) expect(value).to.be.closeTo(here.reduce((a, b) => a + b, 0) / here.length, 1e-12);
    });
  });
});
