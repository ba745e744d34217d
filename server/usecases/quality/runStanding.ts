/**
 * How a run stands: its findings, its computed status, and whether it blocks verification.
 * A failed run blocks until a run that repeats it passes, or until it is overridden with a reason.
 */
import type { Method, QcSample, Run } from '../../../models/schemas/index.ts';
import { readUnit, unitFactor } from '../../../models/schemas/unitConversion.ts';
import { Exact } from '../../../models/schemas/rounding.ts';
import { methodsInForce } from '../../../models/store/repositories/reference.ts';
import { qcOfRuns, runsRepeating } from '../../../models/store/repositories/runs.ts';
import type { Reader } from '../../../models/store/types.ts';
import { evaluateRun, runStatus, type QcMeasurement, type RunFinding, type RunStatus } from '../../../analysis/quality/evaluateRun.ts';
import { DEFAULT_LIMITS } from '../../../analysis/quality/limits.ts';
import type { Amount } from '../../../analysis/quality/finding.ts';

export interface RunStanding {
  run: Run;
  status: RunStatus;
  findings: RunFinding[];
  qc: QcSample[];
  blocked: boolean;
}

/** The amount of a QC sample in the method's unit. A limit alone means the method's own. */
function amountOf(sample: QcSample, method: Method): Amount {
  const unit = readUnit(sample.unit);
  const factor = unit === undefined ? undefined : unitFactor(unit, method.unit);
  // a unit of another kind cannot be compared: it decides nothing, and the finding says so
  if (factor === undefined) return { qualifier: '<', value: null, limit: null };
  const value = sample.value === null ? null : new Exact(sample.value).times(factor).toFixed();
  return { qualifier: sample.qualifier, value, limit: sample.qualifier === '>' ? method.upper : sample.qualifier === '<' ? method.lod : null };
}

function measurementOf(sample: QcSample, method: Method | undefined): QcMeasurement {
  const scale = (text: string | null): string | null => {
    const unit = readUnit(sample.unit);
    const factor = method === undefined || unit === undefined ? undefined : unitFactor(unit, method.unit);
    return text === null || factor === undefined ? null : new Exact(text).times(factor).toFixed();
  };
  const base = scale(sample.base);
  return {
    kind: sample.kind,
    analyteId: sample.analyteId,
    measured: method === undefined ? { qualifier: sample.qualifier, value: sample.value } : amountOf(sample, method),
    expected: scale(sample.expected),
    base: base === null ? null : method !== undefined && new Exact(base).lt(method.lod) ? { qualifier: '<', value: base, limit: method.lod } : { qualifier: '=', value: base },
  };
}

function standingOf(run: Run, qc: readonly QcSample[], methods: ReadonlyMap<string, Method>): Omit<RunStanding, 'blocked'> {
  const ofRun = new Map([...methods.values()].filter((method) => method.matrix === run.matrix).map((method) => [method.analyteId, method]));
  const findings = evaluateRun(qc.map((sample) => measurementOf(sample, ofRun.get(sample.analyteId))), ofRun, DEFAULT_LIMITS);
  return { run, findings, qc: [...qc], status: runStatus(findings) };
}

/** Standing of each run, by id. Reads the runs that repeat them as well. */
export async function runStandings(reader: Reader, runs: readonly Run[]): Promise<Map<string, RunStanding>> {
  if (runs.length === 0) return new Map();
  const repeats = await runsRepeating(reader, runs.map((run) => run.id));
  const all = new Map([...runs, ...repeats].map((run) => [run.id, run]));
  const qc = await qcOfRuns(reader, [...all.keys()]);
  const methods = await methodsInForce(reader, [...new Set([...all.values()].map((run) => run.matrix))]);
  const standings = new Map([...all.values()].map((run) => [run.id, standingOf(run, qc.get(run.id) ?? [], methods)]));
  const mended = (id: string): boolean =>
    [...standings.values()].some((other) => other.run.repeatsRunId === id && (other.status === 'pass' || other.status === 'warn' || (other.status === 'fail' && mended(other.run.id))));
  return new Map(
    runs.flatMap((run) => {
      const standing = standings.get(run.id);
      return standing === undefined ? [] : [[run.id, { ...standing, blocked: standing.status === 'fail' && run.overrideReason === null && !mended(run.id) }] as const];
    }),
  );
}

