/** Recording steps of custody: many bottles at once, each done or refused by itself. */
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { keys } from './keys.ts';
import { request } from './request.ts';
import { useKeptKey } from './useKeptKey.ts';
import type { CustodyAnswer, CustodyRequest, SampleItem } from './types.ts';
import { useIntent } from './useIntent.ts';

/** Shows at once what the answer says; the rest of each bottle (its history) is read again. */
function apply(client: QueryClient, round: string, answer: CustodyAnswer): void {
  const done = new Map(answer.done.map((one) => [one.sampleId, one]));
  client.setQueryData<SampleItem[]>(keys.samples(round), (samples) =>
    samples?.map((sample) => {
      const now = done.get(sample.id);
      return now === undefined || now.revision < sample.revision ? sample : { ...sample, revision: now.revision, state: now.state };
    }),
  );
  for (const queryKey of [keys.samples(round), keys.rounds(), keys.worklist()]) void client.invalidateQueries({ queryKey });
}

export function useCustody(round: string) {
  const client = useQueryClient();
  const kept = useKeptKey();
  return useIntent({
    mutationFn: (events: CustodyRequest[]) =>
      request<CustodyAnswer>('/custody-events', { method: 'POST', body: { events }, idempotencyKey: kept.keyFor(events) }),
    onSuccess: (answer) => {
      kept.answered();
      apply(client, round, answer);
    },
  });
}
