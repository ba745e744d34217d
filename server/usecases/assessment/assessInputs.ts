/**
 * Everything that a grade of a round may depend on, read from the store as numbers: the released
 * results, the places, the references. Its hash says whether an assessment still stands.
 */
import { Fault } from '../../../models/errors.ts';
import { referenceValues, type ReferenceValue } from '../../../models/reference/referenceValues.ts';
import type { Area, Round, Sample, Site, Words } from '../../../models/schemas/index.ts';
import { Exact } from '../../../models/schemas/rounding.ts';
import { unitFactor } from '../../../models/schemas/unitConversion.ts';
import { canonicalJson, sha256Hex } from '../../../models/store/canonical.ts';
import { newestAssessment, releasedValues, type ReleasedValue } from '../../../models/store/repositories/assessments.ts';
import { entriesAfter } from '../../../models/store/repositories/audit.ts';
import { groupBy } from '../../../models/store/repositories/groupBy.ts';
import { listAnalytes, listAreaMembers, listAreas, listRelations, sitesById } from '../../../models/store/repositories/reference.ts';
import { runsById } from '../../../models/store/repositories/runs.ts';
import { samplesOfRound } from '../../../models/store/repositories/samples.ts';
import type { Reader, Store } from '../../../models/store/types.ts';
import { issuedOf } from '../../../analysis/grading/history.ts';
import { gradingRules } from '../../../analysis/grading/rules/index.ts';
import type { GradingArea, GradingGroup, GradingInputs, GradingMeasurement, GradingRule, GradingSample, IssuedClass } from '../../../analysis/grading/types.ts';
import { load, pnml } from '../../../analysis/loads/load.ts';
import { siblingRounds } from './assessGrades.ts';
import { readSettings } from '../administration/settings.ts';
import { hashOfParts, inputsOfParts, type InputPart } from './keptInputs.ts';
import { runStandings } from '../quality/runStanding.ts';

export interface AssessInputs {
  inputs: GradingInputs;
  /** The rounds that they are made of. */
  parts: InputPart[];
  /** SHA-256 over the canonical JSON of `inputs`: of the round, and of each earlier round with what was issued in it. */
  sha256: string;
  /** Audit sequence number up to which the evidence was read. */
  revision: number;
}

const number = (text: string | null): number | null => (text === null ? null : Number(text));
const referenceOf = new Map(referenceValues.map((each) => [`${each.analyte} ${each.matrix} ${each.basis}`, each]));
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The area that a site's bottles speak for: a village's site counts to its town. */
export function gradedAreaOf(area: Area | undefined, areas: ReadonlyMap<string, Area>): Area | undefined {
  let at = area;
  while (at?.level === 'village' && at.parentId !== null) at = areas.get(at.parentId);
  return at;
}

/** A value in the unit of its reference; in its own where there is none or the two do not convert. */
function measurementOf(value: ReleasedValue, reference: ReferenceValue | undefined, qcFlag: string | null): GradingMeasurement {
  const factor = reference === undefined ? undefined : unitFactor(value.unit, reference.unit);
  if (reference !== undefined && factor === undefined) throw new Fault('conflict', `${value.sampleNumber} ${value.analyteId} is in ${value.unit}, its reference in ${reference.unit}; the two do not convert`, { details: [{ got: value.unit, message: 'assessment.unit', parameters: { sample: value.sampleNumber, analyte: value.analyteId, expected: reference.unit } }] });
  const scaled = (text: string | null): number | null => number(text === null || factor === undefined ? text : new Exact(text).times(factor).toFixed());
  return {
    resultId: value.resultId, analyte: value.analyteId, basis: value.basis, unit: reference?.unit ?? value.unit, qualifier: value.qualifier,
    value: scaled(value.value), limit: scaled(value.limit), lod: scaled(value.lod), loq: scaled(value.loq), detected: value.detected, reported: value.reportedText, qcFlag,
  };
}

