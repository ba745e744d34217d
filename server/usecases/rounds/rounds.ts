/** Rounds: making the samples of a period from its plan, and how far each round is. */
import { Fault } from '../../../models/errors.ts';
import { round as roundThing, sample as sampleThing, type Area, type Matrix, type Method, type Round, type Sample, type SampleState } from '../../../models/schemas/index.ts';
import type { AreaProgress, RoundProgress } from '../../../models/schemas/answers/rounds.ts';
import { newId } from '../../../models/store/index.ts';
import { assessmentHeads } from '../../../models/store/repositories/assessments.ts';
import { areasById, methodKey, methodsInForce, sitesByCode, sitesById } from '../../../models/store/repositories/reference.ts';
import { groupBy } from '../../../models/store/repositories/groupBy.ts';
import { countResults, countSamples, listPlans, listRounds, newestPlan, planById, roundByCode, type ResultCount, type SampleCount } from '../../../models/store/repositories/rounds.ts';
import { samplesOfRound } from '../../../models/store/repositories/samples.ts';
import type { Reader, Store } from '../../../models/store/types.ts';
import { periodOf } from '../../../sampling-plans/calendar.ts';
import { dueSamples } from '../../../sampling-plans/generate.ts';
import { demand, inScope, type CurrentUser } from '../../auth/permissions.ts';

export interface CreateRound {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  code: string;
  /** Code of a plan that was taken in. */
  plan: string;
  /** Take soil beside the water where the plan says so. */
  soil?: boolean | undefined;
  /** Numbers of rejected, lost or missed samples that shall be sampled again. */
  replace?: readonly string[] | undefined;
}

const wrong = (error: unknown, pointer: string, got: string): Fault => {
  const said = error instanceof RangeError ? error.message : 'this round cannot be made';
  return new Fault('invalid', said, { details: [{ pointer, got, message: 'round.not-possible', parameters: { said } }], cause: error });
};

/**
 * Makes the samples of a round that are due and do not exist yet; again, it makes none.
 * @throws Fault `not-found` for an unknown plan, `invalid` for a code that names no period of the plan, `conflict` for a round of another plan
 */
export async function createRound(store: Store, request: CreateRound): Promise<{ created: number; round: Round }> {
  demand(request.user, 'rounds.create');
  return store.write(async (tx) => {
    const known = await roundByCode(tx, request.code);
    const plan = known === undefined ? await newestPlan(tx, request.plan) : await planById(tx, known.planId);
    if (plan === undefined) throw new Fault('not-found', `there is no plan ${request.plan}`, { details: [{ pointer: '/plan', got: request.plan, message: 'plan.unknown' }] });
    if (plan.code !== request.plan) {
      throw new Fault('conflict', `round ${request.code} was made from plan ${plan.code}, not ${request.plan}`, { details: [{ pointer: '/plan', got: request.plan, message: 'round.other-plan', parameters: { round: request.code, plan: plan.code } }] });
    }
    if (known?.closed === true) throw new Fault('conflict', `round ${request.code} is closed`, { details: [{ pointer: '/code', got: request.code, message: 'round.closed' }] });

    const sites = new Map((await sitesByCode(tx, plan.document.areas.flatMap((area) => area.sites.map((site) => site.code)))).map((site) => [site.code, site]));
    const codes = new Map([...sites.values()].map((site) => [site.id, site.code]));
    const existing = known === undefined ? [] : await samplesOfRound(tx, known.id);
    const period = (() => {
      try {
        return periodOf(request.code);
      } catch (error) {
        throw wrong(error, '/code', request.code);
      }
    })();
    const due = (() => {
      try {
        return dueSamples(plan.document, period, {
          existing: existing.map((sample) => ({ number: sample.number, siteCode: codes.get(sample.siteId) ?? '', matrix: sample.matrix, state: sample.state })),
          soil: request.soil ?? false,
          replace: request.replace ?? [],
        });
      } catch (error) {
        throw wrong(error, '/code', request.code);
      }
    })();
    const round: Round = known ?? {
      id: newId(request.at), code: request.code, planId: plan.id, period: period.period, startsOn: period.startsOn, endsOn: period.endsOn,
      timeZone: plan.document.timeZone, closed: false, synthetic: plan.synthetic, revision: 1,
    };
    const ids = new Map(existing.map((sample) => [sample.number, sample.id]));
    const samples = due.map((bottle): Sample => {
      const site = sites.get(bottle.siteCode);
      if (site === undefined) throw new Fault('conflict', `site ${bottle.siteCode} of plan ${plan.code} is not there; take the plan in again`, { details: [{ got: bottle.siteCode, message: 'site.unknown' }] });
      return {
        id: newId(request.at), number: bottle.number, roundId: round.id, siteId: site.id, kind: 'routine', matrix: bottle.matrix, mode: bottle.mode, state: 'planned', dueOn: bottle.dueOn,
        collectedAt: null, collectedOn: null, receivedAt: null, receiptTemperatureC: null, rainMm: null, flowM3PerDay: null, replacesSampleId: bottle.replaces === null ? null : (ids.get(bottle.replaces) ?? null), synthetic: plan.synthetic, revision: 1,
      };
    });
    if (known === undefined) await tx.insert(roundThing, [round]);
    if (samples.length > 0) await tx.insert(sampleThing, samples);
    if (known === undefined || samples.length > 0) {
      tx.audit({ actorId: request.user.id, action: known === undefined ? 'round.create' : 'round.extend', subject: 'round', subjectId: round.id, detail: { code: round.code, plan: plan.code, planVersion: plan.version, samples: samples.length } });
    }
    return { created: samples.length, round };
  });
}

