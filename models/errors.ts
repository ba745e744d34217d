/**
 * What can go wrong in the models and use cases, as codes. No status numbers here:
 * server/problems maps each code to one, exhaustively.
 */
export const FAULT_CODES = [
  'invalid', 'not-found', 'not-allowed', 'not-signed-in', 'conflict', 'stale-revision', 'revision-required',
  'illegal-transition', 'own-work', 'held', 'quality-control-failed', 'duplicate', 'person-data-refused',
  'too-busy', 'too-large', 'storage-full', 'unsupported-encoding', 'unsupported-format', 'idempotency-mismatch',
  'setup-closed', 'too-many-attempts', 'embargoed', 'nothing-to-assess', 'cancelled',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** One place where something is wrong: what was got, what was expected, what to do. */
export interface FaultDetail {
  /** JSON pointer into the request, or `row 5, column METH` of a file. */
  pointer?: string;
  row?: number;
  column?: string;
  /** The value as it was given. */
  got?: string;
  /** Key of the sentence in the locales; parameters fill it. */
  message: string;
  parameters?: Record<string, string | number>;
}

export class Fault extends Error {
  readonly code: FaultCode;
  readonly details: readonly FaultDetail[];
  /** Facts the caller needs to go on, e.g. the current revision. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: FaultCode, message: string, more: { details?: readonly FaultDetail[]; facts?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'Fault';
    this.code = code;
    this.details = more.details ?? [];
    this.facts = more.facts ?? {};
  }
}
