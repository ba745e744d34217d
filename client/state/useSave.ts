/**
 * Saving one record: made new, or changed with the revision that was seen when the form was opened.
 * Where somebody else was faster, that is said, nothing is overwritten, and what was typed stays;
 * saving once more after that takes the present revision, knowingly.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toProblem } from '../api/problem.ts';
import { request } from '../api/request.ts';
import { useKeptKey } from '../api/useKeptKey.ts';
import { useIntent } from '../api/useIntent.ts';

/** @param path of the list, `/users` @param key cache key of the list @param record what is changed; undefined for a new one */
export function useSave(path: string, key: readonly unknown[], record?: { id: string; revision: number }) {
  const client = useQueryClient();
  const kept = useKeptKey();
  const [seen, setSeen] = useState(record?.revision ?? null);
  return useIntent({
    mutationFn: (body: object) =>
      record === undefined
        ? request<{ revision?: number }>(path, { method: 'POST', body, idempotencyKey: kept.keyFor(body) })
        : request<{ revision?: number }>(`${path}/${encodeURIComponent(record.id)}`, { method: 'PATCH', body, revision: seen ?? record.revision }),
    onSuccess: (saved) => {
      kept.answered();
      setSeen(saved.revision ?? null);
    },
    onError: (error) => {
      // Told now: the list shows the new state, and the next attempt is made in its knowledge.
      if (toProblem(error).code === 'stale-revision') setSeen(null);
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
