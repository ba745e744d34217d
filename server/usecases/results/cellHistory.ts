/**
 * What was found at a bottle's site before, for one analyte: each value with its qualifier, its quarter and its flags. It is
 * asked for by bottle and analyte, because it is wanted most where there is no result yet.
 */
import { Fault } from '../../../models/errors.ts';
import type { Basis, Sample } from '../../../models/schemas/index.ts';
import { sitesById } from '../../../models/store/repositories/reference.ts';
import { siteHistory } from '../../../models/store/repositories/results.ts';
import { roundById } from '../../../models/store/repositories/rounds.ts';
import { samplesById } from '../../../models/store/repositories/samples.ts';
import type { Reader, Store } from '../../../models/store/types.ts';
import { inScope, type CurrentUser } from '../../auth/permissions.ts';
import { cellOf, readsAll } from './cells.ts';
import type { CellFlag } from './cellTypes.ts';
import { readResultBook } from './resultBook.ts';

export interface EarlierValue {
  round: string;
  reportedText: string;
  value: string | null;
  qualifier: string;
  limit: string | null;
  unit: string;
  flags: CellFlag[];
}

/** Earlier and later values of the same analyte, matrix and basis at the site, oldest round first; without the bottle's own. */
export async function historyOf(reader: Reader, user: CurrentUser, sample: Sample, analyteId: string, basis: Basis): Promise<EarlierValue[]> {
  const values = await siteHistory(reader, [sample.siteId], { analyteId });
  const seen = values.filter((value) => value.matrix === sample.matrix && value.basis === basis && value.sampleId !== sample.id && (readsAll(user) || value.state === 'released'));
  const bottles = new Map((await samplesById(reader, [...new Set(seen.map((value) => value.sampleId))])).map((each) => [each.id, each]));
  const flags = new Map<string, CellFlag[]>();
  for (const roundId of new Set([...bottles.values()].map((each) => each.roundId))) {
    const round = await roundById(reader, roundId);
    const own = [...bottles.values()].filter((each) => each.roundId === roundId);
    if (round === undefined) continue;
    const book = await readResultBook(reader, round, own, { verdicts: true, analytes: [analyteId] });
    for (const each of own) flags.set(each.id, cellOf(book, each, analyteId, basis, user).flags);
  }
  return seen.map(({ roundCode, reportedText, value, qualifier, limit, unit, sampleId }) => ({ round: roundCode, reportedText, value, qualifier, limit, unit, flags: flags.get(sampleId) ?? [] }));
}

/** @throws Fault `not-found`, also for a bottle of an area that the person may not see */
export async function readCellHistory(store: Store, user: CurrentUser, sampleId: string, analyteId: string): Promise<EarlierValue[]> {
  const reader = store.read;
  const [sample] = await samplesById(reader, [sampleId]);
  const [site] = sample === undefined ? [] : await sitesById(reader, [sample.siteId]);
  if (sample === undefined || site === undefined || !inScope(user, site.areaId)) throw new Fault('not-found', `there is no sample ${sampleId}`, { details: [{ got: sampleId, message: 'sample.unknown' }] });
  return historyOf(reader, user, sample, analyteId, 'concentration');
}
