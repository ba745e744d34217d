/**
 * The chain of custody: what happened to a bottle, when and where, appended and never changed.
 * Many events at once, each decided for itself; what cannot be true is refused with its reason.
 */
import { custodyEvent, sample as sampleThing, textDenial, whyTextNot, type CustodyEvent, type CustodyKind, type Language, type Round, type Sample, type SampleState } from '../../../models/schemas/index.ts';
import { foldName } from '../../../models/schemas/foldName.ts';
import type { Denial } from '../../../models/schemas/answers/allowedAction.ts';
import { newId, nowInstant } from '../../../models/store/index.ts';
import { groupBy } from '../../../models/store/repositories/groupBy.ts';
import { sitesById } from '../../../models/store/repositories/reference.ts';
import { resultsOfSamples } from '../../../models/store/repositories/results.ts';
import { planById, roundsById } from '../../../models/store/repositories/rounds.ts';
import { custodyOf, samplesById } from '../../../models/store/repositories/samples.ts';
import type { Store } from '../../../models/store/types.ts';
import { localDateAt } from '../../../sampling-plans/calendar.ts';
import { demand, inScope, type CurrentUser } from '../../auth/permissions.ts';
import type { Publish } from '../../http/changes.ts';
import { resultFactsOf, SAMPLE_MACHINE, whySampleNot } from '../results/states.ts';

export interface CustodyInput {
  sampleId: string;
  revision: number;
  kind: CustodyKind;
  /** An instant with Z or an offset. */
  at: string;
  /** The date where it happened; absent, it is that of the offset, or of the round's time zone. */
  localDate?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  seal?: string | undefined;
  temperatureC?: number | undefined;
  reasons?: CustodyEvent['reasons'] | undefined;
  deviation?: string | undefined;
  givenX?: number | undefined;
  givenY?: number | undefined;
  givenSystem?: CustodyEvent['givenSystem'] | undefined;
  accuracyM?: number | undefined;
  photoSha256?: string | undefined;
  measurements?: CustodyEvent['measurements'] | undefined;
}

export interface CustodyRequest {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  language: Language;
  publish: Publish;
  events: readonly CustodyInput[];
}

export interface CustodyAnswer {
  done: { sampleId: string; revision: number; state: SampleState }[];
  refused: { sampleId: string; code: string; sentence: string }[];
}

/** Clocks of phones and servers differ by this much without anybody lying. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

const denial = (code: string, zh: string, en: string): Denial => ({ code, zh, en });

interface When {
  at: string;
  localDate: string;
}

/** The instant in UTC and the date where it happened, which no reader's time zone ever moves. */
function whenOf(input: CustodyInput, timeZone: string): When | Denial {
  const parts = INSTANT.exec(input.at);
  const epoch = parts === null ? Number.NaN : Date.parse(input.at);
  if (parts === null || !Number.isFinite(epoch)) return denial('invalid-time', `时间 "${input.at}" 无效，应如 2018-01-09T23:30:00+08:00`, `the time "${input.at}" is no instant; expected a form like 2018-01-09T23:30:00+08:00`);
  const ownDate = parts[4] === 'Z' ? localDateAt(epoch, timeZone) : (parts[1] ?? '');
  const localDate = input.localDate ?? ownDate;
  const apart = Math.abs(Date.parse(`${localDate}T12:00:00Z`) - epoch);
  // no time zone is more than 14 h from UTC: a date further away than that is another day
  if (!(apart <= 26 * 3_600_000)) return denial('date-mismatch', `日期 ${localDate} 与时间 ${input.at} 不符`, `the date ${localDate} does not go with the time ${input.at}`);
  return { at: new Date(epoch).toISOString(), localDate };
}

/** One name in another case, width or spacing is the same name. */
const samePerson = (a: string, b: string): boolean => foldName(a) === foldName(b);

