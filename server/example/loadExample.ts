/**
 * Writes the generated example through the store: accounts, reference data, plan, eight rounds with
 * custody, runs, results and their transitions, units and the counts of other agencies.
 * Each round is one job of the writer; every row is marked synthetic.
 */
import { Fault } from '../../models/errors.ts';
import { absence as absenceThing, custodyEvent, indicatorCount, qcSample, result as resultThing, resultEvent, resultRevision, round as roundThing, run as runThing, sample as sampleThing, unit as unitThing, verdict } from '../../models/schemas/index.ts';
import { huilaiAreas } from '../../models/reference/areas.ts';
import { newId, nowInstant } from '../../models/store/index.ts';
import { areasByCode, listUnits, methodKey, methodsInForce, sitesByCode } from '../../models/store/repositories/reference.ts';
import { listRounds } from '../../models/store/repositories/rounds.ts';
import { insertUser, userByUsername } from '../../models/store/repositories/users.ts';
import type { Store } from '../../models/store/types.ts';
import { loadAreas, loadReference } from '../usecases/rounds/loadReference.ts';
import { takePlan } from '../usecases/rounds/takePlan.ts';
import { DEMO_ACCOUNTS, DEMO_TECHNICIANS } from './demoAccounts.ts';
import { generateHuilai } from './huilai/generateHuilai.ts';
import { loadOperations } from './loadOperations.ts';
import type { GeneratedResult, HuilaiData, HuilaiOptions } from './huilai/types.ts';
import { resultRows, type ResultRows, type SiteValues } from './writeResults.ts';
import { qcRow, requireFrom, roundRow, runRows, sampleRows, type WriteContext } from './writeRound.ts';

