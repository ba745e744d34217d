/** One generated round as rows of the store: bottles with their custody, runs with their quality control. */
import type { CustodyEvent, CustodyKind, Method, QcSample, Round, Run, Sample } from '../../models/schemas/index.ts';
import { readResult } from '../../models/schemas/readResult.ts';
import { newId } from '../../models/store/index.ts';
import type { Period } from '../../sampling-plans/calendar.ts';
import type { GeneratedQc, GeneratedRun, GeneratedSample } from './huilai/types.ts';

export interface WriteContext {
  /** Milliseconds since the epoch, for the ids. */
  at: number;
  planId: string;
  timeZone: string;
  siteIds: ReadonlyMap<string, string>;
  /** User ids by name of the demo account. */
  users: ReadonlyMap<string, string>;
  /** By analyte and matrix, see methodKey. */
  methods: ReadonlyMap<string, Method>;
}

export const requireFrom = <V>(map: ReadonlyMap<string, V>, key: string, what: string): V => {
  const found = map.get(key);
  if (found === undefined) throw new Error(`the example names ${what} "${key}", which is not there`);
  return found;
};

/** Rounds stay open: a late correction may still come. */
export const roundRow = (period: Period, { at, planId, timeZone }: WriteContext): Round => ({
  id: newId(at), code: period.code, planId, period: period.period, startsOn: period.startsOn, endsOn: period.endsOn, timeZone, closed: false, synthetic: true, revision: 1,
});

const SAMPLER = '采样组 Sampling team';
const COURIER = '冷链车 Cold-chain courier';
const LABORATORY = '实验室收样室 Laboratory reception';

export function sampleRows(sample: GeneratedSample, roundId: string, context: WriteContext): { sample: Sample; events: CustodyEvent[] } {
  const id = newId(context.at);
  const events: CustodyEvent[] = [];
  const add = (kind: CustodyKind, at: string, account: string, more: Partial<CustodyEvent> = {}): void => {
    events.push({
      id: newId(context.at), sampleId: id, sequence: events.length + 1, kind, at, localDate: sample.visitedOn ?? sample.dueOn, actorId: requireFrom(context.users, account, 'the account'),
      from: null, to: null, seal: null, temperatureC: null, reasons: [], deviation: null, givenX: null, givenY: null, givenSystem: null, accuracyM: null, photoSha256: null, measurements: {}, recordedAt: at, ...more,
    });
  };
  const seal = `S-${sample.number}`;
  if (sample.collectedAt !== null) {
    const { rainMm, flowM3PerDay } = sample;
    const place = { givenX: sample.position.longitude, givenY: sample.position.latitude, givenSystem: 'WGS-84' as const, accuracyM: sample.position.accuracyM };
    const field = sample.matrix === 'soil' ? {} : { ...sample.field, volumeMl: 1000 };
    add('collect', sample.collectedAt, 'demo-sampler', { seal, ...place, measurements: { ...field, ...(rainMm === null ? {} : { rainMm }), ...(flowM3PerDay === null ? {} : { flowM3PerDay }) } });
  }
  if (sample.handedOverAt !== null) add('hand-over', sample.handedOverAt, 'demo-sampler', { from: SAMPLER, to: COURIER, seal });
  const { receivedAt } = sample;
  const later = (at: string | null): string => new Date(Date.parse(at ?? `${sample.dueOn}T09:00:00.000Z`) + 15 * 60_000).toISOString();
  // a bottle that leaks is refused at the door: it was handed over, never received
  if (receivedAt !== null && sample.state !== 'rejected') add('receive', receivedAt, 'demo-technician', { from: COURIER, to: LABORATORY, seal, temperatureC: sample.receiptTemperatureC, reasons: sample.reasons, deviation: sample.deviation });
  if (sample.state === 'rejected') add('reject', receivedAt ?? later(sample.handedOverAt), 'demo-technician', { from: COURIER, to: LABORATORY, seal, temperatureC: sample.receiptTemperatureC, reasons: sample.reasons, deviation: sample.deviation });
  if (sample.state === 'missed') add('miss', later(null), 'demo-sampler', { reasons: sample.reasons, deviation: sample.deviation });
  if (sample.state === 'lost') add('lose', later(sample.handedOverAt), 'demo-quality', { reasons: ['other'], deviation: sample.deviation });
  const received = sample.state === 'received';
  return {
    sample: {
      id, number: sample.number, roundId, siteId: requireFrom(context.siteIds, sample.siteCode, 'the site'), kind: 'routine', matrix: sample.matrix, mode: sample.mode, state: sample.state, dueOn: sample.dueOn,
      collectedAt: sample.collectedAt, collectedOn: sample.collectedAt === null ? null : sample.visitedOn, receivedAt: received ? receivedAt : null, receiptTemperatureC: received ? sample.receiptTemperatureC : null,
      rainMm: sample.rainMm, flowM3PerDay: sample.flowM3PerDay, replacesSampleId: null, synthetic: true, revision: 1 + events.length,
    },
    events,
  };
}

/** Runs in the order of the laboratory; a repeat comes after the run that it repeats. */
export function runRows(runs: readonly GeneratedRun[], roundId: string, { at, users }: WriteContext): Map<string, Run> {
  const rows = new Map<string, Run>();
  for (const run of runs) {
    rows.set(run.number, {
      id: newId(at), number: run.number, roundId, matrix: run.matrix, methodCode: run.methodCode, instrument: run.instrument, state: run.state, openedAt: run.openedAt, closedAt: run.closedAt,
      repeatsRunId: run.repeats === null ? null : requireFrom(rows, run.repeats, 'the run').id, overrideReason: run.overrideReason,
      overriddenBy: run.overrideReason === null ? null : requireFrom(users, 'demo-quality', 'the account'), synthetic: true, revision: run.state === 'closed' ? 2 : 1,
    });
  }
  return rows;
}

/** @throws Error naming a quality-control text that the method cannot read */
export function qcRow(qc: GeneratedQc, run: Run, method: Method, sampleId: string | null, technicianId: string, at: number): QcSample {
  const reading = readResult(qc.rawText, method);
  if (!reading.ok) throw new Error(`${qc.runNumber} ${qc.kind} ${qc.analyte}: "${qc.rawText}" cannot be read: ${reading.en}`);
  return {
    id: newId(at), runId: run.id, kind: qc.kind, analyteId: qc.analyte, sampleId, rawText: qc.rawText, qualifier: reading.qualifier, value: reading.value, unit: method.unit,
    expected: qc.expected, base: qc.base, measuredAt: qc.measuredAt, enteredBy: technicianId, importId: null, synthetic: true,
  };
}
