import { methodFor } from '../../../models/reference/methods.ts';
import type { Method } from '../../../models/schemas/analyte.ts';
import type { Matrix } from '../../../models/schemas/vocabulary.ts';

/** The shipped method of an analyte in a matrix. @throws RangeError where there is none */
export function requireMethod(analyte: string, matrix: Matrix): Method {
  const method = methodFor(analyte, matrix);
  if (method === undefined) throw new RangeError(`there is no method for ${analyte} in ${matrix}; add one to models/reference/methods.json`);
  return method;
}
