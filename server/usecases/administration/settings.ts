/** Reading and changing what the laboratory decides. */
import { Fault } from '../../../models/errors.ts';
import { storedSettings, writeSetting } from '../../../models/store/repositories/settings.ts';
import type { Reader, Store } from '../../../models/store/types.ts';
import type { CurrentUser } from '../../auth/permissions.ts';
import { omit } from '../../omit.ts';
import { SETTING_IDS, definitionOf, isSettingId, type LaboratorySettings, type SettingDefinition, type SettingId } from '../../settings.ts';

export interface SettingView extends Omit<SettingDefinition, 'schema' | 'default'> {
  id: SettingId;
  value: unknown;
  /** 0 while it has its default. */
  revision: number;
}

export async function listSettings(reader: Reader): Promise<SettingView[]> {
  const stored = new Map((await storedSettings(reader)).map((row) => [row.id, row]));
  return SETTING_IDS.map((id) => {
    const definition = definitionOf(id);
    const row = stored.get(id);
    return {
      id,
      value: row === undefined ? definition.default : row.value,
      revision: row?.revision ?? 0,
      ...omit(definition, 'schema', 'default'),
    };
  });
}

/** The settings as use cases want them. */
export async function readSettings(reader: Reader): Promise<LaboratorySettings> {
  const views = await listSettings(reader);
  return Object.fromEntries(views.map(({ id, value }) => [id, value])) as unknown as LaboratorySettings;
}

/** Whether a value fits; answers what was expected, or undefined when it fits. */
export type CheckValue = (id: SettingId, value: unknown) => string | undefined;

/** @throws Fault `not-found` for an unknown id, `invalid`, `stale-revision` */
export async function changeSetting(
  store: Store,
  check: CheckValue,
  change: { id: string; value: unknown; revision: number; user: CurrentUser },
): Promise<SettingView> {
  const { id, value, revision, user } = change;
  if (!isSettingId(id)) throw new Fault('not-found', `there is no setting "${id}"`, { details: [{ message: 'setting.unknown', got: id }] });
  const expected = check(id, value);
  if (expected !== undefined) {
    const got = JSON.stringify(value) ?? typeof value;
    throw new Fault('invalid', `${id}: got ${got}, expected ${expected}`, {
      details: [{ pointer: '/value', got: got.slice(0, 80), message: 'setting.value', parameters: { expected } }],
    });
  }
  const row = await store.write((tx) => writeSetting(tx, id, value, revision, user.id));
  return { id, value: row.value, revision: row.revision, ...omit(definitionOf(id), 'schema', 'default') };
}