/** What this kind of event must say. */
function contentDenial(input: CustodyInput, receiptLimitC: number): Denial | undefined {
  const deviation = input.deviation?.trim() ?? '';
  if (SAMPLE_MACHINE[input.kind].reasons && (input.reasons ?? []).length === 0) return denial('reason-required', '请选择原因代码', 'a reason code is wanted');
  if (input.reasons?.includes('other') === true && deviation === '') return denial('reason-required', '原因为“其他”时请说明，空白不算理由', 'say what the other reason is; blanks are none');
  if (input.deviation !== undefined && input.deviation !== '' && deviation === '') return denial('reason-required', '偏离说明不能只有空白', 'a deviation of blanks is none');
  for (const { text, form, zh, en } of [{ text: input.deviation, form: 'lines', zh: '偏离说明', en: 'deviation' }, { text: input.from, form: 'line', zh: '交出方', en: 'from' }, { text: input.to, form: 'line', zh: '接收方', en: 'to' }, { text: input.seal, form: 'line', zh: '封签', en: 'seal' }] as const) {
    const refusal = text === undefined ? undefined : whyTextNot(text, form);
    if (refusal !== undefined) return textDenial(refusal, zh, en);
  }
  if (input.kind === 'hand-over' && ((input.from ?? '').trim() === '' || (input.to ?? '').trim() === '')) return denial('parties-required', '请填写交出方和接收方', 'say who hands over and who takes over');
  if ((input.from ?? '').trim() !== '' && samePerson(input.from ?? '', input.to ?? '')) return denial('parties-alike', '交出方与接收方是同一方', 'it is handed over and taken over by the same');
  if (input.kind === 'receive') {
    if (input.temperatureC === undefined && deviation === '') return denial('temperature-required', '请填写收样温度，无法测量时请填写偏离说明', 'the temperature on receipt is wanted; where it could not be measured, say why as a deviation');
    if (input.temperatureC !== undefined && input.temperatureC > receiptLimitC && deviation === '') {
      return denial('above-receipt-limit', `收样温度 ${String(input.temperatureC)} °C 高于限值 ${String(receiptLimitC)} °C：请填写偏离说明后收样，或选择原因拒收`, `${String(input.temperatureC)} °C on receipt is above the limit of ${String(receiptLimitC)} °C: accept with a deviation, or reject with reason codes`);
    }
  }
  if ((input.givenX === undefined) !== (input.givenY === undefined)) return denial('position-incomplete', '请同时填写经度和纬度', 'a position wants both longitude and latitude');
  if (input.givenX !== undefined && (input.givenSystem === undefined || input.givenSystem === null)) return denial('position-system', '请注明坐标系', 'say in which coordinate system the position is');
  return undefined;
}

/** The patch of the sample that follows from an event. */
function patchOf(input: CustodyInput, when: When): Partial<Omit<Sample, 'id' | 'revision'>> {
  const { rainMm, flowM3PerDay } = input.measurements ?? {};
  return {
    state: SAMPLE_MACHINE[input.kind].to,
    ...(input.kind === 'collect' ? { collectedAt: when.at, collectedOn: when.localDate } : {}),
    ...(input.kind === 'receive' ? { receivedAt: when.at, receiptTemperatureC: input.temperatureC ?? null } : {}),
    ...(rainMm === undefined ? {} : { rainMm }),
    ...(flowM3PerDay === undefined ? {} : { flowM3PerDay }),
  };
}

interface Facts {
  sample: Sample;
  /** Revision before this request: several events of one bottle may name the one that was seen. */
  seenRevision: number;
  round: Round;
  receiptLimitC: number;
  earlier: readonly CustodyEvent[];
  hasOpenResults: boolean;
  hasReleasedResults: boolean;
}

function decide(input: CustodyInput, facts: Facts, now: number): When | Denial {
  if (input.revision !== facts.sample.revision && input.revision !== facts.seenRevision) return denial('stale-revision', '样品已被他人更改，请刷新后再操作', 'the sample was changed in the meantime: look again and decide anew');
  const why = whySampleNot(input.kind, { state: facts.sample.state, roundClosed: facts.round.closed, hasOpenResults: facts.hasOpenResults, hasReleasedResults: facts.hasReleasedResults });
  if (why !== undefined) return why;
  const when = whenOf(input, facts.round.timeZone);
  if ('code' in when) return when;
  if (Date.parse(when.at) > now + CLOCK_TOLERANCE_MS) return denial('future', `时间 ${input.at} 在将来`, `the time ${input.at} lies in the future`);
  const last = facts.earlier.at(-1);
  if (last !== undefined && when.at < last.at) return denial('reversed', `时间 ${input.at} 早于上一事件（${last.at}）`, `the time ${input.at} is before the event before it (${last.at})`);
  return contentDenial(input, facts.receiptLimitC) ?? when;
}

const textOrNull = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text);

