/** A plan with its document: what its rounds take for granted, and the warmest a bottle may arrive. */
import { useQuery } from '@tanstack/react-query';
import { request } from './request.ts';
import type { Plan } from './types.ts';

export function usePlan(id: string | null) {
  return useQuery({
    queryKey: ['plan', id],
    queryFn: ({ signal }) => request<Plan>(`/plans/${encodeURIComponent(id ?? '')}`, { signal }),
    enabled: id !== null,
    staleTime: Infinity,
  });
}

/** @returns °C; null while unknown, which never means that there is no limit */
export function useReceiptLimit(planId: string | null): number | null {
  const limit = usePlan(planId).data?.document?.quality?.receiptLimitC;
  return typeof limit === 'number' ? limit : null;
}
