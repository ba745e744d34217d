/**
 * Imports the loads that EUDA and SCORE publish: years become rounds, cities areas, each weekday a
 * sample of its plant. All or nothing: with one error nothing is written. The same file again
 * changes nothing; a changed value is a conflict and never overwrites.
 *
 * Zeros are asked about: EUDA publishes values below the limit of quantification as 0 and does not
 * publish the limit, so that 0 is no load and "non-detect" carries no limit.
 */
import { Fault } from '../../../models/errors.ts';
import { importLog, result as resultThing, resultRevision, round as roundThing, sample as sampleThing, type Result, type ResultRevision, type Round, type Sample } from '../../../models/schemas/index.ts';
import { newId, nowInstant, sha256Hex } from '../../../models/store/index.ts';
import { sitesByCode } from '../../../models/store/repositories/reference.ts';
import { resultsOfSamples, revisionsOf } from '../../../models/store/repositories/results.ts';
import { listPlans, listRounds } from '../../../models/store/repositories/rounds.ts';
import { samplesOfRound } from '../../../models/store/repositories/samples.ts';
import { canonicalJson } from '../../../models/store/index.ts';
import type { Store, Tx } from '../../../models/store/types.ts';
import { compareMeans, type MeanReport } from './euda/compareMeans.ts';
import { EUDA_PLAN, eudaAreas, eudaPlan, nominalDate } from './euda/eudaPlan.ts';
import { readLoads, readSites, type CellError, type Day, type DayLoad, type EudaRow, type EudaSite } from './euda/readEuda.ts';
import { loadAreas, loadReference } from '../rounds/loadReference.ts';
import { takePlan } from '../rounds/takePlan.ts';

export const ZERO_CHOICES = ['refuse', 'non-detect', 'as-typed-zero'] as const;
export type ZeroChoice = (typeof ZERO_CHOICES)[number];

