/** What an engine says went wrong, said in the program's own codes; in one place for both engines. */
import { Fault } from '../errors.ts';
import { columnsOf } from '../entities/index.ts';
import type { Thing } from '../schemas/index.ts';

interface EngineError extends Error {
  code: string;
  /** PostgreSQL names the constraint; SQLite only its columns, in the message. */
  constraint?: string;
  detail?: string;
}

/** @returns the engine's own error inside TypeORM's wrapper, or undefined for an error of another kind */
function engineError(error: unknown): EngineError | undefined {
  if (!(error instanceof Error)) return undefined;
  const inner = (error as { driverError?: unknown }).driverError;
  const candidate: unknown = inner ?? error;
  return candidate instanceof Error && typeof (candidate as Partial<EngineError>).code === 'string' ? (candidate as EngineError) : undefined;
}

/** The disk answered an error, or the file is damaged: nothing more may be acknowledged by this process. */
export function isFatal(error: unknown): boolean {
  const code = engineError(error)?.code;
  return code !== undefined && /^SQLITE_(IOERR|CORRUPT|NOTADB)/.test(code);
}

/**
 * @param thing what was being written, where known
 * @returns a Fault where the error has a meaning to the caller, the error itself otherwise
 */
export function toFault(error: unknown, thing?: Thing): unknown {
  const known = engineError(error);
  if (known === undefined || error instanceof Fault) return error;
  const name = thing?.name ?? 'row';
  if (known.code === 'SQLITE_FULL' || known.code === '53100') {
    return new Fault('storage-full', 'the disk is full: nothing was written; free space and send it again', { cause: error });
  }
  if (/^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(known.code) || known.code === '23505') {
    const { rule, fields } = brokenRule(known, thing);
    return new Fault('duplicate', `${name}: there is already one with the same ${fields.join(', ')}`, {
      facts: { thing: name, rule, fields },
      details: fields.map((field) => ({ pointer: `/${field}`, message: 'duplicate' })),
      cause: error,
    });
  }
  if (known.code === 'SQLITE_CONSTRAINT_FOREIGNKEY' || known.code === '23503') {
    const fields = known.constraint?.startsWith('fk_') === true && thing !== undefined ? columnsOf(thing).filter((column) => known.constraint === `fk_${thing.table}_${column.name}`) : [];
    return new Fault('invalid', `${name} points at something that does not exist`, {
      details: fields.map((column) => ({ pointer: `/${column.name}`, message: 'invalid.reference' })),
      cause: error,
    });
  }
  if (known.code === '40P01' || known.code === '40001' || known.code === '55P03') {
    return new Fault('conflict', 'another change touched the same rows at the same moment: nothing was written; send it again', { facts: { retry: true }, cause: error });
  }
  return error;
}

function brokenRule(error: EngineError, thing: Thing | undefined): { rule: string; fields: readonly string[] } {
  if (error.constraint !== undefined) {
    const rule = thing?.unique.find((unique) => unique.name === error.constraint);
    return { rule: error.constraint, fields: rule?.fields ?? ['id'] };
  }
  // SQLite: "UNIQUE constraint failed: result.sampleId, result.analyteId"
  const fields = (error.message.split('failed: ')[1] ?? '').split(', ').map((column) => column.split('.')[1] ?? column);
  const rule = thing?.unique.find((unique) => unique.fields.length === fields.length && unique.fields.every((field, index) => field === fields[index]));
  return { rule: rule?.name ?? (thing === undefined ? 'unknown' : `pk_${thing.table}`), fields };
}
