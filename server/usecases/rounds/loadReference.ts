/**
 * Puts the shipped reference data into a store: analytes, methods, places. What is there stays as it
 * is: a laboratory may have changed it, and a method is never changed, only followed by a new version.
 */
import { Fault } from '../../../models/errors.ts';
import { analytes } from '../../../models/reference/analytes.ts';
import type { AreaSet } from '../../../models/reference/areas.ts';
import { methods } from '../../../models/reference/methods.ts';
import { analyte, area, areaMember, method, type Area, type Method } from '../../../models/schemas/index.ts';
import { areasByCode, listAnalytes, listAreaMembers, listMethods } from '../../../models/store/repositories/reference.ts';
import type { Store } from '../../../models/store/types.ts';

export interface LoadAnswer {
  written: number;
  unchanged: number;
}

export interface LoadContext {
  /** Who did it; null where the program did it by itself. */
  actorId: string | null;
}

/** Analytes and methods. Loading again writes nothing. */
export async function loadReference(store: Store, { actorId }: LoadContext): Promise<LoadAnswer> {
  return store.write(async (tx) => {
    const knownAnalytes = new Set((await listAnalytes(tx)).map(({ id }) => id));
    // a version that the laboratory made itself stands before one that was shipped later under its number
    const versionOf = ({ code, version, analyteId, matrix }: Method): string => `${code} ${String(version)} ${analyteId} ${matrix}`;
    const knownMethods = new Set((await listMethods(tx)).map(versionOf));
    const newAnalytes = analytes.filter(({ id }) => !knownAnalytes.has(id));
    const newMethods = methods.filter((one) => !knownMethods.has(versionOf(one)));
    const written = newAnalytes.length + newMethods.length;
    if (newAnalytes.length > 0) await tx.insert(analyte, newAnalytes);
    if (newMethods.length > 0) await tx.insert(method, newMethods);
    if (written > 0) tx.audit({ actorId, action: 'reference.load', subject: 'reference', subjectId: 'shipped', detail: { analytes: newAnalytes.length, methods: newMethods.length } });
    return { written, unchanged: analytes.length + methods.length - written };
  });
}

/**
 * Places, parents before children.
 * @throws Fault `conflict` when a place is there under another identity: its children could not be hung below it
 */
export async function loadAreas(store: Store, set: AreaSet, { actorId }: LoadContext): Promise<LoadAnswer> {
  return store.write(async (tx) => {
    const key = ({ codeSystem, code }: Pick<Area, 'codeSystem' | 'code'>): string => `${codeSystem} ${code}`;
    const known = new Map((await areasByCode(tx, set.areas.map(({ code }) => code))).map((row) => [key(row), row]));
    const other = set.areas.find((each) => (known.get(key(each))?.id ?? each.id) !== each.id);
    if (other !== undefined) {
      throw new Fault('conflict', `area ${other.code} (${other.codeSystem}) is there under the id ${known.get(key(other))?.id ?? ''}, not ${other.id}`, { details: [{ got: other.code, message: 'area.other-id' }] });
    }
    const knownMembers = new Set((await listAreaMembers(tx)).map(({ id }) => id));
    const areas = set.areas.filter((each) => !known.has(key(each)));
    const members = set.members.filter(({ id }) => !knownMembers.has(id));
    // parents stand before children in the set, and a row may only point at what is there
    if (areas.length > 0) await tx.insert(area, areas);
    if (members.length > 0) await tx.insert(areaMember, members);
    const written = areas.length + members.length;
    if (written > 0) tx.audit({ actorId, action: 'areas.load', subject: 'area', subjectId: areas[0]?.id ?? members[0]?.operationalAreaId ?? '', detail: { areas: areas.length, members: members.length } });
    return { written, unchanged: set.areas.length + set.members.length - written };
  });
}
