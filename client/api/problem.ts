/** A refusal or a failure of the API, as the interface shows it: what, why, and (by its code) what to do. */

export interface ProblemDetail {
  pointer?: string;
  row?: number;
  column?: string;
  got?: string;
  message: string;
  parameters?: Record<string, string | number>;
  /** The detail in the caller's language. */
  sentence?: string;
}

/** RFC 9457 body, as `application/problem+json`. */
export interface ProblemBody {
  type?: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  details?: ProblemDetail[];
  facts?: Record<string, unknown>;
}

/** Codes that only the client gives: the request never came to an answer that could be read. */
export const CLIENT_CODES = ['network', 'unreadable-answer'] as const;

export class Problem extends Error {
  readonly body: ProblemBody;

  constructor(body: ProblemBody, cause?: unknown) {
    super(body.detail ?? body.title, cause === undefined ? undefined : { cause });
    this.name = 'Problem';
    this.body = body;
  }

  get code(): string {
    return this.body.code;
  }

  /** Sentences for one field, by the JSON pointer of the request. */
  sentencesAt(pointer: string): string[] {
    return (this.body.details ?? []).filter((detail) => detail.pointer === pointer).map((detail) => detail.sentence ?? detail.message);
  }
}

/** True for an answer body that carries a code, which every problem of the API does. */
export function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' && 'title' in body;
}

/** Any thrown thing as a Problem, so that there is one way to show it. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem({ title: detail, status: 0, code: 'unreadable-answer', detail }, error);
}