/** The same result as a load, where the flow of the day and the population served are known; limits become loads too. */
function loadOf(measured: GradingMeasurement, { matrix, flowM3PerDay }: ReleasedValue, population: number | null): GradingMeasurement[] {
  const reference = referenceOf.get(`${measured.analyte} ${matrix} load`);
  if (reference === undefined || measured.basis !== 'concentration' || measured.unit !== 'ng/L' || matrix !== 'sewage' || flowM3PerDay === null || population === null) return [];
  const scaled = (value: number | null): number | null => (value === null ? null : pnml(load(value, flowM3PerDay), population));
  return [{ ...measured, basis: 'load', unit: reference.unit, value: scaled(measured.value), limit: scaled(measured.limit), lod: scaled(measured.lod), loq: scaled(measured.loq) }];
}

/** Graded areas with the bottles planned in them; places beside them that the plan leaves out have 0. */
function areasOf(samples: readonly Sample[], siteArea: ReadonlyMap<string, Area>, areas: readonly Area[]): GradingArea[] {
  const planned = new Map<string, Set<string>>();
  for (const sample of samples) {
    const area = siteArea.get(sample.siteId);
    if (area === undefined || sample.kind !== 'routine' || sample.state === 'cancelled') continue;
    // a bottle that was taken again is planned once
    planned.set(area.id, (planned.get(area.id) ?? new Set()).add(`${sample.siteId} ${sample.matrix} ${sample.dueOn}`));
  }
  const sampled = areas.filter(({ id }) => planned.has(id));
  const beside = new Set(sampled.map(({ level, parentId }) => `${level} ${String(parentId)}`));
  return areas
    .filter((area) => planned.has(area.id) || (area.parentId !== null && beside.has(`${area.level} ${area.parentId}`)))
    .map((area) => ({ id: area.id, code: area.code, name: { zh: area.nameZh, en: area.nameEn }, planned: planned.get(area.id)?.size ?? 0 }))
    .sort((a, b) => byText(a.code, b.code) || byText(a.id, b.id));
}

const BELOW_MINIMUM = (population: number, least: number): Words => ({ zh: `人口 ${population}，少于公布下限 ${least}：不单独评级，其点位计入所在乡镇。`, en: `Its population of ${population} is below the minimum of ${least} for being shown alone: it is not graded by itself, and its sites count to the town.` });
const UNKNOWN_POPULATION: Words = { zh: '人口未知：不单独评级，其点位计入所在乡镇。', en: 'Its population is not known: it is not graded by itself, and its sites count to the town.' };

/** Villages with sites in the round, and operational areas that hold some: the sites of their members and of the villages below those. */
async function groupsOf(reader: Reader, sites: ReadonlyMap<string, Site>, siteArea: ReadonlyMap<string, Area>, areas: ReadonlyMap<string, Area>): Promise<GradingGroup[]> {
  const { minimumPublishedPopulation: least } = await readSettings(reader);
  const group = (area: Area, kind: GradingGroup['kind'], own: readonly Site[], withheld: Words | null): GradingGroup[] =>
    own.length === 0 ? [] : [{ id: area.id, code: area.code, name: { zh: area.nameZh, en: area.nameEn }, kind, towns: [...new Set(own.flatMap(({ id }) => siteArea.get(id)?.id ?? []))].sort(byText), siteIds: own.map(({ id }) => id).sort(byText), withheld }];
  const all = [...sites.values()];
  const villages = [...areas.values()].filter(({ level }) => level === 'village').flatMap((area) =>
    group(area, 'village', all.filter(({ areaId, villageId }) => areaId === area.id || villageId === area.id), area.population === null ? UNKNOWN_POPULATION : area.population < least ? BELOW_MINIMUM(area.population, least) : null));
  const members = groupBy(await listAreaMembers(reader), ({ operationalAreaId }) => operationalAreaId);
  const operational = [...areas.values()].filter(({ level }) => level === 'operational').flatMap((area) => {
    const own = new Set((members.get(area.id) ?? []).map(({ memberAreaId }) => memberAreaId));
    return group(area, 'operational', all.filter(({ id, areaId, villageId }) => own.has(areaId) || (villageId !== null && own.has(villageId)) || own.has(siteArea.get(id)?.id ?? '')), null);
  });
  return [...villages, ...operational].sort((a, b) => byText(a.code, b.code) || byText(a.id, b.id));
}

