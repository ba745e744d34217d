/**
 * A synthetic county in a store, small enough for every test: four towns, of which one is dirty, one
 * clean, one lost three of its five bottles, and one was not sampled. Results are released.
 */
import { methods } from '../../../models/reference/methods.ts';
import { area, plan, result, resultRevision, round, sample, site, siteRelation, unit, type PlanDocument, type Result, type ResultRevision, type Round, type Sample, type Site, type Unit } from '../../../models/schemas/index.ts';
import { readResult } from '../../../models/schemas/readResult.ts';
import { newId } from '../../../models/store/index.ts';
import type { Store } from '../../../models/store/types.ts';
import { insertUser } from '../../../models/store/repositories/users.ts';
import { loadReference } from '../../../server/usecases/rounds/loadReference.ts';
import { areaRow, AT, planRow, resultRow, revisionRow, roundRow, sampleRow, siteRow } from '../../support/laboratoryRows.ts';

/** What was typed for METH and KET at each site of a town; null for a bottle without results. */
export type Typed = readonly (readonly [meth: string, ket: string] | null)[];

export interface County {
  round: Round;
  authorId: string;
  /** By code. */
  towns: Readonly<Record<string, string>>;
  sites: readonly Site[];
  results: readonly Result[];
}

const SEATS: Readonly<Record<string, [number, number]>> = { D: [116.1, 23.0], K: [116.3, 23.05], L: [116.2, 22.9], N: [116.35, 22.92] };
const NAMES: Readonly<Record<string, [string, string]>> = { D: ['甲镇', 'Dirty town'], K: ['=乙镇', 'Clean town'], L: ['丙镇', 'Lost town'], N: ['丁镇', 'New town'] };
export const DEFAULT_TOWNS: Readonly<Record<string, Typed>> = {
  D: [['1500', '60'], ['2100', '80'], ['1800', '>4000'], ['1700', '40'], ['2500', '90']],
  K: [['<0.5', '<0.5'], ['12', '<0.5'], ['8', '3'], ['20', '<2'], ['15', '4']],
  L: [['300', '20'], ['280', '25'], null, null, null],
  N: [],
};

const unitRow = (code: string, level: Unit['level'], areaId: string): Unit => ({ id: newId(), code, nameZh: `${code} 单位`, nameEn: `Unit ${code}`, level, areaId, shiftsPerWeek: 5, active: true, synthetic: true, revision: 1 });

export interface CountyOptions {
  towns?: Readonly<Record<string, Typed>>;
  code?: string;
  synthetic?: boolean;
  premises?: number | null;
  /** Of the plan; without it the rooms of the laboratory have no panel. */
  document?: PlanDocument;
}

/** One released result as the product reads it: limits, qualifier and digits by the shipped method. */
export function released(bottle: Sample, analyte: string, text: string, authorId: string): { head: Result; revision: ResultRevision } {
  const method = methods.find((each) => each.analyteId === analyte && each.matrix === bottle.matrix);
  if (method === undefined) throw new Error(`no method for ${analyte} in ${bottle.matrix}`);
  const read = readResult(text, method);
  if (!read.ok) throw new Error(`"${text}" cannot be read: ${read.en}`);
  const { ok, normalisedText, ...value } = read;
  void ok;
  void normalisedText;
  const head = resultRow(bottle.id, analyte, { state: 'released', methodId: method.id, valueRevision: 1, synthetic: bottle.synthetic });
  return { head, revision: revisionRow(head.id, authorId, { ...value, rawText: text, synthetic: bottle.synthetic }) };
}

