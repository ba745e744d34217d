/** Column mappings: how the files of a laboratory are to be read, kept under a name. */
import { Fault } from '../../../models/errors.ts';
import { importMapping, type ImportMapping } from '../../../models/schemas/index.ts';
import { readUnit } from '../../../models/schemas/unitConversion.ts';
import { newId, nowInstant } from '../../../models/store/index.ts';
import { importMappingById, importMappingByName } from '../../../models/store/repositories/imports.ts';
import { listAnalytes } from '../../../models/store/repositories/reference.ts';
import type { Store, Tx } from '../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../auth/permissions.ts';
import { layoutOf } from '../../imports/index.ts';
import { HEADINGS } from '../../imports/layout.ts';

export interface MappingContent {
  name: string;
  kind: string;
  columns: Readonly<Record<string, string>>;
  analytes: Readonly<Record<string, string>>;
  unit: string | null;
  beforeDilution: boolean;
}

/** What a column can be. */
export const MAPPED_COLUMNS = Object.keys(HEADINGS);

async function demandSense(tx: Tx, content: Partial<MappingContent>): Promise<void> {
  const wrong = (pointer: string, got: string, expected: string): Fault => new Fault('invalid', `${pointer}: got ${got}, expected ${expected}`, { details: [{ pointer, got, message: 'import.mapping', parameters: { expected } }] });
  if (content.kind !== undefined) layoutOf(content.kind);
  for (const key of Object.keys(content.columns ?? {})) if (!MAPPED_COLUMNS.includes(key)) throw wrong(`/columns/${key}`, key, MAPPED_COLUMNS.join(', '));
  if (content.unit !== undefined && content.unit !== null && readUnit(content.unit) === undefined) throw wrong('/unit', content.unit, 'ng/L, µg/L, mg/L, ng/mL, ng/g, µg/kg');
  const known = new Set((await listAnalytes(tx)).map((analyte) => analyte.id));
  for (const [name, id] of Object.entries(content.analytes ?? {})) if (!known.has(id)) throw wrong(`/analytes/${name}`, id, [...known].slice(0, 10).join(', '));
}

const taken = (name: string): Fault => new Fault('duplicate', `the name "${name}" is taken`, { details: [{ pointer: '/name', got: name, message: 'import.mapping-taken' }] });

/** @throws Fault `invalid`, `not-found` for the kind, `duplicate` for the name */
export function createMapping(store: Store, request: MappingContent & { user: CurrentUser; at: number }): Promise<ImportMapping> {
  const { user, at, name, kind, columns, analytes, unit, beforeDilution } = request;
  demand(user, 'results.import');
  return store.write(async (tx) => {
    await demandSense(tx, request);
    if ((await importMappingByName(tx, name)) !== undefined) throw taken(name);
    const row: ImportMapping = { id: newId(at), name, kind, columns: { ...columns }, analytes: { ...analytes }, unit, beforeDilution, active: true, updatedBy: user.id, updatedAt: nowInstant(at), revision: 1 };
    await tx.insert(importMapping, [row]);
    tx.audit({ actorId: user.id, action: 'import-mapping.create', subject: 'importMapping', subjectId: row.id, detail: { name, kind } });
    return row;
  });
}

/** @throws Fault `stale-revision`, `not-found`, `invalid`, `duplicate` */
export function changeMapping(store: Store, request: { user: CurrentUser; at: number; id: string; revision: number; patch: Partial<MappingContent> & { active?: boolean } }): Promise<ImportMapping> {
  const { user, at, id, revision, patch } = request;
  demand(user, 'results.import');
  return store.write(async (tx) => {
    const before = await importMappingById(tx, id);
    if (before === undefined) throw new Fault('not-found', `there is no column mapping ${id}`, { details: [{ got: id, message: 'import.mapping-unknown' }] });
    await demandSense(tx, patch);
    if (patch.name !== undefined && patch.name !== before.name && (await importMappingByName(tx, patch.name)) !== undefined) throw taken(patch.name);
    const changes = { ...patch, ...(patch.columns === undefined ? {} : { columns: { ...patch.columns } }), ...(patch.analytes === undefined ? {} : { analytes: { ...patch.analytes } }) };
    const same = Object.entries(changes).every(([key, value]) => JSON.stringify(before[key as keyof ImportMapping]) === JSON.stringify(value));
    const row = await tx.update(importMapping, id, revision, same ? {} : { ...changes, updatedBy: user.id, updatedAt: nowInstant(at) });
    if (row.revision !== revision) tx.audit({ actorId: user.id, action: 'import-mapping.change', subject: 'importMapping', subjectId: id, detail: { name: row.name, active: row.active } });
    return row;
  });
}
