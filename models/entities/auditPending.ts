/**
 * PostgreSQL only: entries of the audit trail that are committed with their change and wait to be chained.
 * Many transactions commit at once there; chaining inside them would make each wait for the one before.
 */
import { EntitySchema } from 'typeorm';

export interface PendingEntry {
  /** Order of chaining. A transaction that waited for another's row lock has the higher one. */
  position: string;
  id: string;
  /** Canonical JSON of the entry without its place in the chain. */
  body: string;
}

export const AUDIT_PENDING_TABLE = 'audit_pending';

export const auditPendingEntity = new EntitySchema<PendingEntry>({
  name: 'auditPending',
  tableName: AUDIT_PENDING_TABLE,
  columns: {
    position: { type: 'bigint', primary: true, generated: 'increment', primaryKeyConstraintName: 'pk_audit_pending' },
    id: { type: 'text', collation: 'C' },
    body: { type: 'text', collation: 'C' },
  },
});
