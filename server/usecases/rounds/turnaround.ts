/**
 * How long a round takes, by segment (collected → received → entered → verified → released), in
 * working days, what is due when, and what is late. Everything is computed from custody and results.
 */
import type { Round, Sample } from '../../../models/schemas/index.ts';
import type { Store } from '../../../models/store/types.ts';
import { isKnownZone, localDateAt } from '../../../sampling-plans/calendar.ts';
import type { CurrentUser } from '../../auth/permissions.ts';
import { currentAttempt, methodInForce, readResultBook, type Attempt, type ResultBook } from '../results/resultBook.ts';
import { requireRound, samplesInScope } from './rounds.ts';
import { addWorkingDays, workingDaysBetween } from './workingDays.ts';

export const SEGMENTS = ['receive', 'enter', 'verify', 'release'] as const;
export type Segment = (typeof SEGMENTS)[number];

export interface SegmentSummary {
  segment: Segment;
  /** Working days that the laboratory gives itself. */
  targetDays: number;
  /** Bottles for `receive`, results for the others. */
  done: number;
  withinTarget: number;
  /** Working days of what is done; null while nothing is. */
  medianDays: number | null;
  p90Days: number | null;
  longestDays: number | null;
  open: number;
  late: number;
  /** Of what is open. */
  nextDueOn: string | null;
}

export interface OpenWork {
  segment: Segment;
  sampleId: string;
  sampleNumber: string;
  siteCode: string;
  /** Results that wait; 1 for `receive`. */
  count: number;
  startedOn: string;
  dueOn: string;
  /** Working days so far. */
  days: number;
  late: boolean;
}

export interface Turnaround {
  round: string;
  /** Local date of the round on which this was computed. */
  today: string;
  segments: SegmentSummary[];
  /** What waits, most urgent first. */
  open: OpenWork[];
}

interface Span { segment: Segment; sample: Sample; from: string; to: string | undefined }

/** The segments of one result; `from` and `to` are local dates. */
function spansOf(book: ResultBook, sample: Sample, analyteId: string, receivedOn: string, dateOf: (instant: string) => string): Span[] {
  const attempt: Attempt | undefined = currentAttempt(book, sample.id, analyteId, 'concentration');
  const state = attempt?.head.state ?? 'pending';
  if (state === 'voided' || state === 'not-analysed') return [];
  const at = (...actions: string[]): string | undefined => {
    const found = attempt?.events.findLast((event) => actions.includes(event.action));
    return found === undefined ? undefined : dateOf(found.at);
  };
  const submitted = state === 'pending' || state === 'entered' ? undefined : at('submit');
  // entered means handed on: a draft is still being entered
  const spans: Span[] = [{ segment: 'enter', sample, from: receivedOn, to: submitted }];
  if (submitted === undefined) return spans;
  const verified = state === 'verified' || state === 'released' ? at('verify') : undefined;
  spans.push({ segment: 'verify', sample, from: submitted, to: verified });
  // with one level of review the verification is the release
  if (verified !== undefined) spans.push({ segment: 'release', sample, from: verified, to: state === 'released' ? (at('release') ?? verified) : undefined });
  return spans;
}

const quantile = (sorted: readonly number[], share: number): number | null => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null;

function summarise(segment: Segment, targetDays: number, spans: readonly Span[], open: readonly OpenWork[]): SegmentSummary {
  const days = spans.flatMap((span) => (span.segment === segment && span.to !== undefined ? [workingDaysBetween(span.from, span.to)] : [])).sort((a, b) => a - b);
  const own = open.filter((work) => work.segment === segment);
  const sum = (list: readonly OpenWork[]): number => list.reduce((total, work) => total + work.count, 0);
  return {
    segment, targetDays, done: days.length, withinTarget: days.filter((each) => each <= targetDays).length,
    medianDays: quantile(days, 0.5), p90Days: quantile(days, 0.9), longestDays: days.at(-1) ?? null,
    open: sum(own), late: sum(own.filter((work) => work.late)), nextDueOn: own.map((work) => work.dueOn).sort()[0] ?? null,
  };
}

/** A zone that this machine's tables do not have closes no room: days are then those of UTC, at most one off. */
const zoneOf = ({ timeZone }: Round): string => (isKnownZone(timeZone) ? timeZone : 'UTC');

