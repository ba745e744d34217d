/**
 * The results of some samples with everything that rules and screens ask about them, read in sets:
 * attempts with their revisions and events, methods, runs, verdicts, the sites' earlier values.
 * A use case plans against the book, writes, and notes what it wrote, so one read is enough.
 */
import type { Area, Basis, Method, PlanDocument, Result, ResultEvent, ResultRevision, Round, Sample, Site, Verdict } from '../../../models/schemas/index.ts';
import { areasById, methodKey, methodsById, methodsInForce, namesOf, sitesById } from '../../../models/store/repositories/reference.ts';
import { groupBy } from '../../../models/store/repositories/groupBy.ts';
import { eventsOf, resultsOfSamples, revisionsOf, siteHistory, verdictsOf, type SiteValue } from '../../../models/store/repositories/results.ts';
import { planById } from '../../../models/store/repositories/rounds.ts';
import { runsById } from '../../../models/store/repositories/runs.ts';
import type { Reader } from '../../../models/store/types.ts';
import { Fault } from '../../../models/errors.ts';
import type { LaboratorySettings } from '../../settings.ts';
import { runStandings, type RunStanding } from '../quality/runStanding.ts';
import { readSettings } from '../administration/settings.ts';
import type { ResultFacts } from './states.ts';

export interface Attempt {
  head: Result;
  /** Oldest first. */
  revisions: ResultRevision[];
  events: ResultEvent[];
}

export interface ResultBook {
  round: Round;
  plan: PlanDocument;
  settings: LaboratorySettings;
  samples: Map<string, Sample>;
  sites: Map<string, Site>;
  areas: Map<string, Area>;
  /** In force, by `methodKey`. */
  methods: Map<string, Method>;
  /** In force, or of an earlier version that a result was read with; by id. */
  methodsById: Map<string, Method>;
  /** By `cellKey`, lowest attempt first. */
  attempts: Map<string, Attempt[]>;
  runs: Map<string, RunStanding>;
  /** Of the newest revisions, by revision id. */
  verdicts: Map<string, Verdict[]>;
  names: Map<string, string>;
  /** Earlier values, by `historyKey`; empty unless asked for. */
  history: Map<string, SiteValue[]>;
}

export const cellKey = (sampleId: string, analyteId: string, basis: Basis): string => `${sampleId} ${analyteId} ${basis}`;
export const historyKey = (siteId: string, analyteId: string, matrix: string, basis: string): string => `${siteId} ${analyteId} ${matrix} ${basis}`;
export const newestRevision = (attempt: Attempt): ResultRevision | undefined => attempt.revisions.at(-1);

/** How far back a site's own values are held against a new one. */
export const HISTORY_YEARS = 3;

const byId = <T extends { id: string }>(rows: readonly T[]): Map<string, T> => new Map(rows.map((row) => [row.id, row]));

/**
 * @param samples of this round; more than are shown costs time, fewer leaves their cells out
 * @param options.history read the sites' earlier values too
 * @param options.verdicts read the verdicts of the newest revisions too
 * @param options.analytes read only what concerns these analytes; absent means all. A rule that looks at others must name them
 */
export async function readResultBook(reader: Reader, round: Round, samples: readonly Sample[], options: { history?: boolean; verdicts?: boolean; analytes?: readonly string[] } = {}): Promise<ResultBook> {
  const plan = await planById(reader, round.planId);
  if (plan === undefined) throw new Fault('not-found', `the plan of round ${round.code} is not there`);
  const sites = await sitesById(reader, [...new Set(samples.map((sample) => sample.siteId))]);
  const areas = await areasById(reader, [...new Set(sites.map((site) => site.areaId))]);
  const heads = await resultsOfSamples(reader, samples.map((sample) => sample.id), options.analytes);
  const headIds = heads.map((head) => head.id);
  const revisions = await revisionsOf(reader, headIds);
  const events = await eventsOf(reader, headIds);
  const attempts = groupBy(
    heads.map((head): Attempt => ({ head, revisions: revisions.get(head.id) ?? [], events: events.get(head.id) ?? [] })),
    ({ head }) => cellKey(head.sampleId, head.analyteId, head.basis),
  );
  const methods = await methodsInForce(reader, [...new Set(samples.map((sample) => sample.matrix))], options.analytes);
  const known = byId([...methods.values()]);
  const earlier = [...new Set(heads.flatMap((head) => (head.methodId === null || known.has(head.methodId) ? [] : [head.methodId])))];
  for (const method of earlier.length === 0 ? [] : await methodsById(reader, earlier)) known.set(method.id, method);

  const runIds = [...new Set(heads.flatMap((head) => head.runId ?? []))];
  const runs = await runStandings(reader, runIds.length === 0 ? [] : await runsById(reader, runIds));
  const newest = [...attempts.values()].flatMap((list) => list.at(-1)?.revisions.at(-1)?.id ?? []);
  const verdicts = options.verdicts === true ? groupBy(await verdictsOf(reader, newest), (each) => each.resultRevisionId) : new Map<string, Verdict[]>();
  const history = options.history === true
    ? groupBy(
        await siteHistory(reader, sites.map((site) => site.id), { before: round.startsOn, from: yearsBefore(round.startsOn, HISTORY_YEARS), analyteIds: options.analytes }),
        (value) => historyKey(value.siteId, value.analyteId, value.matrix, value.basis),
      )
    : new Map<string, SiteValue[]>();
  const names = await namesOf(reader, [...[...revisions.values()].flatMap((list) => list.map((revision) => revision.authorId)), ...[...attempts.values()].flat().flatMap((attempt) => openRequestOf(attempt)?.actorId ?? [])]);
  return {
    round, plan: plan.document, settings: await readSettings(reader),
    samples: byId(samples), sites: byId(sites), areas: byId(areas), methods, methodsById: known, attempts, runs, verdicts, names, history,
  };
}

