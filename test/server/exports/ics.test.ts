/** iCalendar by its octets, and read back by ical.js. */
import { expect } from 'chai';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { escapeText, foldLine, writeCalendar, type CalendarEvent, type CalendarFile } from '../../../server/exports/ics.ts';

const event = (more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: 'one@shuijian', sequence: 0, date: '2018-04-02', from: '09:00', to: '12:00', summary: '逐一摸查：岐石镇', location: '岐石镇 HL109-5', description: '第一行\n第二行; a, b \\ c', category: 'premises-check', status: 'CONFIRMED', synthetic: true, ...more,
});
const file = (events: readonly CalendarEvent[], more: Partial<CalendarFile> = {}): CalendarFile => ({ name: '行动排班 2018-Q1', description: '本单不是搜查或检查的授权。', at: Date.UTC(2018, 2, 30, 8, 5, 6), timeZone: 'Asia/Shanghai', events, ...more });

function parsed(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each)) };
}

describe('iCalendar', () => {
  it('ends every line with CRLF, folds at 75 octets and never inside a code point', () => {
    const text = writeCalendar(file([event({ description: '执法依据：'.repeat(60), summary: `${'😀'.repeat(40)} and ASCII` })]));
    expect(text.replaceAll('\r\n', '')).not.to.match(/[\r\n]/);
    for (const line of text.split('\r\n')) {
      const octets = Buffer.from(line, 'utf8');
      expect(octets.length, line).to.be.at.most(75);
      expect(octets.toString('utf8'), 'a whole number of code points').to.equal(line);
      expect(line).not.to.include('\uFFFD');
    }
    expect(parsed(text).events[0]?.description).to.equal('执法依据：'.repeat(60));
  });

  it('is read by ical.js with its text, zone and times', () => {
    const { calendar, events } = parsed(writeCalendar(file([event()])));
    expect(calendar.getFirstPropertyValue('method')).to.equal('PUBLISH');
    const [read] = events;
    expect(read?.summary).to.equal('逐一摸查：岐石镇');
    expect(read?.location).to.equal('岐石镇 HL109-5');
    expect(read?.description).to.equal('第一行\n第二行; a, b \\ c');
    expect(read?.startDate.zone.tzid).to.equal('Asia/Shanghai');
    expect(read?.startDate.toJSDate().toISOString()).to.equal('2018-04-02T01:00:00.000Z');
    expect(read?.endDate.toJSDate().toISOString()).to.equal('2018-04-02T04:00:00.000Z');
    const vtimezone = calendar.getFirstSubcomponent('vtimezone');
    expect(vtimezone?.getFirstPropertyValue('tzid')).to.equal('Asia/Shanghai');
  });

  it('stamps in UTC, keeps the UID, raises the SEQUENCE, says what was cancelled, and invites nobody', () => {
    const text = writeCalendar(file([event(), event({ uid: 'two@shuijian', sequence: 4, status: 'CANCELLED' })]));
    expect(text).to.include('\r\nDTSTAMP:20180330T080506Z\r\n');
    expect(text).to.include('\r\nUID:two@shuijian\r\n').and.to.include('\r\nSEQUENCE:4\r\n').and.to.include('\r\nSTATUS:CANCELLED\r\n');
    expect(text).not.to.match(/ATTENDEE|ORGANIZER/);
    expect(text.match(/X-SHUIJIAN-SYNTHETIC:TRUE/g)).to.have.length(2);
  });

  it('writes another zone as instants in UTC, summer time included', () => {
    const text = writeCalendar(file([event({ date: '2024-07-01' }), event({ date: '2024-01-01' })], { timeZone: 'Europe/Berlin' }));
    expect(text).to.include('DTSTART:20240701T070000Z').and.to.include('DTSTART:20240101T080000Z');
    expect(text).not.to.include('VTIMEZONE');
  });

  it('folds and escapes any text so that it reads back the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const line = foldLine(`DESCRIPTION:${escapeText(text)}`);
        for (const part of line.split('\r\n')) expect(Buffer.byteLength(part, 'utf8')).to.be.at.most(75);
        const plain = text.replace(/\r\n|\r/g, '\n').replace(/[^\P{Cc}\n]/gu, '');
        const [read] = parsed(writeCalendar(file([event({ description: text })]))).events;
        expect(read?.description ?? '').to.equal(plain);
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