export interface LoadExample extends HuilaiOptions {
  /** Whole number >= 0; the same seed gives the same county. */
  seed: number;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface LoadedExample {
  seed: number;
  synthetic: true;
  rounds: string[];
  samples: number;
  results: number;
  /** Rows written in all; 0 when the example was there already. */
  written: number;
}

/** @returns user ids by name */
async function keepAccounts(store: Store, at: number): Promise<Map<string, string>> {
  return store.write(async (tx) => {
    const users = new Map<string, string>();
    for (const { username, displayName, roles, areaCodes } of DEMO_ACCOUNTS) {
      const row = (await userByUsername(tx, username)) ?? (await insertUser(tx, { username, displayName, roles: [...roles], areaCodes: [...areaCodes], passwordHash: null, language: null, at }));
      users.set(username, row.id);
    }
    return users;
  });
}

async function writeRound(store: Store, data: HuilaiData, index: number, history: SiteValues, context: WriteContext): Promise<number> {
  const period = data.rounds[index];
  if (period === undefined) return 0;
  const round = roundRow(period, context);
  const bottles = data.samples.filter(({ roundCode }) => roundCode === period.code).map((sample) => sampleRows(sample, round.id, context));
  const samples = new Map(bottles.map(({ sample }) => [sample.number, sample]));
  const runs = runRows(data.runs.filter(({ roundCode }) => roundCode === period.code), round.id, context);
  const method = (analyte: string, matrix: Parameters<typeof methodKey>[1]) => requireFrom(context.methods, methodKey(analyte, matrix), 'the method');
  const technicians = DEMO_TECHNICIANS.map((name) => requireFrom(context.users, name, 'the account'));
  const qc = data.qc.filter(({ runNumber }) => runs.has(runNumber)).map((each) => {
    const run = requireFrom(runs, each.runNumber, 'the run');
    const sampleId = each.sampleNumber === null ? null : requireFrom(samples, each.sampleNumber, 'the sample').id;
    return qcRow(each, run, method(each.analyte, run.matrix), sampleId, technicians[each.technician] ?? '', context.at);
  });

  const attempts = new Map<string, GeneratedResult[]>();
  for (const result of data.results) {
    if (result.roundCode !== period.code) continue;
    const key = `${result.sampleNumber} ${result.analyte}`;
    attempts.set(key, [...(attempts.get(key) ?? []), result]);
  }
  const rows: ResultRows[] = [];
  for (const chain of attempts.values()) {
    let before: ResultRows | undefined;
    chain.forEach((result, i) => {
      const sample = requireFrom(samples, result.sampleNumber, 'the sample');
      const run = requireFrom(runs, result.runNumber, 'the run');
      before = resultRows({ result, sample, run, method: method(result.analyte, sample.matrix), before, after: chain[i + 1] }, history, context);
      rows.push(before);
    });
  }

  const events = bottles.flatMap((bottle) => bottle.events);
  const revisions = rows.flatMap((row) => row.revisions);
  const transitions = rows.flatMap((row) => row.events);
  const verdicts = rows.flatMap((row) => row.verdicts);
  await store.write(async (tx) => {
    await tx.insert(roundThing, [round]);
    await tx.insert(sampleThing, bottles.map(({ sample }) => sample));
    await tx.insert(custodyEvent, events);
    await tx.insert(runThing, [...runs.values()]);
    await tx.insert(qcSample, qc);
    // an attempt that follows another points at it, so the earlier ones go first
    await tx.insert(resultThing, rows.map(({ head }) => head).sort((a, b) => a.attempt - b.attempt));
    await tx.insert(resultRevision, revisions);
    await tx.insert(resultEvent, transitions);
    await tx.insert(verdict, verdicts);
    tx.audit({
      actorId: requireFrom(context.users, 'demo-quality', 'the account'), action: 'example.load', subject: 'round', subjectId: round.id,
      detail: { synthetic: true, seed: data.seed, round: period.code, samples: samples.size, custodyEvents: events.length, runs: runs.size, qcSamples: qc.length, results: rows.length, revisions: revisions.length },
    });
  });
  return 1 + bottles.length + events.length + runs.size + qc.length + rows.length + revisions.length + transitions.length + verdicts.length;
}

/** Units, their absences, and the counts of other agencies. */
async function writeOutside(store: Store, data: HuilaiData, { at, users }: WriteContext): Promise<number> {
  const codes = [...new Set([...data.units, ...data.indicators].map(({ areaCode }) => areaCode))];
  const areas = new Map((await areasByCode(store.read, codes)).filter(({ codeSystem }) => codeSystem === data.plan.codeSystem).map((row) => [row.code, row.id]));
  const units = data.units.map(({ areaCode, ...unit }) => ({ id: newId(at), ...unit, areaId: requireFrom(areas, areaCode, 'the area'), active: true, synthetic: true, revision: 1 }));
  const unitIds = new Map(units.map(({ code, id }) => [code, id]));
  const absences = data.absences.map(({ unitCode, ...absence }) => ({ id: newId(at), ...absence, unitId: unitCode === null ? null : requireFrom(unitIds, unitCode, 'the unit'), cancelled: false, synthetic: true, revision: 1 }));
  const indicators = data.indicators.map(({ areaCode, ...indicator }) => ({ id: newId(at), ...indicator, areaId: requireFrom(areas, areaCode, 'the area'), sequence: 1, source: '合成数据 synthetic example', reason: null, importId: null, at: nowInstant(at), synthetic: true }));
  await store.write(async (tx) => {
    await tx.insert(unitThing, units);
    await tx.insert(absenceThing, absences);
    await tx.insert(indicatorCount, indicators);
    tx.audit({ actorId: requireFrom(users, 'demo-planner', 'the account'), action: 'example.load', subject: 'example', subjectId: 'outside', detail: { synthetic: true, seed: data.seed, units: units.length, absences: absences.length, indicatorCounts: indicators.length } });
  });
  return units.length + absences.length + indicators.length;
}

/**
 * Writes the example into a store that holds no rounds yet; where the whole example is there already it writes nothing.
 * @throws Fault `conflict` where other rounds are there: an example is never mixed with real evidence
 */
export async function loadExample(store: Store, { seed, at, ...options }: LoadExample): Promise<LoadedExample> {
  const data = generateHuilai(seed, options);
  const answer: LoadedExample = { seed, synthetic: true, rounds: data.rounds.map(({ code }) => code), samples: data.samples.length, results: data.results.length, written: 0 };
  const there = await listRounds(store.read);
  if (there.length > 0) {
    const known = new Set(there.filter(({ synthetic }) => synthetic).map(({ code }) => code));
    if (answer.rounds.every((code) => known.has(code)) && (await listUnits(store.read)).length > 0) return answer;
    throw new Fault('conflict', `this data folder holds the rounds ${there.map(({ code }) => code).join(', ')}; the example goes into an empty one`, { details: [{ message: 'example.not-empty' }] });
  }
  const users = await keepAccounts(store, at);
  const actor = { actorId: requireFrom(users, 'demo-quality', 'the account'), at };
  await loadReference(store, actor);
  await loadAreas(store, huilaiAreas, actor);
  const { plan } = await takePlan(store, data.plan, actor);
  const context: WriteContext = {
    at, planId: plan.id, timeZone: data.plan.timeZone, users,
    siteIds: new Map((await sitesByCode(store.read, data.plan.areas.flatMap((area) => area.sites.map(({ code }) => code)))).map((row) => [row.code, row.id])),
    methods: await methodsInForce(store.read, ['sewage', 'surface-water', 'soil']),
  };
  const history: SiteValues = new Map();
  for (let index = 0; index < data.rounds.length; index++) answer.written += await writeRound(store, data, index, history, context);
  answer.written += await writeOutside(store, data, context);
  answer.written += await loadOperations(store, data, context);
  return answer;
}
