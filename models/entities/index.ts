export { AUDIT_PENDING_TABLE, auditPendingEntity, type PendingEntry } from './auditPending.ts';
export { columnsOf, type Column } from './columnsOf.ts';
export { checkOf, COLUMN_TYPES, entitiesOf, fromThing, type CheckedColumn, type Engine } from './fromThing.ts';
