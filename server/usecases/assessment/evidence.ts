/** Why an area has its colour: its standing, and the way back from each factor to the bottle, its run and its reference. */
import { findRule } from './gradeRules/ruleBook.ts';
import { Fault } from '../../../models/errors.ts';
import { sourceWords } from '../../../models/reference/sources.ts';
import type { AreaAssessment, Assessment, FurtherArea } from '../../../models/schemas/index.ts';
import type { AppliedRule, AreaEvidence, PlaceItself, PlaceWithin, TracedResult } from '../../../models/schemas/answers/map.ts';
import { areaById, sitesById } from '../../../models/store/repositories/reference.ts';
import { resultsById } from '../../../models/store/repositories/results.ts';
import { runsById } from '../../../models/store/repositories/runs.ts';
import { samplesById } from '../../../models/store/repositories/samples.ts';
import type { Reader, Store } from '../../../models/store/types.ts';
import { inScope, type CurrentUser } from '../../auth/permissions.ts';
import { gradesByRound, siblingRounds } from './assessGrades.ts';
import { assessmentOf, furtherInScope, summaryOf } from './mapView.ts';
import { requireRound } from '../rounds/rounds.ts';
import { runStandings } from '../quality/runStanding.ts';

async function traced(reader: Reader, standing: AreaAssessment): Promise<AreaEvidence['sites']> {
  const ids = [...new Set(standing.sites.flatMap(({ factors }) => factors.map(({ resultId }) => resultId)))];
  const results = new Map((ids.length === 0 ? [] : await resultsById(reader, ids)).map((each) => [each.id, each]));
  const sampleIds = [...new Set([...results.values()].map(({ sampleId }) => sampleId))];
  const samples = new Map((sampleIds.length === 0 ? [] : await samplesById(reader, sampleIds)).map((each) => [each.id, each.number]));
  const runIds = [...new Set([...results.values()].flatMap(({ runId }) => runId ?? []))];
  const runs = await runStandings(reader, runIds.length === 0 ? [] : await runsById(reader, runIds));
  const siteIds = [...new Set(standing.sites.map(({ siteId }) => siteId))];
  const sites = new Map((siteIds.length === 0 ? [] : await sitesById(reader, siteIds)).map((site) => [site.id, site]));
  const references = new Map(standing.subIndices.flatMap(({ analytes }) => analytes.map((each) => [`${each.analyte} ${each.matrix} ${each.basis}`, each])));
  return standing.sites.map((site) => ({
    ...site,
    siteName: { zh: sites.get(site.siteId)?.nameZh ?? site.siteCode, en: sites.get(site.siteId)?.nameEn ?? site.siteCode },
    results: site.factors.map(({ resultId, analyte, factor, qualifier, reported }): TracedResult => {
      const result = results.get(resultId);
      const run = runs.get(result?.runId ?? '');
      const reference = references.get(`${analyte} ${site.matrix} ${site.basis}`);
      return {
        resultId, analyte, factor, qualifier, reportedText: reported, sampleNumber: samples.get(result?.sampleId ?? '') ?? '',
        reference: reference?.reference ?? null, referenceSource: typeof reference?.referenceSource === 'string' ? sourceWords(reference.referenceSource) : null,
        qc: run === undefined ? null : { status: run.status, runNumber: run.run.number },
      };
    }),
  }));
}

/** The sites of each of its towns, the highest first: where the place has no grade of its own, these are what is known. */
async function placeOf(reader: Reader, found: FurtherArea | undefined, areas: readonly AreaAssessment[], user: CurrentUser): Promise<PlaceItself | null> {
  if (found === undefined) return null;
  const towns = areas.filter(({ areaId }) => found.towns.includes(areaId) && inScope(user, areaId));
  const siteIds = [...new Set(towns.flatMap(({ sites }) => sites.map(({ siteId }) => siteId)))];
  const names = new Map((siteIds.length === 0 ? [] : await sitesById(reader, siteIds)).map(({ id, nameZh, nameEn }) => [id, { zh: nameZh, en: nameEn }]));
  return {
    kind: found.kind,
    withheld: found.withheld,
    towns: towns.map(({ areaId, code, name, grade, firmness, sites }) => ({
      areaId, code, name, grade, firmness,
      sites: [...sites]
        .sort((a, b) => (b.index ?? -1) - (a.index ?? -1) || (a.siteCode < b.siteCode ? -1 : 1))
        .map(({ siteId, siteCode, matrix, basis, index, indexQualifier, grade: own }) => ({ siteCode, siteName: names.get(siteId) ?? { zh: siteCode, en: siteCode }, matrix, basis, index, indexQualifier, grade: own, here: found.sites.includes(siteCode) })),
    })),
  };
}

/** The rule of an assessment as it was applied: its text from the registry, its version and cuts from the assessment. */
async function ruleOf(reader: Reader, { rule: id, ruleVersion, body }: Assessment): Promise<AppliedRule | null> {
  const rule = await findRule(reader, id, ruleVersion);
  if (rule === undefined) return null;
  const { title, author, reason, source, date, components, uncertainty } = rule;
  const parts = { ...(components === undefined ? {} : { components: [...components] }), ...(uncertainty === undefined ? {} : { uncertainty: uncertainty.map((each) => ({ ...each, sourceWords: sourceWords(each.source) })) }) };
  return { id, version: ruleVersion, title, author, reason, source, sourceWords: sourceWords(source), date, cuts: body.cuts, ...parts };
}

/** @throws Fault `not-found` for the round, an area that is not there or outside the scope */
export async function areaEvidence(store: Store, user: CurrentUser, areaId: string, code: string, assessmentId?: string): Promise<AreaEvidence> {
  const reader = store.read;
  const round = await requireRound(reader, code);
  const area = await areaById(reader, areaId);
  if (area === undefined || !inScope(user, area.id)) throw new Fault('not-found', `there is no area ${areaId}`, { details: [{ got: areaId, message: 'area.unknown' }] });
  const assessment = await assessmentOf(store, round, assessmentId);
  const further = assessment?.body.further ?? [];
  const standing = assessment?.body.areas.find((each) => each.areaId === areaId) ?? further.find((each) => each.areaId === areaId)?.standing ?? null;
  const within = furtherInScope(further, user).filter((each) => each.towns.includes(areaId)).map(({ standing: own, ...each }): PlaceWithin => ({ ...each, grade: own?.grade ?? null, firmness: own?.firmness ?? null, severity: own?.severity ?? null }));
  const history = (await gradesByRound(store, await siblingRounds(reader, round))).flatMap(({ round: { code: each }, areas }) =>
    areas.filter((one) => one.areaId === areaId).map(({ grade, severity, index }) => ({ round: each, grade, severity, index })),
  );
  return {
    area: { id: area.id, code: area.code, name: { zh: area.nameZh, en: area.nameEn }, level: area.level, population: area.population, populationBasis: area.populationBasis },
    assessment: assessment === undefined ? null : await summaryOf(store, round, assessment),
    standing,
    within,
    place: await placeOf(reader, further.find((each) => each.areaId === areaId), assessment?.body.areas ?? [], user),
    sites: standing === null ? [] : await traced(reader, standing),
    history,
    rule: assessment === undefined ? null : await ruleOf(reader, assessment),
  };
}