export async function seedCounty(store: Store, { towns = DEFAULT_TOWNS, code = '2018-Q1', synthetic = true, premises = 25, document }: CountyOptions = {}): Promise<County> {
  await loadReference(store, { actorId: null });
  const county = areaRow({ code: 'C', level: 'county', nameZh: '例县', nameEn: 'Example county', seatLongitude: null, seatLatitude: null, seatBasis: null, synthetic });
  const places = Object.keys(towns).map((town) => areaRow({ code: town, parentId: county.id, nameZh: NAMES[town]?.[0] ?? town, nameEn: NAMES[town]?.[1] ?? town, seatLongitude: SEATS[town]?.[0] ?? null, seatLatitude: SEATS[town]?.[1] ?? null, synthetic }));
  const scheme = { ...planRow(), ...(document === undefined ? {} : { document }) };
  const pass = { ...roundRow(scheme.id), code, synthetic };
  const sites: Site[] = [];
  const samples: Sample[] = [];
  const heads: Result[] = [];
  const revisions: ResultRevision[] = [];
  return store.write(async (tx) => {
    const author = await insertUser(tx, { username: `author-${code.toLowerCase()}`, displayName: '检测员', passwordHash: null, roles: ['technician'], areaCodes: [], language: null, at: Date.parse(AT) });
    for (const place of places) {
      (towns[place.code] ?? []).forEach((values, i) => {
        const point = siteRow(place.id, { code: `${place.code}-${i + 1}`, nameZh: `${place.code}${i + 1} 点`, nameEn: `Point ${place.code}${i + 1}`, longitude: (place.seatLongitude ?? 116) + 0.01 * i, latitude: (place.seatLatitude ?? 23) - 0.01 * i, premisesAround: premises, synthetic });
        const bottle: Sample = { ...sampleRow(pass.id, point.id), number: `${code}-${point.code}`, synthetic, ...(values === null ? { state: 'lost', receivedAt: null } : {}) };
        sites.push(point);
        samples.push(bottle);
        if (values === null) return;
        for (const [analyte, text] of [['meth', values[0]], ['ket', values[1]]] as const) {
          const { head, revision } = released(bottle, analyte, text, author.id);
          heads.push(head);
          revisions.push(revision);
        }
      });
    }
    await tx.insert(area, [county]);
    await tx.insert(area, places);
    await tx.insert(site, sites);
    await tx.insert(plan, [{ ...scheme, synthetic }]);
    await tx.insert(round, [pass]);
    await tx.insert(sample, samples);
    await tx.insert(result, heads);
    await tx.insert(resultRevision, revisions);
    const [first, second] = sites;
    if (first !== undefined && second !== undefined) await tx.insert(siteRelation, [{ id: newId(), upstreamSiteId: first.id, downstreamSiteId: second.id, distanceM: 900, source: 'synthetic' }]);
    const home = (town: string): string => places.find((place) => place.code === town)?.id ?? county.id;
    await tx.insert(unit, [unitRow('U-D', 'town', home('D')), unitRow('U-K', 'town', home('K')), unitRow('U-C1', 'county', county.id), unitRow('U-C2', 'county', county.id), unitRow('U-X', 'city', county.id)]);
    tx.audit({ actorId: author.id, action: 'test.seed', subject: 'round', subjectId: pass.id });
    return { round: pass, authorId: author.id, towns: Object.fromEntries(places.map((place) => [place.code, place.id])), sites, results: heads };
  });
}

/** Takes a released result out and puts another in its place, as an amendment does. */
export async function amend(store: Store, county: County, old: Result, text: string): Promise<void> {
  await store.write(async (tx) => {
    const bottle = await tx.get(sample, old.sampleId);
    if (bottle === undefined) throw new Error('the bottle is gone');
    await tx.update(result, old.id, old.revision, { state: 'superseded', reportable: false });
    const { head, revision } = released(bottle, old.analyteId, text, county.authorId);
    await tx.insert(result, [{ ...head, attempt: old.attempt + 1, supersedesId: old.id }]);
    await tx.insert(resultRevision, [revision]);
    tx.audit({ actorId: county.authorId, action: 'result.amend', subject: 'result', subjectId: old.id });
  });
}
