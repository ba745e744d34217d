/** Saving one record: made new, or changed with the revision that was seen. The list is read again afterwards. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { newIdempotencyKey, request } from '../../api/request.ts';

export interface Save {
  /** Missing for a new record. */
  id?: string;
  revision?: number;
  body: unknown;
}

/** @param path of the list, `/users` @param key cache key of the list */
export function useSave(path: string, key: readonly unknown[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, revision, body }: Save) =>
      id === undefined
        ? request<unknown>(path, { method: 'POST', body, idempotencyKey: newIdempotencyKey() })
        : request<unknown>(`${path}/${encodeURIComponent(id)}`, { method: 'PATCH', body, ...(revision === undefined ? {} : { revision }) }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