/** The same day so many years before; as text it sorts like a date. */
export const yearsBefore = (localDate: string, years: number): string => `${String(Number(localDate.slice(0, 4)) - years).padStart(4, '0')}${localDate.slice(4)}`;

/** All attempts at the sample × analyte of this one, lowest first. */
export const lineageOf = (book: ResultBook, { head }: Attempt): readonly Attempt[] => book.attempts.get(cellKey(head.sampleId, head.analyteId, head.basis)) ?? [];

/** The attempt that is worked on: the reportable one; where all were given up, the newest. */
export function currentAttempt(book: ResultBook, sampleId: string, analyteId: string, basis: Basis): Attempt | undefined {
  const lineage = book.attempts.get(cellKey(sampleId, analyteId, basis));
  return lineage?.find(({ head }) => head.reportable) ?? lineage?.at(-1);
}

/** The attempt whose value is released. While a correction of it is worked on, it is another one than the current. */
export const releasedAttempt = (book: ResultBook, sampleId: string, analyteId: string, basis: Basis): Attempt | undefined =>
  book.attempts.get(cellKey(sampleId, analyteId, basis))?.find(({ head }) => head.state === 'released');

export function methodInForce(book: ResultBook, analyteId: string, sample: Sample): Method | undefined {
  return book.methods.get(methodKey(analyteId, sample.matrix));
}

/** The request to withdraw a released result that nobody has decided about yet. */
export function openRequestOf({ head, events }: Attempt): ResultEvent | undefined {
  return head.asked === null ? undefined : events.findLast(({ action }) => action === 'ask-void' || action === 'ask-invalidate');
}

function askedOf(attempt: Attempt): ResultFacts['asked'] {
  const request = openRequestOf(attempt);
  return request === undefined ? null : { action: request.action === 'ask-invalidate' ? 'ask-invalidate' : 'ask-void', actorId: request.actorId };
}

/** The event by which it was returned, while that is the last word on it. */
export function openReturnOf({ head, events }: Attempt): ResultEvent | undefined {
  const last = head.state === 'entered' ? events.findLast(({ action }) => action === 'return' || action === 'submit') : undefined;
  return last?.action === 'return' ? last : undefined;
}

function isUnanswered(attempt: Attempt): boolean {
  const returned = openReturnOf(attempt);
  return returned !== undefined && attempt.head.valueRevision <= returned.valueRevision;
}

/** What the guards ask about an attempt. */
export function factsOf(book: ResultBook, attempt: Attempt): ResultFacts {
  const { head, events } = attempt;
  const lineage = lineageOf(book, attempt);
  const lastSubmit = events.findLastIndex((event) => event.action === 'submit');
  const since = lastSubmit === -1 ? [] : events.slice(lastSubmit);
  const by = (action: string, among: readonly ResultEvent[]): string[] => among.filter((event) => event.action === action).map((event) => event.actorId);
  const run = head.runId === null ? undefined : book.runs.get(head.runId);
  return {
    state: head.state,
    sampleState: book.samples.get(head.sampleId)?.state ?? 'planned',
    hasValue: head.valueRevision > 0 && head.state !== 'pending',
    hold: newestRevision(attempt)?.hold ?? null,
    authors: lineage.flatMap((each) => each.revisions.map((revision) => revision.authorId)),
    submitters: lineage.flatMap((each) => by('submit', each.events)),
    verifiers: by('verify', since),
    reviewers: by('review', since),
    verificationsRequired: head.methodId === null ? 1 : book.methodsById.get(head.methodId)?.verificationsRequired === 2 ? 2 : 1,
    runBlocked: run?.blocked ?? false,
    asked: askedOf(attempt),
    unanswered: isUnanswered(attempt),
    underCorrection: head.state === 'released' && !head.reportable,
  };
}

/** The facts of a cell in which nothing was ever written. */
export const factsOfEmpty = (sample: Sample): ResultFacts => ({
  state: 'pending', sampleState: sample.state, hasValue: false, hold: null, authors: [], submitters: [], verifiers: [], reviewers: [], verificationsRequired: 1, runBlocked: false, asked: null, unanswered: false, underCorrection: false,
});
