/** Samples of a round with their chain of custody and what may happen to each. */
import { CUSTODY_KINDS, type CustodyEvent, type Sample } from '../../../models/schemas/index.ts';
import type { AllowedAction } from '../../../models/schemas/answers/allowedAction.ts';
import { groupBy } from '../../../models/store/repositories/groupBy.ts';
import { areasById, namesOf, sitesById } from '../../../models/store/repositories/reference.ts';
import { resultsOfSamples } from '../../../models/store/repositories/results.ts';
import { custodyOf } from '../../../models/store/repositories/samples.ts';
import type { Reader } from '../../../models/store/types.ts';
import { allowedActions, type CurrentUser } from '../../auth/permissions.ts';
import { requireRound, samplesInScope } from './rounds.ts';
import { resultFactsOf, whySampleNot } from '../results/states.ts';

export interface SampleListItem extends Sample {
  site: { id: string; code: string; name: { zh: string; en: string }; hazardNote: string | null };
  area: { id: string; code: string; name: { zh: string; en: string } };
  custody: (CustodyEvent & { actorName: string | null })[];
  /** The bottle that this one was taken instead of, and the one taken instead of this. */
  replaces: { id: string; number: string } | null;
  replacedBy: { id: string; number: string } | null;
  allowedActions: AllowedAction[];
}

/** @throws Fault `not-found` for the round */
export async function listSamples(reader: Reader, user: CurrentUser, code: string): Promise<SampleListItem[]> {
  const round = await requireRound(reader, code);
  const samples = await samplesInScope(reader, round, user);
  const ids = samples.map((sample) => sample.id);
  const sites = new Map((await sitesById(reader, [...new Set(samples.map((sample) => sample.siteId))])).map((site) => [site.id, site]));
  const areas = new Map((await areasById(reader, [...new Set([...sites.values()].map((site) => site.areaId))])).map((area) => [area.id, area]));
  const custody = await custodyOf(reader, ids);
  const results = groupBy(await resultsOfSamples(reader, ids), (result) => result.sampleId);
  const names = await namesOf(reader, [...custody.values()].flat().map((event) => event.actorId));
  const brief = (found: Sample | undefined): SampleListItem['replaces'] => (found === undefined ? null : { id: found.id, number: found.number });
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const instead = new Map(samples.flatMap((sample) => (sample.replacesSampleId === null ? [] : [[sample.replacesSampleId, sample] as const])));
  return samples.map((sample) => {
    const site = sites.get(sample.siteId);
    const area = site === undefined ? undefined : areas.get(site.areaId);
    const facts = { state: sample.state, roundClosed: round.closed, ...resultFactsOf(results.get(sample.id) ?? []) };
    return {
      ...sample,
      site: { id: sample.siteId, code: site?.code ?? '', name: { zh: site?.nameZh ?? '', en: site?.nameEn ?? '' }, hazardNote: site?.hazardNote ?? null },
      area: { id: area?.id ?? '', code: area?.code ?? '', name: { zh: area?.nameZh ?? '', en: area?.nameEn ?? '' } },
      custody: (custody.get(sample.id) ?? []).map((event) => ({ ...event, actorName: names.get(event.actorId) ?? null })),
      replaces: brief(byId.get(sample.replacesSampleId ?? '')),
      replacedBy: brief(instead.get(sample.id)),
      allowedActions: allowedActions(user, CUSTODY_KINDS.map((kind) => ({ action: kind, operation: 'custody.write', area: site?.areaId, denied: whySampleNot(kind, facts) }))),
    };
  });
}
