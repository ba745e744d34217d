import { expect } from 'chai';
import fc from 'fast-check';
import { instantOfWall, wallOfInstant } from '../../../client/state/wallTime.ts';

describe('client: wall-clock time', () => {
  it('is the instant of the named zone, whatever zone the reader is in', () => {
    expect(instantOfWall('2018-06-14T23:30', 'Asia/Shanghai')).to.equal('2018-06-14T15:30:00.000Z');
    expect(instantOfWall('1988-07-01T09:00', 'Asia/Shanghai')).to.equal('1988-07-01T00:00:00.000Z');
    expect(instantOfWall('2018-06-14T23:30', 'Europe/Lisbon')).to.equal('2018-06-14T22:30:00.000Z');
  });

  it('what is no time is null', () => {
    for (const wrong of ['', '2018-06-14', '2018-13-01T10:00', '2018-06-14T25:00', 'now'])
      expect(instantOfWall(wrong, 'Asia/Shanghai'), wrong).to.equal(null);
  });

  it('comes back to the same minute', () => {
    const minutes = fc.integer({ min: Date.parse('1980-01-01T00:00:00Z') / 60_000, max: Date.parse('2035-01-01T00:00:00Z') / 60_000 });
    fc.assert(
      fc.property(minutes, fc.constantFrom('Asia/Shanghai', 'Asia/Kathmandu', 'UTC'), (minute, zone) => {
        const instant = new Date(minute * 60_000).toISOString();
        const again = instantOfWall(wallOfInstant(instant, zone), zone);
        // The hour that a change of clocks repeats has two instants for one wall time; they show the same.
        expect(wallOfInstant(again ?? '', zone)).to.equal(wallOfInstant(instant, zone));
      }),
      { seed: 20180614, numRuns: 400 },
    );
  });
});
