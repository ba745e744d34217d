/**
 * From a code of models/errors to a status number, exhaustively: a code without a line here does
 * not compile. Nothing below server knows these numbers.
 */
import { FAULT_CODES, type Fault, type FaultCode, type FaultDetail } from '../models/errors.ts';
import type { Language } from '../models/schemas/vocabulary.ts';
import { detailSentence, sentence } from './messages/index.ts';

export const STATUS: Readonly<Record<FaultCode, number>> = {
  invalid: 422,
  'not-found': 404,
  'not-allowed': 403,
  'not-signed-in': 401,
  conflict: 409,
  'stale-revision': 412,
  'revision-required': 428,
  'illegal-transition': 409,
  'own-work': 403,
  held: 409,
  'quality-control-failed': 409,
  duplicate: 409,
  'person-data-refused': 422,
  'too-busy': 503,
  'too-large': 413,
  'storage-full': 507,
  'unsupported-encoding': 415,
  'unsupported-format': 415,
  'idempotency-mismatch': 422,
  'setup-closed': 409,
  'too-many-attempts': 429,
  // what is under embargo does not exist for those who may not see it
  embargoed: 404,
  'nothing-to-assess': 409,
  cancelled: 409,
};

/** Problem details (RFC 9457) as they are sent. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: FaultCode | 'internal';
  detail: string;
  details: (FaultDetail & { sentence: string })[];
  facts?: Readonly<Record<string, unknown>>;
}

export const PROBLEM_CODES = [...FAULT_CODES, 'internal'] as const;

const problemType = (code: string) => `urn:shuijian:problem:${code}`;

/** @param language of `title`, `detail` and the sentence of each detail */
export function problemOf(fault: Fault, language: Language): Problem {
  // an embargoed thing answers exactly like one that is not there
  const hidden = fault.code === 'embargoed';
  const code = hidden ? 'not-found' : fault.code;
  const title = sentence(`fault.${code}.title`, language) ?? code;
  const details = hidden ? [] : fault.details.map((detail) => ({ ...detail, sentence: detailSentence(detail, language, fault.message) }));
  const general = language === 'en' && !hidden ? fault.message : title;
  return {
    type: problemType(code),
    title,
    status: STATUS[code],
    code,
    detail: details[0]?.sentence ?? general,
    details,
    ...(hidden || Object.keys(fault.facts).length === 0 ? {} : { facts: fault.facts }),
  };
}

/** Anything that is no Fault: the caller learns a number to tell, the log learns the rest. */
/** @param wrote whether the request may have written before it failed: then nobody is told that nothing was */
export function internalProblem(requestId: string, language: Language, wrote: boolean): Problem {
  return {
    type: problemType('internal'),
    title: sentence('fault.internal.title', language) ?? 'Internal error',
    status: 500,
    code: 'internal',
    detail: sentence(wrote ? 'fault.internal.uncertain' : 'fault.internal.detail', language, { requestId }) ?? requestId,
    details: [],
    facts: { requestId },
  };
}
