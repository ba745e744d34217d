/** Units that can be sent out, and the days on which they cannot. Units are bodies, never persons. */
import { Fault } from '../../../../models/errors.ts';
import { absence as absenceThing, unit as unitThing, type Absence, type Unit } from '../../../../models/schemas/index.ts';
import { newId } from '../../../../models/store/index.ts';
import { areaById, areasByCode, listUnits } from '../../../../models/store/repositories/reference.ts';
import type { Reader, Store } from '../../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../../auth/permissions.ts';

async function requireAreaId(reader: Reader, area: string): Promise<string> {
  const byId = await areaById(reader, area);
  const [byCode] = byId === undefined ? await areasByCode(reader, [area]) : [];
  const found = byId ?? byCode;
  if (found === undefined) throw new Fault('invalid', `there is no area ${area}`, { details: [{ pointer: '/area', got: area, message: 'area.unknown' }] });
  return found.id;
}

/** @param fields.area code or id. @throws Fault `duplicate` for a code that is taken, `invalid` for an unknown area */
export async function createUnit(store: Store, user: CurrentUser, fields: Pick<Unit, 'code' | 'nameZh' | 'nameEn' | 'level' | 'shiftsPerWeek'> & { area: string }): Promise<Unit> {
  demand(user, 'units.write');
  return store.write(async (tx) => {
    const { area, ...rest } = fields;
    if ((await listUnits(tx)).some((row) => row.code === rest.code)) throw new Fault('duplicate', `the unit code ${rest.code} is taken`, { details: [{ pointer: '/code', got: rest.code, message: 'unit.code-taken' }] });
    const row: Unit = { id: newId(), ...rest, areaId: await requireAreaId(tx, area), active: true, synthetic: false, revision: 1 };
    await tx.insert(unitThing, [row]);
    tx.audit({ actorId: user.id, action: 'unit.create', subject: 'unit', subjectId: row.id, detail: { code: row.code, level: row.level, shiftsPerWeek: row.shiftsPerWeek } });
    return row;
  });
}

/** @throws Fault `not-found`, `stale-revision`, `invalid` for an unknown area */
export async function changeUnit(store: Store, user: CurrentUser, id: string, revision: number, fields: Partial<Pick<Unit, 'nameZh' | 'nameEn' | 'level' | 'shiftsPerWeek' | 'active'>> & { area?: string | undefined }): Promise<Unit> {
  demand(user, 'units.write');
  return store.write(async (tx) => {
    const { area, ...rest } = fields;
    const changed = await tx.update(unitThing, id, revision, { ...rest, ...(area === undefined ? {} : { areaId: await requireAreaId(tx, area) }) });
    if (changed.revision !== revision) tx.audit({ actorId: user.id, action: 'unit.change', subject: 'unit', subjectId: id, detail: { ...fields } });
    return changed;
  });
}

/** @param fields.unitId null: nobody does any operation on these days. @throws Fault `invalid` for reversed dates or an unknown unit */
export async function createAbsence(store: Store, user: CurrentUser, fields: Pick<Absence, 'unitId' | 'startsOn' | 'endsOn' | 'reasonCode'>): Promise<Absence> {
  demand(user, 'units.write');
  if (fields.endsOn < fields.startsOn) throw new Fault('invalid', `the absence ends on ${fields.endsOn}, before it starts on ${fields.startsOn}`, { details: [{ pointer: '/endsOn', got: fields.endsOn, message: 'absence.dates' }] });
  return store.write(async (tx) => {
    if (fields.unitId !== null && (await tx.get(unitThing, fields.unitId)) === undefined) throw new Fault('invalid', `there is no unit ${fields.unitId}`, { details: [{ pointer: '/unitId', got: fields.unitId, message: 'unit.unknown' }] });
    const row: Absence = { id: newId(), ...fields, cancelled: false, synthetic: false, revision: 1 };
    await tx.insert(absenceThing, [row]);
    tx.audit({ actorId: user.id, action: 'absence.create', subject: 'absence', subjectId: row.id, detail: { ...fields } });
    return row;
  });
}

/** @throws Fault `not-found`, `stale-revision` */
export async function cancelAbsence(store: Store, user: CurrentUser, id: string, revision: number): Promise<Absence> {
  demand(user, 'units.write');
  return store.write(async (tx) => {
    const changed = await tx.update(absenceThing, id, revision, { cancelled: true });
    if (changed.revision !== revision) tx.audit({ actorId: user.id, action: 'absence.cancel', subject: 'absence', subjectId: id });
    return changed;
  });
}