/** Bottles from which no result is to be expected. */
const WITHOUT_RESULT: readonly string[] = ['missed', 'cancelled', 'lost', 'rejected'];
const COLLECTED: readonly string[] = ['collected', 'in-transit', 'received', 'disposed', 'lost', 'rejected'];
const RECEIVED: readonly string[] = ['received', 'disposed'];

const sum = <T extends { n: number }>(rows: readonly T[], of: (row: T) => boolean): number => rows.reduce((total, row) => total + (of(row) ? row.n : 0), 0);

function progressOf(round: Round, assessed: boolean, plan: { name: { zh: string; en: string }; panel: readonly string[] }, samples: readonly SampleCount[], results: readonly ResultCount[], areas: ReadonlyMap<string, Area>, methods: ReadonlyMap<string, Method>): RoundProgress {
  const analytesOf = (matrix: string): number => plan.panel.filter((analyte) => methods.has(methodKey(analyte, matrix as Matrix))).length;
  const expectedOf = (rows: readonly SampleCount[]): number => rows.reduce((total, row) => total + (WITHOUT_RESULT.includes(row.state) ? 0 : row.n * analytesOf(row.matrix)), 0);
  const sampleState = (state: SampleState): number => sum(samples, (row) => row.state === state);
  const resultState = (...states: string[]): number => sum(results, (row) => states.includes(row.state));
  const notAnalysed = resultState('not-analysed');
  const voided = resultState('voided');
  // what was left out or taken back is not waited for
  const leftOut = (rows: readonly ResultCount[]): number => sum(rows, ({ state, sampleState }) => (state === 'not-analysed' || state === 'voided') && !WITHOUT_RESULT.includes(sampleState));
  // results of what is not in the panel any more may be left out too
  const waitedFor = (bottles: readonly SampleCount[], rows: readonly ResultCount[]): number => Math.max(0, expectedOf(bottles) - leftOut(rows));
  const expected = waitedFor(samples, results);
  const entered = resultState('entered');
  const submitted = resultState('submitted');
  const verified = resultState('verified');
  const released = resultState('released');
  const samplesByArea = groupBy(samples, (row) => row.areaId);
  const resultsByArea = groupBy(results, (row) => row.areaId);
  return {
    ...round,
    planName: plan.name,
    assessed,
    counts: {
      planned: sampleState('planned'), collected: sampleState('collected'), inTransit: sampleState('in-transit'), received: sampleState('received'), disposed: sampleState('disposed'),
      missed: sampleState('missed'), cancelled: sampleState('cancelled'), lost: sampleState('lost'), rejected: sampleState('rejected'),
    },
    results: { expected, entered, submitted, verified, released, notAnalysed, voided, missing: Math.max(0, expected - entered - submitted - verified - released) },
    areas: [...samplesByArea].flatMap(([areaId, rows]): AreaProgress[] => {
      const area = areas.get(areaId);
      if (area === undefined) return [];
      const own = resultsByArea.get(areaId) ?? [];
      return [{
        areaId, code: area.code, name: { zh: area.nameZh, en: area.nameEn },
        planned: sum(rows, (row) => row.state !== 'cancelled'),
        collected: sum(rows, (row) => COLLECTED.includes(row.state)),
        received: sum(rows, (row) => RECEIVED.includes(row.state)),
        entered: sum(own, (row) => ['entered', 'submitted', 'verified', 'released'].includes(row.state)),
        verified: sum(own, (row) => ['verified', 'released'].includes(row.state)),
        released: sum(own, (row) => row.state === 'released'),
        total: waitedFor(rows, own),
      }];
    }).sort((a, b) => (a.code < b.code ? -1 : 1)),
  };
}

