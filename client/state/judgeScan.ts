/** What a scanned code is, before the server is asked. Pure. */
import type { SampleItem } from '../api/types.ts';
import { allows } from './custody.ts';
import { foldCode } from './scanReader.ts';

export type ScanVerdict =
  /** Can be received now. */
  | 'ready'
  /** Can be received as soon as the box's temperature and deviation are stated. */
  | 'waiting'
  | 'unknown'
  | 'already'
  | 'twice'
  /** In a state from which nothing is received: planned, rejected, lost. */
  | 'not-possible';

/**
 * @param held ids of bottles that were scanned and are not settled yet
 * @param boxOpen true while the box's temperature or deviation is missing
 */
export function judgeScan<S extends Pick<SampleItem, 'id' | 'number' | 'state' | 'allowedActions'>>(
  code: string,
  samples: readonly S[],
  held: readonly string[],
  boxOpen: boolean,
): { verdict: ScanVerdict; sample: S | null } {
  const sample = samples.find((one) => foldCode(one.number) === foldCode(code)) ?? null;
  if (sample === null) return { verdict: 'unknown', sample };
  if (sample.state === 'received' || sample.state === 'disposed') return { verdict: 'already', sample };
  if (held.includes(sample.id)) return { verdict: 'twice', sample };
  if (!allows(sample, 'receive')) return { verdict: 'not-possible', sample };
  return { verdict: boxOpen ? 'waiting' : 'ready', sample };
}
