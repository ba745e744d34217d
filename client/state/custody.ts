/**
 * A step of custody as it is filled in, and the requests it becomes. Pure: the clock and the time
 * zone are arguments. What is refused here is refused by the server too; here it is said sooner.
 */
import type { CustodyKind } from '../../models/schemas/sample.ts';
import type { CustodyRequest, SampleItem } from '../api/types.ts';
import { parseNumber } from './parseNumber.ts';
import { instantOfWall } from './wallTime.ts';

export const MEASUREMENTS = ['pH', 'waterTemperatureC', 'conductivityUSPerCm', 'rainMm', 'flowM3PerDay', 'volumeMl'] as const;
export type Measurement = (typeof MEASUREMENTS)[number];

export interface CustodyDraft {
  kind: CustodyKind;
  /** Wall-clock time of the round's zone, as a datetime-local field gives it. */
  wall: string;
  from: string;
  to: string;
  seal: string;
  temperature: string;
  reasons: string[];
  deviation: string;
  /** Longitude and latitude as the device gave them, WGS-84. */
  position: { x: number; y: number; accuracyM: number } | null;
  measurements: Partial<Record<Measurement, string>>;
}

/** Steps that only make sense with a coded reason. */
export const REASONED_KINDS: readonly CustodyKind[] = ['reject', 'miss', 'lose', 'cancel'];
/** Reasons offered for a step; those of the place for what was not collected, those of the bottle for what was rejected. */
export const REASONS_OF: Partial<Record<CustodyKind, readonly string[]>> = {
  receive: ['temperature', 'leaking', 'seal-broken', 'label-unreadable', 'volume-short', 'holding-time', 'wrong-container', 'other'],
  reject: ['temperature', 'leaking', 'seal-broken', 'label-unreadable', 'volume-short', 'holding-time', 'wrong-container', 'other'],
  miss: ['site-dry', 'site-inaccessible', 'unsafe', 'other'],
  lose: ['leaking', 'other'],
  cancel: ['site-dry', 'site-inaccessible', 'unsafe', 'other'],
};

export const FAULTS = [
  'time-missing',
  'time-future',
  'temperature-unreadable',
  'deviation-needed',
  'reasons-needed',
  'measurement-unreadable',
] as const;
export type DraftFault = (typeof FAULTS)[number];

export function emptyDraft(kind: CustodyKind, wall: string): CustodyDraft {
  return { kind, wall, from: '', to: '', seal: '', temperature: '', reasons: [], deviation: '', position: null, measurements: {} };
}

/** True when a temperature was given and lies above the plan's limit. Exactly the limit is not above it. */
export function isTooWarm(temperature: string, limitC: number | null): boolean {
  const value = parseNumber(temperature);
  return value !== null && limitC !== null && value > limitC;
}

/** Everything that keeps the draft from being sent, at once. */
export function faultsOf(draft: CustodyDraft, timeZone: string, limitC: number | null, now: Date): DraftFault[] {
  const faults: DraftFault[] = [];
  const at = instantOfWall(draft.wall, timeZone);
  if (at === null) faults.push('time-missing');
  // A field shows whole minutes: the present minute is not the future.
  else if (Date.parse(at) > now.getTime() + 60_000) faults.push('time-future');
  if (draft.kind === 'receive') {
    if (draft.temperature.trim() !== '' && parseNumber(draft.temperature) === null) faults.push('temperature-unreadable');
    const deviates = isTooWarm(draft.temperature, limitC) || draft.reasons.length > 0;
    if (deviates && draft.deviation.trim() === '') faults.push('deviation-needed');
  }
  if (REASONED_KINDS.includes(draft.kind) && draft.reasons.length === 0) faults.push('reasons-needed');
  const typed = Object.values(draft.measurements).filter((text) => text.trim() !== '');
  if (draft.kind === 'collect' && typed.some((text) => parseNumber(text) === null)) faults.push('measurement-unreadable');
  return faults;
}

const given = <K extends string>(key: K, text: string): Partial<Record<K, string>> =>
  text.trim() === '' ? {} : ({ [key]: text.trim() } as Record<K, string>);

/**
 * One request per sample, each naming the revision that was seen.
 * @throws RangeError when the time cannot be read; `faultsOf` says so before
 */
export function requestsOf(
  draft: CustodyDraft,
  samples: readonly Pick<SampleItem, 'id' | 'revision'>[],
  timeZone: string,
  limitC: number | null,
): CustodyRequest[] {
  const at = instantOfWall(draft.wall, timeZone);
  if (at === null) throw new RangeError(`"${draft.wall}" is no time; expected 2018-06-14T09:05`);
  const temperatureC = parseNumber(draft.temperature);
  const reasons =
    draft.kind === 'receive' && isTooWarm(draft.temperature, limitC) && !draft.reasons.includes('temperature')
      ? ['temperature', ...draft.reasons]
      : draft.reasons;
  const measurements = Object.fromEntries(
    Object.entries(draft.measurements).flatMap(([key, text]) => {
      const value = parseNumber(text);
      return value === null ? [] : [[key, value]];
    }),
  );
  const collects = draft.kind === 'collect';
  return samples.map((sample) => ({
    sampleId: sample.id,
    revision: sample.revision,
    kind: draft.kind,
    at,
    localDate: draft.wall.slice(0, 10),
    ...(draft.kind === 'hand-over' || draft.kind === 'receive' ? { ...given('from', draft.from), ...given('to', draft.to) } : {}),
    ...(collects || draft.kind === 'hand-over' || draft.kind === 'receive' ? given('seal', draft.seal) : {}),
    ...(draft.kind === 'receive' && temperatureC !== null ? { temperatureC } : {}),
    ...(reasons.length > 0 ? { reasons } : {}),
    ...given('deviation', draft.deviation),
    ...(collects && draft.position !== null
      ? { givenX: draft.position.x, givenY: draft.position.y, givenSystem: 'WGS-84', accuracyM: draft.position.accuracyM }
      : {}),
    ...(collects && Object.keys(measurements).length > 0 ? { measurements } : {}),
  }));
}

/** Steps that at least one of the samples allows, with how many. */
export function stepsFor(samples: readonly SampleItem[]): { kind: CustodyKind; count: number }[] {
  const order: CustodyKind[] = ['collect', 'hand-over', 'receive', 'reject', 'miss', 'lose', 'cancel', 'dispose'];
  return order.map((kind) => ({ kind, count: samples.filter((sample) => allows(sample, kind)).length })).filter(({ count }) => count > 0);
}

export const allows = (sample: Pick<SampleItem, 'allowedActions'>, kind: CustodyKind): boolean =>
  sample.allowedActions.some((one) => one.action === kind && one.allowed);