/** The evidence of one round by itself. */
async function read(reader: Reader, round: Round): Promise<GradingInputs> {
  const samples = await samplesOfRound(reader, round.id);
  const values = await releasedValues(reader, { roundId: round.id });
  const sites = new Map((await sitesById(reader, [...new Set(samples.map(({ siteId }) => siteId))])).map((site) => [site.id, site]));
  const areas = await listAreas(reader);
  const areaById = new Map(areas.map((area) => [area.id, area]));
  const siteArea = new Map([...sites.values()].flatMap((site): [string, Area][] => {
    const area = gradedAreaOf(areaById.get(site.areaId), areaById);
    return area === undefined ? [] : [[site.id, area]];
  }));
  const runIds = [...new Set(values.flatMap(({ runId }) => runId ?? []))];
  const runs = await runStandings(reader, runIds.length === 0 ? [] : await runsById(reader, runIds));
  const graded = areasOf(samples, siteArea, areas);
  const gradedIds = new Set(graded.map(({ id }) => id));
  const siteOf = (value: ReleasedValue): Site | undefined => sites.get(value.siteId);
  const measurementsOf = (own: readonly ReleasedValue[]): GradingMeasurement[] =>
    own
      .flatMap((value) => {
        const failed = value.runId !== null && runs.get(value.runId)?.status === 'fail';
        const measured = measurementOf(value, referenceOf.get(`${value.analyteId} ${value.matrix} ${value.basis}`), failed ? 'qc-fail' : null);
        return [measured, ...loadOf(measured, value, siteOf(value)?.populationServed ?? null)];
      })
      .sort((a, b) => byText(a.resultId, b.resultId) || byText(a.basis, b.basis));
  const bottles = [...groupBy(values, ({ sampleId }) => sampleId)].flatMap(([id, own]): GradingSample[] => {
    const [first] = own;
    if (first === undefined || !siteArea.has(first.siteId)) return [];
    return [{ id, siteId: first.siteId, matrix: first.matrix, mode: first.mode, collectedOn: first.collectedOn, rainMm: first.rainMm, measurements: measurementsOf(own) }];
  });
  const analytes = new Set(values.map(({ analyteId }) => analyteId));
  const groups = await groupsOf(reader, new Map([...sites].filter(([id]) => gradedIds.has(siteArea.get(id)?.id ?? ''))), siteArea, areaById);
  return {
    ...(groups.length === 0 ? {} : { groups }),
    round: { code: round.code, startsOn: round.startsOn, endsOn: round.endsOn },
    areas: graded,
    sites: [...sites.values()]
      .flatMap((site) => {
        const area = siteArea.get(site.id);
        return area === undefined || !gradedIds.has(area.id) ? [] : [{ id: site.id, code: site.code, areaId: area.id, asset: site.asset, position: { longitude: site.longitude, latitude: site.latitude } }];
      })
      .sort((a, b) => byText(a.code, b.code)),
    samples: bottles.sort((a, b) => byText(a.id, b.id)),
    references: referenceValues.filter(({ analyte }) => analytes.has(analyte)).map(({ analyte, matrix, basis, unit, value, version, source }) => ({ analyte, matrix, basis, unit, value, version, source })),
    analytes: (await listAnalytes(reader)).filter(({ id }) => analytes.has(id)).map(({ id, nameZh, nameEn, abbreviation, priority }) => ({ id, name: { zh: nameZh, en: nameEn }, abbreviation, priority })),
    relations: (await listRelations(reader))
      .filter(({ upstreamSiteId, downstreamSiteId }) => siteArea.has(upstreamSiteId) && siteArea.has(downstreamSiteId))
      .map(({ upstreamSiteId, downstreamSiteId }) => ({ upstreamSiteId, downstreamSiteId }))
      .sort((a, b) => byText(a.upstreamSiteId, b.upstreamSiteId) || byText(a.downstreamSiteId, b.downstreamSiteId)),
  };
}