function eventRow(input: CustodyInput, when: When, sequence: number, request: CustodyRequest): CustodyEvent {
  return {
    id: newId(request.at), sampleId: input.sampleId, sequence, kind: input.kind, at: when.at, localDate: when.localDate, actorId: request.user.id,
    from: textOrNull(input.from), to: textOrNull(input.to), seal: textOrNull(input.seal), temperatureC: input.temperatureC ?? null, reasons: input.reasons ?? [], deviation: textOrNull(input.deviation),
    givenX: input.givenX ?? null, givenY: input.givenY ?? null, givenSystem: input.givenSystem ?? null, accuracyM: input.accuracyM ?? null, photoSha256: input.photoSha256 ?? null,
    measurements: input.measurements ?? {}, recordedAt: nowInstant(request.at),
  };
}

/** Records what happened; an event that cannot be true is listed with its reason and holds up no other. */
export async function recordCustody(store: Store, request: CustodyRequest): Promise<CustodyAnswer> {
  demand(request.user, 'custody.write');
  return store.write(async (tx) => {
    const samples = new Map((await samplesById(tx, [...new Set(request.events.map((event) => event.sampleId))])).map((row) => [row.id, row]));
    const ids = [...samples.keys()];
    const seen = new Map([...samples.values()].map((row) => [row.id, row.revision]));
    const sites = new Map((await sitesById(tx, [...new Set([...samples.values()].map((row) => row.siteId))])).map((row) => [row.id, row]));
    const rounds = new Map((await roundsById(tx, [...new Set([...samples.values()].map((row) => row.roundId))])).map((row) => [row.id, row]));
    const limits = new Map<string, number>();
    for (const { planId } of rounds.values()) limits.set(planId, (await planById(tx, planId))?.document.quality.receiptLimitC ?? 0);
    const earlier = await custodyOf(tx, ids);
    const results = groupBy(await resultsOfSamples(tx, ids), (row) => row.sampleId);

    const answer: CustodyAnswer = { done: [], refused: [] };
    const rows: CustodyEvent[] = [];
    const areas = new Map<string, string>();
    for (const input of request.events) {
      const sample = samples.get(input.sampleId);
      const round = sample === undefined ? undefined : rounds.get(sample.roundId);
      const area = sample === undefined ? undefined : sites.get(sample.siteId)?.areaId;
      const refuse = (why: Denial): void => void answer.refused.push({ sampleId: input.sampleId, code: why.code, sentence: request.language === 'en' ? why.en : why.zh });
      if (sample === undefined || round === undefined || area === undefined || !inScope(request.user, area)) {
        refuse(denial('not-found', '没有此样品', 'there is no such sample'));
        continue;
      }
      const before = earlier.get(sample.id) ?? [];
      const decided = decide(input, { sample, round, seenRevision: seen.get(sample.id) ?? 0, earlier: before, receiptLimitC: limits.get(round.planId) ?? 0, ...resultFactsOf(results.get(sample.id) ?? []) }, request.at);
      if ('code' in decided) {
        refuse(decided);
        continue;
      }
      const row = eventRow(input, decided, (before.at(-1)?.sequence ?? 0) + 1, request);
      const changed = await tx.update(sampleThing, sample.id, sample.revision, patchOf(input, decided));
      rows.push(row);
      earlier.set(sample.id, [...before, row]);
      samples.set(sample.id, changed);
      areas.set(sample.id, area);
      tx.audit({
        actorId: request.user.id, action: `sample.${input.kind}`, subject: 'sample', subjectId: sample.id, reason: row.deviation ?? undefined,
        detail: { sample: sample.number, from: sample.state, to: changed.state, localDate: row.localDate, ...(row.reasons.length === 0 ? {} : { reasons: row.reasons }) },
      });
      answer.done.push({ sampleId: sample.id, revision: changed.revision, state: changed.state });
    }
    if (rows.length > 0) {
      await tx.insert(custodyEvent, rows);
      const byRound = groupBy(answer.done, (each) => samples.get(each.sampleId)?.roundId ?? '');
      tx.afterCommit((sequence) => {
        for (const [roundId, done] of byRound) {
          const code = rounds.get(roundId)?.code;
          if (code === undefined) continue;
          request.publish({
            kind: 'change', sequence,
            payloadFor: (user) => {
              const visible = done.filter((each) => inScope(user, areas.get(each.sampleId) ?? ''));
              return visible.length === 0 ? undefined : { revision: sequence, round: code, cells: [], samples: visible.map(({ sampleId, ...rest }) => ({ id: sampleId, ...rest })), stale: { assessments: [] } };
            },
          });
        }
      });
    }
    return answer;
  });
}
