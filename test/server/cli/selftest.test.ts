import { expect } from 'chai';
import { testFigures } from '../../../server/cli/selftest.ts';
import { publishedFigures, type Figure } from '../../../server/cli/selftest/publishedFigures.ts';

describe('selftest analysis', () => {
  it('reproduces every published figure whose data are at hand', async () => {
    const tested = await testFigures(publishedFigures());
    expect(tested.length).to.be.at.least(45);
    expect(tested.filter((one) => one.outcome === 'differs').map((one) => `${one.what}: ${String(one.got)} ${one.note}`)).to.deep.equal([]);
    for (const one of tested) expect(one.source.length).to.be.greaterThan(5);
    // those that need no file are always computed
    expect(tested.filter((one) => one.outcome === 'agrees').length).to.be.at.least(30);
  });

  it('calls a wrong figure, NaN and a failure different, and a missing file absent', async () => {
    const figure = (compute: Figure['compute']): Figure => ({ what: 'x', expected: 1, tolerance: 0.1, source: 'made up', compute });
    const tested = await testFigures([
      figure(() => 1.2),
      figure(() => Number.NaN),
      figure(() => {
        throw new RangeError('no');
      }),
      figure(() => ({ absent: 'nowhere.csv' })),
      figure(() => 1.05),
    ]);
    expect(tested.map((one) => one.outcome)).to.deep.equal(['differs', 'differs', 'differs', 'absent', 'agrees']);
    expect(tested[2]?.note).to.equal('no');
    expect(tested[3]?.note).to.include('nowhere.csv');
  });
});
