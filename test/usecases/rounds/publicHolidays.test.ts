/** Public holidays of China inside a schedule: rest where it is set, said always, unknown years said too. */
import { expect } from 'chai';
import { publicHolidays } from '../../../server/usecases/rounds/publicHolidays.ts';

describe('public holidays in a schedule', () => {
  it('May 2018: Labour Day rests, and the weekend worked for it is named', () => {
    const { absences, notes } = publicHolidays('2018-04-23', 2, 'rest');
    expect(absences.map(({ startsOn }) => startsOn)).to.deep.equal(['2018-04-29', '2018-04-30', '2018-05-01']);
    for (const { unitId, startsOn, endsOn } of absences) expect({ unitId, endsOn }).to.deep.equal({ unitId: null, endsOn: startsOn });
    expect(notes.map(({ code }) => code)).to.deep.equal(['holidays-rest', 'make-up-days']);
    expect(notes[0]?.zh).to.include('2018-05-01 劳动节');
    expect(notes[1]?.en).to.include('2018-04-28');
  });

  it('planned as any day: nothing is closed and the plan says so', () => {
    const { absences, notes } = publicHolidays('2018-09-24', 2, 'as-any-day');
    expect(absences).to.deep.equal([]);
    expect(notes[0]).to.include({ code: 'holidays-worked' });
    expect(notes[0]?.en).to.include('2018-10-01');
  });

  it('a year that the calendar does not know is said, and ordinary weeks are silent', () => {
    expect(publicHolidays('2091-03-05', 1, 'rest').notes.map(({ code }) => code)).to.deep.equal(['holidays-unknown']);
    expect(publicHolidays('2018-03-05', 1, 'rest')).to.deep.equal({ absences: [], notes: [] });
  });
});