/** How far these rounds are, computed from their samples and results; areas outside the person's scope are left out. */
export async function roundsProgress(reader: Reader, rounds: readonly Round[], user: CurrentUser): Promise<RoundProgress[]> {
  const ids = rounds.map((round) => round.id);
  const samples = groupBy((await countSamples(reader, ids)).filter((row) => inScope(user, row.areaId)), (row) => row.roundId);
  const results = groupBy((await countResults(reader, ids)).filter((row) => inScope(user, row.areaId)), (row) => row.roundId);
  const plans = new Map((await listPlans(reader)).map((plan) => [plan.id, plan]));
  const areaIds = new Set([...samples.values()].flat().map((row) => row.areaId));
  const areas = new Map((await areasById(reader, [...areaIds])).map((area) => [area.id, area]));
  const methods = await methodsInForce(reader, ['sewage', 'surface-water', 'soil']);
  const assessed = new Set((await assessmentHeads(reader, ids)).map(({ roundId }) => roundId));
  return rounds.map((round) => {
    const plan = plans.get(round.planId);
    const about = { name: { zh: plan?.nameZh ?? '', en: plan?.nameEn ?? '' }, panel: plan?.document.panel ?? [] };
    return progressOf(round, assessed.has(round.id), about, samples.get(round.id) ?? [], results.get(round.id) ?? [], areas, methods);
  });
}

/** Newest first. */
export const listRoundProgress = async (reader: Reader, user: CurrentUser): Promise<RoundProgress[]> => roundsProgress(reader, await listRounds(reader), user);

/** @throws Fault `not-found` */
export async function requireRound(reader: Reader, code: string): Promise<Round> {
  const round = await roundByCode(reader, code);
  if (round === undefined) throw new Fault('not-found', `there is no round ${code}`, { details: [{ got: code, message: 'round.unknown' }] });
  return round;
}

/** The samples of a round that the person may see, in the order of their numbers. */
export async function samplesInScope(reader: Reader, round: Round, user: CurrentUser): Promise<Sample[]> {
  const samples = await samplesOfRound(reader, round.id);
  if (user.scope === null) return samples;
  const sites = new Map((await sitesById(reader, [...new Set(samples.map((sample) => sample.siteId))])).map((site) => [site.id, site]));
  return samples.filter((sample) => {
    const site = sites.get(sample.siteId);
    return site !== undefined && inScope(user, site.areaId);
  });
}
