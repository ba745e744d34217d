/** Synthetic rows of a small laboratory, and the entry of one result as the product does it. */
import {
  analyte, area, method, plan, result, resultEvent, resultRevision, round, sample, site, user,
  type Analyte, type Area, type Method, type Plan, type PlanDocument, type Result, type ResultEvent, type ResultRevision, type Round, type Sample, type Site, type User,
} from '../../models/schemas/index.ts';
import { newId, nowInstant, rowDigest, type Store, type Tx } from '../../models/store/index.ts';

export const AT = nowInstant(Date.UTC(2018, 0, 15, 8));

export const userRow = (more: Partial<User> = {}): User => {
  const id = newId();
  return { id, username: id, displayName: '合成人员', passwordHash: null, roles: ['technician'], areaCodes: [], language: null, samePersonAsId: null, active: true, createdAt: AT, revision: 1, ...more };
};

export const areaRow = (more: Partial<Area> = {}): Area => {
  const id = newId();
  return {
    id, code: id, codeSystem: 'synthetic', level: 'town', parentId: null, nameZh: '合成镇', nameEn: 'Synthetic Town', population: 12_000, populationYear: 2018, populationBasis: 'synthetic',
    seatLongitude: 116.295, seatLatitude: 23.035, seatBasis: 'estimate', geometry: null, geometrySource: null, geometryCredit: null, synthetic: true, revision: 1, ...more,
  };
};

export const siteRow = (areaId: string, more: Partial<Site> = {}): Site => {
  const id = newId();
  return {
    id, code: id, areaId, villageId: null, nameZh: '合成点位', nameEn: 'Synthetic point', asset: 'open-channel', catchment: 'town', role: 'routine', givenX: 116.3, givenY: 23.04, givenSystem: 'WGS-84',
    longitude: 116.3, latitude: 23.04, flowM3PerDay: null, populationServed: null, premisesAround: null, hazardNote: null, active: true, synthetic: true, revision: 1, ...more,
  };
};

export const planRow = (): Plan => ({ id: newId(), code: newId(), version: '1', nameZh: '合成方案', nameEn: 'Synthetic plan', document: {} as PlanDocument, createdAt: AT, synthetic: true });

export const roundRow = (planId: string): Round => ({ id: newId(), code: newId(), planId, period: 'quarter', startsOn: '2018-01-01', endsOn: '2018-03-31', timeZone: 'Asia/Shanghai', closed: false, synthetic: true, revision: 1 });

export const sampleRow = (roundId: string, siteId: string): Sample => ({
  id: newId(), number: newId(), roundId, siteId, kind: 'routine', matrix: 'sewage', mode: 'grab', state: 'received', dueOn: '2018-01-15', collectedAt: AT, collectedOn: '2018-01-15', receivedAt: AT,
  receiptTemperatureC: 4.2, rainMm: null, flowM3PerDay: null, replacesSampleId: null, synthetic: true, revision: 1,
});

export const analyteRow = (): Analyte => {
  const id = newId();
  return { id, nameZh: '合成分析物', nameEn: 'Synthetic analyte', abbreviation: 'SYN', cas: null, group: 'synthetic', tier: '1', priority: true, order: 1, source: 'synthetic', revision: 1 };
};

export const methodRow = (analyteId: string): Method => ({
  id: newId(), code: newId(), version: 1, analyteId, matrix: 'sewage', unit: 'ng/L', lod: '1', loq: '4', upper: '1000', significantDigits: 3, maximumDecimals: null, rounding: 'gb-t-8170', limitRule: 'stated',
  uncertainty: [{ from: '0', to: null, relative: 0.2 }], manualLimits: false, holdingTimeHours: null, holdFactor: null, verificationsRequired: 1, duplicateRule: 'rpd', source: 'synthetic',
});

export const resultRow = (sampleId: string, analyteId: string, more: Partial<Result> = {}): Result => ({
  id: newId(), sampleId, analyteId, basis: 'concentration', attempt: 1, state: 'pending', reportable: true, methodId: null, runId: null, supersedesId: null, asked: null, valueRevision: 0, synthetic: true, revision: 1, ...more,
});

export const revisionRow = (resultId: string, authorId: string, more: Partial<ResultRevision> = {}): ResultRevision => ({
  id: newId(), resultId, valueRevision: 1, rawText: '12.30', parsed: '12.30', typedQualifier: '=', typedUnit: 'ng/L', dilution: '1', qualifier: '=', value: '12.30', limit: null, detected: true, unit: 'ng/L', reportedText: '12.3',
  lod: '1', loq: '4', upper: '1000', expandedUncertainty: '2.46', hold: null, confirmedHold: null, measuredAt: null, remark: null, reason: null, authorId, importId: null, at: AT, synthetic: true, ...more,
});

export interface Laboratory {
  user: User;
  area: Area;
  site: Site;
  round: Round;
  sample: Sample;
  analyte: Analyte;
  method: Method;
}

/** One area, site, round, sample, analyte and method. */
export async function seedLaboratory(store: Store): Promise<Laboratory> {
  const [staff, town, substance, scheme] = [userRow(), areaRow(), analyteRow(), planRow()];
  const point = siteRow(town.id);
  const pass = roundRow(scheme.id);
  const bottle = sampleRow(pass.id, point.id);
  const procedure = methodRow(substance.id);
  await store.write(async (tx) => {
    await tx.insert(user, [staff]);
    await tx.insert(area, [town]);
    await tx.insert(site, [point]);
    await tx.insert(plan, [scheme]);
    await tx.insert(round, [pass]);
    await tx.insert(analyte, [substance]);
    await tx.insert(method, [procedure]);
    await tx.insert(sample, [bottle]);
    tx.audit({ actorId: null, action: 'test.seed', subject: 'round', subjectId: pass.id });
  });
  return { user: staff, area: town, site: point, round: pass, sample: bottle, analyte: substance, method: procedure };
}

/** Adds empty result heads, each with a sample of its own. */
export async function addHeads(store: Store, laboratory: Laboratory, count: number): Promise<Result[]> {
  const samples = Array.from({ length: count }, () => sampleRow(laboratory.round.id, laboratory.site.id));
  const heads = samples.map((bottle) => resultRow(bottle.id, laboratory.analyte.id));
  await store.write(async (tx) => {
    await tx.insert(sample, samples);
    await tx.insert(result, heads);
    tx.audit({ actorId: laboratory.user.id, action: 'round.create', subject: 'round', subjectId: laboratory.round.id });
  });
  return heads;
}

/** Writes one value: its revision, its event, its head, its entry in the trail. @returns the head as it is now */
export async function enterValue(tx: Tx, head: Result, authorId: string): Promise<Result> {
  const valueRevision = head.valueRevision + 1;
  const revision = revisionRow(head.id, authorId, { valueRevision });
  const event: ResultEvent = {
    id: newId(), resultId: head.id, sequence: valueRevision, action: 'enter', fromState: head.state, toState: 'entered', valueRevision, revisionSha256: rowDigest(resultRevision, revision), meaning: null, confirmedBy: null, reasonCode: null, reason: null, actorId: authorId, at: AT,
  };
  await tx.insert(resultRevision, [revision]);
  await tx.insert(resultEvent, [event]);
  const next = await tx.update(result, head.id, head.revision, { state: 'entered', valueRevision });
  tx.audit({ actorId: authorId, action: 'result.enter', subject: 'result', subjectId: head.id });
  return next;
}
