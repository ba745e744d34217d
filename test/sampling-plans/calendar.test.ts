import { expect } from 'chai';
import { addDays, instantAt, isoWeekday, localDateAt, periodOf, samplingDays } from '../../sampling-plans/calendar.ts';

describe('sampling-plans: calendar', () => {
  it('reads quarters, months and years, leap years too', () => {
    expect(periodOf('2018-Q1')).to.deep.equal({ code: '2018-Q1', period: 'quarter', startsOn: '2018-01-01', endsOn: '2018-03-31' });
    expect(periodOf('2019-Q4')).to.include({ startsOn: '2019-10-01', endsOn: '2019-12-31' });
    expect(periodOf('2020-02')).to.include({ period: 'month', startsOn: '2020-02-01', endsOn: '2020-02-29' });
    expect(periodOf('2024')).to.include({ period: 'year', startsOn: '2024-01-01', endsOn: '2024-12-31' });
  });

  it('refuses what names no period, saying what would', () => {
    for (const code of ['2018-Q5', '2018Q1', 'Q1-2018', '2018-13', '18-Q1', '', '2018-00']) {
      expect(() => periodOf(code), code).to.throw(RangeError, '2018-Q1');
    }
  });

  it('knows ISO weekdays at the turn of the year', () => {
    expect(isoWeekday('2018-01-08')).to.equal(1);
    expect(isoWeekday('2018-01-07')).to.equal(7);
  });

  it('refuses dates that do not exist', () => {
    for (const date of ['2018-02-29', '2018-00-10', '2018-1-1', 'today']) expect(() => addDays(date, 1), date).to.throw(RangeError, date);
    expect(addDays('2020-02-28', 1)).to.equal('2020-02-29');
  });

  it('keeps the local date of an instant in its own zone, summer time of the 1980s included', () => {
    // 23:30 in Bangkok is the next day in Shanghai; the zone is named, never the reader's
    const instant = Date.parse('2018-01-09T23:30:00+07:00');
    expect(localDateAt(instant, 'Asia/Bangkok')).to.equal('2018-01-09');
    expect(localDateAt(instant, 'Asia/Shanghai')).to.equal('2018-01-10');
    expect(instantAt('2018-07-09', '08:30', 'Asia/Shanghai')).to.equal('2018-07-09T00:30:00.000Z');
    expect(instantAt('1988-07-09', '08:30', 'Asia/Shanghai')).to.equal('1988-07-08T23:30:00.000Z');
    expect(() => instantAt('2018-07-09', '24:00', 'Asia/Shanghai')).to.throw(RangeError, '24:00');
  });

  it('samples in the first full working week from the 8th, around holidays', () => {
    expect(samplingDays(periodOf('2018-Q1'), 5)).to.deep.equal(['2018-01-08', '2018-01-09', '2018-01-10', '2018-01-11', '2018-01-12']);
    const calendar = { isWorkingDay: (date: string) => isoWeekday(date) <= 5 && date !== '2018-01-09' };
    expect(samplingDays(periodOf('2018-Q1'), 5, calendar)).to.deep.equal(['2018-01-08', '2018-01-10', '2018-01-11', '2018-01-12', '2018-01-15']);
    expect(() => samplingDays(periodOf('2018-02'), 40)).to.throw(RangeError, '40 were expected');
  });
});
