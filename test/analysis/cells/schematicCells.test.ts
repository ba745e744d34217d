/** Schematic cells: each seat in its own cell, no overlap, no gap, honest where there is nothing to enclose. */
import { expect } from 'chai';
import { area, booleanClockwise, booleanPointInPolygon, featureCollection, intersect } from '@turf/turf';
import type { MultiPolygon, Polygon } from 'geojson';
import { schematicCells, type Seat } from '../../../analysis/cells/schematicCells.ts';
import { huilaiAreas } from '../../../models/reference/areas.ts';

const towns: Seat[] = huilaiAreas.areas.flatMap((each) => (each.level === 'town' && each.seatLongitude !== null && each.seatLatitude !== null ? [{ id: each.code, longitude: each.seatLongitude, latitude: each.seatLatitude }] : []));
const feature = (geometry: Polygon | MultiPolygon) => ({ type: 'Feature' as const, properties: {}, geometry });

describe('schematic town cells', () => {
  const cells = schematicCells(towns);

  it('gives each of the 14 towns of Huilai one cell that holds its seat and no other', () => {
    expect(cells.map(({ id }) => id)).to.deep.equal(towns.map(({ id }) => id));
    expect(cells).to.have.length(14);
    for (const { id, geometry } of cells) {
      expect(towns.filter(({ longitude, latitude }) => booleanPointInPolygon([longitude, latitude], geometry)).map((seat) => seat.id)).to.deep.equal([id]);
    }
  });

  it('does not overlap, and covers an area of the size of the county', () => {
    let overlap = 0;
    cells.forEach(({ geometry }, i) => cells.slice(i + 1).forEach((other) => {
      const both = intersect(featureCollection<Polygon | MultiPolygon>([feature(geometry), feature(other.geometry)]));
      if (both !== null) overlap += area(both);
    }));
    const total = cells.reduce((sum, { geometry }) => sum + area(geometry), 0);
    expect(overlap / total).to.be.below(1e-5);
    expect(total / 1e6).to.be.within(600, 3000);
  });

  it('winds outer rings counter-clockwise (RFC 7946) and is the same every time', () => {
    for (const { geometry } of cells) expect(booleanClockwise((geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat())[0] ?? [])).to.equal(false);
    expect(JSON.stringify(schematicCells(towns))).to.equal(JSON.stringify(cells));
  });

  it('holds points that must lie inside the outline', () => {
    const far = { longitude: 116.9, latitude: 23.3 };
    expect(cells.some(({ geometry }) => booleanPointInPolygon([far.longitude, far.latitude], geometry))).to.equal(false);
    expect(schematicCells(towns, [far]).some(({ geometry }) => booleanPointInPolygon([far.longitude, far.latitude], geometry))).to.equal(true);
  });

  it('draws no cells where there is nothing to enclose', () => {
    expect(schematicCells(towns.slice(0, 2))).to.deep.equal([]);
    expect(schematicCells([0, 1, 2].map((i) => ({ id: `${i}`, longitude: 116 + i, latitude: 23 })))).to.deep.equal([]);
  });

  it('refuses seats without a place and two on one point', () => {
    const [a, b, c] = towns;
    if (a === undefined || b === undefined || c === undefined) throw new Error('the county has three towns');
    expect(() => schematicCells([a, b, { ...c, longitude: Number.NaN }])).to.throw(RangeError, /is at NaN/);
    expect(() => schematicCells([a, b, { ...a, id: 'other' }])).to.throw(RangeError, /stand on the same point/);
  });
});