export interface ImportEuda {
  data: { name: string; bytes: Uint8Array };
  sites: { name: string; bytes: Uint8Array };
  /** What a published 0 means; `refuse` lists them and writes nothing. */
  zeros?: ZeroChoice;
  /** Who imports. */
  actorId: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface EudaConflict extends CellError {
  /** As it was reported when it was first imported. */
  existing: string;
}

export interface EudaAnswer {
  /** Rows of the file. */
  read: number;
  written: number;
  unchanged: number;
  /** Values that differ from what is kept; nothing is written then. */
  conflicts: EudaConflict[];
  errors: CellError[];
  /** Single days: a row has up to seven. */
  values: { read: number; written: number; unchanged: number; zeros: number };
  rounds: string[];
  means: MeanReport;
}

const UNIT = 'mg/1000inh/d';
const ZERO_REPORT = '< LOQ';
const ZERO_REMARK = 'Published as 0: below the limit of quantification, which is not published. 公布值为 0，即低于定量限，定量限未公布。';

const isZero = ({ decimal }: DayLoad): boolean => Number(decimal) === 0;
const sampleKey = (year: number, siteId: string, day: Day): string => `euda.${String(year)}.${siteId}.${day.slice(0, 3)}`;

/** The published text as a revision. No method of this laboratory stands behind it, so it carries no limit. */
function revisionOf(resultId: string, load: DayLoad, zeros: ZeroChoice, importId: string, actorId: string, at: string): ResultRevision {
  const nonDetect = isZero(load) && zeros === 'non-detect';
  return {
    id: `${resultId}.1`, resultId, valueRevision: 1, rawText: load.text, parsed: load.decimal, typedQualifier: '=', typedUnit: UNIT, dilution: '1',
    qualifier: nonDetect ? '<' : '=', value: nonDetect ? null : load.decimal, limit: null, detected: !isZero(load), unit: UNIT, reportedText: nonDetect ? ZERO_REPORT : load.text,
    lod: null, loq: null, upper: null, expandedUncertainty: null, hold: null, confirmedHold: null, measuredAt: null, remark: nonDetect ? ZERO_REMARK : null, reason: null, authorId: actorId, importId, at, synthetic: false,
  };
}

function refuseZeros(rows: readonly EudaRow[]): CellError[] {
  return rows.flatMap(({ row, days }) => {
    const zero = [...days].filter(([, load]) => isZero(load)).map(([day]) => day);
    return zero.length === 0 ? [] : [{
      row, column: zero.join(', '), value: '0',
      message: 'EUDA publishes values below the limit of quantification as 0. Say what they are: non-detect (kept as below a limit that is not published) or as-typed-zero (kept as the number 0)',
    }];
  });
}

/** The plan version that holds these sites; a new one where the sites changed. */
async function keepPlan(store: Store, sites: readonly EudaSite[], actorId: string, at: number): Promise<string> {
  const earlier = (await listPlans(store.read)).filter(({ code }) => code === EUDA_PLAN).sort((a, b) => b.document.version - a.document.version);
  const newest = earlier[0];
  if (newest !== undefined && canonicalJson(newest.document) === canonicalJson(eudaPlan(sites, newest.document.version))) return newest.id;
  return (await takePlan(store, eudaPlan(sites, (newest?.document.version ?? 0) + 1), { actorId, at })).plan.id;
}

interface Writes {
  rounds: Round[];
  samples: Sample[];
  results: Result[];
  revisions: ResultRevision[];
}

interface Known {
  rounds: ReadonlyMap<string, Round>;
  samples: ReadonlySet<string>;
  /** First revision by result id: what the file said then. */
  texts: ReadonlyMap<string, ResultRevision>;
}

async function readKnown(tx: Tx, years: readonly string[], planCode: string): Promise<Known> {
  const plans = new Set((await listPlans(tx)).filter(({ code }) => code === planCode).map(({ id }) => id));
  const rounds = (await listRounds(tx)).filter(({ code }) => years.includes(code));
  const other = rounds.find(({ planId }) => !plans.has(planId));
  if (other !== undefined) throw new Fault('conflict', `round ${other.code} is there already and belongs to another plan; import into another data folder`, { details: [{ got: other.code, message: 'round.other-plan' }] });
  const samples = new Set<string>();
  const texts = new Map<string, ResultRevision>();
  for (const round of rounds) {
    const ids = (await samplesOfRound(tx, round.id)).map(({ id }) => id);
    for (const id of ids) samples.add(id);
    const results = (await resultsOfSamples(tx, ids)).filter(({ attempt }) => attempt === 1);
    for (const [id, revisions] of await revisionsOf(tx, results.map(({ id }) => id))) {
      const [first] = revisions;
      if (first !== undefined) texts.set(id, first);
    }
  }
  return { rounds: new Map(rounds.map((round) => [round.code, round])), samples, texts };
}

function newRound(year: number, planId: string, at: number): Round {
  const code = String(year);
  return { id: newId(at), code, planId, period: 'year', startsOn: `${code}-01-01`, endsOn: `${code}-12-31`, timeZone: 'UTC', closed: false, synthetic: false, revision: 1 };
}

function newSample(id: string, { year, siteId }: EudaRow, day: Day, roundId: string, storeSiteId: string): Sample {
  const on = nominalDate(year, day);
  return {
    id, number: `${String(year)}-${siteId}-${day.slice(0, 3)}`, roundId, siteId: storeSiteId, kind: 'routine', matrix: 'sewage', mode: 'time-proportional', state: 'received',
    dueOn: on, collectedAt: null, collectedOn: on, receivedAt: null, receiptTemperatureC: null, rainMm: null, flowM3PerDay: null, replacesSampleId: null, synthetic: false, revision: 1,
  };
}

/**
 * @throws Fault `unsupported-encoding`, `unsupported-format`, `too-large` for a file that cannot be read at all;
 *   `conflict` when a year is there under another plan
 */
export async function importEuda(store: Store, { data, sites: siteFile, zeros = 'refuse', actorId, at }: ImportEuda): Promise<EudaAnswer> {
  const { sites, errors: siteErrors } = readSites(siteFile.bytes, siteFile.name);
  const byId = new Map(sites.map((site) => [site.id, site]));
  const { rows, read, errors: cellErrors } = readLoads(data.bytes, data.name, byId);
  const means = compareMeans(rows, byId);
  const zeroCells = rows.reduce((sum, { days }) => sum + [...days.values()].filter(isZero).length, 0);
  const answer: EudaAnswer = {
    read, written: 0, unchanged: 0, conflicts: [], errors: [...siteErrors, ...cellErrors, ...(zeros === 'refuse' ? refuseZeros(rows) : [])],
    values: { read: rows.reduce((sum, { days }) => sum + days.size, 0), written: 0, unchanged: 0, zeros: zeroCells }, rounds: [...new Set(rows.map(({ year }) => String(year)))].sort(), means,
  };
  if (answer.errors.length > 0) return answer;

  return store.write(async (tx) => {
    const known = await readKnown(tx, answer.rounds, EUDA_PLAN);
    const fileSha256 = sha256Hex(data.bytes);
    const importId = newId(at);
    const instant = nowInstant(at);
    const rounds = new Map(known.rounds);
    const samples = new Set(known.samples);
    const writes: Writes = { rounds: [], samples: [], results: [], revisions: [] };
    // nested jobs join this one: places, plan and values are written together or not at all
    await loadReference(store, { actorId });
    await loadAreas(store, eudaAreas(sites), { actorId });
    const planId = await keepPlan(store, sites, actorId, at);
    const siteIds = new Map((await sitesByCode(tx, [...byId.keys()])).map(({ code, id }) => [code, id]));

    for (const row of rows) {
      const code = String(row.year);
      let round = rounds.get(code);
      if (round === undefined) {
        round = newRound(row.year, planId, at);
        rounds.set(code, round);
        writes.rounds.push(round);
      }
      const before = { written: answer.values.written, conflicts: answer.conflicts.length };
      for (const [day, load] of row.days) {
        const sampleId = sampleKey(row.year, row.siteId, day);
        const resultId = `${sampleId}.${row.analyte}`;
        const there = known.texts.get(resultId);
        const revision = revisionOf(resultId, load, zeros, importId, actorId, instant);
        if (there !== undefined) {
          if (there.rawText === load.text && there.qualifier === revision.qualifier) answer.values.unchanged += 1;
          else {
            answer.conflicts.push({ row: row.row, column: day, value: load.text, existing: there.reportedText, message: `the value kept is ${there.rawText} (${there.reportedText}); a changed one is not overwritten: amend it with a reason` });
          }
          continue;
        }
        if (!samples.has(sampleId)) {
          samples.add(sampleId);
          writes.samples.push(newSample(sampleId, row, day, round.id, siteIds.get(row.siteId) ?? ''));
        }
        writes.results.push({ id: resultId, sampleId, analyteId: row.analyte, basis: 'pnml', attempt: 1, state: 'released', reportable: true, methodId: null, runId: null, supersedesId: null, asked: null, valueRevision: 1, synthetic: false, revision: 1 });
        writes.revisions.push(revision);
        answer.values.written += 1;
      }
      if (answer.conflicts.length > before.conflicts) continue;
      if (answer.values.written > before.written) answer.written += 1;
      else answer.unchanged += 1;
    }
    if (answer.conflicts.length > 0) return { ...answer, written: 0, values: { ...answer.values, written: 0 } };
    if (writes.results.length === 0) return answer;

    await tx.insert(importLog, [{ id: importId, kind: 'euda', fileName: data.name, fileSha256, encoding: 'utf-8', separator: null, sheet: null, mapping: null, summary: { read: answer.read, written: answer.written, unchanged: answer.unchanged }, choices: { zeros, sites: siteFile.name, sitesSha256: sha256Hex(siteFile.bytes), dates: 'nominal: weekday of ISO week 11' }, actorId, at: instant }]);
    if (writes.rounds.length > 0) await tx.insert(roundThing, writes.rounds);
    if (writes.samples.length > 0) await tx.insert(sampleThing, writes.samples);
    await tx.insert(resultThing, writes.results);
    await tx.insert(resultRevision, writes.revisions);
    tx.audit({ actorId, action: 'import.euda', subject: 'importLog', subjectId: importId, detail: { file: data.name, sha256: fileSha256, zeros, rows: answer.written, values: answer.values.written, samples: writes.samples.length } });
    return answer;
  });
}
