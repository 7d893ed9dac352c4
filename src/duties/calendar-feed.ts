import type { Duties, Duty } from '../model/duty.ts';
import { LEVELS } from './reminder.ts';

/**
 * The deadlines as an iCalendar object (RFC 5545): one event for each duty with a running clock, at its strict deadline, with an
 * alarm for each level of reminder, the last of which repeat. A duty whose recipient has been told calls no more. Ids are stable, so that a calendar that
 * reads the feed again moves events and doubles none. Holds ids, regimes and sentences of law packs, nothing about people and
 * no title of a case.
 */
export function calendarFeed(cases: readonly Duties[], name: string): string {
  const events = cases.flatMap((one) => one.duties.flatMap((duty) => eventOf(duty, one)));
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Candour//duties//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${text(name)}`, // RFC 7986; the next line is what older programs read
    `X-WR-CALNAME:${text(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
    'X-PUBLISHED-TTL:PT15M',
    ...events,
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function eventOf(duty: Duty, document: Duties): readonly string[] {
  const by = duty.strictDeadline ?? duty.deadline;
  if (duty.verdict === 'not-required' || by === null) return [];
  const { toldAt = null } = duty;
  const mark = toldAt !== null ? `Told ${toldAt.slice(0, 10)}` : duty.verdict === 'depends' ? 'May be due' : 'Due';
  const description = [
    duty.arithmetic,
    ...(duty.deadline !== null && duty.deadline !== by ? [`Later reading: ${duty.deadline}.`] : []),
    ...(duty.verdict === 'depends' ? [`Depends on: ${duty.missing.join(', ')}.`] : []),
    ...duty.citations.map((citation) => citation.text),
  ].join('\n');
  return [
    'BEGIN:VEVENT',
    `UID:${text(`${document.case}/${duty.id}@candour`)}`,
    `DTSTAMP:${stamp(document.asOf)}`,
    `DTSTART:${stamp(by)}`,
    `DTEND:${stamp(by)}`,
    `SUMMARY:${text(`${mark}: ${duty.regime}, ${duty.bearer} to ${duty.recipient}`)}`,
    `DESCRIPTION:${text(description)}`,
    `CATEGORIES:${text(duty.verdict)}`,
    'TRANSP:TRANSPARENT',
    ...(toldAt === null ? LEVELS.flatMap((level) => alarm(level, duty)) : []),
    'END:VEVENT',
  ];
}

const alarm = ({ level, before, again }: (typeof LEVELS)[number], duty: Duty): readonly string[] => [
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  `TRIGGER:-PT${before / 3_600_000}H`,
  // Section 3.8.6.2: repetitions come besides the first alarm.
  ...(again === null ? [] : [`REPEAT:${again.times}`, `DURATION:PT${again.everyHours}H`]),
  `DESCRIPTION:${text(`${level}: ${duty.id}`)}`,
  'END:VALARM',
];

/** `20260304T092000Z`. */
const stamp = (instant: string): string => `${instant.replace(/[-:]/g, '').slice(0, 15)}Z`;

/** RFC 5545 section 3.3.11: backslash, semicolon, comma and line breaks are escaped. */
const text = (value: string): string => value.replace(/[\\;,]/g, (found) => `\\${found}`).replace(/\r?\n/g, '\\n');

/** RFC 5545 section 3.1: a line is at most 75 octets; longer ones go on after a line break and a space. Characters stay whole. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const character of line) {
    const octets = new TextEncoder().encode(character).length;
    // From the second part on a leading space takes one octet.
    if (size + octets > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      part = '';
      size = 0;
    }
    part += character;
    size += octets;
  }
  return [...parts, part].join('\r\n ');
}