/**
 * @param at milliseconds since the epoch
 * @throws Fault `not-found` for the round
 */
export async function readTurnaround(store: Store, user: CurrentUser, code: string, at: number): Promise<Turnaround> {
  const reader = store.read;
  const round = await requireRound(reader, code);
  const samples = await samplesInScope(reader, round, user);
  const book = await readResultBook(reader, round, samples);
  const zone = zoneOf(round);
  const dateOf = (instant: string): string => localDateAt(Date.parse(instant), zone);
  const today = localDateAt(at, zone);
  const targets: Readonly<Record<Segment, number>> = { receive: book.settings.turnaroundReceiveDays, enter: book.settings.turnaroundEnterDays, verify: book.settings.turnaroundVerifyDays, release: book.settings.turnaroundReleaseDays };
  const spans = samples.flatMap((sample): Span[] => {
    if (sample.collectedOn === null || sample.state === 'rejected' || sample.state === 'lost') return [];
    const receivedOn = sample.receivedAt === null ? undefined : dateOf(sample.receivedAt);
    const receive: Span = { segment: 'receive', sample, from: sample.collectedOn, to: receivedOn };
    if (receivedOn === undefined) return [receive];
    return [receive, ...book.plan.panel.filter((analyteId) => methodInForce(book, analyteId, sample) !== undefined).flatMap((analyteId) => spansOf(book, sample, analyteId, receivedOn, dateOf))];
  });
  const waiting = new Map<string, OpenWork>();
  for (const { segment, sample, from, to } of spans) {
    if (to !== undefined) continue;
    const key = `${segment} ${sample.id} ${from}`;
    const before = waiting.get(key);
    const dueOn = addWorkingDays(from, targets[segment]);
    if (before !== undefined) before.count += 1;
    else waiting.set(key, { segment, sampleId: sample.id, sampleNumber: sample.number, siteCode: book.sites.get(sample.siteId)?.code ?? '', count: 1, startedOn: from, dueOn, days: workingDaysBetween(from, today), late: dueOn < today });
  }
  const open = [...waiting.values()].sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.sampleNumber < b.sampleNumber ? -1 : 1));
  return { round: round.code, today, segments: SEGMENTS.map((segment) => summarise(segment, targets[segment], spans, open)), open };
}

export interface Receipt {
  round: string;
  /** Bottles that are part of the round: neither cancelled nor missed. */
  expected: number;
  received: number;
  missing: { sampleId: string; number: string; siteCode: string; siteName: { zh: string; en: string }; areaName: { zh: string; en: string }; state: Sample['state']; dueOn: string; late: boolean; revision: number }[];
  rejected: { sampleId: string; number: string; siteCode: string; state: Sample['state'] }[];
}

/** "41 of 65 received", with the list of what is missing. @throws Fault `not-found` for the round */
export async function readReceipt(store: Store, user: CurrentUser, code: string, at: number): Promise<Receipt> {
  const reader = store.read;
  const round = await requireRound(reader, code);
  const samples = await samplesInScope(reader, round, user);
  const book = await readResultBook(reader, round, samples);
  const today = localDateAt(at, zoneOf(round));
  const place = (sample: Sample): { siteCode: string; siteName: { zh: string; en: string }; areaName: { zh: string; en: string } } => {
    const site = book.sites.get(sample.siteId);
    const area = site === undefined ? undefined : book.areas.get(site.areaId);
    return { siteCode: site?.code ?? '', siteName: { zh: site?.nameZh ?? '', en: site?.nameEn ?? '' }, areaName: { zh: area?.nameZh ?? '', en: area?.nameEn ?? '' } };
  };
  const of = (...states: Sample['state'][]): Sample[] => samples.filter((sample) => states.includes(sample.state));
  const missing = of('planned', 'collected', 'in-transit');
  const received = of('received', 'disposed').length;
  return {
    round: round.code,
    expected: missing.length + received,
    received,
    missing: missing.map((sample) => ({ sampleId: sample.id, number: sample.number, ...place(sample), state: sample.state, dueOn: sample.dueOn, late: sample.dueOn < today, revision: sample.revision })),
    rejected: of('rejected', 'lost').map((sample) => ({ sampleId: sample.id, number: sample.number, siteCode: place(sample).siteCode, state: sample.state })),
  };
}
