import { expect } from 'chai';
import { spaceTimeCategory, type SpaceTimePeriod } from '../../../analysis/trend/spaceTime.ts';

/** '+' hot, '-' cold, '.' neither, ' ' not assessed; z rises by `rise` per period. */
const periods = (text: string, rise = 0): SpaceTimePeriod[] =>
  [...text].map((sign, i) => (sign === ' ' ? null : { z: (sign === '+' ? 3 : sign === '-' ? -3 : 0.1) + rise * i, significant: sign !== '.' }));
const name = (text: string, rise = 0): string => {
  const { result } = spaceTimeCategory(periods(text, rise));
  return result === null ? 'none' : `${result.side} ${result.kind}`;
};

describe('hot and cold through time', () => {
  it('has the eight hot categories', () => {
    expect(name('.......+')).to.equal('hot new');
    expect(name('.....+++')).to.equal('hot consecutive');
    expect(name('++++++++', 0.2)).to.equal('hot intensifying');
    expect(name('++++++++')).to.equal('hot persistent');
    expect(name('++++++++', -0.2)).to.equal('hot diminishing');
    expect(name('.+..++.+')).to.equal('hot sporadic');
    expect(name('-.....++')).to.equal('hot oscillating');
    expect(name('++++++++++.'.slice(0, 11))).to.equal('hot historical');
  });

  it('has the eight cold ones, mirrored', () => {
    expect(name('.......-')).to.equal('cold new');
    expect(name('.....---')).to.equal('cold consecutive');
    expect(name('--------', -0.2)).to.equal('cold intensifying');
    expect(name('--------')).to.equal('cold persistent');
    expect(name('--------', 0.2)).to.equal('cold diminishing');
    expect(name('.-..--.-')).to.equal('cold sporadic');
    expect(name('+.....--')).to.equal('cold oscillating');
    expect(name('----------.')).to.equal('cold historical');
  });

  it('mirrors: hot and cold exchange when every z changes its sign', () => {
    for (const text of ['.......+', '+.-+.-++', '++++++++.+', '+-+-+-+-', '..++..--', '+++++++-', '-+']) {
      const turned = periods(text).map((one) => (one === null ? null : { z: -one.z, significant: one.significant }));
      const a = spaceTimeCategory(periods(text)).result;
      const b = spaceTimeCategory(turned).result;
      expect(b).to.deep.equal(a === null ? null : { side: a.side === 'hot' ? 'cold' : 'hot', kind: a.kind });
    }
  });

  it('finds no pattern where nothing is significant, or the heat is over', () => {
    expect(name('........')).to.equal('none');
    expect(name('++......')).to.equal('none');
    expect(spaceTimeCategory([{ z: 0, significant: false }, { z: 0, significant: false }]).result).to.equal(null);
  });

  it('calls 89 % not always, 90 % always', () => {
    expect(name('.+++++++++')).to.equal('hot persistent');
    expect(name('.++++++++')).to.equal('hot consecutive');
  });

  it('needs significance for a trend in z: three periods show none', () => {
    expect(name('+++', 1)).to.equal('hot persistent');
  });

  it('leaves periods out that were not assessed, and says so', () => {
    expect(name('++++ ++++')).to.equal('hot persistent');
    expect(spaceTimeCategory(periods('++ +')).decisions[0]?.code).to.equal('periods-missing');
    expect(spaceTimeCategory(periods('   +')).decisions.at(-1)?.code).to.equal('too-few-periods');
    expect(() => spaceTimeCategory([{ z: Number.NaN, significant: true }])).to.throw(RangeError, 'periods[0].z is NaN');
  });
});
