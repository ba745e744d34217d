export { AUDIT_PENDING_TABLE, auditPendingEntity, type PendingEntry } from './auditPending.ts';
export { columnsOf, type Column } from './columnsOf.ts';
export { entitiesOf, fromThing, type Engine } from './fromThing.ts';
