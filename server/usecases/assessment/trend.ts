/**
 * One analyte at one site through the rounds: every released value as it was reported, the limits
 * and the reference to draw, and the trend that the series can carry. One matrix and one basis at a
 * time: they share no axis.
 */
import { medianInterval } from '../../../analysis/grading/interval.ts';
import type { CensoredValue } from '../../../analysis/censored/censoredValue.ts';
import { trend } from '../../../analysis/trend/trend.ts';
import { Fault } from '../../../models/errors.ts';
import { referenceFor } from '../../../models/reference/referenceValues.ts';
import { sourceWords } from '../../../models/reference/sources.ts';
import type { Basis } from '../../../models/schemas/vocabulary.ts';
import type { SiteTrend } from '../../../models/schemas/answers/trend.ts';
import { releasedValues, type ReleasedValue } from '../../../models/store/repositories/assessments.ts';
import { groupBy } from '../../../models/store/repositories/groupBy.ts';
import { listAnalytes, sitesById } from '../../../models/store/repositories/reference.ts';
import { roundsById } from '../../../models/store/repositories/rounds.ts';
import type { Store } from '../../../models/store/types.ts';
import { inScope, type CurrentUser } from '../../auth/permissions.ts';

const number = (text: string | null): number | null => (text === null ? null : Number(text));
const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The one value of a round: the bottle's own, or the median of several as far as limits let it be known. */
function valueOfRound(values: readonly ReleasedValue[]): CensoredValue | undefined {
  const bounds = values.flatMap(({ qualifier, value, limit }) => {
    const v = number(qualifier === '=' ? value : limit);
    return v === null || !Number.isFinite(v) ? [] : [qualifier === '=' ? { lower: v, upper: v } : qualifier === '<' ? { lower: 0, upper: v } : { lower: v, upper: Infinity }];
  });
  if (bounds.length === 0) return undefined;
  const { lower, upper } = medianInterval(bounds);
  if (lower === upper) return { qualifier: '=', value: lower };
  if (upper === Infinity) return { qualifier: '>', value: lower };
  return lower === 0 ? { qualifier: '<', value: upper } : undefined;
}

/** @throws Fault `not-found` for a site that is not there or outside the scope, or an unknown analyte */
export async function siteTrend(store: Store, user: CurrentUser, siteId: string, analyteId: string, basis: Basis | undefined): Promise<SiteTrend> {
  const reader = store.read;
  const [site] = await sitesById(reader, [siteId]);
  if (site === undefined || !inScope(user, site.areaId)) throw new Fault('not-found', `there is no site ${siteId}`, { details: [{ got: siteId, message: 'site.unknown' }] });
  const analyte = (await listAnalytes(reader)).find(({ id }) => id === analyteId);
  if (analyte === undefined) throw new Fault('not-found', `there is no analyte ${analyteId}`, { details: [{ got: analyteId, message: 'analyte.unknown-id' }] });
  const all = await releasedValues(reader, { siteIds: [siteId], analyteId, ...(basis === undefined ? {} : { basis }) });
  const rounds = new Map((await roundsById(reader, [...new Set(all.map(({ roundId }) => roundId))])).map((round) => [round.id, round]));
  const [series = []] = [...groupBy(all, (value) => `${value.matrix} ${value.basis} ${value.unit}`).values()].sort((a, b) => b.length - a.length);
  const startOf = (value: ReleasedValue): string => rounds.get(value.roundId)?.startsOn ?? '';
  const ordered = [...series].sort((a, b) => byText(startOf(a), startOf(b)) || byText(a.collectedOn ?? '', b.collectedOn ?? '') || byText(a.sampleNumber, b.sampleNumber));
  const last = ordered.at(-1);
  const reference = last === undefined ? undefined : referenceFor(analyteId, last.matrix, last.basis);
  const perRound = [...groupBy(ordered, ({ roundId }) => roundId).values()].map(valueOfRound);
  // rounds without a usable value leave a gap in time, they do not shift the others together
  const steps = perRound.flatMap((value, i) => (value === undefined ? [] : [{ time: i, value }]));
  const tested = trend(steps.map(({ time }) => time), steps.map(({ value }) => value));
  return {
    site: { id: site.id, code: site.code, name: { zh: site.nameZh, en: site.nameEn } },
    analyte: { id: analyte.id, name: { zh: analyte.nameZh, en: analyte.nameEn } },
    matrix: last?.matrix ?? null,
    basis: last?.basis ?? basis ?? 'concentration',
    unit: last?.unit ?? reference?.unit ?? '',
    limits: { lod: number(last?.lod ?? null), loq: number(last?.loq ?? null), upper: number(last?.upper ?? null) },
    reference: reference === undefined || reference.unit !== last?.unit ? null : { value: reference.value, source: sourceWords(reference.source) },
    points: ordered.map((value) => ({
      round: rounds.get(value.roundId)?.code ?? '', collectedOn: value.collectedOn, value: value.qualifier === '=' ? number(value.value) : null, qualifier: value.qualifier,
      limit: number(value.limit), reportedText: value.reportedText, resultId: value.resultId, lod: number(value.lod), loq: number(value.loq),
    })),
    trend:
      tested.result === null
        ? null
        : {
            S: tested.result.S, p: tested.result.p, slope: known(tested.result.slope), lower: known(tested.result.lower), upper: known(tested.result.upper),
            smallestP: known(tested.result.attainableP), remarks: tested.decisions.map(({ zh, en }) => ({ zh, en })),
          },
  };
}
