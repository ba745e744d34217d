/**
 * iCalendar (RFC 5545): CRLF, lines of at most 75 octets folded between code points, escaped text,
 * a stable UID, a SEQUENCE that rises, DTSTAMP in UTC, local times with their VTIMEZONE, and nobody
 * invited: units are bodies, never persons. Written here because folding by characters, as libraries
 * do, splits Chinese text in the middle of a code point. Pure.
 */

export interface CalendarEvent {
  uid: string;
  sequence: number;
  /** Local date, YYYY-MM-DD. */
  date: string;
  /** Local hours and minutes, HH:MM, end after start. */
  from: string;
  to: string;
  summary: string;
  location: string;
  description: string;
  category: string;
  status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';
  synthetic: boolean;
}

export interface CalendarFile {
  name: string;
  /** Said once for the whole file. */
  description: string;
  /** Milliseconds since the epoch: when this file was made. */
  at: number;
  timeZone: string;
  events: readonly CalendarEvent[];
}

const OCTETS = 75;
const encoder = new TextEncoder();

/** Splits a content line into lines of at most 75 octets, never inside a code point. */
export function foldLine(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const point of line) {
    const size = encoder.encode(point).length;
    if (octets + size > OCTETS) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += point;
    octets += size;
  }
  return [...parts, part].join('\r\n');
}

/** TEXT value: backslash, semicolon and comma escaped, line breaks as \n, other controls left out. */
export const escapeText = (text: string): string =>
  text
    .replace(/\r\n|\r|\n/g, '\n')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll('\n', '\\n')
    .replace(/\p{Cc}/gu, '');

const utcStamp = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
const localStamp = (date: string, time: string): string => `${date.replaceAll('-', '')}T${time.replace(':', '')}00`;

/** China has had one offset and no summer time since 1991; schedules lie after it. */
const SHANGHAI = 'Asia/Shanghai';
const SHANGHAI_RULES = ['BEGIN:VTIMEZONE', `TZID:${SHANGHAI}`, 'BEGIN:STANDARD', 'DTSTART:19911001T000000', 'TZOFFSETFROM:+0800', 'TZOFFSETTO:+0800', 'TZNAME:CST', 'END:STANDARD', 'END:VTIMEZONE'];

/** Minutes that a zone is ahead of UTC at an instant. */
function offsetMinutes(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? [];
  return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** A local time as a property value: with its zone for Shanghai, else as the instant in UTC. */
function timeProperty(name: string, date: string, time: string, timeZone: string): string {
  if (timeZone === SHANGHAI) return `${name};TZID=${SHANGHAI}:${localStamp(date, time)}`;
  const asUtc = Date.parse(`${date}T${time}:00Z`);
  const first = asUtc - 60_000 * offsetMinutes(timeZone, asUtc);
  return `${name}:${utcStamp(asUtc - 60_000 * offsetMinutes(timeZone, first))}`;
}

function eventLines(event: CalendarEvent, { at, timeZone }: CalendarFile): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `DTSTAMP:${utcStamp(at)}`,
    `SEQUENCE:${event.sequence}`,
    timeProperty('DTSTART', event.date, event.from, timeZone),
    timeProperty('DTEND', event.date, event.to, timeZone),
    `SUMMARY:${escapeText(event.summary)}`,
    `LOCATION:${escapeText(event.location)}`,
    `DESCRIPTION:${escapeText(event.description)}`,
    `CATEGORIES:${escapeText(event.category)}`,
    `STATUS:${event.status}`,
    'CLASS:CONFIDENTIAL',
    `X-SHUIJIAN-SYNTHETIC:${event.synthetic ? 'TRUE' : 'FALSE'}`,
    'END:VEVENT',
  ];
}

export function writeCalendar(file: CalendarFile): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Shuijian//Schedule//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(file.name)}`,
    `X-WR-CALDESC:${escapeText(file.description)}`,
    `X-WR-TIMEZONE:${file.timeZone}`,
    ...(file.timeZone === SHANGHAI ? SHANGHAI_RULES : []),
    ...file.events.flatMap((event) => eventLines(event, file)),
    'END:VCALENDAR',
  ];
  return `${lines.map(foldLine).join('\r\n')}\r\n`;
}
