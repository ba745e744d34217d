/** Routes as they are drawn: letters beyond Z, points that several units share, and units without a place. */
import { expect } from 'chai';
import type { UnitRoute } from '../../../models/schemas/answers/dayRoutes.ts';
import { boundsOf, drawRoutes, letterOf } from '../../../client/views/operations/tasks/drawRoutes.ts';

const words = (text: string): { zh: string; en: string } => ({ zh: text, en: text });
const stop = (longitude: number): UnitRoute['stops'][number] => ({ longitude, latitude: 23, label: words(String(longitude)), taskId: 't', legKm: 1 });
const unit = (code: string, stops: UnitRoute['stops'], home: UnitRoute['home'] = { longitude: 116, latitude: 23, label: words('home') }): UnitRoute => ({ unit: { code, name: words(code), level: 'town' }, tasks: [], home, stops, returnKm: 1, kilometres: 2, exact: true });

describe('routes of a day as they are drawn', () => {
  it('letters go on after Z', () => {
    expect([0, 25, 26, 51, 52].map(letterOf)).to.deep.equal(['A', 'Z', 'AA', 'AZ', 'BA']);
  });

  it('a point that two units share carries both labels; a unit without a place draws nothing and keeps its letter', () => {
    const { lines, points } = drawRoutes([unit('U1', [stop(116.1), stop(116.2)]), unit('U2', []), unit('U3', [stop(116.2)], null)]);
    expect(lines.features.map(({ properties }) => properties?.['units'] as string), 'a single stop without a home is no line').to.deep.equal(['|U1|']);
    expect(lines.features[0]?.geometry.coordinates).to.deep.equal([[116, 23], [116.1, 23], [116.2, 23], [116, 23]]);
    expect(points.features.map(({ properties }) => [properties?.['label'] as string, properties?.['units'] as string])).to.deep.equal([['A', '|U1|'], ['A1', '|U1|'], ['A2 C1', '|U1|U3|']]);
    expect(boundsOf(unit('U2', []))).to.equal(null);
  });
});
