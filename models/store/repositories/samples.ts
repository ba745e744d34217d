/** Samples and their chain of custody. */
import { custodyEvent, sample, type CustodyEvent, type Sample } from '../../schemas/index.ts';
import type { Reader } from '../types.ts';
import { groupBy } from './groupBy.ts';

export const samplesOfRound = (reader: Reader, roundId: string): Promise<Sample[]> => reader.find(sample, { where: { roundId }, order: ['number'] });

export const samplesById = (reader: Reader, ids: readonly string[]): Promise<Sample[]> => reader.find(sample, { where: { id: ids } });

export const samplesByNumber = (reader: Reader, numbers: readonly string[]): Promise<Sample[]> => reader.find(sample, { where: { number: numbers } });

/** Events of these samples, oldest first within each. */
export async function custodyOf(reader: Reader, sampleIds: readonly string[]): Promise<Map<string, CustodyEvent[]>> {
  const events = await reader.find(custodyEvent, { where: { sampleId: sampleIds }, order: ['sampleId', 'sequence'] });
  return groupBy(events, (event) => event.sampleId);
}