/** What was read last of each round, valid while nothing was written since. */
interface Kept {
  revision: number;
  evidence: Map<string, { inputs: GradingInputs; sha256: string }>;
  whole: Map<string, AssessInputs>;
}
const kept = new WeakMap<Store, Kept>();
const TRIES = 5;

/** An assessment is no evidence: where nothing but assessments was written, what was read of the rounds still holds. */
const MOST_ASSESSED = 50;
async function onlyAssessed(store: Store, from: number, to: number): Promise<boolean> {
  if (to - from > MOST_ASSESSED) return false;
  const entries = (await entriesAfter(store.read, from, MOST_ASSESSED)).filter(({ sequence }) => sequence <= to);
  return entries.length === to - from && entries.every(({ action }) => action === 'assessment.create');
}

async function keptAt(store: Store, revision: number): Promise<Kept> {
  const mine = kept.get(store);
  if (mine?.revision === revision) return mine;
  const holds = mine !== undefined && mine.revision < revision && (await onlyAssessed(store, mine.revision, revision));
  // what was issued in earlier rounds may have changed, so the whole is put together again
  const made: Kept = { revision, evidence: holds ? mine.evidence : new Map<string, { inputs: GradingInputs; sha256: string }>(), whole: new Map() };
  kept.set(store, made);
  return made;
}

async function evidenceOf(store: Store, round: Round, { evidence }: Kept): Promise<{ inputs: GradingInputs; sha256: string }> {
  const known = evidence.get(round.id);
  if (known !== undefined) return known;
  const inputs = await read(store.read, round);
  const made = { inputs, sha256: sha256Hex(canonicalJson(inputs)) };
  evidence.set(round.id, made);
  return made;
}

/** Classes issued in an earlier round: by its newest assessment, where that used the same version of the same rule: a change of rule is no change of the water. */
async function issuedIn(reader: Reader, round: Round, rule: GradingRule): Promise<IssuedClass[]> {
  const newest = await newestAssessment(reader, round.id);
  return newest?.rule === rule.id && newest.ruleVersion === rule.version ? issuedOf(newest.body.areas) : [];
}

/** Earlier rounds of the plan with released results, oldest first, as many as the rule looks at. */
async function pastOf(store: Store, round: Round, rule: GradingRule, held: Kept): Promise<InputPart[]> {
  if (rule.pastRounds === 0) return [];
  const earlier = (await siblingRounds(store.read, round)).filter(({ endsOn }) => endsOn < round.startsOn).sort((a, b) => byText(a.startsOn, b.startsOn));
  const parts: InputPart[] = [];
  for (const each of earlier.slice(-rule.pastRounds)) {
    const { inputs, sha256 } = await evidenceOf(store, each, held);
    if (inputs.samples.length === 0) continue;
    parts.push({ evidence: sha256, inputs, issued: await issuedIn(store.read, each, rule) });
  }
  return parts;
}

/**
 * @param rule whose inputs they are: it says how many earlier rounds belong to them
 * @throws Fault `too-busy` when results keep changing while they are read
 */
export async function readAssessInputs(store: Store, round: Round, rule: GradingRule = gradingRules[0]): Promise<AssessInputs> {
  const key = `${round.id} ${rule.id} ${rule.version}`;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const revision = await store.revision();
    const held = await keptAt(store, revision);
    const known = held.whole.get(key);
    if (known !== undefined) return known;
    const { inputs: own, sha256: ownSha256 } = await evidenceOf(store, round, held);
    const parts: InputPart[] = [{ evidence: ownSha256, inputs: own, issued: [] }, ...(await pastOf(store, round, rule, held))];
    if ((await store.revision()) !== revision) continue;
    const withPast = rule.pastRounds > 0;
    const made: AssessInputs = { inputs: inputsOfParts(parts, withPast), parts, sha256: hashOfParts(parts, withPast), revision };
    held.whole.set(key, made);
    return made;
  }
  throw new Fault('too-busy', `results of ${round.code} changed ${TRIES} times while they were read; try again`, { facts: { retryAfterSeconds: 5 } });
}
